/* desk_said.h - verbs that a test says to a desk, and tables of them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/clock.h"
#include "desk/verb.h"
#include "desk_place.h"
#include "mail/error.h"

/*
 * Two tickets are there: 1 (anna's, of ann@example.org) and 2 (nobody's). Lines are said
 * about ticket 1, one hour apart, by anna. The last one's words, or its error, are
 * compared; then mails and ticket 1.
 */
typedef struct {
	const char *name;
	const char *lines[4];
	const char *text;   /* goes along with the last line */
	const char *said;   /* what the last line says; "!…": the error */
	const char *ticket; /* "state agent priority category queue sla"; NULL: not looked
			       at */
	const char *mails;  /* of ticket 1; NULL: not looked at */
} VerbCase;

#define AS_BEFORE "new anna normal unclassified support gold"

static inline bool start_clock(Work *work, void *data, GError **error)
{
	gint64 *id = data;
	g_autoptr(Ticket) ticket = NULL;

	return ticket_load(work->db, *id, &ticket, error) &&
	       clock_event(work, ticket, CLOCK_CREATED, error);
}

static inline gint64 add_ticket(Place *place, const char *agent)
{
	gint64 id = place_ticket(place, MONDAY_9, (PlaceTicket){.agent = agent});

	place_run(place, MONDAY_9, start_clock, &id);
	return id;
}

/* What was said, or "!" and the error. */
static inline char *say(Place *place, const Actor *actor, gint64 ticket, const char *line,
			const char *text, gint64 now)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	g_autoptr(GError) error = NULL;
	char *said = NULL;

	if (desk_verb(place->desk, actor, ticket, words[0],
		      (const char *const *)words + 1, text, now, &said, &error))
		return said;
	g_assert_error(error, POSTDESK_ERROR, POSTDESK_INVALID);
	g_assert_null(said);
	return g_strconcat("!", error->message, NULL);
}

static inline bool describe(Work *work, void *data, GError **error)
{
	PlaceText *out = data;
	g_autoptr(Ticket) ticket = NULL;

	if (!ticket_load(work->db, out->id, &ticket, error))
		return false;
	g_string_append_printf(
		out->text, "%s %s %s %s %s %s", ticket_state_name(ticket->state),
		ticket->agent ? ticket->agent : "-", ticket->priority, ticket->category,
		ticket->queue, ticket->sla ? ticket->sla : "-");
	return true;
}

static inline void verb_case(gconstpointer data)
{
	const VerbCase *it = data;
	static const Actor anna = {ACTOR_AGENT, "anna"};
	g_autoptr(Place) place = place_new(NULL);
	gint64 id = add_ticket(place, "anna");
	PlaceText out = {id, g_string_new(NULL)};
	gint64 now = MONDAY_9;

	add_ticket(place, NULL);
	for (int i = 0; it->lines[i]; i++, now += HOUR) {
		bool last = !it->lines[i + 1];
		g_autofree char *said =
			say(place, &anna, id, it->lines[i], last ? it->text : NULL, now);
		if (last)
			g_assert_cmpstr(said, ==, it->said);
	}
	place_run(place, now, describe, &out);
	g_autofree char *have = g_string_free(out.text, FALSE);
	g_autofree char *mails = place_mails(place, id);
	if (it->ticket)
		g_assert_cmpstr(have, ==, it->ticket);
	if (it->mails)
		g_assert_cmpstr(mails, ==, it->mails);
}

/* Each case is a test of its own. */
static inline void add_verb_cases(const char *path, const VerbCase *cases, gsize count)
{
	for (gsize i = 0; i < count; i++) {
		g_autofree char *name = g_strconcat(path, cases[i].name, NULL);
		g_test_add_data_func(name, &cases[i], verb_case);
	}
}
