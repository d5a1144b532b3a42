/* charset.h - names of charsets and a test for ASCII. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The name that iconv knows for a charset as mail names it; NULL when it says nothing
 * ("unknown-8bit", "", a name with a slash). Static or from buffer. */
const char *charset_iconv_name(const char *charset, char buffer[64]);

/* True when all bytes are below 0x80. */
bool bytes_are_ascii(const char *bytes, gsize length);

/* What text that says nothing of its charset is probably in, by its letters: a name for
 * iconv, "WINDOWS-1252" when there is nothing to go by. g_free. */
char *charset_guess(const char *bytes, gsize length);

/* Valid UTF-8 of bytes in the charset of that name, mended where they have no meaning in
 * it or iconv does not know it. g_free. */
char *charset_convert(const char *bytes, gsize length, const char *charset);

/* charset_escape.c: what iconv reads too narrowly or not at all; valid UTF-8. g_free. */
char *charset_from_iso2022jp(const char *bytes, gsize length);
char *charset_from_hz(const char *bytes, gsize length);

/* charset_guess.c: more letters above ASCII than Western languages have. */
bool bytes_are_hardly_western(const char *bytes, gsize length);
/* "KOI8-U" for text that is said to be KOI8-R and has Ukrainian letters, else "KOI8-R".
 */
const char *charset_koi8_kind(const char *bytes, gsize length);
/* What text is in that could be windows-1252 but has letters of Polish, Romanian or
 * Turkish in its words; NULL when nothing says that. Static string. */
const char *charset_unlike_western(const char *bytes, gsize length);
