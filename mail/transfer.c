/* transfer.c - transfer encodings undone, list footers behind base64 kept. */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "mail/part.h"
#include "mail/reading.h"

static GBytes *stream_take_bytes(GMimeStream *stream)
{
	GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	GBytes *bytes = g_bytes_new(array->data, array->len);
	g_object_unref(stream);
	return bytes;
}

/* What the field says in quotes or with more behind it, which GMime does not read. */
static void encoding_mend(GMimePart *part, GMimeDataWrapper *content)
{
	static const struct {
		const char *name;
		GMimeContentEncoding encoding;
	} names[] = {{"quoted-printable", GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE},
		     {"quoted printable", GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE},
		     {"base64", GMIME_CONTENT_ENCODING_BASE64},
		     {"base-64", GMIME_CONTENT_ENCODING_BASE64}};
	const char *said = part_header(GMIME_OBJECT(part), "Content-Transfer-Encoding");
	if (said == NULL ||
	    g_mime_data_wrapper_get_encoding(content) != GMIME_CONTENT_ENCODING_DEFAULT)
		return;
	said += strspn(said, " \t\r\n\"'");
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strncasecmp(said, names[i].name, strlen(names[i].name)) == 0)
			g_mime_data_wrapper_set_encoding(content, names[i].encoding);
}

GBytes *part_content(GMimePart *part)
{
	GMimeStream *stream = g_mime_stream_mem_new();
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	if (content != NULL) {
		encoding_mend(part, content);
		g_mime_data_wrapper_write_to_stream(content, stream);
	}
	return stream_take_bytes(stream);
}

/* The content as it was sent. */
static GBytes *encoded_bytes(GMimeDataWrapper *content)
{
	GMimeStream *source = g_mime_data_wrapper_get_stream(content);
	GMimeStream *copy = g_mime_stream_mem_new();
	g_mime_stream_reset(source);
	g_mime_stream_write_to_stream(source, copy);
	g_mime_stream_reset(source);
	return stream_take_bytes(copy);
}

/* White space between a soft line break's "=" and the line's end: how many bytes. */
static gsize padding_length(const char *at, const char *end)
{
	const char *next = at;
	while (next < end && (*next == ' ' || *next == '\t'))
		next++;
	return next > at && next < end && (*next == '\n' || *next == '\r')
		       ? (gsize)(next - at)
		       : 0;
}

/* RFC 2045 6.7 (3): gateways add white space at line ends. NULL when there is none. */
static GBytes *quoted_printable_padded(const char *bytes, gsize length)
{
	const char *end = bytes + length, *from = bytes;
	g_autoptr(GByteArray) clean = NULL;
	for (const char *at = memchr(bytes, '=', length); at != NULL;
	     at = memchr(at + 1, '=', (gsize)(end - at - 1))) {
		gsize padding = padding_length(at + 1, end);
		if (padding == 0)
			continue;
		if (clean == NULL)
			clean = g_byte_array_sized_new((guint)length);
		g_byte_array_append(clean, (const guint8 *)from, (guint)(at + 1 - from));
		from = at + 1 + padding;
	}
	if (clean == NULL)
		return NULL;
	g_byte_array_append(clean, (const guint8 *)from, (guint)(end - from));
	GMimeEncoding decoder;
	g_mime_encoding_init_decode(&decoder, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	gsize room = g_mime_encoding_outlen(&decoder, clean->len);
	char *decoded = g_malloc(room + 1);
	gsize got = g_mime_encoding_flush(&decoder, (const char *)clean->data, clean->len,
					  decoded);
	return g_bytes_new_take(decoded, got);
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

static GBytes *base64_text(GMimePart *part, GBytes *raw)
{
	gsize length;
	const char *bytes = g_bytes_get_data(raw, &length);
	gsize end = bytes == NULL ? length : base64_end(bytes, length);
	if (end == 0) /* said to be base64, but is not */
		return g_bytes_ref(raw);
	return end == length ? part_content(part) : base64_then_plain(bytes, length, end);
}

GBytes *text_part_content(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	if (content == NULL)
		return part_content(part);
	encoding_mend(part, content);
	GMimeContentEncoding encoding = g_mime_data_wrapper_get_encoding(content);
	if (encoding != GMIME_CONTENT_ENCODING_BASE64 &&
	    encoding != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
		return part_content(part);
	g_autoptr(GBytes) raw = encoded_bytes(content);
	if (encoding == GMIME_CONTENT_ENCODING_BASE64)
		return base64_text(part, raw);
	gsize length;
	const char *bytes = g_bytes_get_data(raw, &length);
	GBytes *mended = bytes == NULL ? NULL : quoted_printable_padded(bytes, length);
	return mended != NULL ? mended : part_content(part);
}
