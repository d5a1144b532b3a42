/* facts.h - finds in the store what a decision needs to know of a mail. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/decide.h"

/*
 * What is found out before the store is entered, where everybody waits: who the sender is
 * if no token says more, and the classification, on the guess that the mail opens a
 * ticket.
 */
typedef struct {
	char *given;			/* what the rules were told beside the mail */
	Classification *classification; /* NULL: none, or used already */
	Sender *sender;			/* the same */
} Foreseen;
void foreseen_clear(Foreseen *foreseen);

/* One mail on its way in: what is known before the store is entered. Borrowed. */
typedef struct {
	const Envelope *envelope;
	const Message *message;
	const char *content_hash; /* NULL: nobody asks whether it came before */
	gsize size_bytes;
	bool is_oversized;
	Foreseen *foreseen;	 /* NULL: nothing was foreseen */
	const RulesWatch *watch; /* NULL: nobody looks on while rules are tried */
} Mail;

/* Facts and all that they borrow. */
typedef struct {
	Facts facts;
	Route *route;
	Sender *sender;
	Thread *thread;
	Classification *classification;
	Outgoing *returned;
	Ticket *flooded;
	char *known_agent, *known_language;
	GPtrArray *incidents; /* Incident* */
} FactFile;

/*
 * Looks everything up. token: the recipient whose token counts (NULL: the route's first).
 * keyring and store may be missing (work->db NULL): then nothing is known of tickets.
 */
FactFile *facts_gather(Work *work, const Mail *mail, const Recipient *token,
		       GError **error);
/* Fills mail->foreseen; work needs no db. */
void facts_foresee(Work *work, const Mail *mail);
void fact_file_free(FactFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FactFile, fact_file_free)
