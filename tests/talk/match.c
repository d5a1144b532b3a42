/* match.c - patterns in which a star stands for anything. */
/* SPDX-License-Identifier: MIT */
#include "tests/talk/talk.h"

#include <string.h>

bool wild_match(const char *pattern, const char *text)
{
	const char *star = NULL, *retry = NULL;
	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			retry = text;
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++retry;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

const char *wild_find(const char *text, const char *pattern, const char **end)
{
	g_auto(GStrv) pieces = g_strsplit(pattern, "*", -1);
	const char *first = NULL, *at = text;
	for (char **piece = pieces; *piece; piece++) {
		const char *found = strstr(at, *piece);
		if (!found)
			return NULL;
		if (!first)
			first = found;
		at = found + strlen(*piece);
	}
	*end = at;
	return first ? first : text;
}

char *text_fold(const char *text)
{
	GString *folded = g_string_new(NULL);
	bool space = false;
	for (const char *c = text; *c; c++) {
		if (g_ascii_isspace(*c)) {
			space = folded->len > 0;
			continue;
		}
		if (space)
			g_string_append_c(folded, ' ');
		space = false;
		g_string_append_c(folded, *c);
	}
	return g_string_free(folded, FALSE);
}
