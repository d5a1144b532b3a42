/* mail_parsed.h - a mail that a test wrote, parsed, and tables of such mails. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/message.h"

#include <string.h>

#define MULTIPART(type)                                                                  \
	"From: a@example.com\nContent-Type: multipart/" type "; boundary=b\n\n"

static inline Message *parse(const char *text)
{
	g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));

	return message_parse(raw);
}

/* The words with one space between them. g_free. */
static inline char *fold_space(const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \n\t", -1);
	GString *folded = g_string_new(NULL);

	for (char **word = words; *word; word++)
		if (**word)
			g_string_append_printf(folded, "%s%s", folded->len ? " " : "",
					       *word);
	return g_string_free(folded, FALSE);
}

typedef struct {
	const char *name, *given, *want;
} Case;

/* Each case is a test of its own; check receives the case. */
static inline void add_cases(const char *path, const Case *cases, gsize count,
			     GTestDataFunc check)
{
	for (gsize i = 0; i < count; i++) {
		g_autofree char *name = g_strconcat(path, cases[i].name, NULL);
		g_test_add_data_func(name, &cases[i], check);
	}
}
