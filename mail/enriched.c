/* enriched.c - text/enriched and text/richtext to plain text. */
/* SPDX-License-Identifier: MIT */
#include "mail/reading.h"

#include <string.h>

/* RFC 1896: commands in "<>", "<<" for one "<", and of n line ends in a row n-1 count. */

/* Length of "<name>" or "</name>"; 0 when there is none. */
static gsize command_length(const char *at)
{
	enum { COMMAND_MAX = 60 };
	gsize length = 1 + (at[1] == '/');
	while (length < COMMAND_MAX + 2 &&
	       (g_ascii_isalnum(at[length]) || at[length] == '-'))
		length++;
	return at[length] == '>' ? length + 1 : 0;
}

static bool is_command(const char *at, const char *name)
{
	gsize length = strlen(name);
	return g_ascii_strncasecmp(at + 1, name, length) == 0 && at[1 + length] == '>';
}

/* Behind the end of a parameter, which is no text. */
static const char *param_end(const char *at)
{
	const char *end = strcasestr(at, "</param>");
	return end == NULL ? at + strlen(at) : end + strlen("</param>");
}

static const char *lines_append(GString *text, const char *at, bool as_they_are)
{
	gsize count = strspn(at, "\n");
	if (as_they_are || count > 1)
		for (gsize i = as_they_are ? 0 : 1; i < count; i++)
			g_string_append_c(text, '\n');
	else
		g_string_append_c(text, ' ');
	return at + count;
}

static const char *command_append(GString *text, const char *at, gsize length,
				  bool is_richtext)
{
	if (is_command(at, "param"))
		return param_end(at);
	if (is_richtext && (is_command(at, "nl") || is_command(at, "np") ||
			    is_command(at, "/paragraph")))
		g_string_append_c(text, '\n');
	if (is_richtext && is_command(at, "lt"))
		g_string_append_c(text, '<');
	return at + length;
}

char *enriched_to_text(const char *source, bool is_richtext)
{
	GString *text = g_string_sized_new(strlen(source));
	guint verbatim = 0;
	for (const char *at = source; *at != '\0';) {
		gsize command = *at == '<' ? command_length(at) : 0;
		if (command > 0) {
			verbatim += is_command(at, "nofill");
			verbatim -= verbatim > 0 && is_command(at, "/nofill");
			at = command_append(text, at, command, is_richtext);
		} else if (*at == '\n') {
			at = lines_append(text, at, verbatim > 0);
		} else {
			at += at[0] == '<' && at[1] == '<' && !is_richtext;
			g_string_append_c(text, *at++);
		}
	}
	g_strchomp(text->str);
	g_string_truncate(text, strlen(text->str));
	if (text->len > 0)
		g_string_append_c(text, '\n');
	return g_string_free(text, FALSE);
}
