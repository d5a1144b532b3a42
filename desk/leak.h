/* leak.h - whether words for a customer would tell what is for agents only. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"

/* An agent's token in the customer's hands would be an agent's authority. */
bool leak_in_text(const Work *work, const char *text);
/* The line above the block for agents, in any language, wrapped or quoted as clients do.
 */
bool leak_of_block(const Work *work, const char *text);
/* Attached mails are looked into, with their headers. message: NULL for none. */
bool leak_in_attachments(const Work *work, const Message *message);
