/* markup.c - plain text as HTML, and as a quote. */
/* SPDX-License-Identifier: MIT */
#include "mail/draft.h"
#include "mail/sanitise.h"

#include <string.h>

#define QUOTE_DEPTH_MAX	   10
#define QUOTED_COLUMNS_MIN 30

/* Length of the address at text, without the punctuation that ends a sentence; 0 if none.
 */
static gsize link_length(const char *text)
{
	if (!g_str_has_prefix(text, "https://") && !g_str_has_prefix(text, "http://") &&
	    !g_str_has_prefix(text, "mailto:"))
		return 0;
	gsize length = strcspn(text, " \t\n\"<>");
	while (length && strchr(".,;:!?)]}'", text[length - 1]))
		length--;
	gsize scheme = strcspn(text, ":") + (*text == 'm' ? 1 : 3);
	return length > scheme ? length : 0;
}

static void append_linked(GString *out, const char *line, gsize length)
{
	gsize done = 0, at = 0;
	while (at < length) {
		bool may_start = at == 0 || !g_ascii_isalnum(line[at - 1]);
		gsize link = may_start ? link_length(line + at) : 0;
		if (!link || at + link > length) {
			at++;
			continue;
		}
		sanitise_escape(out, line + done, at - done);
		g_string_append(out, "<a href=\"");
		sanitise_escape(out, line + at, link);
		g_string_append(out, "\">");
		sanitise_escape(out, line + at, link);
		g_string_append(out, "</a>");
		at += link;
		done = at;
	}
	sanitise_escape(out, line + done, length - done);
}

/* Takes quote marks from the line's start: "> > x" is two deep. */
static int quote_depth(const char **line)
{
	int depth = 0;
	while (**line == '>' && depth < QUOTE_DEPTH_MAX) {
		depth++;
		*line += (*line)[1] == ' ' ? 2 : 1;
	}
	return depth;
}

typedef struct {
	GString *out;
	int depth; /* of open blockquotes */
	bool in_paragraph;
} Writer;

static void end_paragraph(Writer *writer)
{
	if (writer->in_paragraph)
		g_string_append(writer->out, "</p>\n");
	writer->in_paragraph = false;
}

static void change_depth(Writer *writer, int depth)
{
	if (depth == writer->depth)
		return;
	end_paragraph(writer);
	for (; writer->depth < depth; writer->depth++)
		g_string_append(writer->out, "<blockquote>\n");
	for (; writer->depth > depth; writer->depth--)
		g_string_append(writer->out, "</blockquote>\n");
}

static void append_html_line(Writer *writer, const char *line, gsize length)
{
	const char *rest = line;
	change_depth(writer, quote_depth(&rest));
	length -= MIN(length, (gsize)(rest - line));
	if (length == 0) {
		end_paragraph(writer);
		return;
	}
	g_string_append(writer->out, writer->in_paragraph ? "<br>\n" : "<p>");
	writer->in_paragraph = true;
	for (; length && *rest == ' '; rest++, length--)
		g_string_append(writer->out, "&nbsp;");
	append_linked(writer->out, rest, length);
}

char *text_to_html(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
	Writer writer = {.out = g_string_sized_new(strlen(valid) * 5 / 4 + 64)};
	for (const char *line = valid; *line;) {
		gsize length = strcspn(line, "\n");
		bool has_cr = length && line[length - 1] == '\r';
		append_html_line(&writer, line, length - has_cr);
		line += length + (line[length] == '\n');
	}
	change_depth(&writer, 0);
	end_paragraph(&writer);
	return g_string_free(writer.out, FALSE);
}

/* Where a line goes on in the next, behind a blank; its whole length if it does not. */
static gsize line_break(const char *line, gsize length, guint columns)
{
	gsize blank = 0, indent = strspn(line, " ");
	guint column = 0;
	for (const char *c = line; c < line + length; c = g_utf8_next_char(c)) {
		column += g_unichar_iswide(g_utf8_get_char(c)) ? 2 : 1;
		if (column > columns && blank)
			return blank;
		if (*c == ' ' && c > line + indent)
			blank = (gsize)(c - line) + 1;
	}
	return length;
}

/* Older quotes in the line keep their depth when it is broken. */
static void append_quoted(GString *out, const char *line, gsize length, guint columns)
{
	gsize marks = *line == '>' ? MIN(strspn(line, "> "), length) : 0;
	guint room = columns > marks + QUOTED_COLUMNS_MIN ? columns - marks - 2 : 0;
	const char *rest = line + marks;
	do {
		gsize left = length - (gsize)(rest - line);
		gsize shown = room ? line_break(rest, left, room) : left;
		gsize end = shown < left ? shown - 1 : shown; /* without the blank */
		g_string_append(out, marks + end ? "> " : ">");
		g_string_append_len(out, line, marks);
		g_string_append_len(out, rest, end);
		g_string_append_c(out, '\n');
		rest += shown;
	} while (rest < line + length);
}

char *text_quote(const char *text, guint columns)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *out = g_string_sized_new(strlen(valid) + 64);
	for (const char *line = valid; *line;) {
		gsize length = strcspn(line, "\n");
		bool has_cr = length && line[length - 1] == '\r';
		append_quoted(out, line, length - has_cr, columns);
		line += length + (line[length] == '\n');
	}
	return g_string_free(out, FALSE);
}
