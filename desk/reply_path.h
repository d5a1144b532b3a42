/* reply_path.h - where an answer on a ticket goes, and what it answers. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"
#include "store/record.h"

/* Field of a ticket that keeps the customer's Reply-To; fields with _ are not shown. */
#define REPLY_TO_FIELD "_reply_to"

typedef struct {
	char *address; /* the customer's Reply-To, else the address itself; "" nobody */
	char *name;
	GPtrArray *cc;	       /* Participant*, Cc people of the ticket */
	Record *last;	       /* newest message of customer or participant, NULL */
	bool may_quote;	       /* all of cc took part already when it came */
	GPtrArray *references; /* char* Message-IDs of the ticket's public messages */
} ReplyPath;

ReplyPath *reply_path_load(Work *work, const Ticket *ticket, GError **error);
void reply_path_free(ReplyPath *path);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReplyPath, reply_path_free)

/* "Re: [#42] Wrong invoice". g_free. */
char *reply_path_subject(Work *work, const Ticket *ticket);
