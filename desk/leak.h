/* leak.h - whether words for a customer would tell what is for agents only. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"
#include "mail/draft.h"

/* An agent's token in the customer's hands would be an agent's authority. It is found
 * also where spaces, soft hyphens, tags, entities or %-codes take it apart. NULL:
 * nothing. */
bool leak_in_text(const Work *work, const char *text);
bool leak_in_html(const Work *work, const char *html);
/* Headers, text and HTML; its files are looked into before (leak_in_attachments). */
bool leak_in_draft(const Work *work, const Draft *draft);
/* The line above the block for agents, in any language,
 * wrapped or quoted as clients do. */
bool leak_of_block(const Work *work, const char *text);
/* A line of the block in the very notice that message answers; *leaks says so. NULL: no
 * message. False when the store fails. */
bool leak_of_notice(Work *work, const Message *message, const char *text, bool *leaks,
		    GError **error);
/* Attached mails are looked into, with their headers. message: NULL for none. */
bool leak_in_attachments(const Work *work, const Message *message);
