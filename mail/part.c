/* part.c - walks the MIME tree: what is to be read, what is attached. */
/* SPDX-License-Identifier: MIT */
#include "mail/part.h"
#include "mail/find.h"
#include "mail/header.h"
#include "mail/html_beside.h"
#include "mail/limits.h"
#include "mail/reading.h"
#include "mail/text.h"

#include <string.h>

static void part_walk(Reading *reading, GMimeObject *part, int depth, GString *text,
		      GString *html);

/* --- attachments --- */

static void part_attach(Reading *reading, GMimeObject *part, GBytes *content)
{
	g_autofree char *name = part_name(reading, part);
	g_autofree char *type = part_type(part);
	g_autofree char *id = part_id(reading, part);
	attachment_add(reading, name, type, id, content);
}

/* --- text --- */

/* CRLF and CR to LF. */
static void lines_normalise(char *text)
{
	char *to = text;
	for (const char *from = text; *from != '\0'; from++) {
		if (*from == '\r') {
			*to++ = '\n';
			if (from[1] == '\n')
				from++;
		} else {
			*to++ = *from;
		}
	}
	*to = '\0';
}

static char *text_of(Reading *reading, GMimeObject *part, GBytes *content, gsize limit)
{
	gsize length, room = limit - MIN(limit, reading->text_bytes);
	const char *bytes = g_bytes_get_data(content, &length);
	if (length > room) {
		reading_problem(reading, "the text is too long and was cut");
		length = room;
	}
	reading->text_bytes += length;
	g_autofree char *charset =
		part_parameter(reading, part, "Content-Type", "charset");
	if (charset != NULL && reading->charset == NULL)
		reading->charset = g_strdup(charset);
	char *text = text_decode(bytes == NULL ? "" : bytes, length,
				 charset != NULL ? charset : reading->charset);
	lines_normalise(text);
	return text;
}

static void append_block(GString *text, const char *block)
{
	if (*block == '\0')
		return;
	if (text->len > 0 && text->str[text->len - 1] != '\n')
		g_string_append_c(text, '\n');
	g_string_append(text, block);
}

static void enriched_read(Reading *reading, GMimeObject *part, const char *type,
			  GBytes *content, GString *text)
{
	g_autofree char *source = text_of(reading, part, content, MAIL_TEXT_BYTES_MAX);
	g_autofree char *readable =
		enriched_to_text(source, strcmp(type, "text/richtext") == 0);
	append_block(text, readable);
}

static void plain_read(Reading *reading, GMimeObject *part, GBytes *whole, GString *text)
{
	g_autoptr(GBytes) content = files_extract(reading, whole);
	g_autofree char *plain = text_of(reading, part, content, MAIL_TEXT_BYTES_MAX);
	g_autofree char *format = part_parameter(reading, part, "Content-Type", "format");
	if (format != NULL && g_ascii_strcasecmp(format, "flowed") == 0) {
		g_autofree char *delsp =
			part_parameter(reading, part, "Content-Type", "delsp");
		g_autofree char *joined = flowed_join(
			plain, delsp != NULL && g_ascii_strcasecmp(delsp, "yes") == 0);
		append_block(text, joined);
		return;
	}
	append_block(text, plain);
}

static void html_read(Reading *reading, GMimeObject *part, GBytes *content, GString *text,
		      GString *html)
{
	g_autofree char *source = text_of(reading, part, content, MAIL_HTML_BYTES_MAX);
	gsize length = strlen(source);
	append_block(html, source);
	/* beside a plain text that says enough nobody reads it */
	if (reading->beside != NULL && !html_says_more(source, length, reading->beside))
		return;
	g_autofree char *readable = html_to_marked_text(source, length);
	append_block(text, readable);
}

/* Text in a signature that cannot be taken off: a mail of its own inside. Each holds
 * the next as a whole, so few are opened. */
static void signed_read(Reading *reading, GBytes *content, int depth, GString *text,
			GString *html)
{
	enum { DEPTH = MAIL_DEPTH_MAX / 5 };
	GBytes *inner = cms_content(content);
	if (inner == NULL)
		return;
	GMimeObject *part = tree_of_mail(reading, inner);
	if (part != NULL) {
		reading->place = PLACE_FIRST;
		part_walk(reading, part, depth + DEPTH, text, html);
		g_object_unref(part);
	}
	g_bytes_unref(inner);
}

static void smime_read(Reading *reading, GMimeObject *part, GBytes *content, int depth,
		       GString *text, GString *html)
{
	g_autofree char *kind =
		part_parameter(reading, part, "Content-Type", "smime-type");
	gsize before = text->len;
	if (kind == NULL || g_ascii_strcasecmp(kind, "enveloped-data") != 0)
		signed_read(reading, content, depth, text, html);
	bool read = text->len > before ||
		    (kind != NULL && g_ascii_strcasecmp(kind, "signed-data") == 0);
	reading->message->crypto = read ? MESSAGE_SIGNED : MESSAGE_ENCRYPTED;
}

static void append_report(GString *report, GBytes *content)
{
	enum { REPORT_BYTES_MAX = 256 * 1024 };
	gsize length;
	const char *bytes = g_bytes_get_data(content, &length);
	if (bytes == NULL || report->len > REPORT_BYTES_MAX)
		return;
	g_autofree char *text = text_decode(bytes, MIN(length, REPORT_BYTES_MAX), NULL);
	lines_normalise(text);
	g_string_append(report, text);
	g_string_append_c(report, '\n');
}

static void text_part_read(Reading *reading, GMimeObject *part, const char *type,
			   GBytes *content, GString *text, GString *html)
{
	if (strcmp(type, "text/html") == 0)
		html_read(reading, part, content, text, html);
	else if (type_is_enriched(type))
		enriched_read(reading, part, type, content, text);
	else
		plain_read(reading, part, content, text);
}

/* Named by what it is about; NULL when nothing says that. g_free. */
static char *mail_name(const Reading *reading, const char *bytes, gsize length)
{
	gsize body;
	bool capped;
	g_autoptr(GPtrArray) headers = headers_split(bytes, length, &body, &capped);
	const char *raw = headers_find(headers, "Subject");
	if (raw == NULL || *raw == '\0')
		return NULL;
	g_autofree char *subject = header_decode(raw, reading->charset);
	return g_strconcat(g_strdelimit(subject, "/\\", '-'), ".eml", NULL);
}

/* A mail inside the mail: attached, and its header remembered for reports. */
static void mail_read(Reading *reading, GMimeObject *part, GBytes *content)
{
	enum { RETURNED_BYTES_MAX = 128 * 1024 };
	gsize length;
	const char *bytes = g_bytes_get_data(content, &length);
	if (length == 0) {
		g_bytes_unref(content);
		return;
	}
	if (reading->inner == NULL)
		reading->inner = g_bytes_ref(content);
	if (reading->returned->len == 0)
		g_string_append_len(reading->returned, bytes,
				    (gssize)MIN(length, RETURNED_BYTES_MAX));
	g_autofree char *name = part_name(reading, part);
	if (name == NULL)
		name = mail_name(reading, bytes, length);
	attachment_add(reading, name, "message/rfc822", NULL, content);
}

static void leaf_read(Reading *reading, GMimePart *leaf, int depth, GString *text,
		      GString *html)
{
	GMimeObject *part = GMIME_OBJECT(leaf);
	Place place = reading->place;
	g_autofree char *type = part_type(part), *name = part_name(reading, part);
	bool is_text = g_str_has_prefix(type, "text/");
	GBytes *content = is_text ? text_part_content(leaf)
			  : strcmp(type, "message/external-body") == 0
				  ? object_bytes(part)
				  : part_content(leaf);
	if (type_is_mail(type)) {
		mail_read(reading, part, content);
		return;
	}
	if (part_is_body_text(part, type, name, depth == 0 ? PLACE_ROOT : place)) {
		text_part_read(reading, part, type, content, text, html);
		g_set_object(&reading->last, leaf);
		/* enriched text is read without its formats, and beside HTML that refers
		 * to it any text may be a file: both can be had as they came */
		if (place == PLACE_RELATED || (type_is_enriched(type) && depth > 0))
			part_attach(reading, part, content);
		else
			g_bytes_unref(content);
		return;
	}
	if (type_is_report(type) && !reading->inside)
		append_report(reading->status, content);
	if (type_is_returned_headers(type) && !reading->inside)
		append_report(reading->returned, content);
	if (strcmp(type, "text/calendar") == 0) {
		g_autofree char *calendar =
			text_of(reading, part, content, MAIL_TEXT_BYTES_MAX);
		g_autofree char *method =
			part_parameter(reading, part, "Content-Type", "method");
		calendar_read(reading, calendar, method, text);
	}
	if (part_is_tnef(type, name) && tnef_read(reading, content, text, html)) {
		g_bytes_unref(content);
		return;
	}
	if (part_is_smime(type, name))
		smime_read(reading, part, content, depth, text, html);
	part_attach(reading, part, content);
}

/* --- containers --- */

/* Several HTML parts between files, as Apple Mail writes them, are read together. */
static bool is_mixed(GMimeObject *part)
{
	g_autofree char *type = part_type(part);
	return strcmp(type, "multipart/mixed") == 0;
}

/* What the parts say, by kind; an invitation is read where nothing else is. */
typedef struct {
	GString *plain, *rich, *calendar;
} Alternatives;

/* The last rich text counts; plain ones beside each other are no alternatives, whatever
 * the container says (RFC 8621 4.1.4). strstr may take the square of what memmem takes.
 */
static void alternative_add(GMimeObject *part, const GString *text, bool is_rich,
			    const Alternatives *choices)
{
	g_autofree char *type = part_type(part);
	GString *plain = choices->plain;
	GString *choice = is_rich			       ? choices->rich
			  : strcmp(type, "text/calendar") == 0 ? choices->calendar
							       : plain;
	bool is_more = choice == plain && strcmp(type, "text/plain") == 0 &&
		       memmem(plain->str, plain->len, text->str, text->len) == NULL;
	if (choice != plain)
		g_string_truncate(choice, 0);
	if (choice->len == 0 || is_more)
		append_block(choice, text->str);
}

/* The plain alternative is read when it says what the richest one says: "your reader
 * cannot show HTML" is nothing. */
static const char *alternative_choose(const Alternatives *choices)
{
	const GString *plain = choices->plain, *rich = choices->rich;
	bool says_little =
		rich->len > 0 && html_says_more(rich->str, rich->len, plain->str);
	if (plain->len > 0 && !says_little)
		return plain->str;
	return rich->len > 0 ? rich->str : choices->calendar->str;
}

static void alternative_walk(Reading *reading, GMimeMultipart *multipart, int depth,
			     GString *text, GString *html)
{
	const char *outer = reading->beside;
	g_autoptr(GString) plain = g_string_new(NULL);
	g_autoptr(GString) rich = g_string_new(NULL);
	g_autoptr(GString) calendar = g_string_new(NULL);
	const Alternatives choices = {plain, rich, calendar};
	int count = g_mime_multipart_get_count(multipart);
	for (int i = 0; i < count; i++) {
		GMimeObject *part = g_mime_multipart_get_part(multipart, i);
		g_autoptr(GString) one_text = g_string_new(NULL);
		g_autoptr(GString) one_html = g_string_new(NULL);
		reading->beside = is_mixed(part) || plain->len == 0 ? outer : plain->str;
		reading->place = PLACE_ALTERNATIVE;
		part_walk(reading, part, depth + 1, one_text, one_html);
		if (one_html->len > 0 && html->len == 0)
			g_string_append(html, one_html->str);
		if (!bytes_are_blank(one_text->str, one_text->len))
			alternative_add(part, one_text, one_html->len > 0, &choices);
	}
	reading->beside = outer;
	append_block(text, alternative_choose(&choices));
}

static void multipart_walk(Reading *reading, GMimeMultipart *multipart, int depth,
			   GString *text, GString *html)
{
	g_autofree char *type = part_type(GMIME_OBJECT(multipart));
	int count = g_mime_multipart_get_count(multipart);
	if (strcmp(type, "multipart/alternative") == 0) {
		alternative_walk(reading, multipart, depth, text, html);
		return;
	}
	if (strcmp(type, "multipart/encrypted") == 0)
		reading->message->crypto = MESSAGE_ENCRYPTED;
	if (strcmp(type, "multipart/signed") == 0 &&
	    reading->message->crypto == MESSAGE_CLEAR)
		reading->message->crypto = MESSAGE_SIGNED;
	if (!reading->inside && strcmp(type, "multipart/report") == 0 &&
	    *reading->message->report_type == '\0') {
		g_autofree char *kind = part_parameter(reading, GMIME_OBJECT(multipart),
						       "Content-Type", "report-type");
		g_autofree char *lower =
			g_ascii_strdown(kind == NULL ? "unknown" : kind, -1);
		reading->message->report_type = reading_keep(reading, lower);
	}
	Place place =
		strcmp(type, "multipart/related") == 0 ? PLACE_RELATED : PLACE_OTHER;
	for (int i = 0; i < count && reading->parts <= MAIL_PARTS_MAX; i++) {
		reading->place = i == 0 ? PLACE_FIRST : place;
		part_walk(reading, g_mime_multipart_get_part(multipart, i), depth + 1,
			  text, html);
	}
}

static void part_walk(Reading *reading, GMimeObject *part, int depth, GString *text,
		      GString *html)
{
	if (part == NULL || ++reading->parts > MAIL_PARTS_MAX) {
		reading_problem(reading, "too many parts, the last are not read");
		return;
	}
	if (depth > MAIL_DEPTH_MAX) {
		reading_problem(reading,
				"nested too deeply, the inner parts are not read");
		return;
	}
	if (GMIME_IS_MULTIPART(part))
		multipart_walk(reading, GMIME_MULTIPART(part), depth, text, html);
	else if (GMIME_IS_PART(part))
		leaf_read(reading, GMIME_PART(part), depth, text, html);
	else
		part_attach(reading, part, object_bytes(part));
}

/* A mail that is nothing but another one says what that one says. */
static void inner_read(Reading *reading, GString *text, GString *html)
{
	GMimeObject *body = tree_of_mail(reading, reading->inner);
	if (body == NULL)
		return;
	reading->inside = true;
	reading->place = PLACE_FIRST;
	part_walk(reading, body, 1, text, html);
	reading->inside = false;
	g_object_unref(body);
}

/* Nobody knows whether the rest was text: what is there can be had as it came. */
static void cut_part_attach(Reading *reading, GMimePart *part)
{
	GBytes *content = part_content(part);
	if (g_bytes_get_size(content) > 0)
		part_attach(reading, GMIME_OBJECT(part), content);
	else
		g_bytes_unref(content);
}

void parts_read(Reading *reading, GMimeObject *root, GString *text, GString *html)
{
	part_walk(reading, root, 0, text, html);
	bool is_report =
		*reading->message->report_type != '\0' || reading->status->len > 0;
	if (bytes_are_blank(text->str, text->len) && reading->inner != NULL && !is_report)
		inner_read(reading, text, html);
	if (reading->is_cut && reading->last != NULL)
		cut_part_attach(reading, reading->last);
}
