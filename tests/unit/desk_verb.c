/* desk_verb.c - every verb: what it says, what it changes, what it refuses. */
/* SPDX-License-Identifier: MIT */
#include "desk_said.h"

static const VerbCase cases[] = {
	{"category",
	 {"category billing.refund"},
	 NULL,
	 "ticket 1 is about billing.refund",
	 "new anna normal billing.refund support gold",
	 ""},
	{"category by its last word",
	 {"category refund"},
	 NULL,
	 "ticket 1 is about billing.refund",
	 "new anna normal billing.refund support gold",
	 ""},
	{"a misspelt category",
	 {"category biling.refund"},
	 NULL,
	 "!#category biling.refund: there is no category biling.refund, did you mean "
	 "\"billing.refund\"?",
	 AS_BEFORE,
	 ""},
	{"priority",
	 {"priority HIGH"},
	 NULL,
	 "ticket 1 has priority high",
	 "new anna high unclassified support gold",
	 ""},
	{"a wrong priority",
	 {"priority top"},
	 NULL,
	 "!#priority top: write one of low, normal, high, urgent",
	 AS_BEFORE,
	 ""},
	{"queue moves the ticket and its policy",
	 {"queue billing"},
	 NULL,
	 "ticket 1 is in queue billing",
	 "new - normal unclassified billing quick",
	 "notice boris@example.com"},
	{"queue without a policy",
	 {"queue plain"},
	 NULL,
	 "ticket 1 is in queue plain",
	 "new anna normal unclassified plain -",
	 ""},
	{"an unknown queue",
	 {"queue bills"},
	 NULL,
	 "!#queue bills: there is no queue bills; queues: support billing plain",
	 AS_BEFORE,
	 ""},
	{"field",
	 {"field order_number 4711"},
	 NULL,
	 "order_number is 4711",
	 AS_BEFORE,
	 ""},
	{"tag", {"tag warranty"}, NULL, "tagged warranty", AS_BEFORE, ""},
	{"list",
	 {"list"},
	 NULL,
	 "1  unclassified  new  anna  Wrong invoice",
	 AS_BEFORE,
	 ""},
	{"list nobody's",
	 {"list nobody"},
	 NULL,
	 "2  unclassified  new  -  Wrong invoice",
	 AS_BEFORE,
	 ""},
	{"list solved",
	 {"solve", "list solved"},
	 NULL,
	 "1  unclassified  solved  anna  Wrong invoice",
	 NULL,
	 NULL},
	{"search in texts",
	 {"search charged TWICE"},
	 NULL,
	 "2  unclassified  new  -  Wrong invoice\n1  unclassified  new  anna  Wrong "
	 "invoice",
	 AS_BEFORE,
	 ""},
	{"search for nothing", {"search bicycle"}, NULL, "nothing found", AS_BEFORE, ""},
	{"help for one",
	 {"help assign"},
	 NULL,
	 "assign AGENT|nobody  Hand the ticket to an agent.  Example: assign boris",
	 AS_BEFORE,
	 ""},
	{"an unknown verb",
	 {"sovle"},
	 NULL,
	 "!there is no command sovle, did you mean \"solve\"?",
	 AS_BEFORE,
	 ""},
};

static void test_administrator(void)
{
	static const Actor root = {ACTOR_ADMIN, "root"};
	g_autoptr(Place) place = place_new(NULL);
	gint64 id = add_ticket(place, "anna");
	static const char *const talk[][2] = {
		{"take", "!take: only agents take tickets; say assign AGENT"},
		{"assign boris", "ticket 1 goes to boris"},
		{"away", "!away: only an agent can say this; name one with --as AGENT"},
		{"help tag", "tag WORD  Put a tag on the ticket.  Example: tag warranty"},
		{"status", "ticket 1: Wrong invoice\ncustomer: Ann <ann@example.org>\n"
			   "state: new, priority: normal, queue: support, agent: boris\n"
			   "category: unclassified\nFirst answer: Mon 23 Nov 11:00\n"
			   "Solution: Wed 25 Nov 17:00"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(talk); i++) {
		g_autofree char *said = say(place, &root, id, talk[i][0], NULL, MONDAY_9);
		g_assert_cmpstr(said, ==, talk[i][1]);
	}
	g_autofree char *missing = say(place, &root, 77, "solve", NULL, MONDAY_9);
	g_assert_cmpstr(missing, ==, "!there is no ticket 77");
	g_autofree char *none = say(place, &root, 0, "solve", NULL, MONDAY_9);
	g_assert_cmpstr(none, ==,
			"!solve: this needs a ticket; write it in a reply to a mail "
			"about the ticket");
}

/* An error undoes all that its verb did. */
static void test_undo(void)
{
	static const Actor anna = {ACTOR_AGENT, "anna"};
	g_autoptr(Place) place = place_new(NULL);
	gint64 id = add_ticket(place, "anna");
	PlaceText out = {id, g_string_new(NULL)};
	g_autofree char *said = say(
		place, &anna, id, "close",
		"---- below this line: for agents, cut from your answer ----", MONDAY_9);

	g_assert_true(g_str_has_prefix(said, "!"));
	place_run(place, MONDAY_9, describe, &out);
	g_autofree char *have = g_string_free(out.text, FALSE);
	g_assert_cmpstr(have, ==, AS_BEFORE);
}

static void test_table(void)
{
	gsize rows;
	const VerbRow *table = verb_table(&rows);

	for (gsize i = 0; i < rows; i++) {
		g_assert_true(g_str_has_prefix(table[i].grammar, table[i].name));
		g_assert_cmpint(table[i].example[0], ==, '#');
		g_assert_true(g_str_has_prefix(table[i].example + 1, table[i].name));
		g_assert_true(verb_find(table[i].name) == &table[i]);
	}
	g_assert_null(verb_find("sovle"));
}

static bool add_text(Work *work, void *data, GError **error)
{
	g_autoptr(Record) record = record_new();

	record->ticket = 1;
	record->kind = RECORD_IN;
	record->text = g_strdup("The purple lamp came broken.");
	return record_insert(work->db, record, NULL, error);
}

/* Many tickets later the text of the first is still found. */
static void test_search_old(void)
{
	g_autoptr(Place) place = place_new(NULL);
	const Actor admin = {ACTOR_ADMIN, "root"};

	for (int i = 0; i < 300; i++)
		place_ticket(place, MONDAY_9, (PlaceTicket){.agent = "anna"});
	place_run(place, MONDAY_9, add_text, NULL);
	g_autofree char *said =
		say(place, &admin, 0, "search purple lamp", NULL, MONDAY_9);
	g_assert_cmpstr(said, ==, "1  unclassified  new  anna  Wrong invoice");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add_verb_cases("/verb/", cases, G_N_ELEMENTS(cases));
	g_test_add_func("/verb/an administrator says the same words", test_administrator);
	g_test_add_func("/verb/an error undoes the verb", test_undo);
	g_test_add_func("/verb/every row of the table has an example", test_table);
	g_test_add_func("/verb/search finds a text of many tickets ago", test_search_old);
	return g_test_run();
}
