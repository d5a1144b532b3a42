/* identity.c - what makes two mails the same mail. */
/* SPDX-License-Identifier: MIT */
#include "mail/message.h"

#include <openssl/evp.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_MD_CTX, EVP_MD_CTX_free)

/* SHA-256 by the processor's own instructions where it has them: attachments are large.
 */
static EVP_MD_CTX *sum_new(void)
{
	EVP_MD_CTX *sum = EVP_MD_CTX_new();
	bool ok = sum != NULL && EVP_DigestInit_ex(sum, EVP_sha256(), NULL);
	g_assert(ok);
	return sum;
}

static void sum_bytes(EVP_MD_CTX *sum, const void *bytes, gsize length)
{
	bool ok = EVP_DigestUpdate(sum, bytes, length);
	g_assert(ok);
}

/* In hexadecimal; g_free. */
static char *sum_text(EVP_MD_CTX *sum)
{
	guchar bytes[EVP_MAX_MD_SIZE];
	unsigned int length = 0;
	bool ok = EVP_DigestFinal_ex(sum, bytes, &length);
	g_assert(ok);
	char *text = g_malloc(2 * length + 1), *to = text;
	for (unsigned int i = 0; i < length; i++) {
		*to++ = "0123456789abcdef"[bytes[i] >> 4];
		*to++ = "0123456789abcdef"[bytes[i] & 15];
	}
	*to = '\0';
	return text;
}

/* NUL between the pieces: "ab" "c" is not "a" "bc". */
static void digest(EVP_MD_CTX *sum, const char *text)
{
	sum_bytes(sum, text, strlen(text) + 1);
}

/* Words with single spaces between them: relays and gateways refold lines. */
static char *fold_space(const char *text)
{
	char *folded = g_malloc(strlen(text) + 1), *to = folded;
	while (*(text += strspn(text, " \t\r\n")) != '\0') {
		gsize length = strcspn(text, " \t\r\n");
		if (to > folded)
			*to++ = ' ';
		memcpy(to, text, length);
		to += length;
		text += length;
	}
	*to = '\0';
	return folded;
}

static void digest_from(EVP_MD_CTX *sum, const Message *message)
{
	for (guint i = 0; i < message->from->len; i++) {
		const Address *address = g_ptr_array_index(message->from, i);
		g_autofree char *lower = g_utf8_strdown(address->address, -1);
		digest(sum, lower);
	}
}

char *message_content_hash(const Message *message)
{
	g_autoptr(EVP_MD_CTX) sum = sum_new();
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
			sum_bytes(sum, bytes, length);
	}
	return sum_text(sum);
}

char *message_identity(const Message *message)
{
	if (*message->message_id != '\0')
		return g_strdup(message->message_id);
	g_autoptr(EVP_MD_CTX) sum = sum_new();
	const char *date = message_header(message, "Date");
	digest(sum, date == NULL ? "" : date);
	digest_from(sum, message);
	g_autofree char *subject = fold_space(message->subject);
	digest(sum, subject);
	g_autofree char *text = sum_text(sum);
	return g_strconcat("derived:", text, NULL);
}
