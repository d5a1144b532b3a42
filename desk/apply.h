/* apply.h - carries a decision out: record, ticket, timers, events and outbox rows. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/facts.h"

/* The mail as it is kept. */
typedef struct {
	GBytes *raw;
	GBytes *compressed;
} Kept;

/*
 * Does what decision says, in the unit of work. is_bare: nothing is written to anybody (a
 * mail that cannot be composed must not cost the ticket). *ticket is where it ended up, 0
 * for none; *record likewise.
 */
bool apply_decision(Work *work, const Mail *mail, const Kept *kept, const FactFile *file,
		    const Decision *decision, bool is_bare, gint64 *ticket,
		    gint64 *record, GError **error);

/* Keeps a mail that belongs to no ticket aside. */
bool apply_unmatched(Work *work, const Mail *mail, const Kept *kept,
		     const Decision *decision, GError **error);
/* The record of a mail but for its author, evidence, kind and mark. */
Record *apply_record_begin(const Work *work, const Mail *mail, gint64 ticket);
/* The record of a mail, ready for record_insert but for kind and mark. */
Record *apply_record(Work *work, const Mail *mail, const FactFile *file, gint64 ticket);
/* Inserts it with its attachments and references,
 * and makes it the cause of what follows. */
bool apply_keep(Work *work, const Mail *mail, const Kept *kept, Record *record,
		GError **error);
