/* parse.c - bytes of a mail to the Message that everything else reads. */
/* SPDX-License-Identifier: MIT */
#include "mail/find.h"
#include "mail/header.h"
#include "mail/limits.h"
#include "mail/mend.h"
#include "mail/message.h"
#include "mail/reading.h"
#include "mail/text.h"

#include <string.h>

void reading_problem(Reading *reading, const char *sentence)
{
	if (strstr(reading->problems->str, sentence) != NULL)
		return;
	if (reading->problems->len > 0)
		g_string_append(reading->problems, "; ");
	g_string_append(reading->problems, sentence);
}

const char *reading_keep(Reading *reading, const char *text)
{
	GStringChunk *strings = reading->message->strings;
	/* the last border: whatever was cut on the way is whole again behind it */
	g_autofree char *valid =
		g_utf8_validate(text, -1, NULL) ? NULL : g_utf8_make_valid(text, -1);
	char *kept = g_string_chunk_insert(strings, valid != NULL ? valid : text),
	     *to = kept;
	for (const char *from = kept; *from != '\0'; from++)
		if ((unsigned char)*from >= ' ' ? *from != 127
						: *from == '\n' || *from == '\t')
			*to++ = *from;
	*to = '\0';
	return kept;
}

/* CRs before CR and LF, which programs write that end their lines twice, go. */
static char *doubled_cr_drop(const char *bytes, gsize *length)
{
	char *copy = g_malloc(*length), *to = copy;
	for (gsize i = 0; i < *length; i++)
		if (bytes[i] != '\r' || i + 1 == *length || bytes[i + 1] != '\r')
			*to++ = bytes[i];
	*length = (gsize)(to - copy);
	return copy;
}

/* Lines of old Macintosh files end with CR alone. NULL when nothing is to be changed. */
static char *line_ends_mend(const char *bytes, gsize *whole)
{
	gsize length = *whole;
	const char *newline = memchr(bytes, '\n', length);
	if (newline != NULL && newline - bytes >= 2 && newline[-1] == '\r' &&
	    newline[-2] == '\r')
		return doubled_cr_drop(bytes, whole);
	if (newline != NULL || memchr(bytes, '\r', length) == NULL)
		return NULL;
	char *copy = g_memdup2(bytes, length);
	for (gsize i = 0; i < length; i++)
		if (copy[i] == '\r')
			copy[i] = '\n';
	return copy;
}

/* What HTML refers to as "cid:…", each once. */
static GHashTable *references(const char *html)
{
	GHashTable *ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const char *at = html, *end = html + strlen(html);
	while ((at = find_piece(at, (gsize)(end - at), "cid:", 4)) != NULL) {
		at += strlen("cid:");
		gsize length = strcspn(at, "\"'<>()&\\ \t\r\n");
		if (length > 0 && length <= MAIL_MESSAGE_ID_MAX)
			g_hash_table_add(ids, g_strndup(at, length));
		at += length;
	}
	return ids;
}

static void mark_inline(const Message *message)
{
	g_autoptr(GHashTable) ids = references(message->html);
	for (guint i = 0; i < message->attachments->len; i++) {
		Attachment *attachment = g_ptr_array_index(message->attachments, i);
		attachment->is_inline = g_hash_table_contains(ids, attachment->id);
	}
}

/* The text with the marks of HTML, for text_read; g_free. */
static char *body_read(Reading *reading, const char *body, gsize length)
{
	Message *message = reading->message;
	GMimeObject *root = tree_of_body(reading, reading->headers, body, length);
	GString *text = g_string_new(NULL);
	g_autoptr(GString) html = g_string_new(NULL);
	bool readable =
		root != NULL && (!GMIME_IS_MULTIPART(root) ||
				 g_mime_multipart_get_count(GMIME_MULTIPART(root)) > 0);
	if (root != NULL) {
		parts_read(reading, root, text, html);
		g_object_unref(root);
	}
	if (!readable && !bytes_are_blank(body, length)) {
		reading_problem(reading, "the MIME structure cannot be read");
		g_autofree char *raw = text_decode(body, MIN(length, MAIL_TEXT_BYTES_MAX),
						   reading->charset);
		g_string_assign(text, raw);
		if (reading->is_cut)
			attachment_add(reading, NULL, "application/octet-stream", NULL,
				       g_bytes_new(body, length));
	}
	armour_recognise(reading, text->str);
	message->text = reading_keep(reading, text->str);
	message->html = reading_keep(reading, html->str);
	mark_inline(message);
	return g_string_free(text, FALSE);
}

static void text_read(Reading *reading, const char *text)
{
	Message *message = reading->message;
	g_autofree char *reply = NULL, *quoted = NULL;
	text_split_reply(text, &reply, &quoted);
	message->reply_text = reading_keep(reading, reply);
	message->quoted_text = reading_keep(reading, quoted);
	/* armour is no language, though it looks like English */
	bool is_armour = message->crypto == MESSAGE_ENCRYPTED;
	const char *said = message->reply_text;
	if (*said == '\0' && !is_armour)
		said = message->text;
	message->language = text_language(said);
	const char *declared = message_header(message, "Content-Language");
	if (*message->language == '\0' && declared != NULL &&
	    g_ascii_isalpha(declared[0]) && g_ascii_isalpha(declared[1]) &&
	    !g_ascii_isalpha(declared[2])) {
		g_autofree char *code = g_ascii_strdown(declared, 2);
		message->language = reading_keep(reading, code);
	}
}

Message *message_parse(GBytes *raw)
{
	gsize length;
	const char *bytes = g_bytes_get_data(raw, &length);
	if (bytes == NULL)
		bytes = "";
	g_autofree char *changed = line_ends_mend(bytes, &length);
	if (changed != NULL)
		bytes = changed;
	gsize skip = headers_offset(bytes, length), start;
	bytes += skip;
	length -= skip;

	bool capped;
	g_autoptr(GPtrArray) headers = headers_split(bytes, length, &start, &capped);
	Reading reading = {.message = message_new(),
			   .headers = headers,
			   .charset =
				   header_charset(headers, bytes + start, length - start),
			   .problems = g_string_new(NULL),
			   .status = g_string_new(NULL),
			   .returned = g_string_new(NULL)};
	if (capped)
		reading_problem(&reading, "the header is too large and was cut");
	fields_read(&reading);
	g_autofree char *text = body_read(&reading, bytes + start, length - start);
	text_read(&reading, text);
	bounce_read(&reading);
	Message *message = reading.message;
	message->unreadable = headers->len == 0 ||
			      (*message->text == '\0' && message->attachments->len == 0 &&
			       length > start + 2 && message->from->len == 0);
	message->problem = reading_keep(&reading, reading.problems->str);
	g_free(reading.charset);
	g_string_free(reading.problems, TRUE);
	g_string_free(reading.status, TRUE);
	g_string_free(reading.returned, TRUE);
	g_clear_pointer(&reading.inner, g_bytes_unref);
	g_clear_object(&reading.last);
	return message;
}
