/* click.h - a mail to one of the links: solved, not solved, call me, how content. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/apply.h"

/* True when the token's purpose is a link's. */
bool click_is_purpose(TokenPurpose purpose);
/* What the customer says with it, for people: "solved". Static. */
const char *click_words(TokenPurpose purpose);

/* Does what the link says, once where it may act only once;
 * the words stay on the ticket. */
bool click_apply(Work *work, const Mail *mail, const Kept *kept, const FactFile *file,
		 const Decision *decision, bool is_bare, GError **error);

/* mailto: of a token for a person, with the ticket's tag and words (may be "") as
 * subject; "" without extensions. g_free. */
char *click_link(Work *work, const Ticket *ticket, TokenPurpose purpose, gint64 person,
		 const char *words);
