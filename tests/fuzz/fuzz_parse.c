/* fuzz_parse.c - any bytes are a mail: parsed, asked everything, with valid UTF-8 out. */
/* SPDX-License-Identifier: MIT */
#include "mail/forward.h"
#include "mail/message.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text)
{
	g_assert_true(g_utf8_validate(text, -1, NULL));
}

static void check_addresses(const GPtrArray *list)
{
	for (guint i = 0; i < list->len; i++) {
		const Address *address = g_ptr_array_index(list, i);
		check_text(address->name);
		check_text(address->address);
	}
}

static void ask_everything(const Message *message)
{
	gint64 until;
	const char *domain, *why = message_automatic(message, "", "list.example.com");
	check_text(why == NULL ? "" : why);
	check_text(message_auth_result(message, "mx.example.com", "dmarc", &domain));
	message_is_out_of_office(message, &until);
	message_is_thanks(message);
	message_is_forward(message);
	g_autofree char *stripped = subject_strip(message->subject, "[Example #1]");
	check_text(stripped);
	g_autofree char *hash = message_content_hash(message);
	check_text(hash);
	g_autofree char *identity = message_identity(message);
	check_text(identity);
}

static void check_forward(const Message *message)
{
	g_autoptr(Forward) forward = forward_read(message);
	if (!forward)
		return;
	check_text(forward->address);
	check_text(forward->name);
	check_text(forward->subject);
	check_text(forward->text);
	check_text(forward->message_id);
	g_assert_true(*forward->address != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) raw = g_bytes_new(data, size);
	g_autoptr(Message) message = message_parse(raw);
	check_text(message->subject);
	check_text(message->text);
	check_text(message->html);
	check_text(message->reply_text);
	check_text(message->quoted_text);
	check_text(message->problem);
	check_text(message->bounce.recipient);
	check_text(message->bounce.reason);
	g_assert_null(strchr(message->bounce.reason, '\n'));
	check_addresses(message->from);
	check_addresses(message->to);
	check_addresses(message->reply_to);
	for (guint i = 0; i < message->attachments->len; i++) {
		const Attachment *attachment = g_ptr_array_index(message->attachments, i);
		check_text(attachment->name);
		check_text(attachment->type);
	}
	ask_everything(message);
	check_forward(message);
	return 0;
}
