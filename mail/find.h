/* find.h - a short piece in a text. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
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
