/* mail_drafted.h - a draft of a test, and its bytes as a receiver reads them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/draft.h"
#include "mail/error.h"
#include "mail/mime.h"
#include "tests/unit/mail_parsed.h"

#include <gmime/gmime.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)

static inline Draft *plain_draft(void)
{
	Draft *draft = draft_new();
	draft->from_name = g_strdup("Anna (Support)");
	draft->from_address = g_strdup("support@example.com");
	draft_add_to(draft, "Ann Customer", "ann@example.org");
	draft->subject = g_strdup("Re: [#1] Wrong invoice");
	draft->message_id = g_strdup("pd.1.2.abcdef@example.com");
	draft->date = 1795000000;
	draft->date_offset_s = 7200;
	draft->text = g_strdup("Hello,\n\nrefunded, sorry.\n");
	return draft;
}

static inline char *composed(const Draft *draft)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes = draft_compose(draft, &error);
	g_assert_no_error(error);
	gsize length;
	const char *raw = g_bytes_get_data(bytes, &length);
	return g_strndup(raw, length);
}

/*
 * For structure and plain headers. GMime 3.2.13 stops at the padding of an encoded word,
 * so what was encoded is compared by our own reader.
 */
static inline GMimeMessage *parsed(const char *raw)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(raw, strlen(raw));
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	g_object_unref(parser);
	g_object_unref(stream);
	return message;
}

/* Every line ends in CRLF, is short enough, and holds ASCII without control characters.
 */
static inline void check_wire(const char *raw)
{
	bool in_header = true;
	for (const char *line = raw; *line;) {
		const char *end = strstr(line, "\r\n");
		g_assert_nonnull(end);
		if (end == line)
			in_header = false;
		g_assert_cmpint(end - line, <=, in_header ? 78 : 998);
		for (const char *c = line; c < end; c++)
			g_assert_true((*c >= ' ' && *c < 0x7f) || *c == '\t');
		line = end + 2;
	}
}
