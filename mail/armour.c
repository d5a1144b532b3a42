/* armour.c - what stands in text with armour: files (uuencode, yEnc) and PGP. */
/* SPDX-License-Identifier: MIT */
#include "mail/pattern.h"
#include "mail/reading.h"
#include "mail/text.h"

#include <string.h>

static const char *line_after(const char *at)
{
	const char *newline = strchr(at, '\n');
	return newline == NULL ? at + strlen(at) : newline + 1;
}

static gsize line_bytes(const char *at)
{
	return strcspn(at, "\n");
}

/* --- uuencode --- */

static guint uu_value(char c)
{
	return (guint)((unsigned char)c - ' ') & 0x3f;
}

/* One line; false when its length does not fit what it says. */
static bool uu_line(const char *line, gsize length, GByteArray *bytes)
{
	if (length == 0 || line[0] < ' ' || line[0] > '`')
		return false;
	guint count = uu_value(line[0]);
	if (count == 0 || length < 1 + (count + 2) / 3 * 4 - 3)
		return false;
	for (guint i = 0; i < count; i++) {
		gsize at = 1 + i / 3 * 4 + i % 3;
		guint first = at < length ? uu_value(line[at]) : 0;
		guint second = at + 1 < length ? uu_value(line[at + 1]) : 0;
		guint8 byte = (guint8)(first << (2 + 2 * (i % 3)) |
				       second >> (4 - 2 * (i % 3)));
		g_byte_array_append(bytes, &byte, 1);
	}
	return true;
}

/* Reads from the line behind "begin"; the end of the block, NULL when it is none. */
static const char *uu_block(const char *at, GByteArray *bytes)
{
	while (*at != '\0') {
		gsize length = line_bytes(at);
		if (length == 3 && strncmp(at, "end", 3) == 0)
			return line_after(at);
		bool empty = length == 0 || *at == '`' || (*at == ' ' && length <= 2);
		if (!empty && !uu_line(at, length, bytes))
			return NULL;
		at = line_after(at);
	}
	return bytes->len > 0 ? at : NULL;
}

/* "begin 644 name" at the start of a line; the name is to be g_free'd. */
static char *uu_name(const char *line)
{
	gsize length = line_bytes(line);
	if (length < 11 || length > 300 || strncmp(line, "begin ", 6) != 0)
		return NULL;
	gsize digits = strspn(line + 6, "01234567");
	if (digits < 3 || digits > 4 || line[6 + digits] != ' ')
		return NULL;
	return g_strndup(line + 7 + digits, length - 7 - digits);
}

/* --- yEnc --- */

static char *yenc_name(const char *line)
{
	gsize length = line_bytes(line);
	if (length < 15 || length > 400 || strncmp(line, "=ybegin ", 8) != 0)
		return NULL;
	g_autofree char *copy = g_strndup(line, length);
	const char *name = strstr(copy, " name=");
	return name == NULL ? NULL : g_strstrip(g_strdup(name + 6));
}

/* yEnc is 8-bit: after charset decoding its bytes are gone, so only the block is
 * recognised and taken out of the text; what can be read back of it is attached. */
static const char *yenc_block(const char *at, GByteArray *bytes)
{
	if (strstr(at, "\n=yend") == NULL && strncmp(at, "=yend", 5) != 0)
		return NULL;
	while (*at != '\0' && strncmp(at, "=yend", 5) != 0) {
		gsize length = line_bytes(at);
		bool part = strncmp(at, "=ypart ", 7) == 0;
		for (gsize i = 0; i < length && !part; i++) {
			guint8 shift = 42;
			if (at[i] == '=' && i + 1 < length) {
				i++;
				shift += 64;
			}
			guint8 byte = (guint8)((guint8)at[i] - shift);
			g_byte_array_append(bytes, &byte, 1);
		}
		at = line_after(at);
	}
	return *at == '\0' ? NULL : line_after(at);
}

/* --- all of them --- */

/* A copy that ends with NUL and has LF alone between lines; NUL inside becomes a space.
 */
static char *lines_of(const char *bytes, gsize length)
{
	char *text = g_malloc(length + 1), *to = text;
	for (gsize i = 0; i < length; i++)
		if (bytes[i] != '\r')
			*to++ = bytes[i] == '\0' ? ' ' : bytes[i];
	*to = '\0';
	return text;
}

static const char *block_take(Reading *reading, const char *at)
{
	g_autofree char *uu = uu_name(at), *yenc = uu == NULL ? yenc_name(at) : NULL;
	const char *name = uu != NULL ? uu : yenc;
	if (name == NULL)
		return NULL;
	GByteArray *bytes = g_byte_array_new();
	const char *end = uu != NULL ? uu_block(line_after(at), bytes)
				     : yenc_block(line_after(at), bytes);
	if (end == NULL) {
		g_byte_array_unref(bytes);
		return NULL;
	}
	g_autofree char *decoded = text_decode(name, strlen(name), NULL);
	attachment_add(reading, decoded, "application/octet-stream", NULL,
		       g_byte_array_free_to_bytes(bytes));
	return end;
}

GBytes *files_extract(Reading *reading, GBytes *content)
{
	enum { FAILURES_MAX = 20 };
	gsize length;
	const char *bytes = g_bytes_get_data(content, &length);
	if (bytes == NULL || (memmem(bytes, length, "begin ", 6) == NULL &&
			      memmem(bytes, length, "=ybegin ", 8) == NULL))
		return g_bytes_ref(content);
	g_autofree char *text = lines_of(bytes, length);
	GString *rest = g_string_sized_new(length);
	guint failures = 0;
	for (const char *at = text; *at != '\0';) {
		bool possible =
			failures < FAILURES_MAX && (strncmp(at, "begin ", 6) == 0 ||
						    strncmp(at, "=ybegin ", 8) == 0);
		const char *end = possible ? block_take(reading, at) : NULL;
		failures += possible && end == NULL;
		if (end == NULL) {
			end = line_after(at);
			g_string_append_len(rest, at, end - at);
		}
		at = end;
	}
	return g_string_free_to_bytes(rest);
}

static const char *find_line(const char *text, const char *line)
{
	const char *found = strstr(text, line);
	while (found != NULL && found > text && found[-1] != '\n')
		found = strstr(found + 1, line);
	return found;
}

void armour_recognise(Reading *reading, const char *text)
{
	MessageCrypto *crypto = &reading->message->crypto;
	if (*crypto == MESSAGE_CLEAR &&
	    find_line(text, "-----BEGIN PGP SIGNED MESSAGE-----") != NULL)
		*crypto = MESSAGE_SIGNED;
	if (*crypto == MESSAGE_CLEAR &&
	    find_line(text, "-----BEGIN PGP MESSAGE-----") != NULL)
		*crypto = MESSAGE_ENCRYPTED;
}
