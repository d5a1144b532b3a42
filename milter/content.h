/* content.h - the mail as it comes in: headers and body, in memory and then in a file. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Collects one mail byte for byte, lines ended by CRLF. Up to CONTENT_MEMORY_BYTES it is
 * in memory, then in an unlinked file of spool_dir. What lies beyond CONTENT_BYTES_MAX is
 * counted, not kept. A failure (no room in the spool) is remembered and told by
 * content_take.
 */
typedef struct Content Content;

#define CONTENT_MEMORY_BYTES (1024 * 1024)
#define CONTENT_BYTES_MAX    (512 * 1024 * 1024L)

/* spool_dir is where a body beyond the memory goes. */
Content *content_new(const char *spool_dir);
void content_free(Content *content);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Content, content_free)

/* value as libmilter gives it: with_space says that it kept its leading white space. */
void content_add_header(Content *content, const char *name, const char *value,
			bool with_space);
void content_add_body(Content *content, const void *chunk, gsize size);

/* Octets so far, headers and line ends included; also those that could not be kept. */
gint64 content_size(const Content *content);

/* The whole mail; content is empty afterwards. NULL with error set (BUSY) when it could
 * not be kept. */
GBytes *content_take(Content *content, GError **error);
