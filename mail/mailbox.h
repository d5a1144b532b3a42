/* mailbox.h - the addresses of a header field, for message_parse. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/message.h"

#include <glib.h>

/* Adds the Address* of a raw field to list; their strings live in strings. charset (may
 * be NULL) is that of naked 8-bit bytes. At most MAIL_ADDRESSES_MAX in the list. */
void mailboxes_read(const char *raw, const char *charset, GStringChunk *strings,
		    GPtrArray *list);
