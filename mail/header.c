/* header.c - splits a header block into fields, bounded, whatever the bytes are. */
/* SPDX-License-Identifier: MIT */
#include "mail/header.h"

#include <string.h>

#include "mail/limits.h"

void raw_header_free(RawHeader *header)
{
	if (header == NULL)
		return;
	g_free(header->name);
	g_free(header->raw);
	g_free(header);
}

/* Length of the line with its end; *text_length without it. LF, CRLF, or CR alone. */
static gsize line_length(const char *at, const char *end, gsize *text_length)
{
	const char *newline = memchr(at, '\n', end - at);
	const char *stop = newline == NULL ? end : newline;
	*text_length = stop - at;
	while (*text_length > 0 && at[*text_length - 1] == '\r')
		--*text_length;
	return (newline == NULL ? end : newline + 1) - at;
}

/* Length of the field name, 0 when the line is no field. White space before the colon is let
 * through: some mailers write "Subject : x". */
static gsize field_name_length(const char *line, gsize length)
{
	gsize name = 0;
	while (name < length && line[name] > ' ' && line[name] < 127 && line[name] != ':')
		name++;
	gsize colon = name;
	while (colon < length && (line[colon] == ' ' || line[colon] == '\t'))
		colon++;
	return name > 0 && colon < length && line[colon] == ':' ? name : 0;
}

static void append_line(GString *value, const char *text, gsize length)
{
	for (gsize i = 0; i < length && value->len < MAIL_HEADER_BYTES_MAX; i++)
		g_string_append_c(value, text[i] == '\0' ? ' ' : text[i]);
}

static void field_add(GPtrArray *headers, const char *line, gsize length, gsize name,
		      GString **value)
{
	RawHeader *header = g_new0(RawHeader, 1);
	header->name = g_strndup(line, name);
	const char *colon = memchr(line + name, ':', length - name);
	*value = g_string_new(NULL);
	append_line(*value, colon + 1, length - (colon + 1 - line));
	g_ptr_array_add(headers, header);
}

static void field_end(GPtrArray *headers, GString **value)
{
	if (*value == NULL)
		return;
	RawHeader *last = g_ptr_array_index(headers, headers->len - 1);
	last->raw = g_strstrip(g_string_free(*value, FALSE));
	*value = NULL;
}

GPtrArray *headers_split(const char *bytes, gsize length, gsize *body, bool *capped)
{
	GPtrArray *headers = g_ptr_array_new_with_free_func((GDestroyNotify)raw_header_free);
	GString *value = NULL;
	const char *at = bytes, *end = bytes + length;
	bool skipping = false;
	gsize kept = 0;
	*capped = false;
	while (at < end) {
		gsize text, whole = line_length(at, end, &text);
		if (text == 0) {
			at += whole;
			break;
		}
		gsize name = field_name_length(at, text);
		bool folded = *at == ' ' || *at == '\t';
		if (folded && value != NULL) {
			*capped |= value->len + text > MAIL_HEADER_BYTES_MAX;
			append_line(value, at, text);
		} else if (!folded) {
			field_end(headers, &value);
			if (name > 0 && (headers->len >= MAIL_HEADERS_MAX ||
					 kept > MAIL_HEADER_BLOCK_MAX))
				*capped = true;
			else if (name > 0)
				field_add(headers, at, text, name, &value);
			else if (skipping || (headers->len > 0 && text > 76))
				break; /* the blank line is missing: this is text */
			skipping = name == 0 && headers->len > 0;
		}
		kept += whole;
		at += whole;
	}
	field_end(headers, &value);
	*body = at - bytes;
	return headers;
}

const char *headers_find(const GPtrArray *headers, const char *name)
{
	for (guint i = 0; i < headers->len; i++) {
		const RawHeader *header = g_ptr_array_index(headers, i);
		if (g_ascii_strcasecmp(header->name, name) == 0)
			return header->raw;
	}
	return NULL;
}
