/* away_mail.c - takes an agent's out-of-office notice at its word. */
/* SPDX-License-Identifier: MIT */
#include "desk/away_mail.h"
#include "desk/away.h"

static bool keep_note(Work *work, const Mail *mail, const Kept *kept,
		      const FactFile *file, const Decision *decision, GError **error)
{
	g_autoptr(Record) record = apply_record(work, mail, file, decision->ticket);

	record->kind = RECORD_NOTE;
	record->agent = g_strdup(file->facts.away->name);
	record->mark = g_strdup(decision->mark);
	return apply_keep(work, mail, kept, record, error);
}

bool away_mail_apply(Work *work, const Mail *mail, const Kept *kept, const FactFile *file,
		     const Decision *decision, GError **error)
{
	const Agent *agent = file->facts.away;
	gint64 until = file->facts.away_until;
	bool kept_well = decision->ticket
				 ? keep_note(work, mail, kept, file, decision, error)
				 : apply_unmatched(work, mail, kept, decision, error);

	if (!kept_well)
		return false;
	/* A date that is over says nothing about now. */
	if (until && until <= work->now)
		return true;
	return away_set(work, agent, &until, error);
}
