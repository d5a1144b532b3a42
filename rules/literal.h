/* literal.h - what a text must contain for a regular expression to match it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * What is in each text that expression matches: a list of clues, rarest first; of each
 * clue (GPtrArray of char*, as fold_append leaves them, two letters or more) at least one
 * literal is in the folded text. NULL when none can be told for sure. expression: PCRE2
 * with UTF and UCP, compiled without error and without the x flag. g_ptr_array_unref.
 */
GPtrArray *literal_clues(const char *expression);

/* How often one of a clue's literals is to be expected, as a number to compare. */
double literal_expected(const GPtrArray *clue);
