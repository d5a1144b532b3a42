/* header_charset.c - the charset of bytes that stand naked in a header. */
/* SPDX-License-Identifier: MIT */
#include "mail/charset.h"
#include "mail/header.h"

#include <string.h>

/* That of the Content-Type, of any part. NULL: nothing is declared. g_free. */
static char *declared_charset(const GPtrArray *headers, const char *body, gsize length)
{
	enum { LOOK_BYTES = 8192 };
	g_autofree char *own =
		parameter_find(headers_find(headers, "Content-Type"), "charset", NULL);
	if (own != NULL)
		return g_steal_pointer(&own);
	const char *found = memmem(body, MIN(length, LOOK_BYTES), "charset=", 8);
	if (found == NULL)
		return NULL;
	gsize rest = MIN((gsize)(body + length - found), 100);
	g_autofree char *line = g_strndup(found, rest);
	line[strcspn(line, "\r\n")] = '\0';
	return parameter_find(line, "charset", NULL);
}

/* The lines of text that are neither ASCII nor UTF-8: the others say nothing. */
static void lines_collect(GString *lines, const char *text, gsize length)
{
	enum { LINES_BYTES_MAX = 8192 };
	const char *end = text + length;
	for (const char *at = text; at < end && lines->len < LINES_BYTES_MAX;) {
		const char *newline = memchr(at, '\n', (gsize)(end - at));
		gsize line = (gsize)((newline == NULL ? end : newline + 1) - at);
		if (!g_utf8_validate(at, (gssize)line, NULL) &&
		    memchr(at, '\0', line) == NULL)
			g_string_append_len(lines, at,
					    (gssize)MIN(line, LINES_BYTES_MAX));
		at += line;
	}
}

/* A name has few letters: with the subject and the text they are enough for a guess. KOI8
 * shows in few. */
char *header_charset(const GPtrArray *headers, const char *body, gsize length)
{
	enum { LOOK_BYTES = 32 * 1024 };
	char *declared = declared_charset(headers, body, length);
	if (declared != NULL)
		return declared;
	g_autoptr(GString) lines = g_string_new(NULL);
	for (guint i = 0; i < headers->len; i++) {
		const RawHeader *header = g_ptr_array_index(headers, i);
		gsize before = lines->len;
		lines_collect(lines, header->raw, strlen(header->raw));
		if (lines->len > before)
			g_string_append_c(lines, '\n');
	}
	if (lines->len == 0)
		return NULL;
	char *guess = charset_guess(lines->str, lines->len);
	if (g_str_has_prefix(guess, "KOI8"))
		return guess;
	g_free(guess);
	lines_collect(lines, body, MIN(length, LOOK_BYTES));
	return charset_guess(lines->str, lines->len);
}
