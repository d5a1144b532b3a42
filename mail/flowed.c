/* flowed.c - RFC 3676 format=flowed: paragraphs made whole. */
/* SPDX-License-Identifier: MIT */
#include "mail/reading.h"

#include <string.h>

static gsize quote_depth(const char *line)
{
	return strspn(line, ">");
}

/* A line that ends with a space goes on in the next line of the same depth; "-- " does
 * not. */
char *flowed_join(const char *text, bool delsp)
{
	GString *joined = g_string_sized_new(strlen(text) + 1);
	bool flowing = false;
	gsize last_depth = 0;
	while (*text != '\0') {
		gsize length = strcspn(text, "\n"), depth = quote_depth(text);
		const char *start = text + depth;
		gsize rest = length - depth;
		if (rest > 0 && *start == ' ') { /* space stuffing */
			start++;
			rest--;
		}
		bool signature = rest == 3 && strncmp(start, "-- ", 3) == 0;
		bool continues = flowing && depth == last_depth && !signature;
		if (!continues) {
			if (flowing)
				g_string_append_c(joined, '\n');
			for (gsize i = 0; i < depth; i++)
				g_string_append_c(joined, '>');
			if (depth > 0 && rest > 0)
				g_string_append_c(joined, ' ');
		}
		flowing = rest > 0 && start[rest - 1] == ' ' && !signature;
		g_string_append_len(joined, start, (gssize)(rest - (flowing && delsp)));
		last_depth = depth;
		text += length;
		if (*text == '\n') {
			text++;
			if (!flowing)
				g_string_append_c(joined, '\n');
		}
	}
	return g_string_free(joined, FALSE);
}
