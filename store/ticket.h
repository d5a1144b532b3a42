/* ticket.h - tickets: one problem of one customer. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

typedef enum {
	TICKET_NEW,
	TICKET_OPEN,
	TICKET_WAITING,
	TICKET_SOLVED,
	TICKET_CLOSED,
	TICKET_SPAM,
	TICKET_MERGED,
} TicketState;

/* "new", "open" … */
const char *ticket_state_name(TicketState state);
bool ticket_state_parse(const char *name, TicketState *state);

/* A value; strings owned (g_free), NULL where unknown.
 * Times are seconds UTC, 0: never. */
typedef struct Ticket {
	gint64 id;   /* its number; 0 before ticket_insert */
	char *queue; /* owner */
	TicketState state;
	char *category; /* "unclassified" at worst */
	double confidence;
	char *priority; /* low, normal, high, urgent */
	char *subject;
	char *agent;	/* assigned agent's name, NULL */
	char *language; /* of the customer, ISO 639-1 */
	char *sla;	/* name of the policy in force, NULL */
	char *tier, *organisation;
	gint64 customer;	/* address id */
	char *customer_address; /* read only: joined from address */
	char *customer_name;	/* read only */
	gint64 created_at, updated_at;
	gint64 answered_at; /* first answer of a person */
	gint64 taken_at;    /* #take: chain stopped until the next due time */
	gint64 wait_until;  /* waiting until a date */
	gint64 solved_at, closed_at;
	gint64 merged_into; /* ticket number, 0 */
	gint64 linked_to;   /* earlier or claimed ticket, 0 */
	bool claimed;	    /* linked_to is a stranger's claim, not a fact */
} Ticket;

Ticket *ticket_new(void);
void ticket_free(Ticket *ticket);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ticket, ticket_free)

/* Numbers are given by the store, ascending, never used twice. Fills ticket->id. */
bool ticket_insert(Db *db, Ticket *ticket, GError **error);
/* *ticket NULL when there is none (no error). Free it. */
bool ticket_load(Db *db, gint64 id, Ticket **ticket, GError **error);
/* Writes every column of ticket->id. */
bool ticket_update(Db *db, const Ticket *ticket, GError **error);

/* What to list; NULL / 0 / false means "any". */
typedef struct {
	const char *queue, *agent, *category; /* owner, assigned, exactly this one */
	/* An empty agent: tickets that nobody has. */
	gint64 customer; /* address id */
	unsigned states; /* bits 1 << TicketState; 0: all */
	gint64 created_since;
	gint64 solved_before; /* solved_at <= this */
	gint64 wait_until;    /* 0 < ticket.wait_until <= this */
	int limit;	      /* 0: 1000 */
	bool newest_first;
} TicketFilter;

/* *tickets: Ticket*, by number, free function set; g_ptr_array_unref. */
bool ticket_list(Db *db, const TicketFilter *filter, GPtrArray **tickets, GError **error);
/* How many match; limit is ignored. */
bool ticket_count(Db *db, const TicketFilter *filter, gint64 *count, GError **error);

/* Tickets that an address and its extensions (ann+x@ is ann@) opened since a moment, and
 * the newest of them that is not over (else the newest that is spam); 0: none. */
bool ticket_count_of(Db *db, const char *address, gint64 since, gint64 *count,
		     gint64 *newest, GError **error);
/* The first moment until which a ticket waits; 0: none does. */
bool ticket_soonest_wait(Db *db, gint64 *until, GError **error);
/* The first moment at which a ticket of the queue that is still solved was;
 * 0: none is. */
bool ticket_soonest_solved(Db *db, const char *queue, gint64 *solved_at, GError **error);

/* Queues that also see the ticket (the owner is not among them). Idempotent. */
bool ticket_add_queue(Db *db, gint64 ticket, const char *queue, GError **error);
bool ticket_queues(Db *db, gint64 ticket, GPtrArray **names, GError **error); /* char* */

/* Fields (order number …). NULL value removes. */
bool ticket_set_field(Db *db, gint64 ticket, const char *key, const char *value,
		      GError **error);
bool ticket_fields(Db *db, gint64 ticket, GHashTable **fields, GError **error);
/* *tickets: gint64 numbers of the tickets whose field has this value, ascending. */
bool ticket_with_field(Db *db, const char *key, const char *value, GArray **tickets,
		       GError **error);
/* Tags. Idempotent. */
bool ticket_add_tag(Db *db, gint64 ticket, const char *tag, GError **error);
bool ticket_tags(Db *db, gint64 ticket, GPtrArray **tags, GError **error);
