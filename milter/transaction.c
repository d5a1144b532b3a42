/* transaction.c - one mail on its way in: its envelope and content. */
/* SPDX-License-Identifier: MIT */
#include "milter/transaction.h"

#include <string.h>

/* "<a@b>" or "a@b" -> "a@b"; "<>" -> "". g_free. */
static char *address_bare(const char *path)
{
	if (path[0] != '<')
		return g_strndup(path, strcspn(path, " \t"));

	/* A quoted local part may hold '>': the last one ends the path, and Sendmail may
	 * leave parameters (which hold none) behind it. */
	const char *end = strrchr(path, '>');
	return end != NULL ? g_strndup(path + 1, (gsize)(end - path - 1))
			   : g_strdup(path + 1);
}

static gint64 size_parameter(const char *text)
{
	if (g_ascii_strncasecmp(text, "SIZE=", 5) != 0)
		return 0;
	return MAX(0, g_ascii_strtoll(text + 5, NULL, 10));
}

/* The parameters are arguments of their own, or, in Sendmails before 8.17.2 with
 * SMTPUTF8, stand behind the address. */
static gint64 size_announced(char **arguments)
{
	gint64 size = 0;

	for (char **at = arguments; *at != NULL; at++) {
		g_auto(GStrv) words = g_strsplit(*at, " ", 0);
		for (char **word = words; *word != NULL; word++)
			size = MAX(size, size_parameter(*word));
	}
	return size;
}

Transaction *transaction_new(char **arguments)
{
	Transaction *mail = g_new0(Transaction, 1);

	mail->sender = address_bare(arguments[0] != NULL ? arguments[0] : "");
	mail->size_bytes = size_announced(arguments);
	mail->recipients = g_ptr_array_new_with_free_func(g_free);
	return mail;
}

void transaction_free(Transaction *mail)
{
	if (mail == NULL)
		return;
	g_free(mail->sender);
	g_free(mail->auth_user);
	g_free(mail->cert_subject);
	g_ptr_array_unref(mail->recipients);
	content_free(mail->content);
	g_free(mail);
}
