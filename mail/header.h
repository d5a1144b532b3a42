/* header.h - header fields as bytes: splitting, RFC 2047, RFC 2231. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	char *name;
	char *raw; /* value, unfolded, of any charset, without NUL */
} RawHeader;

void raw_header_free(RawHeader *header);

/* Where the header begins: behind a "From " line of a mailbox file, blank lines and a
 * byte order mark. */
gsize headers_offset(const char *bytes, gsize length);

/* Reads the header block of bytes; *body receives the offset of the first body byte.
 * Returns RawHeader*, in order, capped by limits.h (*capped tells). Lines that are no
 * field are skipped. */
GPtrArray *headers_split(const char *bytes, gsize length, gsize *body, bool *capped);

/* First raw value of the name, NULL if there is none. */
const char *headers_find(const GPtrArray *headers, const char *name);

/* RFC 2047, with the mistakes that clients make; charset (may be NULL) is that of naked
 * 8-bit bytes. Valid UTF-8, control characters become spaces, trimmed. g_free. */
char *header_decode(const char *raw, const char *charset);

/* Length of the encoded word at the start of text, 0 if there is none. */
gsize encoded_word_length(const char *text);

/* A parameter of Content-Type or Content-Disposition, RFC 2231 and the older habits; NULL
 * if there is none. g_free. */
char *parameter_find(const char *raw, const char *name, const char *charset);

/* The charset of naked 8-bit bytes in a header: what the mail declares for its text, else
 * what these bytes and those of the body look like. NULL when nothing is declared and
 * nothing is to be guessed. g_free. */
char *header_charset(const GPtrArray *headers, const char *body, gsize length);
