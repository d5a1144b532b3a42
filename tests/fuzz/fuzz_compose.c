/* fuzz_compose.c - any bytes in a draft: the mail has our headers and no others. */
/* SPDX-License-Identifier: MIT */
#include "mail/draft.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static char *field(char **fields, guint index)
{
	return g_strdup(index < g_strv_length(fields) ? fields[index] : "");
}

static Draft *draft_of(char **fields)
{
	Draft *draft = draft_new();
	g_autoptr(GBytes) content = g_bytes_new_static("abc\n", 4);
	g_autofree char *name = field(fields, 0);
	g_autofree char *address = field(fields, 1);
	g_autofree char *id = field(fields, 2);
	g_autofree char *file = field(fields, 3);
	g_autofree char *type = field(fields, 4);
	draft->from_name = field(fields, 5);
	draft->from_address = g_strdup("support@example.com");
	draft_add_to(draft, name, "ann@example.org");
	draft_add_cc(draft, name, address);
	draft->reply_to = g_strdup(address);
	draft->subject = field(fields, 6);
	draft->message_id = g_strdup("1@example.com");
	draft->in_reply_to = g_strdup(id);
	draft_add_reference(draft, id);
	draft->auto_submitted = field(fields, 7);
	draft_add_header(draft, "X-Postdesk-Ticket", name);
	draft->text = field(fields, 8);
	draft->html = text_to_html(draft->text);
	draft_attach(draft, file, type, NULL, content);
	draft_attach(draft, file, type, id, content);
	return draft;
}

static bool is_ours(const char *line)
{
	static const char *const names[] = {"From:",
					    "To:",
					    "Cc:",
					    "Reply-To:",
					    "Subject:",
					    "Date:",
					    "Message-Id:",
					    "In-Reply-To:",
					    "References:",
					    "MIME-Version:",
					    "Content-Type:",
					    "Auto-Submitted:",
					    "X-Postdesk-Ticket:",
					    "X-Auto-Response-Suppress:"};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_str_has_prefix(line, names[i]))
			return true;
	return *line == ' ' || *line == '\t';
}

/* Non-ASCII may stand in the local part of an address alone (RFC 6532). */
static void check(const char *raw)
{
	bool in_header = true;
	for (const char *line = raw; *line;) {
		const char *end = strstr(line, "\r\n");
		if (!end || end - line > 998 || memchr(line, '\n', end - line))
			__builtin_trap();
		in_header = in_header && end > line;
		if (in_header && !is_ours(line))
			__builtin_trap();
		for (const char *c = line; !in_header && c < end; c++)
			if (((unsigned char)*c < ' ' && *c != '\t') ||
			    (unsigned char)*c >= 0x7f)
				__builtin_trap();
		line = end + 2;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size > 64 * 1024)
		return 0;
	g_autofree char *whole = g_strndup((const char *)bytes, size);
	for (size_t i = 0; i < size; i++)
		whole[i] = bytes[i] ? (char)bytes[i] : '\x1f';
	g_auto(GStrv) fields = g_strsplit(whole, "\x1f", 10);
	g_autoptr(Draft) draft = draft_of(fields);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) raw = draft_compose(draft, &error);
	if (!raw)
		__builtin_trap();
	gsize length;
	const char *text = g_bytes_get_data(raw, &length);
	g_autofree char *copy = g_strndup(text, length);
	if (strlen(copy) != length)
		__builtin_trap();
	check(copy);
	return 0;
}
