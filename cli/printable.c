/* printable.c - text of mails, made fit for a terminal. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "mail/writable.h"

#include <string.h>

char *cli_printable(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
	GString *clean = g_string_sized_new(strlen(valid));
	for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (c == '\n')
			g_string_append_c(clean, '\n');
		else if (g_unichar_iscntrl(c) || c == 0x2028 || c == 0x2029)
			g_string_append_c(clean, ' ');
		else if (!turns_around(c))
			g_string_append_unichar(clean, c);
	}
	return g_string_free(clean, FALSE);
}
