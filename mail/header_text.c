/* header_text.c - unstructured text and mailboxes in a header, encoded and folded. */
/* SPDX-License-Identifier: MIT */
/*
 * GMime does this too, but its first line can be longer than 78 and its words are not
 * split. Here the words from the first to the last that need it become encoded words; the
 * rest, such as a ticket's tag, stays readable in the source of the mail. A name that
 * needs it is encoded as a whole, since readers decode what looks like an encoded word in
 * a quoted string too, whatever RFC 2047 section 5 says.
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

HeaderLine header_line_new(const char *name)
{
	return (HeaderLine){g_string_new(NULL), strlen(name) + 1};
}

void header_line_word(HeaderLine *line, const char *word)
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
static void append_encoded(HeaderLine *line, const char *text)
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
		header_line_word(line, word);
		text += length;
	}
}

static void append_span(HeaderLine *line, char **words, guint first, guint last)
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

	HeaderLine line = header_line_new(name);
	for (guint i = 0; i < count; i++) {
		if (i == first)
			append_span(&line, words, first, last);
		else if (i < first || i > last)
			header_line_word(&line, words[i]);
	}
	return header_line_end(&line);
}

/* RFC 5322 section 3.2.3, without the dot. */
static bool is_atom(const char *word)
{
	for (const char *c = word; *c; c++)
		if (!g_ascii_isalnum(*c) && !strchr("!#$%&'*+-/=?^_`{|}~", *c))
			return false;
	return *word != '\0';
}

static char *quoted_string(const char *text)
{
	GString *quoted = g_string_new("\"");
	for (const char *c = text; *c; c++) {
		if (*c == '"' || *c == '\\')
			g_string_append_c(quoted, '\\');
		g_string_append_c(quoted, *c);
	}
	return g_string_free(g_string_append_c(quoted, '"'), FALSE);
}

static void append_name(HeaderLine *line, const char *name)
{
	g_auto(GStrv) words = g_strsplit(name, " ", -1);
	bool is_plain = true;
	for (char **word = words; *word; word++)
		is_plain = is_plain && is_atom(*word);
	g_autofree char *quoted = quoted_string(name);
	if (needs_encoding(quoted))
		append_encoded(line, name);
	else if (!is_plain)
		header_line_word(line, quoted);
	else
		for (char **word = words; *word; word++)
			header_line_word(line, *word);
}

void header_line_mailbox(HeaderLine *line, const char *name, const char *address)
{
	if (line->out->len) {
		g_string_append_c(line->out, ',');
		line->column++;
	}
	if (!*name) {
		header_line_word(line, address);
		return;
	}
	append_name(line, name);
	g_autofree char *angled = g_strdup_printf("<%s>", address);
	header_line_word(line, angled);
}

char *header_line_end(HeaderLine *line)
{
	g_string_append_c(line->out, '\n');
	return g_string_free(g_steal_pointer(&line->out), FALSE);
}
