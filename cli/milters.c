/* milters.c - where the desk stands among Postfix's milters. */
/* SPDX-License-Identifier: MIT */
/*
 * Those that verify and reject come first: what they refuse must be no ticket, and what
 * they found out is evidence. Those that sign come last: they cover what the desk
 * changed. Nothing tells the two kinds apart from outside, so whoever only signs is named
 * in the configuration, and everyone else counts as one who verifies.
 */
#include "cli/mta.h"
#include "rules/problem.h"

#include <string.h>

/* From text to the end of its first element, a word or a block in braces. */
static const char *element_end(const char *text)
{
	int depth = 0;

	for (; *text; text++) {
		if (depth == 0 && (*text == ',' || g_ascii_isspace(*text)))
			break;
		depth += (*text == '{') - (*text == '}');
	}
	return text;
}

GPtrArray *milters_split(const char *text)
{
	GPtrArray *elements = g_ptr_array_new_with_free_func(g_free);

	while (*(text += strspn(text, ", \t\r\n")) != '\0') {
		const char *end = element_end(text);
		g_ptr_array_add(elements, g_strndup(text, (gsize)(end - text)));
		text = end;
	}
	return elements;
}

/* Of "{ inet:127.0.0.1:8891, connect_timeout=1s }" the first word. g_free. */
static char *endpoint_of(const char *element)
{
	const char *begin = element + strspn(element, "{ \t\r\n");

	return g_strndup(begin, strcspn(begin, ", \t\r\n}"));
}

static bool is_signer(const Config *config, const char *element)
{
	g_autofree char *endpoint = endpoint_of(element);

	return g_ptr_array_find_with_equal_func(config->signers, endpoint, g_str_equal,
						NULL);
}

/* So that what was made for an earlier socket is known again. */
#define DESK_TIMES "connect_timeout=10s, command_timeout=30s, content_timeout=120s"

static char *desk_block(const Config *config, WhenDown when_down)
{
	g_autofree char *endpoint = socket_for_postfix(config->socket);

	return g_strdup_printf("{ %s, " DESK_TIMES ", default_action=%s }", endpoint,
			       when_down == DOWN_TEMPFAIL ? "tempfail" : "accept");
}

static bool is_desk(const Config *config, const char *element)
{
	g_autofree char *desk = socket_for_postfix(config->socket);
	g_autofree char *endpoint = endpoint_of(element);

	return g_str_equal(desk, endpoint);
}

static bool is_former_desk(const Config *config, const char *element)
{
	return strstr(element, DESK_TIMES) && !is_desk(config, element);
}

bool milter_is_ours(const Config *config, const char *element)
{
	return is_desk(config, element) || is_former_desk(config, element);
}

static void append_all(GString *text, const Config *config, const GPtrArray *elements,
		       bool signers)
{
	for (guint i = 0; i < elements->len; i++)
		if (!milter_is_ours(config, elements->pdata[i]) &&
		    is_signer(config, elements->pdata[i]) == signers)
			g_string_append_printf(text, "%s%s", text->len ? ", " : "",
					       (char *)elements->pdata[i]);
}

char *milters_with_desk(const Config *config, const char *present, WhenDown when_down)
{
	g_autofree char *desk = desk_block(config, when_down);
	g_autoptr(GPtrArray) elements = milters_split(present);
	GString *text = g_string_new(NULL);

	append_all(text, config, elements, false);
	g_string_append_printf(text, "%s%s", text->len ? ", " : "", desk);
	append_all(text, config, elements, true);
	return g_string_free(text, FALSE);
}

char *milters_without_desk(const Config *config, const char *present)
{
	g_autoptr(GPtrArray) elements = milters_split(present);
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < elements->len; i++)
		if (!milter_is_ours(config, elements->pdata[i]))
			g_string_append_printf(text, "%s%s", text->len ? ", " : "",
					       (char *)elements->pdata[i]);
	return g_string_free(text, FALSE);
}

const char *milters_find_desk(const Config *config, const GPtrArray *elements)
{
	for (guint i = 0; i < elements->len; i++)
		if (is_desk(config, elements->pdata[i]))
			return elements->pdata[i];
	return NULL;
}

static void check_former(const Config *config, const GPtrArray *elements,
			 GPtrArray *problems)
{
	for (guint i = 0; i < elements->len; i++) {
		g_autofree char *endpoint = endpoint_of(elements->pdata[i]);
		if (is_former_desk(config, elements->pdata[i]))
			problem_add(problems, "main.cf", 0,
				    "smtpd_milters: %s was the desk's socket before: "
				    "run postdesk setup postfix --apply, or remove it",
				    endpoint);
	}
}

void milters_check(const Config *config, const GPtrArray *elements, GPtrArray *problems)
{
	bool is_after = false;

	check_former(config, elements, problems);
	for (guint i = 0; i < elements->len && milters_find_desk(config, elements); i++) {
		g_autofree char *endpoint = endpoint_of(elements->pdata[i]);
		if (is_desk(config, elements->pdata[i]))
			is_after = true;
		else if (is_signer(config, elements->pdata[i]) && !is_after)
			problem_add(problems, "main.cf", 0,
				    "smtpd_milters: %s signs before the desk has made "
				    "its changes: move it behind",
				    endpoint);
		else if (!is_signer(config, elements->pdata[i]) && is_after &&
			 !is_former_desk(config, elements->pdata[i]))
			problem_add(problems, "main.cf", 0,
				    "smtpd_milters: %s comes after the desk: what it "
				    "refuses is a ticket by then, what it finds is not "
				    "seen: move it before, or name it in «signers»",
				    endpoint);
	}
}
