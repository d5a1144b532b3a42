/* transfer.c - transfer encodings undone, list footers behind base64 kept. */
/* SPDX-License-Identifier: MIT */
#include "mail/part.h"
#include "mail/reading.h"

#include <string.h>

static GBytes *stream_take_bytes(GMimeStream *stream)
{
	GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	GBytes *bytes = g_bytes_new(array->data, array->len);
	g_object_unref(stream);
	return bytes;
}

/* What the field says in quotes, misspelt, or with more around it, which GMime does not
 * read. */
static void encoding_mend(GMimePart *part, GMimeDataWrapper *content)
{
	static const struct {
		const char *name; /* letters and digits of its beginning */
		GMimeContentEncoding encoding;
	} names[] = {{"quotedprint", GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE},
		     {"quoteprint", GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE},
		     {"base64", GMIME_CONTENT_ENCODING_BASE64}};
	const char *said = part_header(GMIME_OBJECT(part), "Content-Transfer-Encoding");
	if (said == NULL ||
	    g_mime_data_wrapper_get_encoding(content) != GMIME_CONTENT_ENCODING_DEFAULT)
		return;
	said += strspn(said, " \t\r\n");
	if (*said == '(' && strchr(said, ')') != NULL)
		said = strchr(said, ')') + 1;
	char word[16];
	gsize length = 0;
	for (; *said != '\0' && length < sizeof word - 1; said++)
		if (g_ascii_isalnum(*said))
			word[length++] = g_ascii_tolower(*said);
	word[length] = '\0';
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_str_has_prefix(word, names[i].name))
			g_mime_data_wrapper_set_encoding(content, names[i].encoding);
}

/* The content as it was sent, where it lies in the memory that was parsed; false when it
 * lies elsewhere. */
static bool encoded_span(GMimeDataWrapper *content, const char **bytes, gsize *length)
{
	GMimeStream *stream = g_mime_data_wrapper_get_stream(content);
	if (!GMIME_IS_STREAM_MEM(stream))
		return false;
	GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	gint64 start = stream->bound_start;
	gint64 end = stream->bound_end < 0 ? array->len : stream->bound_end;
	if (start < 0 || end > array->len || start > end)
		return false;
	*bytes = (const char *)array->data + start;
	*length = (gsize)(end - start);
	return array->data != NULL;
}

/* 0 to 63, or more for what is no base64. */
static guint8 digit_value(guchar c)
{
	if (g_ascii_isupper(c))
		return (guint8)(c - 'A');
	if (g_ascii_islower(c))
		return (guint8)(c - 'a' + 26);
	if (g_ascii_isdigit(c))
		return (guint8)(c - '0' + 52);
	return c == '+' ? 62 : c == '/' ? 63 : 64;
}

/* The last two or three digits, whose padding may be missing: how many bytes they are. */
static gsize base64_tail(const guint8 *values, const guchar **at, const guchar *end,
			 guint8 *to)
{
	enum { DIGITS = 3, PADDING = 2 };
	guint8 digits[DIGITS] = {0};
	int count = 0;
	while (count < DIGITS && *at < end && values[**at] < 64)
		digits[count++] = values[*(*at)++];
	if (count < 2) {
		*at -= count;
		return 0;
	}
	for (int i = 0; i < PADDING && *at < end && **at == '='; i++)
		++*at;
	to[0] = (guint8)(digits[0] << 2 | digits[1] >> 4);
	to[1] = (guint8)(digits[1] << 4 | digits[2] >> 2);
	return (gsize)count - 1;
}

/* Base64 without a fault, four digits at a time; NULL sends the others to GMime, which
 * takes three times as long. */
static GBytes *base64_clean(const char *bytes, gsize length)
{
	guint8 values[256];
	for (int c = 0; c < 256; c++)
		values[c] = digit_value((guchar)c);
	const guchar *at = (const guchar *)bytes, *end = at + length;
	guint8 *decoded = g_malloc(length / 4 * 3 + 3), *to = decoded;
	while (end - at >= 4) {
		guint a = values[at[0]], b = values[at[1]], c = values[at[2]],
		      d = values[at[3]];
		if ((a | b | c | d) < 64) {
			*to++ = (guint8)(a << 2 | b >> 4);
			*to++ = (guint8)(b << 4 | c >> 2);
			*to++ = (guint8)(c << 6 | d);
			at += 4;
		} else if (*at == '\r' || *at == '\n') {
			at++;
		} else {
			break;
		}
	}
	gsize got = (gsize)(to - decoded) + base64_tail(values, &at, end, to);
	while (at < end && g_ascii_isspace(*at))
		at++;
	if (at == end)
		return g_bytes_new_take(decoded, got);
	g_free(decoded);
	return NULL;
}

static GBytes *stream_content(GMimeDataWrapper *content)
{
	GMimeStream *stream = g_mime_stream_mem_new();
	g_mime_data_wrapper_write_to_stream(content, stream);
	return stream_take_bytes(stream);
}

/* What has no "begin" is no uuencode, whatever is said: it stays as it came. */
static GBytes *uudecoded(GMimeDataWrapper *content, const char *bytes, gsize length)
{
	g_autoptr(GBytes) decoded = stream_content(content);
	return g_bytes_get_size(decoded) > 0 ? g_steal_pointer(&decoded)
					     : g_bytes_new(bytes, length);
}

GBytes *part_content(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	const char *bytes;
	gsize length;
	if (content == NULL)
		return g_bytes_new(NULL, 0);
	encoding_mend(part, content);
	if (!encoded_span(content, &bytes, &length))
		return stream_content(content);
	GBytes *clean;
	switch (g_mime_data_wrapper_get_encoding(content)) {
	case GMIME_CONTENT_ENCODING_BASE64:
		clean = base64_clean(bytes, length);
		return clean != NULL ? clean : stream_content(content);
	case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE:
		return stream_content(content);
	case GMIME_CONTENT_ENCODING_UUENCODE:
		return uudecoded(content, bytes, length);
	default:
		return g_bytes_new(bytes, length);
	}
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

/* A tenth of the line cannot be base64, or spaces make it words: this is text. A stray
 * character is damage. */
static bool is_plain_line(const char *line, gsize length)
{
	enum { SPACES_MIN = 3, WORD_LONG = 20 };
	gsize foreign = 0, spaces = 0;
	while (length > 0 && g_ascii_isspace(line[length - 1]))
		length--;
	for (; length > 0 && g_ascii_isspace(*line); line++)
		length--;
	for (gsize i = 0; i < length; i++) {
		foreign += !g_ascii_isalnum(line[i]) && strchr("+/=\r", line[i]) == NULL;
		spaces += line[i] == ' ' && i > 0 && line[i - 1] != ' ';
	}
	return foreign * 10 > length ||
	       (spaces >= SPACES_MIN && spaces * WORD_LONG > length);
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

static GBytes *base64_text(GMimePart *part, const char *bytes, gsize length)
{
	gsize end = base64_end(bytes, length);
	if (end == 0) /* said to be base64, but is not */
		return g_bytes_new(bytes, length);
	return end == length ? part_content(part) : base64_then_plain(bytes, length, end);
}

GBytes *text_part_content(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	const char *bytes;
	gsize length;
	if (content == NULL || !encoded_span(content, &bytes, &length))
		return part_content(part);
	encoding_mend(part, content);
	GMimeContentEncoding encoding = g_mime_data_wrapper_get_encoding(content);
	if (encoding == GMIME_CONTENT_ENCODING_BASE64)
		return base64_text(part, bytes, length);
	GBytes *mended = encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
				 ? quoted_printable_padded(bytes, length)
				 : NULL;
	return mended != NULL ? mended : part_content(part);
}
