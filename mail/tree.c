/* tree.c - the MIME tree of a mail, bounded before GMime builds it. */
/* SPDX-License-Identifier: MIT */
#include "mail/find.h"
#include "mail/header.h"
#include "mail/limits.h"
#include "mail/mend.h"
#include "mail/mime.h"
#include "mail/reading.h"

#include <string.h>

/*
 * The fields of a mail are split by header.c and never shown to GMime, which gets only
 * the Content-* fields and the body: so broken fields and a megabyte of header cannot
 * hurt it, and naked 8-bit text in them is decoded with the charset that the body names.
 */

/* Bytes of the lines from at on that are fields, or go on with one. */
static gsize fields_length(const char *at, const char *end)
{
	const char *line = at;
	while (line < end) {
		const char *name = line;
		bool is_fold = *line == ' ' || *line == '\t';
		while (name < end && (unsigned char)*name > ' ' && *name != ':')
			name++;
		while (name < end && (*name == ' ' || *name == '\t'))
			name++;
		if (!is_fold && (name == line || name == end || *name != ':'))
			break;
		const char *newline = memchr(name, '\n', (gsize)(end - name));
		line = newline == NULL ? end : newline + 1;
	}
	return (gsize)(line - at);
}

/* The first line like a boundary, NULL when there is none. */
static const char *boundary_line(const char *body, const char *end)
{
	if (end - body > 2 && memcmp(body, "--", 2) == 0)
		return body;
	const char *at = find_piece(body, (gsize)(end - body), "\n--", 3);
	return at == NULL ? NULL : at + 1;
}

/* GMime takes 60 microseconds for a part, two for a field, and has no limits of its own:
 * how much of body has no more lines like boundaries, and behind them fields, than all
 * that is read together may have. */
static gsize bounded_length(Reading *reading, const char *body, gsize length)
{
	const char *end = body + length, *line = boundary_line(body, end), *next;
	for (; line != NULL; line = boundary_line(next - 1, end)) {
		next = memchr(line, '\n', (gsize)(end - line));
		if (next == NULL)
			break;
		next++;
		reading->field_bytes += fields_length(next, end);
		if (++reading->boundaries > MAIL_BOUNDARIES_MAX ||
		    reading->field_bytes > MAIL_HEADER_BLOCK_MAX) {
			reading_problem(reading, "too many parts, the last are not read");
			return (gsize)(line - body);
		}
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

GMimeObject *tree_of_body(Reading *reading, const GPtrArray *headers, const char *body,
			  gsize length)
{
	bool ends;
	mime_init();
	gsize bounded = may_be_composite(headers) ? bounded_length(reading, body, length)
						  : length;
	GByteArray *bytes = mend_body(headers, body, bounded, &ends);
	GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeParserOptions *options = g_mime_parser_options_new();
	bool is_piece = headers == reading->headers && !ends &&
			headers_find(headers, "From") == NULL;
	if (is_piece)
		g_mime_parser_options_set_warning_callback(options, cut_notice, reading);
	GMimeObject *root = g_mime_parser_construct_part(parser, options);
	g_mime_parser_options_free(options);
	g_object_unref(parser);
	g_object_unref(stream);
	return root;
}

GMimeObject *tree_of_mail(Reading *reading, GBytes *mail)
{
	gsize length, start;
	bool capped;
	const char *bytes = g_bytes_get_data(mail, &length);
	if (length == 0)
		return NULL;
	gsize skip = headers_offset(bytes, length);
	bytes += skip;
	length -= skip;
	g_autoptr(GPtrArray) headers = headers_split(bytes, length, &start, &capped);
	return tree_of_body(reading, headers, bytes + start, length - start);
}
