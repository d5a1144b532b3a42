/* bounce_list.h - mailing lists that refuse a mail, for bounce_text.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/message.h"

/* True when the program that keeps a list says that it does not take the mail. Looks at
 * length bytes of the text. */
bool bounce_list_refusal(const Message *message, gsize length);
/* The list's own address, told from that of its program; NULL when it is not. g_free. */
char *bounce_list_address(const Message *message);
