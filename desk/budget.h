/* budget.h - how much a desk may say by itself, to one address and to one domain. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/facts.h"

/* Fills the counts of facts that an automatic answer hangs on. */
bool budget_read(Work *work, const Mail *mail, Facts *facts, GError **error);
/* Phrase of the budget that is used up ("limit.sender"), NULL: none. Pure. */
const char *budget_over(const Facts *facts);
/* Tells the lead that answers to the author of a mail have stopped; once a day for each
 * sender, or domain where that is what is counted. */
bool budget_tell(Work *work, const Facts *facts, const Ticket *ticket, const char *limit,
		 GError **error);

/* Forgets machines and what leads were told of, past their day. */
bool budget_expire(Work *work, GError **error);

/*
 * *may: the desk may write to the ticket's customer although nobody has just written to
 * it: it or a person has written before, the customer is no machine, and the day's mails
 * to the address are not used up; nor those on the ticket, unless a person tells it to.
 */
bool budget_news(Work *work, const Ticket *ticket, bool is_told_to, bool *may,
		 GError **error);
