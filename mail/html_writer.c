/* html_writer.c - lines of readable text with quote marks, for html.c. */
/* SPDX-License-Identifier: MIT */
#include "mail/html_writer.h"
#include "mail/limits.h"

#include <string.h>

void writer_break(Writer *writer, guint count)
{
	writer->breaks = MAX(writer->breaks, count);
	writer->space = false;
}

static void write_quote_marks(Writer *writer, guint depth, bool with_space)
{
	for (guint i = 0; i < depth; i++)
		g_string_append_c(writer->out, '>');
	if (depth > 0 && with_space)
		g_string_append_c(writer->out, ' ');
}

static void write_breaks(Writer *writer)
{
	guint between = MIN(writer->quote, writer->last_quote);
	for (guint i = 0; i < writer->breaks; i++) {
		g_string_append_c(writer->out, '\n');
		if (i + 1 < writer->breaks)
			write_quote_marks(writer, between, false);
	}
	writer->line_open = false;
}

static void open_line(Writer *writer)
{
	if (writer->breaks > 0 && writer->out->len > 0)
		write_breaks(writer);
	writer->breaks = 0;
	if (writer->line_open)
		return;
	char mark = writer->once ? writer->once : writer->mark;
	if (writer->is_marked && mark)
		g_string_append_c(writer->out, mark);
	writer->once = 0;
	write_quote_marks(writer, writer->quote, true);
	writer->last_quote = writer->quote;
	guint indent = writer->indent - MIN(writer->indent, writer->lead->len);
	for (guint i = 0; i < indent; i++)
		g_string_append_c(writer->out, ' ');
	g_string_append(writer->out, writer->lead->str);
	g_string_truncate(writer->lead, 0);
	writer->line_open = true;
	writer->space = false;
}

void writer_words(Writer *writer, const char *words, gsize length)
{
	if (length == 0 || writer->out->len > 2 * MAIL_TEXT_BYTES_MAX)
		return;
	bool space = writer->space;
	open_line(writer);
	if (space && writer->line_open && writer->out->len > 0 &&
	    writer->out->str[writer->out->len - 1] != ' ' &&
	    writer->out->str[writer->out->len - 1] != '\n')
		g_string_append_c(writer->out, ' ');
	writer->space = false;
	g_string_append_len(writer->out, words, (gssize)length);
}

static void pre_text(Writer *writer, const char *text)
{
	while (*text != '\0') {
		gsize length = strcspn(text, "\n");
		writer_words(writer, text, length);
		text += length;
		if (*text == '\n') {
			writer->breaks++;
			text++;
		}
	}
}

void writer_text(Writer *writer, const char *text)
{
	if (writer->pre > 0) {
		pre_text(writer, text);
		return;
	}
	while (*text != '\0') {
		gsize blank = strspn(text, " \t\r\n\f");
		if (blank > 0 && writer->line_open && writer->breaks == 0)
			writer->space = true;
		text += blank;
		gsize length = strcspn(text, " \t\r\n\f");
		writer_words(writer, text, length);
		text += length;
	}
}
