/* message.c - the value Message: made, asked, freed. */
/* SPDX-License-Identifier: MIT */
#include "mail/message.h"
#include "mail/reading.h"

static void attachment_free(Attachment *attachment)
{
	g_bytes_unref(attachment->content);
	g_free(attachment);
}

Message *message_new(void)
{
	Message *message = g_new0(Message, 1);
	message->strings = g_string_chunk_new(4096);
	message->from = g_ptr_array_new_with_free_func(g_free);
	message->to = g_ptr_array_new_with_free_func(g_free);
	message->cc = g_ptr_array_new_with_free_func(g_free);
	message->reply_to = g_ptr_array_new_with_free_func(g_free);
	message->in_reply_to = g_ptr_array_new();
	message->references = g_ptr_array_new();
	message->headers = g_ptr_array_new_with_free_func(g_free);
	message->attachments =
		g_ptr_array_new_with_free_func((GDestroyNotify)attachment_free);
	message->message_id = message->subject = message->date_text = message->text =
		message->html = message->reply_text = message->quoted_text =
			message->language = message->calendar_method =
				message->report_type = message->problem = "";
	message->bounce.status = message->bounce.recipient = message->bounce.reason =
		message->bounce.message_id = message->bounce.returned_from = "";
	return message;
}

void message_free(Message *message)
{
	if (message == NULL)
		return;
	g_ptr_array_unref(message->from);
	g_ptr_array_unref(message->to);
	g_ptr_array_unref(message->cc);
	g_ptr_array_unref(message->reply_to);
	g_ptr_array_unref(message->in_reply_to);
	g_ptr_array_unref(message->references);
	g_ptr_array_unref(message->headers);
	g_ptr_array_unref(message->attachments);
	g_string_chunk_free(message->strings);
	g_free(message);
}

const char *message_header(const Message *message, const char *name)
{
	for (guint i = 0; i < message->headers->len; i++) {
		const Header *header = g_ptr_array_index(message->headers, i);
		if (g_ascii_strcasecmp(header->name, name) == 0)
			return header->value;
	}
	return NULL;
}

const char *message_from_address(const Message *message)
{
	if (message->from->len != 1)
		return "";
	return ((const Address *)g_ptr_array_index(message->from, 0))->address;
}

const char *message_from_name(const Message *message)
{
	if (message->from->len != 1)
		return "";
	return ((const Address *)g_ptr_array_index(message->from, 0))->name;
}
