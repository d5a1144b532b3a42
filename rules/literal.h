/* literal.h - what a text must contain for a regular expression to match it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Literals (char*, as fold_append leaves them, two letters or more) of which at least one
 * is in the folded form of each text that expression matches; NULL when none can be told
 * for sure. expression: PCRE2 with UTF and UCP, compiled without error and without the x
 * flag. g_ptr_array_unref.
 */
GPtrArray *literal_needed(const char *expression);

/* How often one of the literals is to be expected, as a number to compare. */
double literal_expected(const GPtrArray *literals);
