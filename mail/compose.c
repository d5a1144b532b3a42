/* compose.c - the bytes of a draft. */
/* SPDX-License-Identifier: MIT */
/*
 * Whatever a field holds, it cannot become a header of its own: names and values lose
 * their control characters, addresses and Message-IDs that cannot be written are left
 * out, and the rest is encoded and folded. Nothing in the result comes from the clock
 * or from chance; the boundaries are hashes of the Message-ID, so that a repeated send is
 * the same mail.
 */
#include "mail/draft.h"
#include "mail/error.h"
#include "mail/header_text.h"
#include "mail/mime.h"
#include "mail/mime_body.h"
#include "mail/writable.h"

#include <gmime/gmime.h>
#include <string.h>

#define NAME_CHARS_MAX	  150
#define SUBJECT_CHARS_MAX 400
#define HEADER_CHARS_MAX  900
#define REFERENCES_KEPT	  10

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeFormatOptions, g_mime_format_options_free)

static void set_header(GMimeMessage *message, const char *name, const char *value)
{
	g_mime_object_set_header(GMIME_OBJECT(message), name, value, "utf-8");
}

/* As it stands on the wire: encoded and folded by us. */
static void set_raw(GMimeMessage *message, const char *name, const char *raw)
{
	set_header(message, name, "");
	GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
	g_mime_header_set_raw_value(g_mime_header_list_get_header(list, name), raw);
}

/* --- addresses --- */

static bool add_mailbox(HeaderLine *line, const char *name, const char *address)
{
	g_autofree char *usable = writable_address(address);
	if (!usable)
		return false;
	g_autofree char *shown = writable_text(name, NAME_CHARS_MAX);
	header_line_mailbox(line, shown, usable);
	return true;
}

char *draft_mailbox(const char *name, const char *address)
{
	HeaderLine line = header_line_new("");
	bool usable = add_mailbox(&line, name, address);
	g_autofree char *raw = header_line_end(&line);
	return usable ? g_strstrip(g_strdelimit(g_steal_pointer(&raw), "\n", ' ')) : NULL;
}

/* False when there is nobody whom it could name. */
static bool set_mailbox(GMimeMessage *message, const char *field, const char *name,
			const char *address)
{
	HeaderLine line = header_line_new(field);
	bool usable = add_mailbox(&line, name, address);
	g_autofree char *raw = header_line_end(&line);
	if (usable)
		set_raw(message, field, raw);
	return usable;
}

static bool set_mailboxes(GMimeMessage *message, const char *field,
			  const GPtrArray *addresses)
{
	HeaderLine line = header_line_new(field);
	bool usable = false;
	for (guint i = 0; i < addresses->len; i++) {
		const DraftAddress *entry = addresses->pdata[i];
		usable |= add_mailbox(&line, entry->name, entry->address);
	}
	g_autofree char *raw = header_line_end(&line);
	if (usable)
		set_raw(message, field, raw);
	return usable;
}

static bool set_people(GMimeMessage *message, const Draft *draft, GError **error)
{
	if (!set_mailbox(message, "From", draft->from_name, draft->from_address)) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "draft: «%s» cannot be a sender",
			    draft->from_address ? draft->from_address : "");
		return false;
	}
	bool has_to = set_mailboxes(message, "To", draft->to);
	bool has_cc = set_mailboxes(message, "Cc", draft->cc);
	if (draft->reply_to)
		set_mailbox(message, "Reply-To", NULL, draft->reply_to);
	if (has_to || has_cc)
		return true;
	g_set_error_literal(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "draft: it has no recipient that can be written to");
	return false;
}

/* --- threading and other headers --- */

static void set_text(GMimeMessage *message, const char *name, const char *text,
		     glong chars_max)
{
	g_autofree char *line = writable_text(text, chars_max);
	g_autofree char *raw = header_text(name, line);
	set_raw(message, name, raw);
}

static void add_message_id(HeaderLine *line, const char *id)
{
	g_autofree char *angled = g_strdup_printf("<%s>", id);
	header_line_word(line, angled);
}

static void set_references(GMimeMessage *message, const Draft *draft)
{
	g_autoptr(GPtrArray) usable = g_ptr_array_new();
	for (guint i = 0; i < draft->references->len; i++)
		if (is_writable_message_id(draft->references->pdata[i]))
			g_ptr_array_add(usable, draft->references->pdata[i]);

	HeaderLine line = header_line_new("References");
	for (guint i = 0; i < usable->len; i++)
		if (i == 0 || i + REFERENCES_KEPT > usable->len)
			add_message_id(&line, usable->pdata[i]);
	g_autofree char *raw = header_line_end(&line);
	if (usable->len)
		set_raw(message, "References", raw);
}

static bool set_thread(GMimeMessage *message, const Draft *draft, GError **error)
{
	if (!is_writable_message_id(draft->message_id)) {
		g_set_error_literal(error, POSTDESK_ERROR, POSTDESK_INVALID,
				    "draft: it has no usable Message-ID");
		return false;
	}
	g_mime_message_set_message_id(message, draft->message_id);
	if (is_writable_message_id(draft->in_reply_to)) {
		HeaderLine line = header_line_new("In-Reply-To");
		add_message_id(&line, draft->in_reply_to);
		g_autofree char *raw = header_line_end(&line);
		set_raw(message, "In-Reply-To", raw);
	}
	set_references(message, draft);
	return true;
}

/* An agent's out-of-office is wanted: it sets the agent away. A customer's is not. */
static void set_automatic(GMimeMessage *message, const char *kind)
{
	bool is_answer = strcmp(kind, "auto-replied") == 0;
	set_header(message, "Auto-Submitted", kind);
	if (strcmp(kind, "no") == 0)
		return;
	set_header(message, "X-Auto-Response-Suppress",
		   is_answer ? "All" : "DR, RN, NRN, AutoReply");
}

static void set_headers(GMimeMessage *message, const Draft *draft)
{
	if (draft->auto_submitted && is_writable_header_name(draft->auto_submitted))
		set_automatic(message, draft->auto_submitted);
	for (guint i = 0; i + 1 < draft->headers->len; i += 2) {
		const char *name = draft->headers->pdata[i];
		if (is_writable_header_name(name))
			set_text(message, name, draft->headers->pdata[i + 1],
				 HEADER_CHARS_MAX);
	}
}

static void set_date(GMimeMessage *message, const Draft *draft)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_offset(draft->date_offset_s);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(draft->date);
	g_autoptr(GDateTime) date = utc ? g_date_time_to_timezone(utc, zone) : NULL;
	if (date)
		g_mime_message_set_date(message, date);
}

/* --- bytes --- */

static GBytes *message_bytes(GMimeMessage *message)
{
	g_autoptr(GMimeFormatOptions) format = g_mime_format_options_new();
	g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
	GMimeStream *stream = g_mime_stream_mem_new();
	g_mime_object_write_to_stream(GMIME_OBJECT(message), format, stream);
	GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	GBytes *bytes = g_bytes_new(array->data, array->len);
	g_object_unref(stream);
	return bytes;
}

GBytes *draft_compose(const Draft *draft, GError **error)
{
	mime_init();
	g_autoptr(GMimeMessage) message = g_mime_message_new(FALSE);
	if (!set_people(message, draft, error))
		return NULL;
	set_text(message, "Subject", draft->subject, SUBJECT_CHARS_MAX);
	set_date(message, draft);
	if (!set_thread(message, draft, error))
		return NULL;
	set_headers(message, draft);
	set_header(message, "MIME-Version", "1.0");

	GMimeObject *body = mime_body(draft);
	g_mime_message_set_mime_part(message, body);
	g_object_unref(body);
	return message_bytes(message);
}
