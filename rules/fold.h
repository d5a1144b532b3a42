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
 * Adds text to the end of folded, one byte a letter, so that what PCRE2 takes for equal
 * without regard to case is equal, and each run of white space is one space. What a text
 * has, its folded form has folded; not the other way round, since letters share bytes.
 */
void fold_append(GString *folded, const char *text);
/* The same for one letter. */
void fold_append_letter(GString *folded, gunichar c);

/* The letter at a place of valid UTF-8. */
static inline gunichar fold_letter_at(const char *at)
{
	guchar lead = *at;

	if (lead < 0x80)
		return lead;
	if (lead < 0xE0)
		return (lead & 0x1Fu) << 6 | ((guchar)at[1] & 0x3F);
	return g_utf8_get_char(at);
}

/* Whether it is one of the letters that Russian and Greek are made of, without accent. */
static inline bool fold_is_plain(gunichar c)
{
	return (c >= 0x410 && c < 0x450) || (c >= 0x3B1 && c < 0x3CA);
}

/* Whether text is in NFC for sure, as nearly all is; false says nothing. */
bool fold_is_composed(const char *text, gsize length);
