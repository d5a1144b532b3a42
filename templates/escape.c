/* escape.c - the border between a value and the language of a template. */
/* SPDX-License-Identifier: MIT */
#include "templates/escape.h"

#include <string.h>

static void append_html(GString *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			g_string_append(out, "&amp;");
			break;
		case '<':
			g_string_append(out, "&lt;");
			break;
		case '>':
			g_string_append(out, "&gt;");
			break;
		case '"':
			g_string_append(out, "&quot;");
			break;
		case '\'':
			g_string_append(out, "&#39;");
			break;
		default:
			g_string_append_c(out, *text);
		}
	}
}

/* Every character that can begin or end something in CommonMark, links and entities
 * included. */
static bool is_markup(char c)
{
	return c && strchr("\\`*_{}[]()<>#+-.!|~=&:@\"'", c);
}

/*
 * Line ends become hard breaks: a blank line would end the paragraph and give the rest of
 * the value a block of its own. White space at both ends goes, four spaces would start a
 * code block.
 */
static void append_markdown(GString *out, const char *text)
{
	g_autofree char *stripped = g_strstrip(g_strdup(text));
	for (const char *c = stripped; *c; c++) {
		if (*c == '\r' && c[1] == '\n')
			continue;
		if (*c == '\n' || *c == '\r')
			g_string_append(out, "\\\n");
		else if ((unsigned char)*c < ' ' || *c == 0x7f)
			g_string_append_c(out, ' ');
		else if (is_markup(*c))
			g_string_append_printf(out, "\\%c", *c);
		else
			g_string_append_c(out, *c);
	}
}

void escape_append(GString *out, const char *text, Escape escape)
{
	if (escape == ESCAPE_HTML)
		append_html(out, text);
	else if (escape == ESCAPE_MARKDOWN)
		append_markdown(out, text);
	else
		g_string_append(out, text);
}
