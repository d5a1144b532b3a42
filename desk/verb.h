/* verb.h - the verbs: one table for agents' mails and for the admin command. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/apply.h"

/* The mail in which verbs are said. Borrowed. */
typedef struct {
	const Mail *mail;
	const Kept *kept;
	const FactFile *file;
} Letter;

/* A verb being said. */
typedef struct {
	Work *work;
	Ticket *ticket;		      /* loaded; verbs change it and write it */
	const Agent *agent;	      /* who says it; NULL: an administrator */
	const char *const *arguments; /* NULL-terminated */
	const char *line;	      /* the whole line as written, NULL: not in a mail */
	const char *rest;	      /* arguments as written */
	const char *text;	      /* body that goes with it, NULL */
	const Letter *letter;	      /* NULL: not in a mail */
	Ticket *opened; /* a verb opened it, and what follows is about it; ticket_free */
	bool text_is_used;  /* the verb took the text: it is no answer and no note */
	GString *said;	    /* one line: what was done */
	bool has_article;   /* #faq stands in the same mail: it is an answer */
	bool keeps_open;    /* #open: the answer does not make it waiting */
	bool is_note;	    /* #note: the body is for agents only */
	bool solves;	    /* #solve: the solved notice is folded into the answer */
	gint64 waits_until; /* #wait until: a date; with `waits` */
	bool waits;
} Verb;

typedef bool (*VerbFunction)(Verb *verb, GError **error);

/* A row of the table: grammar is also usage and man synopsis. */
typedef struct {
	const char *name;    /* "assign" */
	const char *grammar; /* "assign AGENT" */
	const char *help;    /* "Hand the ticket to an agent." */
	const char *example; /* "#assign boris" */
	VerbFunction say;
	bool needs_text; /* cannot be said without a body (admin: note) */
} VerbRow;

const VerbRow *verb_table(gsize *rows);
const VerbRow *verb_find(const char *name); /* NULL: unknown */

/*
 * Says row on verb->ticket. POSTDESK_INVALID: what was wrong and how to say it ("#assign
 * borsi: there is no agent borsi; agents: anna boris"). Timers, events and notices to
 * others included.
 */
bool verb_say(const VerbRow *row, Verb *verb, GError **error);

/* Parses "until monday 9:00", "until 2026-12-01", "3d", "tomorrow 14:00" in a zone. */
bool verb_parse_moment(const char *text, GTimeZone *zone, gint64 now, gint64 *at);
