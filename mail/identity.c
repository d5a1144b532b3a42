/* identity.c - what makes two mails the same mail. */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "mail/message.h"

/* NUL between the pieces: "ab" "c" is not "a" "bc". */
static void digest(GChecksum *sum, const char *text)
{
	g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text) + 1);
}

/* Words with single spaces between them: relays and gateways refold lines. */
static char *fold_space(const char *text)
{
	GString *folded = g_string_sized_new(strlen(text));
	while (*text != '\0') {
		text += strspn(text, " \t\r\n");
		gsize length = strcspn(text, " \t\r\n");
		if (length > 0 && folded->len > 0)
			g_string_append_c(folded, ' ');
		g_string_append_len(folded, text, (gssize)length);
		text += length;
	}
	return g_string_free(folded, FALSE);
}

static void digest_from(GChecksum *sum, const Message *message)
{
	for (guint i = 0; i < message->from->len; i++) {
		const Address *address = g_ptr_array_index(message->from, i);
		g_autofree char *lower = g_utf8_strdown(address->address, -1);
		digest(sum, lower);
	}
}

char *message_content_hash(const Message *message)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	digest_from(sum, message);
	g_autofree char *text = fold_space(message->text);
	digest(sum, text);
	for (guint i = 0; i < message->attachments->len; i++) {
		const Attachment *attachment = g_ptr_array_index(message->attachments, i);
		gsize length;
		const guchar *bytes = g_bytes_get_data(attachment->content, &length);
		g_autofree char *size = g_strdup_printf("%" G_GSIZE_FORMAT, length);
		digest(sum, size);
		if (bytes != NULL)
			g_checksum_update(sum, bytes, (gssize)length);
	}
	return g_strdup(g_checksum_get_string(sum));
}

char *message_identity(const Message *message)
{
	if (*message->message_id != '\0')
		return g_strdup(message->message_id);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	const char *date = message_header(message, "Date");
	digest(sum, date == NULL ? "" : date);
	digest_from(sum, message);
	g_autofree char *subject = fold_space(message->subject);
	digest(sum, subject);
	return g_strconcat("derived:", g_checksum_get_string(sum), NULL);
}
