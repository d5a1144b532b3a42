/* desk_verb_join.c - verbs that bring tickets, or people and tickets, together. */
/* SPDX-License-Identifier: MIT */
#include "desk_said.h"

static const VerbCase cases[] = {
	{"merge",
	 {"merge 2"},
	 NULL,
	 "ticket 1 is merged into 2",
	 "merged anna normal unclassified support gold",
	 ""},
	{"merge into itself",
	 {"merge #1"},
	 NULL,
	 "!#merge #1: ticket 1 is this ticket",
	 AS_BEFORE,
	 ""},
	{"merge into nothing",
	 {"merge 99"},
	 NULL,
	 "!#merge 99: there is no ticket 99",
	 AS_BEFORE,
	 ""},
	{"a merged ticket is left alone",
	 {"merge 2", "solve"},
	 NULL,
	 "!#solve: ticket 1 was merged into 2; say it there",
	 "merged anna normal unclassified support gold",
	 ""},
	{"link", {"link 2"}, NULL, "ticket 1 is linked to 2", AS_BEFORE, ""},
	{"accept with nobody new",
	 {"accept"},
	 NULL,
	 "!#accept: nobody new has written on this ticket; to add someone write cc + "
	 "carol@example.org",
	 AS_BEFORE,
	 ""},
};

static bool add_stranger(Work *work, void *data, GError **error)
{
	gint64 *id = data;
	g_autoptr(Record) record = record_new();

	record->ticket = *id;
	record->kind = RECORD_IN;
	record->from_address = g_strdup("Dora@example.org");
	record->text = g_strdup("Me too.");
	record->mark = g_strdup("from a new person");
	record->received_at = work->now;
	return record_insert(work->db, record, NULL, error);
}

static void test_accept_person(void)
{
	static const Actor anna = {ACTOR_AGENT, "anna"};
	g_autoptr(Place) place = place_new(NULL);
	gint64 id = add_ticket(place, "anna");

	place_run(place, MONDAY_9, add_stranger, &id);
	g_autofree char *said = say(place, &anna, id, "accept", NULL, MONDAY_9);
	g_assert_cmpstr(said, ==, "dora@example.org takes part from now on");
	g_autofree char *again = say(place, &anna, id, "accept", NULL, MONDAY_9);
	g_assert_true(g_str_has_prefix(again, "!#accept: nobody new"));
}

static bool claim(Work *work, void *data, GError **error)
{
	gint64 *id = data;
	g_autoptr(Ticket) ticket = NULL;

	if (!ticket_load(work->db, *id, &ticket, error))
		return false;
	ticket->linked_to = 1;
	ticket->claimed = true;
	return ticket_update(work->db, ticket, error);
}

static void test_accept_claim(void)
{
	static const Actor anna = {ACTOR_AGENT, "anna"};
	g_autoptr(Place) place = place_new(NULL);
	gint64 first = add_ticket(place, "boris"), second = add_ticket(place, "anna");

	g_assert_cmpint(first, ==, 1);
	place_run(place, MONDAY_9, claim, &second);
	g_autofree char *said = say(place, &anna, second, "accept", NULL, MONDAY_9);
	g_assert_cmpstr(
		said, ==,
		"ann@example.org takes part in ticket 1; ticket 2 is merged into it");
	g_autofree char *mails = place_mails(place, first);
	g_assert_cmpstr(mails, ==, "notice boris@example.com");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add_verb_cases("/verb join/", cases, G_N_ELEMENTS(cases));
	g_test_add_func("/verb join/a new person is accepted", test_accept_person);
	g_test_add_func("/verb join/a claim is accepted", test_accept_claim);
	return g_test_run();
}
