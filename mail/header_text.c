/* header_text.c - unstructured header text, encoded and folded. */
/* SPDX-License-Identifier: MIT */
/*
 * GMime does this too, but its first line can be longer than 78 and its words are not
 * split. Here the words from the first to the last that need it become encoded words; the
 * rest, such as a ticket's tag, stays readable in the source of the mail.
 */
#include "mail/header_text.h"

#include <stdbool.h>
#include <string.h>

#define COLUMNS	       76
#define PLAIN_WORD_MAX 60
#define CHUNK_BYTES    39 /* 52 characters of base64: an encoded word of 64 */

static bool needs_encoding(const char *word)
{
	if (strlen(word) > PLAIN_WORD_MAX || strstr(word, "=?"))
		return true;
	for (const char *c = word; *c; c++)
		if ((unsigned char)*c >= 0x7f)
			return true;
	return false;
}

typedef struct {
	GString *out;
	gsize column;
} Line;

static void append_word(Line *line, const char *word)
{
	gsize length = strlen(word);
	if (line->column + 1 + length > COLUMNS) {
		g_string_append_c(line->out, '\n');
		line->column = 0;
	}
	g_string_append_c(line->out, ' ');
	g_string_append(line->out, word);
	line->column += 1 + length;
}

/* Splits between characters: each encoded word must be readable alone (RFC 2047 section
 * 5). */
static void append_encoded(Line *line, const char *text)
{
	while (*text) {
		gsize length = 0;
		while (text[length]) {
			gsize step = (guchar)g_utf8_skip[(guchar)text[length]];
			if (length + step > CHUNK_BYTES)
				break;
			length += step;
		}
		g_autofree char *base64 = g_base64_encode((const guchar *)text, length);
		g_autofree char *word = g_strdup_printf("=?UTF-8?B?%s?=", base64);
		append_word(line, word);
		text += length;
	}
}

static void append_span(Line *line, char **words, guint first, guint last)
{
	g_autofree char *kept = words[last + 1];
	words[last + 1] = NULL;
	g_autofree char *text = g_strjoinv(" ", words + first);
	words[last + 1] = g_steal_pointer(&kept);
	append_encoded(line, text);
}

char *header_text(const char *name, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	guint count = g_strv_length(words), first = count, last = 0;
	for (guint i = 0; i < count; i++) {
		if (!needs_encoding(words[i]))
			continue;
		first = MIN(first, i);
		last = i;
	}

	Line line = {g_string_new(NULL), strlen(name) + 1};
	for (guint i = 0; i < count; i++) {
		if (i == first)
			append_span(&line, words, first, last);
		else if (i < first || i > last)
			append_word(&line, words[i]);
	}
	g_string_append_c(line.out, '\n');
	return g_string_free(line.out, FALSE);
}
