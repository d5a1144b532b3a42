/* pattern.h - regular expressions over mail text, bounded in time. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * A constant of the program, compiled at its first use (thread-safe) and then never
 * changed. Case is ignored, the text may be any bytes, "^" and "$" are the ends of the
 * text given.
 */
typedef struct {
	const char *source;
	gsize compiled; /* private */
} Pattern;

#define PATTERN(text)                                                                    \
	{                                                                                \
		.source = (text), .compiled = 0                                          \
	}

/* length -1 for a string that ends with NUL. A match that needs too many steps is none.
 */
bool pattern_match(Pattern *pattern, const char *text, gssize length);
/* The text of a group of the first match (0: all of it), NULL when there is none. g_free.
 */
char *pattern_capture(Pattern *pattern, const char *text, gssize length, guint group);
/* Byte offsets of the first match at or after start; false when there is none. */
bool pattern_find(Pattern *pattern, const char *text, gsize length, gsize start,
		  gsize *from, gsize *to);
