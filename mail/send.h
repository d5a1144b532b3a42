/* send.h - handing composed mail to the mail server. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * A way out. send() hands one mail to one recipient and returns when the server has taken
 * it. sender "" is the null sender. receipt (may be NULL) gets the server's text
 * ("250 2.0.0 Ok: queued as 4XyZ"), g_free. Errors: POSTDESK_BUSY to try again (4xx, no
 * connection), POSTDESK_INVALID when it will never work (5xx, the text is the server's).
 * Not thread-safe: one worker, one transport.
 */
typedef struct Transport Transport;
struct Transport {
	bool (*send)(Transport *transport, const char *sender, const char *recipient,
		     GBytes *raw, char **receipt, GError **error);
	void (*close)(Transport *transport);
};

/* url: "smtp://127.0.0.1:25" (connection kept open, bounded time-outs) or "sendmail" or
 * "sendmail:/path/to/sendmail" (no shell). POSTDESK_INVALID for another scheme. */
Transport *transport_open(const char *url, GError **error);
void transport_close(Transport *transport);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Transport, transport_close)
