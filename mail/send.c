/* send.c - chooses the way out, and keeps addresses from becoming commands. */
/* SPDX-License-Identifier: MIT */
#include "mail/send.h"
#include "mail/error.h"
#include "mail/transport.h"

#include <string.h>

/* A quoted string up to the sign, or without a mark at which the program would take one
 * address for several (RFC 5321 4.1.2). */
static bool is_local_part(const char *local, const char *sign)
{
	if (*local != '"')
		return strcspn(local, "()[]:;,\\\"@") >= (gsize)(sign - local);
	for (local++; local < sign && *local != '"'; local++)
		local += *local == '\\';
	return local + 1 == sign;
}

static bool is_mailable(const char *address)
{
	const char *sign = strrchr(address, '@');

	if (strlen(address) > 320 || !g_utf8_validate(address, -1, NULL))
		return false;
	bool is_quoted = *address == '"';
	for (const char *c = address; *c; c++) {
		bool is_space = *c == ' ' && is_quoted;
		if (((unsigned char)*c <= ' ' && !is_space) || *c == 0x7f ||
		    strchr("<>", *c))
			return false;
	}
	if (!sign)
		return *address == '\0';
	return is_local_part(address, sign) && !strpbrk(sign, "(),;\\\"");
}

bool envelope_check(const char *sender, const char *recipient, GError **error)
{
	const char *bad = !is_mailable(sender)			   ? sender
			  : !*recipient || !is_mailable(recipient) ? recipient
								   : NULL;
	if (!bad)
		return true;
	g_autofree char *shown = g_strescape(bad, NULL);
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
		    "envelope: «%.100s» is no address", shown);
	return false;
}

Transport *transport_open(const char *url, GError **error)
{
	if (g_str_has_prefix(url, "smtp://"))
		return smtp_open(url, error);
	if (strcmp(url, "sendmail") == 0)
		return sendmail_open("/usr/sbin/sendmail", error);
	if (g_str_has_prefix(url, "sendmail:"))
		return sendmail_open(url + strlen("sendmail:"), error);
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
		    "outbox: «%s» is none of smtp://HOST:PORT, sendmail, sendmail:/PATH",
		    url);
	return NULL;
}

void transport_close(Transport *transport)
{
	if (transport)
		transport->close(transport);
}
