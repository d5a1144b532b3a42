/* event.h - every change of a ticket: who, what, before, after, by which mail. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

typedef struct {
	gint64 id, ticket, at;
	char *who;  /* "customer ann@example.org", "agent anna", "postdesk", "admin root"
		     */
	char *what; /* "created", "state", "agent", "category", "received again",
		       "escalated" … */
	char *before, *after; /* NULL where it has no meaning */
	gint64 record;	      /* the mail that caused it, 0 */
} Event;
void event_free(Event *event);

/* record: the mail that caused it, 0 for none; ticket 0: of no ticket. */
bool event_add(Db *db, gint64 ticket, gint64 at, const char *who, const char *what,
	       const char *before, const char *after, gint64 record, GError **error);
/* *events: Event*, oldest first; ticket 0: those of no ticket. */
bool event_list(Db *db, gint64 ticket, GPtrArray **events, GError **error);
