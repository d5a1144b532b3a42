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

/*
 * The fields of the mail itself are split here and never shown to GMime, which gets only
 * the Content-* fields and the body: so broken fields and a megabyte of header cannot
 * hurt it, and naked 8-bit text in them is decoded with the charset that the body names.
 */

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

static gboolean mime_start(gpointer unused)
{
	g_mime_init();
	return TRUE;
}

static void mime_start_once(void)
{
	static gsize started;
	if (g_once_init_enter(&started))
		g_once_init_leave(&started, (gsize)mime_start(NULL));
}

/* A "From " line of a mailbox file, blank lines and a byte order mark before the header.
 */
static gsize leading_rubbish(const char *bytes, gsize length)
{
	gsize at = 0;
	if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		at = 3;
	while (at < length && strchr("\r\n", bytes[at]) != NULL && bytes[at] != '\0')
		at++;
	gsize word = at < length && bytes[at] == '>', rest = length - at - word;
	/* "From : Ann <ann@example.org>" is the author. */
	if (rest > 6 && memcmp(bytes + at + word, "From ", 5) == 0 &&
	    bytes[at + word + 5] != ':') {
		const char *newline = memchr(bytes + at, '\n', length - at);
		at = newline == NULL ? length : (gsize)(newline + 1 - bytes);
	}
	return at;
}

/* Lines of old Macintosh files end with CR alone. NULL when nothing is to be changed. */
static char *lone_cr_to_lf(const char *bytes, gsize length)
{
	if (memchr(bytes, '\n', length) != NULL || memchr(bytes, '\r', length) == NULL)
		return NULL;
	char *copy = g_memdup2(bytes, length);
	for (gsize i = 0; i < length; i++)
		if (copy[i] == '\r')
			copy[i] = '\n';
	return copy;
}

gsize reading_bound(Reading *reading, const char *body, gsize length)
{
	const char *at = body, *end = body + length;
	while ((at = find_piece(at, (gsize)(end - at), "\n--", 3)) != NULL) {
		if (++reading->boundaries > MAIL_BOUNDARIES_MAX) {
			reading_problem(reading, "too many parts, the last are not read");
			return (gsize)(at - body);
		}
		at += 3;
	}
	return length;
}

/* Any of several fields may be the one that counts, and a comment may stand first. */
static bool may_be_composite(const GPtrArray *headers)
{
	for (guint i = 0; i < headers->len; i++) {
		const RawHeader *header = g_ptr_array_index(headers, i);
		if (g_ascii_strcasecmp(header->name, "Content-Type") == 0 &&
		    (g_ascii_strncasecmp(header->raw, "multipart", 9) == 0 ||
		     g_ascii_strncasecmp(header->raw, "message", 7) == 0 ||
		     *header->raw == '('))
			return true;
	}
	return false;
}

static void cut_notice(gint64 offset, GMimeParserWarning what, const char *item,
		       gpointer reading)
{
	((Reading *)reading)->is_cut |= what == GMIME_WARN_TRUNCATED_MESSAGE;
}

/* GMime gets the Content-* fields and the body. */
static GMimeObject *mime_parse(Reading *reading, const char *body, gsize length)
{
	bool ends;
	GByteArray *bytes = mend_body(reading->headers, body, length, &ends);
	GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeParserOptions *options = g_mime_parser_options_new();
	if (!ends && headers_find(reading->headers, "From") == NULL)
		g_mime_parser_options_set_warning_callback(options, cut_notice, reading);
	GMimeObject *root = g_mime_parser_construct_part(parser, options);
	g_mime_parser_options_free(options);
	g_object_unref(parser);
	g_object_unref(stream);
	return root;
}

static void mark_inline(const Message *message)
{
	gsize length = strlen(message->html);
	for (guint i = 0; i < message->attachments->len; i++) {
		Attachment *attachment = g_ptr_array_index(message->attachments, i);
		if (*attachment->id == '\0')
			continue;
		g_autofree char *reference = g_strconcat("cid:", attachment->id, NULL);
		attachment->is_inline = memmem(message->html, length, reference,
					       strlen(reference)) != NULL;
	}
}

/* The text with the marks of HTML, for text_read; g_free. */
static char *body_read(Reading *reading, const char *body, gsize length)
{
	Message *message = reading->message;
	gsize bounded = may_be_composite(reading->headers)
				? reading_bound(reading, body, length)
				: length;
	GMimeObject *root = mime_parse(reading, body, bounded);
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
	bool is_reply = *message->reply_text != '\0';
	message->language = text_language(is_reply ? message->reply_text : message->text);
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
	mime_start_once();
	gsize length;
	const char *bytes = g_bytes_get_data(raw, &length);
	if (bytes == NULL)
		bytes = "";
	g_autofree char *changed = lone_cr_to_lf(bytes, length);
	if (changed != NULL)
		bytes = changed;
	gsize skip = leading_rubbish(bytes, length), start;
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
	return message;
}
