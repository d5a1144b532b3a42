/* auth_results.c - the own server's verdicts, RFC 8601 fields. */
/* SPDX-License-Identifier: MIT */
#include "mail/address.h"
#include "mail/message.h"

#include <string.h>

static const char *skip_space_and_comments(const char *at)
{
	int depth = 0;
	for (; *at != '\0'; at++) {
		if (*at == '(')
			depth++;
		else if (*at == ')' && depth > 0)
			depth--;
		else if (depth == 0 && !g_ascii_isspace(*at))
			break;
		else if (depth > 0 && *at == '\\' && at[1] != '\0')
			at++;
	}
	return at;
}

/* A word, quoted or not, up to white space, ';', '=' or a comment. g_free. */
static char *word_take(const char **at)
{
	g_autoptr(GString) word = g_string_new(NULL);
	const char *c = skip_space_and_comments(*at);
	if (*c == '"') {
		for (c++; *c != '\0' && *c != '"'; c++) {
			if (*c == '\\' && c[1] != '\0')
				c++;
			g_string_append_c(word, *c);
		}
		c += *c == '"';
	} else {
		gsize length = strcspn(c, " \t\r\n;=(");
		g_string_append_len(word, c, (gssize)length);
		c += length;
	}
	*at = skip_space_and_comments(c);
	return g_ascii_strdown(word->str, (gssize)word->len);
}

/* "name = value"; *value NULL when the name stands alone. */
static char *pair_take(const char **at, char **value)
{
	char *name = word_take(at);
	*value = NULL;
	if (**at == '=') {
		++*at;
		*value = word_take(at);
	}
	return name;
}

static const char *keep(const Message *message, const char *text)
{
	return g_string_chunk_insert(message->strings, text);
}

/* The properties behind a result, up to ';'. */
static void properties_read(const Message *message, const char **at, const char **domain)
{
	while (**at != '\0' && **at != ';') {
		const char *before = *at;
		g_autofree char *value = NULL;
		g_autofree char *name = pair_take(at, &value);
		bool names_domain = strcmp(name, "header.from") == 0;
		if (value != NULL && names_domain && domain != NULL && **domain == '\0') {
			const char *part = strchr(value, '@') != NULL
						   ? address_domain(value)
						   : value;
			*domain = keep(message, part);
		}
		if (*at == before)
			++*at;
	}
}

/* The verdict of a method in one field; NULL when it does not name it. Of two one was
 * brought in by words of the sender that a filter quotes. */
static const char *field_result(const Message *message, const char *at,
				const char *method, const char **domain)
{
	const char *result = NULL;
	while (*at == ';') {
		at++;
		g_autofree char *value = NULL;
		g_autofree char *name = pair_take(&at, &value);
		name[strcspn(name, "/")] = '\0';
		bool wanted = value != NULL && g_ascii_strcasecmp(name, method) == 0;
		const char *found = "";
		properties_read(message, &at, wanted ? &found : NULL);
		if (!wanted)
			continue;
		if (result != NULL)
			return "fail";
		result = keep(message, value);
		if (domain != NULL)
			*domain = found;
	}
	return result;
}

const char *message_auth_result(const Message *message, const char *authserv_id,
				const char *method, const char **domain)
{
	if (domain != NULL)
		*domain = "";
	if (authserv_id == NULL || *authserv_id == '\0')
		return "";
	for (guint i = 0; i < message->headers->len; i++) {
		const Header *header = g_ptr_array_index(message->headers, i);
		if (g_ascii_strcasecmp(header->name, "Authentication-Results") != 0)
			continue;
		const char *at = header->value;
		g_autofree char *id = word_take(&at);
		/* Nobody escapes letters of a host name but to slip past a filter that
		 * looks for it. */
		bool is_escaped =
			memchr(header->value, '\\', (gsize)(at - header->value)) != NULL;
		if (is_escaped || g_ascii_strcasecmp(id, authserv_id) != 0)
			continue;
		at += strcspn(at, ";"); /* a version number */
		const char *result = field_result(message, at, method, domain);
		if (result != NULL)
			return result;
	}
	return "";
}
