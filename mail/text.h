/* text.h - the readers of decoded text: HTML, quotes, language, charset. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Readable text of an HTML document: links, lists, tables, quotes ("> "); g_free. */
char *html_to_text(const char *html, gsize length);

/* What mail clients mark in their HTML, as the first byte of a line: that the line
 * belongs to an attribution or a signature, that from here on it is the mail that is
 * answered. */
enum { TEXT_ATTRIBUTION = '\1', TEXT_SIGNATURE = '\2', TEXT_OLD_MAIL = '\3' };

/* The same with these marks, for text_split_reply; g_free. */
char *html_to_marked_text(const char *html, gsize length);

/*
 * Splits what the sender newly wrote from quotes and signature. text is the whole text,
 * UTF-8, LF lines. Interleaved answers stay in *reply with the quotes they answer.
 * Both results are to be g_free'd; nothing is lost between them. Marks are dropped.
 */
void text_split_reply(const char *text, char **reply, char **quoted);

/* Bytes of a text from start up to end. */
typedef struct {
	gsize start, end;
} TextSpan;
/* Where in text the lines of *reply stand, line ends included; TextSpan, in order.
 * g_array_unref. */
GArray *text_reply_spans(const char *text);

/* ISO 639-1 code of the text's language, "" when unsure. Static string. */
const char *text_language(const char *text);
/* True for a code that text_language may give. */
bool text_language_is_known(const char *code);

/*
 * Valid UTF-8 of bytes in charset; a missing or wrong charset is guessed. NUL becomes
 * U+FFFD. charset may be NULL. g_free.
 */
char *text_decode(const char *bytes, gsize length, const char *charset);
