/* fold.h - letters in the form in which texts are compared. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * A letter of a word: lower case, Greek without accents and with one sigma, е for ё, one
 * kind of apostrophe.
 */
gunichar fold_letter(gunichar c);

/*
 * Adds text to the end of folded so that whatever PCRE2 takes for equal without regard to
 * case is equal byte for byte, and each run of white space is one space. What a text has,
 * its folded form has folded.
 */
void fold_append(GString *folded, const char *text);
/* The same for one letter. */
void fold_append_letter(GString *folded, gunichar c);

/* Whether text is in NFC for sure, as nearly all is; false says nothing. */
bool fold_is_composed(const char *text, gsize length);
