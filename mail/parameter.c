/* parameter.c - parameters of MIME fields: RFC 2231 and habits. */
/* SPDX-License-Identifier: MIT */
#include "mail/header.h"
#include "mail/text.h"

#include <string.h>

enum { SEGMENTS_MAX = 200 };

/* One "name=value", as it stands; raw advances behind it. */
typedef struct {
	char *name, *value;
} Parameter;

static void parameter_clear(Parameter *parameter)
{
	g_clear_pointer(&parameter->name, g_free);
	g_clear_pointer(&parameter->value, g_free);
}

/* A quoted value; a missing end quote ends with the field. */
static char *quoted_value(const char **raw)
{
	GString *value = g_string_new(NULL);
	const char *at = *raw + 1;
	while (*at != '\0' && *at != '"') {
		/* "C:\path\file" is written without doubling by old clients */
		if (*at == '\\' && (at[1] == '"' || at[1] == '\\'))
			at++;
		if (*at != '\r' && *at != '\n') /* a fold */
			g_string_append_c(value, *at);
		at++;
	}
	*raw = *at == '"' ? at + 1 : at;
	return g_string_free(value, FALSE);
}

static char *naked_value(const char **raw)
{
	gsize length = 0;
	while ((*raw)[length] != '\0' && (*raw)[length] != ';') {
		gsize word = encoded_word_length(*raw + length);
		length += word > 0 ? word : 1;
	}
	char *value = g_strstrip(g_strndup(*raw, length));
	*raw += length;
	return value;
}

/* In lower case; "attachment filename" lacks its semicolon. g_free. */
static char *last_word(const char *start, gsize length)
{
	while (length > 0 && g_ascii_isspace(start[length - 1]))
		length--;
	gsize from = length;
	while (from > 0 && !g_ascii_isspace(start[from - 1]))
		from--;
	return g_ascii_strdown(start + from, (gssize)(length - from));
}

static bool parameter_next(const char **raw, Parameter *parameter)
{
	while (**raw != '\0') {
		*raw += strspn(*raw, "; \t\r\n");
		gsize name = strcspn(*raw, "=;\"");
		const char *start = *raw;
		*raw += name;
		if (**raw == '"') {
			g_free(quoted_value(raw));
			continue;
		}
		if (**raw != '=')
			continue;
		++*raw;
		*raw += strspn(*raw, " \t\r\n");
		parameter->name = last_word(start, name);
		parameter->value = **raw == '"' ? quoted_value(raw) : naked_value(raw);
		return true;
	}
	return false;
}

static void append_percent_decoded(GString *bytes, const char *value)
{
	for (const char *at = value; *at != '\0'; at++) {
		if (*at == '%' && g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2])) {
			g_string_append_c(bytes, (char)(g_ascii_xdigit_value(at[1]) << 4 |
							g_ascii_xdigit_value(at[2])));
			at += 2;
		} else {
			g_string_append_c(bytes, *at);
		}
	}
}

/* "utf-8'en'%e2%82%ac": moves behind the second quote and keeps the charset. */
static const char *extended_charset(const char *value, char **charset)
{
	const char *first = strchr(value, '\'');
	const char *second = first == NULL ? NULL : strchr(first + 1, '\'');
	if (second == NULL)
		return value;
	g_free(*charset);
	*charset = g_strndup(value, first - value);
	return second + 1;
}

/* The pieces name*0, name*1*, … in the order of their numbers. */
static char *continued(const char *raw, const char *name)
{
	Parameter parameter = {NULL, NULL};
	g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_set_size(pieces, SEGMENTS_MAX);
	gsize length = strlen(name);
	g_autofree char *charset = NULL;
	bool any = false;
	while (parameter_next(&raw, &parameter)) {
		const char *rest = parameter.name + MIN(length, strlen(parameter.name));
		if (g_str_has_prefix(parameter.name, name) && *rest == '*') {
			guint64 number = g_ascii_strtoull(rest + 1, NULL, 10);
			bool encoded = g_str_has_suffix(rest, "*");
			GString *bytes = g_string_new(NULL);
			const char *value = parameter.value;
			if (encoded && number == 0)
				value = extended_charset(value, &charset);
			if (encoded)
				append_percent_decoded(bytes, value);
			else
				g_string_append(bytes, value);
			number = MIN(number, SEGMENTS_MAX - 1);
			g_free(pieces->pdata[number]);
			pieces->pdata[number] = g_string_free(bytes, FALSE);
			any = true;
		}
		parameter_clear(&parameter);
	}
	if (!any)
		return NULL;
	g_autoptr(GString) whole = g_string_new(NULL);
	for (guint i = 0; i < SEGMENTS_MAX; i++)
		if (pieces->pdata[i] != NULL)
			g_string_append(whole, pieces->pdata[i]);
	if (strstr(whole->str, "=?") != NULL)
		return header_decode(whole->str, charset);
	return text_decode(whole->str, whole->len, charset);
}

static char *plain(const char *raw, const char *name, const char *charset)
{
	Parameter parameter = {NULL, NULL};
	char *found = NULL;
	while (found == NULL && parameter_next(&raw, &parameter)) {
		if (strcmp(parameter.name, name) == 0)
			found = header_decode(parameter.value, charset);
		parameter_clear(&parameter);
	}
	return found;
}

char *parameter_find(const char *raw, const char *name, const char *charset)
{
	if (raw == NULL)
		return NULL;
	char *found = strchr(raw, '*') == NULL ? NULL : continued(raw, name);
	return found != NULL ? found : plain(raw, name, charset);
}
