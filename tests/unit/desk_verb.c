/* desk_verb.c - every verb: what it says, what it changes, what it refuses. */
/* SPDX-License-Identifier: MIT */
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
} Case;

#define AS_BEFORE "new anna normal unclassified support gold"

static const Case cases[] = {
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
	{"wait for the customer",
	 {"wait"},
	 NULL,
	 "ticket 1 waits for the customer",
	 "waiting anna normal unclassified support gold",
	 ""},
	{"wait until a date",
	 {"wait until friday 9:00"},
	 NULL,
	 "ticket 1 waits until Friday 27 November, 09:00",
	 "waiting anna normal unclassified support gold",
	 ""},
	{"wait until the past",
	 {"wait until 2020-01-01"},
	 NULL,
	 "!#wait until 2020-01-01: that time has passed; write a later one",
	 AS_BEFORE,
	 ""},
	{"wait until nonsense",
	 {"wait until doomsday"},
	 NULL,
	 "!#wait until doomsday: \"until doomsday\" is not a time; write monday "
	 "9:00, "
	 "tomorrow "
	 "14:00, 2026-12-01 or 3 days",
	 AS_BEFORE,
	 ""},
	{"solve without text sends the notice",
	 {"solve"},
	 NULL,
	 "ticket 1 is solved",
	 "solved anna normal unclassified support gold",
	 "solved ann@example.org"},
	{"solve with text answers the customer",
	 {"solve"},
	 "Refunded, sorry.",
	 "ticket 1 is solved with this answer; answer sent to ann@example.org",
	 "solved anna normal unclassified support gold",
	 "answer ann@example.org"},
	{"solve twice",
	 {"solve", "solve"},
	 NULL,
	 "ticket 1 is solved already",
	 "solved anna normal unclassified support gold",
	 "solved ann@example.org"},
	{"solve after close",
	 {"close", "solve"},
	 NULL,
	 "!#solve: ticket 1 is closed; say open first",
	 "closed anna normal unclassified support gold",
	 ""},
	{"answer waits for the customer",
	 {"answer"},
	 "Try again, please.",
	 "answer sent to ann@example.org",
	 "waiting anna normal unclassified support gold",
	 "answer ann@example.org"},
	{"answer without text",
	 {"answer"},
	 " \n",
	 "!answer: there is no text to send",
	 AS_BEFORE,
	 ""},
	{"open with text keeps it open",
	 {"open"},
	 "We look into it.",
	 "ticket 1 stays open after this answer; answer sent to ann@example.org",
	 "open anna normal unclassified support gold",
	 "answer ann@example.org"},
	{"open a closed ticket",
	 {"close", "open"},
	 NULL,
	 "ticket 1 is open",
	 "open anna normal unclassified support gold",
	 ""},
	{"wait with text answers and waits",
	 {"wait until friday"},
	 "Until Friday, then.",
	 "ticket 1 waits until Friday 27 November, 09:00; answer sent to ann@example.org",
	 "waiting anna normal unclassified support gold",
	 "answer ann@example.org"},
	{"close",
	 {"close"},
	 NULL,
	 "ticket 1 is closed",
	 "closed anna normal unclassified support gold",
	 ""},
	{"close with text answers first",
	 {"close"},
	 "Bye.",
	 "ticket 1 is closed; answer sent to ann@example.org",
	 "closed anna normal unclassified support gold",
	 "answer ann@example.org"},
	{"spam",
	 {"spam"},
	 NULL,
	 "ticket 1 is spam",
	 "spam anna normal unclassified support gold",
	 ""},
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
	{"promise",
	 {"promise friday 17:00 call back"},
	 NULL,
	 "promised for Friday 27 November, 17:00: call back",
	 AS_BEFORE,
	 ""},
	{"promise in working time",
	 {"promise 9h send the quote"},
	 NULL,
	 "promised for Tuesday 24 November, 10:00: send the quote",
	 AS_BEFORE,
	 ""},
	{"promise without a moment",
	 {"promise call back"},
	 NULL,
	 "!#promise call back: the time comes first: promise friday 17:00 call back",
	 AS_BEFORE,
	 ""},
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
	{"field",
	 {"field order_number 4711"},
	 NULL,
	 "order_number is 4711",
	 AS_BEFORE,
	 ""},
	{"tag", {"tag warranty"}, NULL, "tagged warranty", AS_BEFORE, ""},
	{"note with text is for agents",
	 {"note"},
	 "She is angry.",
	 "the text is for agents only",
	 AS_BEFORE,
	 ""},
	{"note without text",
	 {"note"},
	 NULL,
	 "!#note: there is no text; write it below the commands",
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

static bool start_clock(Work *work, void *data, GError **error)
{
	gint64 *id = data;
	g_autoptr(Ticket) ticket = NULL;

	return ticket_load(work->db, *id, &ticket, error) &&
	       clock_event(work, ticket, CLOCK_CREATED, error);
}

static gint64 add_ticket(Place *place, const char *agent)
{
	gint64 id = place_ticket(place, MONDAY_9, (PlaceTicket){.agent = agent});

	place_run(place, MONDAY_9, start_clock, &id);
	return id;
}

/* What was said, or "!" and the error. */
static char *say(Place *place, const Actor *actor, gint64 ticket, const char *line,
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

static bool describe(Work *work, void *data, GError **error)
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

static void test_case(gconstpointer data)
{
	const Case *it = data;
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

static void test_note_is_told(void)
{
	static const Actor root = {ACTOR_ADMIN, "root"};
	g_autoptr(Place) place = place_new(NULL);
	gint64 id = add_ticket(place, "anna");
	g_autofree char *said = say(place, &root, id, "note", "Call the bank.", MONDAY_9);
	g_autofree char *mails = place_mails(place, id);

	g_assert_cmpstr(mails, ==, "note anna@example.com");
}

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
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strdup_printf("/verb/%s", cases[i].name);
		g_test_add_data_func(path, &cases[i], test_case);
	}
	g_test_add_func("/verb/an administrator says the same words", test_administrator);
	g_test_add_func("/verb/a note by another is told to the agent",
			test_note_is_told);
	g_test_add_func("/verb/the lead is told once who is away", test_away_is_told);
	g_test_add_func("/verb/a new person is accepted", test_accept_person);
	g_test_add_func("/verb/a claim is accepted", test_accept_claim);
	g_test_add_func("/verb/an error undoes the verb", test_undo);
	g_test_add_func("/verb/every row of the table has an example", test_table);
	g_test_add_func("/verb/search finds a text of many tickets ago", test_search_old);
	return g_test_run();
}
