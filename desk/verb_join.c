/* verb_join.c - verbs that bring tickets, or people and tickets, together. */
/* SPDX-License-Identifier: MIT */
#include "desk/clock.h"
#include "desk/verb_rows.h"
#include "mail/address.h"
#include "store/record.h"

#include <string.h>

/* The people of a merged ticket take part in the one that survives, else they were
 * strangers. */
static bool move_people(Work *work, const Ticket *from, const Ticket *into,
			GError **error)
{
	g_autoptr(GPtrArray) people = NULL;

	if (!participant_list(work->db, from->id, &people, error))
		return false;
	for (guint i = 0; i < people->len; i++) {
		const Participant *person = people->pdata[i];
		bool is;
		if (!participant_is(work->db, into->id, person->id, &is, error))
			return false;
		if (!is && !participant_put(work->db, into->id, person->id,
					    PARTICIPANT_CC, work->now, error))
			return false;
	}
	return from->queue && g_strcmp0(from->queue, into->queue) != 0
		       ? ticket_add_queue(work->db, into->id, from->queue, error)
		       : true;
}

static bool join(Verb *verb, Ticket *into, GError **error)
{
	Ticket *ticket = verb->ticket;
	Work *work = verb->work;
	g_autofree char *this = number_text(ticket->id);
	g_autofree char *that = number_text(into->id);

	if (!move_people(work, ticket, into, error))
		return false;
	ticket->merged_into = into->id;
	ticket->claimed = false;
	into->updated_at = work->now;
	return work_set_state(work, ticket, TICKET_MERGED, error) &&
	       clock_event(work, ticket, CLOCK_ENDED, error) &&
	       work_event(work, ticket->id, "merged into", NULL, that, error) &&
	       ticket_update(work->db, into, error) &&
	       work_event(work, into->id, "merged", NULL, this, error);
}

static bool check_survivor(const Verb *verb, const Ticket *into, GError **error)
{
	g_autofree char *number = number_text(into->id);
	g_autofree char *other = number_text(into->merged_into);

	if (into->state == TICKET_MERGED)
		return verb_refuse(verb, error, "merged-itself", "number", number,
				   "other", other, NULL);
	if (into->state == TICKET_SPAM)
		return verb_refuse(verb, error, "is-spam", "number", number, NULL);
	return true;
}

/* The one who owes the answers of the survivor learns that there are more words to
 * answer. */
static bool tell_survivor(Verb *verb, Ticket *into, GError **error)
{
	Ticket *ticket = verb->ticket;

	if (into->state >= TICKET_SOLVED)
		return true;
	verb->ticket = into;
	bool ok = verb_notify(verb, "merged", error);
	verb->ticket = ticket;
	return ok;
}

bool verb_merge(Verb *verb, GError **error)
{
	g_autoptr(Ticket) into = verb_other(verb, error);

	if (!into || !check_survivor(verb, into, error))
		return false;
	g_autofree char *number = number_text(into->id);
	if (verb_answers(verb))
		return verb_refuse(verb, error, "merge-text", "other", number, NULL);
	if (!join(verb, into, error) || !tell_survivor(verb, into, error))
		return false;
	verb_tell(verb, "merged", "other", number, NULL);
	return true;
}

bool verb_link(Verb *verb, GError **error)
{
	g_autoptr(Ticket) other = verb_other(verb, error);

	if (!other)
		return false;
	g_autofree char *number = number_text(other->id);
	verb->ticket->linked_to = other->id;
	verb->ticket->claimed = false;
	verb_tell(verb, "linked", "other", number, NULL);
	return verb_changed(verb, "linked", NULL, number, error);
}

/* A stranger had named another ticket: that was true. */
static bool accept_claim(Verb *verb, GError **error)
{
	Work *work = verb->work;
	g_autoptr(Ticket) into = NULL;

	if (!ticket_load(work->db, verb->ticket->linked_to, &into, error))
		return false;
	if (!into)
		return verb_refuse(verb, error, "accept-nobody", NULL);
	if (!check_survivor(verb, into, error) || !join(verb, into, error) ||
	    !tell_survivor(verb, into, error))
		return false;
	g_autofree char *number = number_text(into->id);
	verb_tell(verb, "claim-accepted", "address", verb->ticket->customer_address,
		  "other", number, NULL);
	return true;
}

static bool accept_person(Verb *verb, const char *address, GError **error)
{
	Work *work = verb->work;
	gint64 id;

	if (!people_intern(work->db, address, NULL, NULL, work->now, &id, error) ||
	    !participant_put(work->db, verb->ticket->id, id, PARTICIPANT_CC, work->now,
			     error))
		return false;
	verb_tell(verb, "accepted", "address", address, NULL);
	return work_event(work, verb->ticket->id, "participant", NULL, address, error);
}

/* Everyone who wrote on the ticket without taking part in it; wanted "": all of them. */
static GPtrArray *find_strangers(Verb *verb, const char *wanted, GError **error)
{
	Work *work = verb->work;
	g_autoptr(GPtrArray) records = NULL;
	g_autoptr(GPtrArray) strangers = g_ptr_array_new_with_free_func(g_free);

	if (!record_list(work->db, verb->ticket->id, &records, error))
		return NULL;
	for (guint i = 0; i < records->len; i++) {
		const Record *record = records->pdata[i];
		g_autofree char *address = address_normalise(
			record->from_address ? record->from_address : "");
		gint64 id;
		bool is = false;
		if (record->kind != RECORD_IN || !*address ||
		    (*wanted && strcmp(wanted, address) != 0) ||
		    g_ptr_array_find_with_equal_func(strangers, address, g_str_equal,
						     NULL))
			continue;
		if (!people_find(work->db, address, &id, error) ||
		    (id && !participant_is(work->db, verb->ticket->id, id, &is, error)))
			return NULL;
		if (!is)
			g_ptr_array_add(strangers, g_steal_pointer(&address));
	}
	return g_steal_pointer(&strangers);
}

bool verb_accept(Verb *verb, GError **error)
{
	g_autofree char *wanted = address_normalise(verb_argument(verb));

	if (verb->ticket->claimed && verb->ticket->linked_to && !*wanted)
		return accept_claim(verb, error);
	g_autoptr(GPtrArray) strangers = find_strangers(verb, wanted, error);
	if (!strangers)
		return false;
	if (strangers->len == 0)
		return verb_refuse(verb, error, "accept-nobody", NULL);
	for (guint i = 0; i < strangers->len; i++)
		if (!accept_person(verb, strangers->pdata[i], error))
			return false;
	return true;
}
