/* outbox.h - mail that must be sent, committed together with what caused it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

typedef enum { OUTBOX_QUEUED, OUTBOX_SENT, OUTBOX_FAILED, OUTBOX_HELD } OutboxState;
const char *outbox_state_name(OutboxState state);

/* One mail to one recipient. A value; strings owned. */
typedef struct Outgoing {
	gint64 id, ticket, record; /* record: the out message it carries, 0 for notices */
	char *kind; /* "ack" "faq" "ask" "answer" "notice" "transcript" "escalation" … */
	bool automatic;	  /* counts against the budgets of automatic answers */
	char *sender;	  /* envelope sender, "" null */
	char *recipient;  /* comparison form */
	char *message_id; /* fixed for ever */
	char *subject;
	GBytes *raw; /* RFC 5322 bytes, fixed for ever */
	OutboxState state;
	int attempts; /* claims so far, with the one that gave you this row */
	gint64 created_at, next_at, lease_until, sent_at;
	char *error;   /* last refusal */
	char *receipt; /* the server's 250 text */
} Outgoing;

Outgoing *outgoing_new(void);
void outgoing_free(Outgoing *outgoing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outgoing, outgoing_free)

bool outbox_insert(Db *db, Outgoing *outgoing, GError **error);
/*
 * Takes up to limit queued rows with next_at <= now, or that only a clock which went back
 * could have put off, whose lease is over, and leases them until lease_until: no other
 * worker gets them before. In order of id.
 */
bool outbox_claim(Db *db, gint64 now, gint64 lease_until, int limit, GPtrArray **rows,
		  GError **error);
bool outbox_set_sent(Db *db, gint64 id, const char *receipt, gint64 now, GError **error);
/* Back to the queue, from any state but sent: try again at next_at. */
bool outbox_set_retry(Db *db, gint64 id, gint64 next_at, const char *why, GError **error);
bool outbox_set_failed(Db *db, gint64 id, const char *why, gint64 now, GError **error);
/* Mail of a kind on a ticket that nobody has tried to send is taken back. */
bool outbox_withdraw(Db *db, gint64 ticket, const char *kind, GError **error);
/* Frees the leases of a worker that died (called once at start, single worker). */
bool outbox_release(Db *db, GError **error);
/* When the next row wants to be sent; G_MAXINT64 when never. */
bool outbox_next(Db *db, gint64 *next_at, GError **error);
/* *row without raw, NULL when there is none. */
bool outbox_find(Db *db, const char *message_id, Outgoing **row, GError **error);
/* The newest mail to an address on a ticket, without raw; NULL when there is none. */
bool outbox_newest_to(Db *db, gint64 ticket, const char *recipient, Outgoing **row,
		      GError **error);
bool outbox_load(Db *db, gint64 id, Outgoing **row, GError **error); /* with raw */
/* Rows without raw, oldest first; states: bits 1 << OutboxState, 0 all; ticket 0: any. */
bool outbox_list(Db *db, unsigned states, gint64 ticket, int limit, GPtrArray **rows,
		 GError **error);
/* Automatic mail since a moment, held mail not counted: to an address and its extensions
 * (ann+x@ is ann@), on a ticket (0: any). */
bool outbox_count_automatic(Db *db, const char *recipient, gint64 ticket, gint64 since,
			    gint64 *count, GError **error);
/* Automatic mail since a moment to a domain, to people never answered by a person. */
bool outbox_count_domain(Db *db, const char *domain, gint64 since, gint64 *count,
			 GError **error);
/* People of a domain whom a person has answered, counted up to enough. */
bool outbox_count_known(Db *db, const char *domain, gint64 enough, gint64 *count,
			GError **error);
/* A mail that was answered automatically. Strings owned. */
typedef struct {
	char *recipient;   /* whom the answer went to */
	char *name, *text; /* of the author, and the beginning of the words; NULL: none */
	gint64 at;
} Answered;
void answered_free(Answered *answered);
/* *list: Answered*, of a domain since a moment, newest first. */
bool outbox_answered(Db *db, const char *domain, gint64 since, int limit,
		     GPtrArray **list, GError **error);
/* Mails of a kind to a recipient since a moment; ticket 0: any. */
bool outbox_count_kind(Db *db, const char *kind, const char *recipient, gint64 ticket,
		       gint64 since, gint64 *count, GError **error);
