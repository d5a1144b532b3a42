/* fields.c - the header fields of the mail itself, decoded. */
/* SPDX-License-Identifier: MIT */
#include "mail/header.h"
#include "mail/limits.h"
#include "mail/mailbox.h"
#include "mail/reading.h"

#include <string.h>

/* Encoded words are no part of a verdict, and a control character parts what stands
 * around it: both would hide a false one from who removes those. g_free. */
static char *verdict_text(const char *raw)
{
	char *text = g_utf8_make_valid(raw, -1);

	for (char *at = text; *at != '\0'; at++)
		if (g_ascii_iscntrl(*at))
			*at = ' ';
	return text;
}

static void headers_keep(Reading *reading)
{
	Message *message = reading->message;
	for (guint i = 0; i < reading->headers->len; i++) {
		const RawHeader *raw = g_ptr_array_index(reading->headers, i);
		bool is_verdict =
			g_ascii_strcasecmp(raw->name, "Authentication-Results") == 0;
		g_autofree char *value =
			is_verdict ? verdict_text(raw->raw)
				   : header_decode(raw->raw, reading->charset);
		Header *header = g_new0(Header, 1);
		header->name = reading_keep(reading, raw->name);
		header->value = reading_keep(reading, value);
		g_ptr_array_add(message->headers, header);
	}
}

static void addresses_keep(Reading *reading, const char *name, GPtrArray *list)
{
	for (guint i = 0; i < reading->headers->len; i++) {
		const RawHeader *raw = g_ptr_array_index(reading->headers, i);
		if (g_ascii_strcasecmp(raw->name, name) == 0)
			mailboxes_read(raw->raw, reading->charset,
				       reading->message->strings, list);
	}
}

/* Who reads the first of several From fields sees another author than who reads the last.
 */
static void author_keep(Reading *reading)
{
	Message *message = reading->message;
	const char *raw = NULL;
	guint fields = 0;

	addresses_keep(reading, "From", message->from);
	for (guint i = 0; i < reading->headers->len; i++) {
		const RawHeader *header = g_ptr_array_index(reading->headers, i);
		if (g_ascii_strcasecmp(header->name, "From") != 0)
			continue;
		raw = header->raw;
		fields++;
	}
	message->from_is_odd =
		fields != 1 || !author_is_plain(raw, message_from_address(message));
	if (fields < 2 || message->from->len != 1)
		return;
	Address *other = g_new0(Address, 1);
	other->name = other->address = "";
	g_ptr_array_add(message->from, other);
}

/* The first address of a field, under that name unless it is empty; false when the field
 * has none. */
static bool author_take(Reading *reading, const char *raw, const char *name)
{
	Message *message = reading->message;
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
	if (raw != NULL)
		mailboxes_read(raw, reading->charset, message->strings, list);
	if (list->len == 0 || *((const Address *)list->pdata[0])->address == '\0')
		return false;
	Address *author = g_ptr_array_steal_index(list, 0);
	if (*name != '\0')
		author->name = name;
	g_ptr_array_set_size(message->from, 0);
	g_ptr_array_add(message->from, author);
	return true;
}

/* A From without an address, as web forms write it: it may be encoded with the name, else
 * the author is whom an answer would go to, or who has sent it. */
static void author_borrow(Reading *reading)
{
	static const char *const fields[] = {"Reply-To", "Sender", "Return-Path"};
	Message *message = reading->message;
	if (message->from->len > 1 || *message_from_address(message) != '\0')
		return;
	bool found = author_take(reading, message_header(message, "From"), "");
	for (gsize i = 0; i < G_N_ELEMENTS(fields) && !found; i++)
		found = author_take(reading, headers_find(reading->headers, fields[i]),
				    message_from_name(message));
	message->from_is_borrowed = found;
}

/* Message-IDs of a field: what stands in brackets, else words with an @. */
static void ids_keep(Reading *reading, const char *name, GPtrArray *list)
{
	const char *value = message_header(reading->message, name);
	bool brackets = value != NULL && strchr(value, '<') != NULL;
	const char *opening = brackets ? "<" : "", *closing = brackets ? "<>" : " \t,;\"";
	while (value != NULL && *value != '\0' && list->len < MAIL_REFERENCES_MAX) {
		value += brackets ? strcspn(value, opening) : strspn(value, closing);
		if (*value == '<')
			value++;
		gsize length = strcspn(value, closing);
		g_autofree char *id = g_strndup(value, length);
		g_strstrip(id);
		bool is_id = brackets || strchr(id, '@') != NULL;
		if (is_id && *id != '\0' && strlen(id) <= MAIL_MESSAGE_ID_MAX)
			g_ptr_array_add(list, (char *)reading_keep(reading, id));
		value += length;
		if (*value == '>')
			value++;
	}
}

static void message_id_keep(Reading *reading)
{
	const char *value = message_header(reading->message, "Message-ID");
	g_autofree char *id = g_strdup(value == NULL ? "" : value);
	char *open = strchr(id, '<'), *start = open == NULL ? id : open + 1;
	start[strcspn(start, ">")] = '\0';
	g_strstrip(start);
	if (strlen(start) <= MAIL_MESSAGE_ID_MAX)
		reading->message->message_id = reading_keep(reading, start);
	else
		reading_problem(reading, "the Message-ID is too long");
}

static void date_keep(Reading *reading)
{
	const char *value = message_header(reading->message, "Date");
	if (value == NULL || strlen(value) > 200)
		return;
	GDateTime *date = g_mime_utils_header_decode_date(value);
	if (date == NULL) {
		reading_problem(reading, "the Date cannot be read");
		return;
	}
	g_autofree char *text = g_date_time_format(date, "%Y-%m-%dT%H:%M:%S%:z");
	gint64 seconds = g_date_time_to_unix(date);
	if (text != NULL && seconds > 0) {
		reading->message->date = seconds;
		reading->message->date_text = reading_keep(reading, text);
	}
	g_date_time_unref(date);
}

void fields_read(Reading *reading)
{
	Message *message = reading->message;
	headers_keep(reading);
	message_id_keep(reading);
	author_keep(reading);
	addresses_keep(reading, "To", message->to);
	addresses_keep(reading, "Cc", message->cc);
	addresses_keep(reading, "Reply-To", message->reply_to);
	author_borrow(reading);
	ids_keep(reading, "In-Reply-To", message->in_reply_to);
	ids_keep(reading, "References", message->references);
	const char *subject = message_header(message, "Subject");
	message->subject = subject == NULL ? "" : subject;
	date_keep(reading);
}
