/* desk.h - the conductor's doors: a mail comes in, a moment passes, a verb is said. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/setup.h"
#include "mail/send.h"
#include "store/store.h"

/* One open desk; intake may be called by any number of threads, tick by one. */
typedef struct Desk Desk;

/*
 * Opens the desk that config_path describes, and its store. transport is borrowed and
 * sends the outbox (NULL: desk_tick sends nothing). Problems of the configuration are
 * appended to problems (NULL returned, error not set); a store that cannot be opened sets
 * error. now chooses the key that signs tokens. Free with desk_close, after the last
 * intake has returned.
 */
Desk *desk_open(const char *config_path, Transport *transport, gint64 now,
		GPtrArray *problems, GError **error);
/* The same over a setup and a store that the caller opened; takes both. */
Desk *desk_new_take(Setup *setup, Store *store, Transport *transport, gint64 now,
		    GError **error);
void desk_close(Desk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Desk, desk_close)

/* Reads the whole configuration again. A bad one is refused: problems are appended and
 * the old one stays. Mail in flight ends with the snapshot that it began with. */
bool desk_reload(Desk *desk, GPtrArray *problems);

/* The snapshot in force: a new reference, setup_unref it. */
Setup *desk_setup(Desk *desk);
Store *desk_store(Desk *desk); /* borrowed */

/* Called after each commit that left something for desk_tick,
 * by the committing thread. */
void desk_on_work(Desk *desk, void (*wake)(void *data), void *data);

/* --- a mail comes in --- */

typedef enum {
	DOOR_MILTER,	   /* SMTP through the milter */
	DOOR_MILTER_LOCAL, /* sendmail(1) through the milter: no client, no SMTP answer */
	DOOR_INJECT,	   /* the admin command's stdin */
} Door;

typedef struct Verdict Verdict;

/* What SMTP said. Borrowed strings; NULL where unknown. */
typedef struct {
	Door door;
	const char *sender;	  /* MAIL FROM without brackets, "" for the null sender */
	GPtrArray *recipients;	  /* const char*: RCPT TO as it came, brackets included or
				     not */
	const char *auth_user;	  /* SASL identity */
	const char *cert_subject; /* subject of a verified TLS client certificate */
	const char *client_address; /* "192.0.2.1", "2001:db8::1" */
	const char *queue_id;	    /* for the log and the record */
	const char *hostname;	    /* of the MTA ({j}) */
	/* Makes the edits of a direct answer before it is recorded; false: they could not
	 * be made, and nothing is recorded. NULL: whoever called makes them. */
	bool (*edit)(const Verdict *verdict, void *data);
	void *edit_data;
} Envelope;

typedef enum {
	RECIPIENT_FOREIGN, /* not ours: never touched */
	RECIPIENT_OURS,
	RECIPIENT_REFUSED, /* reply says why: 550, 552 */
	RECIPIENT_LATER,   /* reply: 451 */
} RecipientKind;

/*
 * Is this recipient ours, and may it pass? sender and size_bytes (SIZE=, 0 unknown) as at
 * MAIL. For DOOR_MILTER_LOCAL and DOOR_INJECT nothing is refused. *reply ("550 5.1.1 …",
 * one line) is set for the last two kinds; g_free.
 */
RecipientKind desk_recipient(Desk *desk, Door door, const char *sender,
			     const char *auth_user, const char *recipient,
			     gint64 size_bytes, gint64 now, char **reply);

/*
 * Asked at DATA for mail that has no recipient of ours: is it an agent's (AUTH) to
 * somebody who takes part in a ticket, so that desk_intake has to see it? A store that
 * cannot be read says no.
 */
bool desk_may_be_direct(Desk *desk, const char *auth_user, const GPtrArray *recipients);

typedef enum {
	VERDICT_KEEP,	 /* goes on, with the edits */
	VERDICT_CONSUME, /* all recipients were ours: drop it, it is on the desk */
	VERDICT_LATER,	 /* 451: nothing was stored */
	VERDICT_REFUSED, /* 5xx, and all recipients are ours */
	VERDICT_PASS,	 /* not for the desk: leave it alone, no edit at all */
} VerdictKind;

/* The index-th header of that name (from 1) gets value, or is removed (NULL). Index 0: is
 * added. */
typedef struct {
	char *name;
	guint index;
	char *value;
} HeaderEdit;

struct Verdict {
	VerdictKind kind;
	char *reply;		      /* for LATER and REFUSED: "451 4.3.0 …" */
	GPtrArray *remove_recipients; /* char*: as they came in RCPT; to be taken out */
	gint64 ticket;		      /* number for X-Postdesk-Ticket, 0: none */
	char *subject;		      /* new subject (tag_archive), NULL */
	GPtrArray *header_edits; /* HeaderEdit*, to be made in this order; NULL: none */
	char *sender;		 /* new envelope sender, NULL: stays */
	bool repeated;		 /* the mail had been taken before */
	char *log;		 /* one line for the log: what was done and why */
};
Verdict *verdict_new(VerdictKind kind);
void verdict_free(Verdict *verdict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Verdict, verdict_free)

/*
 * Takes one mail: all that it causes is durable when a verdict other than LATER, REFUSED
 * or PASS comes back. raw is the mail as SMTP delivered it. Never returns NULL; every
 * failure is a verdict.
 */
Verdict *desk_intake(Desk *desk, const Envelope *envelope, GBytes *raw, gint64 now);

/* --- a moment passes --- */

/*
 * Does what is due at now: timers, escalations, closing, then sends the outbox. Returns
 * the moment at which it wants to be called again (G_MAXINT64: only when woken). Problems
 * are logged.
 */
gint64 desk_tick(Desk *desk, gint64 now);

/* --- a verb is said --- */

typedef enum { ACTOR_ADMIN, ACTOR_AGENT } ActorKind;
typedef struct {
	ActorKind kind;
	const char *name; /* agent's name, or the login name of the administrator */
} Actor;

/*
 * Says a verb of design section 7 about a ticket: ("assign", {"boris", NULL}). text is
 * the body that goes with it (a note, an answer), NULL for none. One transaction. *said
 * (g_free) tells what was done. POSTDESK_INVALID says what was wrong and how to say it.
 */
bool desk_verb(Desk *desk, const Actor *actor, gint64 ticket, const char *verb,
	       const char *const *arguments, const char *text, gint64 now, char **said,
	       GError **error);

/* --- a mail is explained --- */

/*
 * Dry run of the mail path: one JSON object (design section 14) or text for people. desk
 * may have no store: then nothing is known of tickets. Stores and sends nothing. g_free.
 */
char *desk_explain(Desk *desk, const Envelope *envelope, GBytes *raw, const char *file,
		   gint64 now, bool as_json);
