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

/* --- leaves --- */

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
	if (reading->inner == NULL && length > 0)
		reading->inner = g_bytes_ref(content);
	if (reading->returned->len == 0 && length > 0)
		g_string_append_len(reading->returned, bytes,
				    (gssize)MIN(length, RETURNED_BYTES_MAX));
	g_autofree char *name = part_name(reading, part);
	if (name == NULL && length > 0)
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
			part_text(reading, part, content, MAIL_TEXT_BYTES_MAX);
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

/* Only HTML, with what it refers to, may go unread beside a plain text: what stands in
 * other containers, as Apple Mail writes HTML between files, is read together. */
static bool is_html_alone(GMimeObject *part)
{
	g_autofree char *type = part_type(part);
	if (!GMIME_IS_MULTIPART(part) || strcmp(type, "multipart/related") != 0)
		return !GMIME_IS_MULTIPART(part);
	GMimeMultipart *related = GMIME_MULTIPART(part);
	int count = g_mime_multipart_get_count(related), leaves = 0;
	while (leaves < count &&
	       GMIME_IS_PART(g_mime_multipart_get_part(related, leaves)))
		leaves++;
	return leaves == count;
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
		text_append(choice, text->str);
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
		bool is_beside = plain->len > 0 && is_html_alone(part);
		reading->beside = is_beside ? plain->str : NULL;
		reading->place = PLACE_ALTERNATIVE;
		part_walk(reading, part, depth + 1, one_text, one_html);
		if (one_html->len > 0 && html->len == 0)
			g_string_append(html, one_html->str);
		if (!bytes_are_blank(one_text->str, one_text->len))
			alternative_add(part, one_text, one_html->len > 0, &choices);
	}
	reading->beside = outer;
	text_append(text, alternative_choose(&choices));
}

/* The part of multipart/related that the others belong to: the first, unless "start"
 * names another (RFC 2387 3.2). */
static int related_root(Reading *reading, GMimeMultipart *related)
{
	g_autofree char *start =
		part_parameter(reading, GMIME_OBJECT(related), "Content-Type", "start");
	int count = start == NULL ? 0 : g_mime_multipart_get_count(related);
	for (int i = 0; i < count; i++) {
		GMimeObject *part = g_mime_multipart_get_part(related, i);
		const char *id = part_header(part, "Content-ID");
		if (id != NULL && strstr(id, start) != NULL)
			return i;
	}
	return 0;
}

/* A multipart inside whose boundary never comes has no parts: with the one that is used
 * instead it has, else it is shown as it came, but not instead of another alternative.
 * Each holds the next as a whole, so few are opened. */
static void multipart_mend(Reading *reading, GMimeMultipart *multipart, int depth,
			   GString *text, GString *html)
{
	enum { DEPTH = MAIL_DEPTH_MAX / 3 };
	const char *body = g_mime_multipart_get_prologue(multipart);
	const char *type = part_header(GMIME_OBJECT(multipart), "Content-Type");
	if (body == NULL || type == NULL)
		return;
	g_autofree char *field = g_strconcat("Content-Type: ", type, "\n", NULL);
	gsize end;
	bool capped;
	g_autoptr(GPtrArray) fields = headers_split(field, strlen(field), &end, &capped);
	GMimeObject *part = tree_of_body(reading, fields, body, strlen(body));
	if (GMIME_IS_MULTIPART(part) &&
	    g_mime_multipart_get_count(GMIME_MULTIPART(part)) > 0) {
		part_walk(reading, part, depth + DEPTH, text, html);
	} else if (reading->place != PLACE_ALTERNATIVE) {
		reading_problem(reading, "the MIME structure cannot be read");
		g_autoptr(GBytes) content = g_bytes_new(body, strlen(body));
		g_autofree char *shown = part_text(reading, GMIME_OBJECT(multipart),
						   content, MAIL_TEXT_BYTES_MAX);
		text_append(text, shown);
	}
	g_clear_object(&part);
}

static void multipart_walk(Reading *reading, GMimeMultipart *multipart, int depth,
			   GString *text, GString *html)
{
	g_autofree char *type = part_type(GMIME_OBJECT(multipart));
	int count = g_mime_multipart_get_count(multipart);
	if (count == 0 && depth > 0) {
		multipart_mend(reading, multipart, depth, text, html);
		return;
	}
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
	bool is_related = strcmp(type, "multipart/related") == 0;
	int root = is_related ? related_root(reading, multipart) : 0;
	for (int i = 0; i < count && reading->parts <= MAIL_PARTS_MAX; i++) {
		reading->place = i == root    ? PLACE_FIRST
				 : is_related ? PLACE_RELATED
					      : PLACE_OTHER;
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
