/* desk_verb_people.c - verbs about who has a ticket, who takes part, who is away. */
/* SPDX-License-Identifier: MIT */
#include "desk_said.h"

static const VerbCase cases[] = {
	{"take",
	 {"take"},
	 NULL,
	 "ticket 1 is yours; no reminders until the next due time",
	 AS_BEFORE,
	 ""},
	{"assign tells the new agent",
	 {"assign boris"},
	 NULL,
	 "ticket 1 goes to boris",
	 "new boris normal unclassified support gold",
	 "notice boris@example.com"},
	{"assign by address",
	 {"assign boris@example.com"},
	 NULL,
	 "ticket 1 goes to boris",
	 "new boris normal unclassified support gold",
	 NULL},
	{"assign to oneself is told to nobody",
	 {"assign boris", "assign anna"},
	 NULL,
	 "ticket 1 goes to anna",
	 AS_BEFORE,
	 "notice boris@example.com"},
	{"assign to nobody",
	 {"assign nobody"},
	 NULL,
	 "ticket 1 is nobody's",
	 "new - normal unclassified support gold",
	 ""},
	{"assign to a misspelt agent",
	 {"assign borsi"},
	 NULL,
	 "!#assign borsi: there is no agent borsi; agents: anna boris lee",
	 AS_BEFORE,
	 ""},
	{"assign without an agent",
	 {"assign"},
	 NULL,
	 "!#assign: to whom? agents: anna boris lee",
	 AS_BEFORE,
	 ""},
	{"cc adds",
	 {"cc + Carol@Example.org"},
	 NULL,
	 "carol@example.org gets the answers to come",
	 AS_BEFORE,
	 ""},
	{"an answer goes to cc too",
	 {"cc +carol@example.org", "answer"},
	 "Done.",
	 "answer sent to ann@example.org",
	 NULL,
	 "answer ann@example.org; answer carol@example.org"},
	{"cc removes",
	 {"cc + carol@example.org", "cc - carol@example.org", "answer"},
	 "Done.",
	 "answer sent to ann@example.org",
	 NULL,
	 "answer ann@example.org"},
	{"cc of the desk",
	 {"cc + support+x@example.com"},
	 NULL,
	 "!#cc + support+x@example.com: support+x@example.com is the desk itself",
	 AS_BEFORE,
	 ""},
	{"cc of the customer",
	 {"cc - ann@example.org"},
	 NULL,
	 "!#cc - ann@example.org: ann@example.org is the customer of this ticket",
	 AS_BEFORE,
	 ""},
	{"away for a day",
	 {"away"},
	 NULL,
	 "you are away until Tuesday 24 November, 09:00",
	 AS_BEFORE,
	 ""},
	{"away until a date",
	 {"away until 2027-01-10"},
	 NULL,
	 "you are away until Sunday 10 January, 00:00",
	 AS_BEFORE,
	 ""},
	{"back", {"away", "back"}, NULL, "you are back", AS_BEFORE, ""},
};

static void test_away_is_told(void)
{
	static const Actor anna = {ACTOR_AGENT, "anna"};
	g_autoptr(Place) place = place_new(NULL);

	static const char *const lines[] = {"away until friday", "away until friday",
					    "back", "back"};

	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *said = say(place, &anna, 0, lines[i], NULL, MONDAY_9);
		g_assert_true(g_str_has_prefix(said, "you are "));
	}
	g_autofree char *mails = place_mails(place, 0);
	g_assert_cmpstr(mails, ==, "away lee@example.com; away lee@example.com");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add_verb_cases("/verb people/", cases, G_N_ELEMENTS(cases));
	g_test_add_func("/verb people/the lead is told once who is away",
			test_away_is_told);
	return g_test_run();
}
