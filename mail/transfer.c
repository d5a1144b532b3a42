/* transfer.c - transfer encodings undone, list footers behind base64 kept. */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "mail/reading.h"

static GBytes *stream_take_bytes(GMimeStream *stream)
{
	GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	GBytes *bytes = g_bytes_new(array->data, array->len);
	g_object_unref(stream);
	return bytes;
}

GBytes *part_content(GMimePart *part)
{
	GMimeStream *stream = g_mime_stream_mem_new();
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	if (content != NULL)
		g_mime_data_wrapper_write_to_stream(content, stream);
	return stream_take_bytes(stream);
}

GBytes *object_bytes(GMimeObject *object)
{
	GMimeStream *stream = g_mime_stream_mem_new();
	g_mime_object_write_to_stream(object, NULL, stream);
	return stream_take_bytes(stream);
}

/* A tenth of the line cannot be base64: this is text. A stray character is damage. */
static bool is_plain_line(const char *line, gsize length)
{
	gsize foreign = 0;
	for (gsize i = 0; i < length; i++)
		foreign += !g_ascii_isalnum(line[i]) && strchr("+/=\r", line[i]) == NULL;
	return foreign * 10 > length;
}

/* Where the plain text behind base64 begins; the length when there is none. */
static gsize base64_end(const char *bytes, gsize length)
{
	gsize at = 0;
	while (at < length) {
		const char *newline = memchr(bytes + at, '\n', length - at);
		gsize line =
			newline == NULL ? length - at : (gsize)(newline - bytes) - at;
		if (is_plain_line(bytes + at, line))
			return at;
		at += line + 1;
	}
	return length;
}

static GBytes *base64_then_plain(const char *bytes, gsize length, gsize end)
{
	GByteArray *whole = g_byte_array_new();
	guchar *decoded = g_malloc(end / 4 * 3 + 9);
	gint state = 0;
	guint save = 0;
	gsize got = g_base64_decode_step(bytes, end, decoded, &state, &save);
	for (int i = 0; i < 3 && state != 0; i++) /* missing padding */
		got += g_base64_decode_step("=", 1, decoded + got, &state, &save);
	g_byte_array_append(whole, decoded, (guint)got);
	g_free(decoded);
	g_byte_array_append(whole, (const guint8 *)"\n", 1);
	g_byte_array_append(whole, (const guint8 *)bytes + end, (guint)(length - end));
	return g_byte_array_free_to_bytes(whole);
}

GBytes *text_part_content(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	if (content == NULL ||
	    g_mime_data_wrapper_get_encoding(content) != GMIME_CONTENT_ENCODING_BASE64)
		return part_content(part);
	GMimeStream *source = g_mime_data_wrapper_get_stream(content);
	GMimeStream *copy = g_mime_stream_mem_new();
	g_mime_stream_reset(source);
	g_mime_stream_write_to_stream(source, copy);
	g_autoptr(GBytes) raw = stream_take_bytes(copy);
	gsize length;
	const char *bytes = g_bytes_get_data(raw, &length);
	gsize end = bytes == NULL ? length : base64_end(bytes, length);
	g_mime_stream_reset(source);
	if (end == 0) /* said to be base64, but is not */
		return g_steal_pointer(&raw);
	if (end == length)
		return part_content(part);
	return base64_then_plain(bytes, length, end);
}
