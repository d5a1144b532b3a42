/* part_fields.c - what the fields of a MIME part say. */
/* SPDX-License-Identifier: MIT */
#include "mail/header.h"
#include "mail/limits.h"
#include "mail/part.h"

#include <string.h>

const char *part_header(GMimeObject *part, const char *name)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(part);
	GMimeHeader *header = g_mime_header_list_get_header(list, name);
	return header == NULL ? NULL : g_mime_header_get_raw_value(header);
}

char *part_parameter(Reading *reading, GMimeObject *part, const char *header,
		     const char *name)
{
	const char *raw = part_header(part, header);
	if (raw == NULL || strlen(raw) > MAIL_HEADER_BYTES_MAX)
		return NULL;
	return parameter_find(raw, name, reading->charset);
}

static bool is_attached(GMimeObject *part)
{
	const char *raw = part_header(part, "Content-Disposition");
	if (raw == NULL)
		return false;
	raw += strspn(raw, " \t\r\n");
	return g_ascii_strncasecmp(raw, "attachment", 10) == 0;
}

/* Unknown kinds of text are read (RFC 2046 4.1.4) where they are the mail; some that
 * stand for more than their text have readers of their own. */
static bool is_readable(const char *type, Place place)
{
	static const char *const read[] = {"text/plain", "text/html", "text/markdown",
					   NULL};
	static const char *const others[] = {"text/calendar", "text/rtf",
					     "text/rfc822-headers", NULL};
	return g_strv_contains(read, type) || type_is_enriched(type) ||
	       (place == PLACE_ROOT && g_str_has_prefix(type, "text/") &&
		!g_strv_contains(others, type));
}

/* A name makes it a file where it is not the first part and not an alternative, a
 * Content-ID where HTML may refer to it. */
bool part_is_body_text(GMimeObject *part, const char *type, const char *name, Place place)
{
	if (is_attached(part) || !is_readable(type, place))
		return false;
	bool is_named = name != NULL && *name != '\0';
	if (place == PLACE_RELATED)
		return !is_named && part_header(part, "Content-ID") == NULL;
	return !is_named || place != PLACE_OTHER;
}

/* A type in quotes. NULL when it is in none. g_free. */
static char *quoted_type(const char *raw)
{
	raw += strspn(raw, " \t\r\n");
	gsize length = *raw == '"' ? strcspn(raw + 1, "\"; \t\r\n") : 0;
	return length > 0 && memchr(raw + 1, '/', length) != NULL
		       ? g_ascii_strdown(raw + 1, (gssize)length)
		       : NULL;
}

/* "text/plain" in lower case, also for a field without a slash (RFC 2045 5.2). */
char *part_type(GMimeObject *part)
{
	const char *raw = part_header(part, "Content-Type");
	char *quoted = raw != NULL && GMIME_IS_PART(part) ? quoted_type(raw) : NULL;
	if (quoted != NULL && g_utf8_validate(quoted, -1, NULL))
		return quoted;
	g_free(quoted);
	if (GMIME_IS_PART(part) && raw != NULL &&
	    memchr(raw, '/', strcspn(raw, ";")) == NULL)
		return g_strdup("text/plain");
	GMimeContentType *type = g_mime_object_get_content_type(part);
	g_autofree char *name = g_mime_content_type_get_mime_type(type);
	g_autofree char *valid = g_utf8_make_valid(name, -1);
	char *lower = g_ascii_strdown(valid, -1);
	if (strcmp(lower, "plain/text") != 0 && strcmp(lower, "application/text") != 0)
		return lower;
	g_free(lower);
	return g_strdup("text/plain");
}

char *part_name(Reading *reading, GMimeObject *part)
{
	char *name = part_parameter(reading, part, "Content-Disposition", "filename");
	if (name == NULL || *name == '\0') {
		g_free(name);
		name = part_parameter(reading, part, "Content-Type", "name");
	}
	if (name == NULL)
		name = part_parameter(reading, part, "Content-Disposition", "name");
	/* a file that lies elsewhere is named by where */
	if (name == NULL)
		name = part_parameter(reading, part, "Content-Type", "url");
	return name;
}

char *part_id(Reading *reading, GMimeObject *part)
{
	const char *raw = part_header(part, "Content-ID");
	if (raw == NULL || strlen(raw) > MAIL_MESSAGE_ID_MAX)
		return NULL;
	char *id = header_decode(raw, reading->charset);
	gsize length = strlen(id);
	if (length > 1 && id[0] == '<' && id[length - 1] == '>') {
		id[length - 1] = '\0';
		memmove(id, id + 1, length - 1);
	}
	return id;
}

bool type_is_enriched(const char *type)
{
	return strcmp(type, "text/enriched") == 0 || strcmp(type, "text/richtext") == 0;
}

bool type_is_mail(const char *type)
{
	static const char *const types[] = {"message/rfc822", "message/rfc2822",
					    "message/global", "message/news", NULL};
	return g_strv_contains(types, type);
}

bool type_is_report(const char *type)
{
	static const char *const types[] = {
		"message/delivery-status", "message/global-delivery-status",
		"message/disposition-notification", "message/feedback-report"};
	for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
		if (strcmp(type, types[i]) == 0)
			return true;
	return false;
}

bool type_is_returned_headers(const char *type)
{
	return strcmp(type, "text/rfc822-headers") == 0 ||
	       strcmp(type, "message/global-headers") == 0;
}

/* Names of parts that Outlook wraps its own format in. */
bool part_is_tnef(const char *type, const char *name)
{
	return strcmp(type, "application/ms-tnef") == 0 ||
	       strcmp(type, "application/vnd.ms-tnef") == 0 ||
	       (name != NULL && g_ascii_strcasecmp(name, "winmail.dat") == 0);
}

/* RFC 8551 3.2.1: gateways lose the type, the name stays. */
bool part_is_smime(const char *type, const char *name)
{
	return strcmp(type, "application/pkcs7-mime") == 0 ||
	       strcmp(type, "application/x-pkcs7-mime") == 0 ||
	       (strcmp(type, "application/octet-stream") == 0 && name != NULL &&
		g_ascii_strcasecmp(name, "smime.p7m") == 0);
}
