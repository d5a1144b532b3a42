/* transaction.h - one mail on its way in: its envelope and content. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/desk.h"
#include "milter/content.h"

/* More recipients than this get 452: Postfix stops at 1000, Sendmail at none. */
#define TRANSACTION_RECIPIENTS_MAX 5000

typedef struct {
	char *sender;	       /* without brackets */
	char *auth_user;       /* NULL: not authenticated */
	char *cert_subject;    /* NULL: no verified certificate */
	gint64 size_bytes;     /* SIZE=, 0: not said */
	GPtrArray *recipients; /* char*: all that were accepted, as they came */
	guint tickets_claimed; /* incoming X-Postdesk-Ticket headers */
	Content *content;      /* NULL: no recipient is the desk's */
} Transaction;

/* arguments: MAIL's as libmilter gives them: the address, then ESMTP parameters. */
Transaction *transaction_new(char **arguments);
void transaction_free(Transaction *mail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Transaction, transaction_free)
