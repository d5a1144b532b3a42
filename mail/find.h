/* find.h - looks through bytes for a short piece, or for anything. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* What memmem does, which first makes a table: that takes longer than to look through a
 * line, or for a piece whose first byte is rare. NULL when piece is not in text. */
static inline const char *find_piece(const char *text, gsize length, const char *piece,
				     gsize size)
{
	const char *end = text + length;

	while ((gsize)(end - text) >= size &&
	       (text = memchr(text, *piece, (gsize)(end - text) - size + 1)) != NULL) {
		if (memcmp(text, piece, size) == 0)
			return text;
		text++;
	}
	return NULL;
}

/* True when there is nothing but white space. */
static inline bool bytes_are_blank(const char *bytes, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if (!g_ascii_isspace(bytes[i]))
			return false;
	return true;
}
