/* header.c - splits a header block into fields, bounded, whatever the bytes are. */
/* SPDX-License-Identifier: MIT */
#include "mail/header.h"
#include "mail/limits.h"

#include <string.h>

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

/* Length of the field name, 0 when the line is no field. White space before the colon is
 * let through: some mailers write "Subject : x". */
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
	gsize room = MAIL_HEADER_BYTES_MAX - MIN(value->len, MAIL_HEADER_BYTES_MAX);
	gsize from = value->len;
	g_string_append_len(value, text, (gssize)MIN(length, room));
	for (char *nul = value->str + from;
	     (nul = memchr(nul, '\0', (gsize)(value->str + value->len - nul))) != NULL;)
		*nul++ = ' ';
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

/* A line that is no field stands among fields when another one follows before the blank
 * line: then it is a broken fold. Else the blank line is missing and the text has begun:
 * NULL.
 */
static const char *known_field_after(const char *at, const char *end)
{
	enum { LOOK_LINES = 60 };
	static const char *const known[] = {
		"Received",	"From",		"To",
		"Subject",	"Date",		"Message-ID",
		"MIME-Version", "Content-Type", "Return-Path",
		"Delivered-To", "Reply-To",	"Content-Transfer-Encoding",
		"X-Mailer"};
	for (int i = 0; i < LOOK_LINES && at < end; i++) {
		gsize text, whole = line_length(at, end, &text);
		if (text == 0)
			return NULL;
		gsize name = field_name_length(at, text);
		for (gsize j = 0; name > 0 && j < G_N_ELEMENTS(known); j++)
			if (strlen(known[j]) == name &&
			    g_ascii_strncasecmp(known[j], at, name) == 0)
				return at;
		at += whole;
	}
	return NULL;
}

/* The first part's boundary, where the blank line before it has white space or is
 * missing. */
static bool is_boundary(const char *line, gsize text, const char *next, const char *end)
{
	return text > 2 && memcmp(line, "--", 2) == 0 && end - next > 8 &&
	       g_ascii_strncasecmp(next, "Content-", 8) == 0;
}

/* The fields read so far, and the one that is still open. */
typedef struct {
	GPtrArray *headers;
	GString *value;
	gsize bytes;
	bool capped;
	const char *known; /* a field that was looked for and found; NULL */
} Block;

static void block_add(Block *block, const char *line, gsize length, gsize name)
{
	field_end(block->headers, &block->value);
	if (block->headers->len >= MAIL_HEADERS_MAX ||
	    block->bytes > MAIL_HEADER_BLOCK_MAX)
		block->capped = true;
	else
		field_add(block->headers, line, length, name, &block->value);
	block->bytes += length;
}

static void block_continue(Block *block, const char *line, gsize length)
{
	block->bytes += length;
	if (block->value == NULL)
		return;
	block->capped |= block->value->len + length > MAIL_HEADER_BYTES_MAX;
	append_line(block->value, line, length);
}

/* "Content-Type: multipart/mixed;" wants a parameter, fold or no fold. */
static bool is_unfinished(const GString *value)
{
	return value != NULL && value->len > 0 && value->str[value->len - 1] == ';';
}

/* What was found once need not be looked for again before it is reached. */
static bool field_follows(Block *block, const char *at, const char *end)
{
	if (block->known == NULL || block->known < at)
		block->known = known_field_after(at, end);
	return block->known != NULL;
}

GPtrArray *headers_split(const char *bytes, gsize length, gsize *body, bool *capped)
{
	Block block = {.headers = g_ptr_array_new_with_free_func(
			       (GDestroyNotify)raw_header_free)};
	const char *at = bytes, *end = bytes + length;
	while (at < end) {
		gsize text, whole = line_length(at, end, &text);
		if (text == 0) {
			at += whole;
			break;
		}
		gsize name = field_name_length(at, text);
		bool folded = *at == ' ' || *at == '\t';
		if (name > 0 && !folded)
			block_add(&block, at, text, name);
		else if (folded || is_unfinished(block.value) ||
			 (!is_boundary(at, text, at + whole, end) &&
			  field_follows(&block, at + whole, end)))
			block_continue(&block, at, text);
		else
			break;
		at += whole;
	}
	field_end(block.headers, &block.value);
	*body = at - bytes;
	*capped = block.capped;
	return block.headers;
}

gsize headers_offset(const char *bytes, gsize length)
{
	gsize at = 0;
	if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		at = 3;
	while (at < length && strchr("\r\n", bytes[at]) != NULL && bytes[at] != '\0')
		at++;
	gsize word = at < length && bytes[at] == '>', rest = length - at - word;
	/* "From : Ann <ann@example.org>" is the author. */
	if (rest > 6 && memcmp(bytes + at + word, "From ", 5) == 0 &&
	    bytes[at + word + 5] != ':') {
		const char *newline = memchr(bytes + at, '\n', length - at);
		at = newline == NULL ? length : (gsize)(newline + 1 - bytes);
	}
	return at;
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
