/* transport.h - what the ways out share. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/send.h"

#define SEND_TIMEOUT_S 120 /* one mail, all in all */

/* Those of transport_open. url: smtp://HOST:PORT; path: the program, absolute. NULL with
 * POSTDESK_INVALID when that cannot be one. */
Transport *smtp_open(const char *url, GError **error);
Transport *sendmail_open(const char *path, GError **error);

/* False with POSTDESK_INVALID for an address that would become another command. "" is
 * allowed for the sender alone. */
bool envelope_check(const char *sender, const char *recipient, GError **error);
