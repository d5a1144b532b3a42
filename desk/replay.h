/* replay.h - the stored mail through other rules: what they would have decided. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/desk.h"
#include "desk/outcome.h"
#include "desk/tally.h"

/* Who asks, and for what. Borrowed. */
typedef struct {
	const char *rules_dir;	  /* the rules to try; NULL: those in force, held against
				     what    was decided when the mail came */
	gint64 since;		  /* mail received then or later */
	gint64 (*clock_ns)(void); /* NULL: rules are not timed */
	void (*progress)(void *data, gint64 mails); /* NULL: nobody wants to know */
	void *data;
} ReplayAsk;

/* One part of one decision. Strings owned. */
typedef struct {
	gint64 ticket, record, at;
	OutcomePart part;
	char *before, *after; /* "" for nothing */
	char *because;	      /* what the rules say otherwise */
} ReplayChange;

typedef struct {
	gint64 mails;	    /* that were read again */
	gint64 without;	    /* messages that are no mail, or whose mail is not kept */
	gint64 opened;	    /* of mails: those that had opened a ticket */
	gint64 changed;	    /* of mails: those with a change */
	GPtrArray *changes; /* ReplayChange*, oldest first */
	Setup *old, *new;   /* old NULL: the decisions of the store */
	Tally *old_tally, *new_tally;
} Replay;

/*
 * Reads each mail again, in order, and decides with both sets of rules. Nothing of the
 * store changes and nothing is sent. A bad rules_dir appends to problems and gives NULL
 * without error; a store that cannot be read sets error.
 */
Replay *desk_replay(Desk *desk, const ReplayAsk *ask, GPtrArray *problems,
		    GError **error);
void replay_free(Replay *replay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Replay, replay_free)
