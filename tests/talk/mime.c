/* mime.c - writes headers and parts: RFC 2047, base64. */
/* SPDX-License-Identifier: MIT */
#include "tests/talk/compose.h"

#include <string.h>

static void encoded_append(GString *out, const char *text)
{
	if (g_str_is_ascii(text)) {
		g_string_append(out, text);
		return;
	}
	/* Cut between characters: an encoded word holds at most 75. */
	while (*text) {
		const char *end = text;
		while (*end && end - text < 36)
			end = g_utf8_next_char(end);
		g_autofree char *word =
			g_base64_encode((const guchar *)text, (gsize)(end - text));
		g_string_append_printf(out, "=?utf-8?B?%s?=%s", word,
				       *end ? "\r\n " : "");
		text = end;
	}
}

void mime_header(GString *head, const char *name, const char *value)
{
	g_string_append_printf(head, "%s: ", name);
	encoded_append(head, value);
	g_string_append(head, "\r\n");
}

void mime_person(GString *head, const char *person)
{
	const char *open = strrchr(person, '<');
	if (!open) {
		encoded_append(head, person);
		return;
	}
	g_autofree char *name = g_strchomp(g_strndup(person, (gsize)(open - person)));
	encoded_append(head, name);
	g_string_append_printf(head, " %s", open);
}

void mime_part(GString *out, const char *type, const char *name, const char *content,
	       gsize length)
{
	g_string_append_printf(
		out, "Content-Type: %s\r\nContent-Transfer-Encoding: base64\r\n", type);
	if (name)
		g_string_append_printf(
			out, "Content-Disposition: attachment; filename=\"%s\"\r\n",
			name);
	g_autofree char *base64 = g_base64_encode((const guchar *)content, length);
	g_string_append(out, "\r\n");
	for (const char *line = base64; *line; line += MIN(strlen(line), 76))
		g_string_append_printf(out, "%.76s\r\n", line);
}
