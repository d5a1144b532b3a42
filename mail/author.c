/* author.c - whether a From field can be read in one way only. */
/* SPDX-License-Identifier: MIT */

#include "mail/pattern.h"
#include "mail/reading.h"

/*
 * We read many forms of an author; a filter that judges the domain may see another author
 * in them, or none. Whoever has to be trusted writes one of the forms that all read
 * alike.
 */

/* Quotes and comments taken out: "Name <local@domain>", the address itself as the name as
 * phones have it, or nothing but the address. */
#define ADDRESS "([^\\s@<>,;:]+@[^\\s@<>,;:]+)"
static Pattern named = PATTERN("^\\s*[^@<>,;:]*<\\s*" ADDRESS "\\s*>\\s*$");
static Pattern doubled = PATTERN("^\\s*" ADDRESS "\\s*<\\s*\\1\\s*>\\s*$");
static Pattern bare = PATTERN("^\\s*" ADDRESS "\\s*$");

/* The closing mark of a quoted string or a comment (which may hold others), NULL: none.
 */
static const char *closing(const char *at)
{
	bool is_quote = *at == '"';
	int depth = 1;

	for (at++; *at != '\0'; at++) {
		if (*at == '\\' && at[1] != '\0')
			at++;
		else if (is_quote ? *at == '"' : *at == ')' && --depth == 0)
			return at;
		else if (!is_quote && *at == '(')
			depth++;
	}
	return NULL;
}

static bool is_written(Pattern *form, const GString *text, const char *address)
{
	g_autofree char *written = pattern_capture(form, text->str, (gssize)text->len, 1);

	return written != NULL && g_ascii_strcasecmp(written, address) == 0;
}

bool author_is_plain(const char *raw, const char *address)
{
	g_autoptr(GString) rest = g_string_new(NULL);

	for (const char *at = raw; *at != '\0'; at++) {
		bool is_outside = *at != '"' && *at != '(';
		if (is_outside)
			g_string_append_c(rest, *at);
		else if (*at == '"')
			g_string_append_c(rest, 'q');
		if (!is_outside && (at = closing(at)) == NULL)
			return false;
	}
	return is_written(&named, rest, address) || is_written(&doubled, rest, address) ||
	       is_written(&bare, rest, address);
}
