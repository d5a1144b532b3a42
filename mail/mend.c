/* mend.c - broken boundaries, mended before a MIME parser sees them. */
/* SPDX-License-Identifier: MIT */
#include "mail/mend.h"
#include "mail/find.h"
#include "mail/header.h"

#include <string.h>

/* Some phone gateways start the line after "Content-Type: multipart/…;" without white
 * space: the boundary would be lost. The line end before it becomes a space. */
static void mend_folds(char *bytes, gsize length)
{
	static const char lost[] = "\nboundary=";
	char *at = bytes, *end = bytes + length;
	while ((at = (char *)find_piece(at, end - at, lost, sizeof lost - 1)) != NULL) {
		char *before = at;
		while (before > bytes && (before[-1] == '\r' || before[-1] == ' '))
			before--;
		if (before > bytes && before[-1] == ';')
			memset(before, ' ', at + 1 - before);
		at++;
	}
}

/* "multipart/mixed boundary=x" lacks its semicolon. g_free. */
static char *content_field(const RawHeader *header)
{
	const char *boundary = strcasestr(header->raw, "boundary=");
	const char *before = boundary;
	while (before != NULL && before > header->raw && g_ascii_isspace(before[-1]))
		before--;
	bool lacks = before != NULL && before < boundary && before > header->raw &&
		     before[-1] != ';';
	if (lacks)
		return g_strdup_printf("%s: %.*s; %s\n", header->name,
				       (int)(before - header->raw), header->raw,
				       boundary);
	return g_strdup_printf("%s: %s\n", header->name, header->raw);
}

/* The text between "--" and the end of the line that a multipart begins with when its
 * fields name no boundary, or one that never comes; NULL when there is none. g_free. */
static char *boundary_used(const char *body, gsize length)
{
	enum { LOOK_BYTES = 16 * 1024, MARK_MAX = 200, TRIES_MAX = 4 };
	const char *end = body + MIN(length, LOOK_BYTES), *first = body;
	while (first < end && (*first == '\r' || *first == '\n'))
		first++;
	int tries = 0;
	for (const char *at = first, *line; tries < TRIES_MAX; at = line + 1) {
		line = memchr(at, '\n', (gsize)(end - at));
		if (line == NULL)
			break;
		if (line - at < 3 || line - at > MARK_MAX || memcmp(at, "--", 2) != 0 ||
		    end - line < 10 || g_ascii_strncasecmp(line + 1, "Content-", 8) != 0)
			continue;
		tries++;
		g_autofree char *found =
			g_strchomp(g_strndup(at + 2, (gsize)(line - at) - 2));
		g_autofree char *again = g_strconcat("\n--", found, NULL);
		gsize rest = (gsize)(body + length - line);
		if (strchr(found, '"') == NULL &&
		    (at == first || memmem(line, rest, again, strlen(again)) != NULL))
			return g_steal_pointer(&found);
	}
	return NULL;
}

static bool is_boundary_there(const char *boundary, const char *body, gsize length)
{
	if (boundary == NULL)
		return false;
	g_autofree char *line = g_strconcat("--", boundary, NULL);
	return memmem(body, length, line, strlen(line)) != NULL;
}

static bool is_multipart(const RawHeader *header)
{
	return g_ascii_strncasecmp(header->raw, "multipart", 9) == 0;
}

/* Which of several Content-Type fields counts: the first, or the first multipart whose
 * boundary is in the body. NULL when there is none. declared: its boundary. */
static const RawHeader *type_choose(const GPtrArray *headers, const char *body,
				    gsize length, char **declared)
{
	enum { FIELDS_MAX = 4 };
	const RawHeader *chosen = NULL;
	int seen = 0;
	for (guint i = 0; i < headers->len && seen < FIELDS_MAX; i++) {
		const RawHeader *header = g_ptr_array_index(headers, i);
		if (g_ascii_strcasecmp(header->name, "Content-Type") != 0)
			continue;
		seen++;
		g_autofree char *boundary =
			is_multipart(header)
				? parameter_find(header->raw, "boundary", NULL)
				: NULL;
		bool is_there = is_boundary_there(boundary, body, length);
		if (chosen == NULL || is_there) {
			chosen = header;
			g_free(*declared);
			*declared = g_steal_pointer(&boundary);
		}
		if (is_there)
			break;
	}
	return chosen;
}

/* True when the body ends with a boundary. A last one that stands behind text gets the
 * line end that it lacks. */
static bool last_boundary_mend(GByteArray *bytes, const char *boundary)
{
	gsize length = bytes->len, whole = boundary == NULL ? 0 : strlen(boundary) + 2;
	while (length > 0 && g_ascii_isspace(bytes->data[length - 1]))
		length--;
	bool closes = length > 1 && memcmp(bytes->data + length - 2, "--", 2) == 0;
	gsize behind = closes ? length - 2 : length;
	if (whole < 3 || behind <= whole)
		return false;
	guint at = (guint)(behind - whole);
	if (memcmp(bytes->data + at, "--", 2) != 0 ||
	    memcmp(bytes->data + at + 2, boundary, whole - 2) != 0)
		return false;
	bool is_line = bytes->data[at - 1] == '\n';
	if (!is_line && closes) {
		g_byte_array_append(bytes, (const guint8 *)"\n", 1);
		memmove(bytes->data + at + 1, bytes->data + at, bytes->len - at - 1);
		bytes->data[at] = '\n';
	}
	return is_line || closes;
}

/* A line with a colon behind its first word, or one that goes on with the line before. */
static bool is_field(const char *line, const char *end)
{
	const char *at = line;
	while (at<end && * at> ' ' && *at < 127 && *at != ':')
		at++;
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	return at > line && at < end && *at == ':';
}

/* Parts that begin with their text get the blank line that stands before it, else the
 * text would be taken for fields. */
static void blank_lines_mend(GByteArray *bytes, const char *boundary)
{
	enum { TIMES_MAX = 20 };
	g_autofree char *mark = g_strconcat("\n--", boundary, NULL);
	gsize length = strlen(mark), from = 0;
	for (int times = 0; times < TIMES_MAX;) {
		const char *start = (const char *)bytes->data, *end = start + bytes->len;
		const char *at = memmem(start + from, bytes->len - from, mark, length);
		const char *line = at == NULL ? NULL : memchr(at + 1, '\n', end - at - 1);
		if (line == NULL)
			break;
		from = (gsize)(line - start);
		bool is_whole =
			strspn(at + length, " \t\r") >= (gsize)(line - at) - length;
		if (!is_whole || ++line == end || strchr("\r\n-", *line) != NULL ||
		    is_field(line, end))
			continue;
		times++;
		from++;
		g_byte_array_append(bytes, (const guint8 *)"\n", 1);
		memmove(bytes->data + from + 1, bytes->data + from,
			bytes->len - from - 1);
		bytes->data[from] = '\n';
	}
}

static void field_append(GByteArray *bytes, const RawHeader *header, const char *boundary)
{
	g_autofree char *line =
		boundary != NULL
			? g_strdup_printf("%s: %.*s; boundary=\"%s\"\n", header->name,
					  (int)strcspn(header->raw, "; \t\r\n"),
					  header->raw, boundary)
			: content_field(header);
	g_byte_array_append(bytes, (const guint8 *)line, (guint)strlen(line));
}

/* A line that begins with two dashes and ends in CRLF, behind one that ends in LF alone:
 * the parser would take two bytes for the line end before the boundary. NULL: none. */
static const char *uneven_find(const char *from, const char *end)
{
	static const char dashes[] = "\n--";
	const char *at = from;
	while ((at = find_piece(at, end - at, dashes, sizeof dashes - 1)) != NULL) {
		const char *line_end = memchr(at + 1, '\n', (gsize)(end - at) - 1);
		if (line_end == NULL)
			return NULL;
		if (line_end[-1] == '\r' && at > from && at[-1] != '\r')
			return at;
		at = line_end;
	}
	return NULL;
}

/* Appends the body; line ends before boundaries are made like those behind them. */
static void body_append(GByteArray *bytes, const char *body, gsize length)
{
	const char *end = body + length, *at;
	while ((at = uneven_find(body, end)) != NULL) {
		g_byte_array_append(bytes, (const guint8 *)body, (guint)(at - body));
		g_byte_array_append(bytes, (const guint8 *)"\r", 1);
		body = at;
	}
	g_byte_array_append(bytes, (const guint8 *)body, (guint)(end - body));
}

GByteArray *mend_body(const GPtrArray *headers, const char *body, gsize length,
		      bool *ends)
{
	GByteArray *bytes = g_byte_array_sized_new((guint)MIN(length + 1024, G_MAXINT32));
	g_autofree char *declared = NULL, *used = NULL;
	const RawHeader *type = type_choose(headers, body, length, &declared);
	/* gateways change the boundary in the body and forget the field, or the reverse
	 */
	if (type != NULL && is_multipart(type) &&
	    !is_boundary_there(declared, body, length))
		used = boundary_used(body, length);
	if (type != NULL)
		field_append(bytes, type, used);
	for (guint i = 0; i < headers->len; i++) {
		const RawHeader *header = g_ptr_array_index(headers, i);
		if (g_ascii_strncasecmp(header->name, "Content-", 8) == 0 &&
		    g_ascii_strcasecmp(header->name, "Content-Type") != 0)
			field_append(bytes, header, NULL);
	}
	g_byte_array_append(bytes, (const guint8 *)"\n", 1);
	body_append(bytes, body, length);
	mend_folds((char *)bytes->data, bytes->len);
	const char *boundary = used != NULL ? used : declared;
	/* RFC 2231 can write a line end into it */
	if (boundary != NULL && *boundary != '\0' && strchr(boundary, '\n') == NULL)
		blank_lines_mend(bytes, boundary);
	*ends = last_boundary_mend(bytes, boundary);
	return bytes;
}
