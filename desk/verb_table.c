/* verb_table.c - every verb with its grammar: one table for mails, shell and manual. */
/* SPDX-License-Identifier: MIT */
#include "desk/verb_rows.h"

#include <string.h>

static const VerbRow table[] = {
	{"note", "note", "Keep the text for agents only.", "#note", verb_note, true},
	{"take", "take",
	 "Take the ticket; its escalation is silent until the next due time.", "#take",
	 verb_take, false},
	{"assign", "assign AGENT|nobody", "Hand the ticket to an agent.", "#assign boris",
	 verb_assign, false},
	{"wait", "wait [until MOMENT]",
	 "Wait for the customer, or until a moment; the clocks stand still.",
	 "#wait until monday 9:00", verb_wait, false},
	{"solve", "solve", "The problem is solved; an answer may go along.", "#solve",
	 verb_solve, false},
	{"open", "open", "Open the ticket, or keep it open after the answer.", "#open",
	 verb_open, false},
	{"close", "close", "Close the ticket for good.", "#close", verb_close, false},
	{"spam", "spam", "The ticket is spam; nobody hears of it again.", "#spam",
	 verb_spam, false},
	{"category", "category PATH", "Say what the problem is about.",
	 "#category billing.refund", verb_category, false},
	{"priority", "priority low|normal|high|urgent", "Say how urgent it is.",
	 "#priority high", verb_priority, false},
	{"queue", "queue QUEUE", "Move the ticket to another queue.", "#queue billing",
	 verb_queue, false},
	{"promise", "promise MOMENT [TEXT]",
	 "Promise something; you are reminded when it is due.",
	 "#promise friday 17:00 call back with the quote", verb_promise, false},
	{"faq", "faq ARTICLE [LANGUAGE]",
	 "Answer with an article; your own words stand above it.",
	 "#faq password-reset ru", verb_faq, false},
	{"publish", "publish NAME",
	 "Keep this answer as the draft of an article, for an editor to take over.",
	 "#publish password-reset", verb_publish, false},
	{"merge", "merge TICKET", "Join this ticket into another one.", "#merge 120",
	 verb_merge, false},
	{"split", "split",
	 "Make a new ticket of the customer's message that you answer; else of the "
	 "newest.",
	 "#split", verb_split, false},
	{"new",
	 "new ADDRESS [channel=phone|counter|chat|letter] [category=PATH] [queue=QUEUE] "
	 "[priority=WORD]",
	 "Open a ticket for somebody; your text is the first message to them, or with a "
	 "channel what they said.",
	 "#new ann@example.org", verb_new, true},
	{"fwd", "fwd", "Open a ticket for the author of the mail that you forward.",
	 "#fwd", verb_fwd, false},
	{"link", "link TICKET", "Note that another ticket has to do with this one.",
	 "#link 98", verb_link, false},
	{"accept", "accept [ADDRESS]",
	 "Let a new person take part, or join this ticket to the one that it names.",
	 "#accept", verb_accept, false},
	{"cc", "cc +|- ADDRESS", "Add or remove a participant, who gets your answers.",
	 "#cc + carol@example.org", verb_cc, false},
	{"field", "field NAME [VALUE]", "Set a field of the ticket, or remove it.",
	 "#field order_number 4711", verb_field, false},
	{"tag", "tag WORD", "Put a tag on the ticket.", "#tag warranty", verb_tag, false},
	{"send", "send", "Release your answer that is held.", "#send", verb_send, false},
	{"drop", "drop", "Discard your answer that is held.", "#drop", verb_drop, false},
	{"subscribe", "subscribe [CATEGORY]",
	 "Get a copy of each new ticket of a category; billing.* is all below, too.",
	 "#subscribe billing.*", verb_subscribe, false},
	{"unsubscribe", "unsubscribe [CATEGORY]",
	 "Get no more copies of it, or none at all.", "#unsubscribe billing.*",
	 verb_unsubscribe, false},
	{"incident",
	 "incident [list | start CATEGORY [since=MOMENT] [until=MOMENT] TITLE | "
	 "attach NUMBER [TICKET ... | all | since=MOMENT] | "
	 "tell NUMBER [until=MOMENT] | end NUMBER]",
	 "A known outage: who asks about the category is told, and told again when it "
	 "ends; tickets that are there already join it.",
	 "#incident start site.error The web site is down", verb_incident, false},
	{"away", "away [until MOMENT]", "You are away; new tickets go to others.",
	 "#away until 2027-01-10", verb_away, false},
	{"back", "back", "You are back.", "#back", verb_back, false},
	{"show", "show [TICKET]", "Show a ticket and what was written on it.", "#show 42",
	 verb_show, false},
	{"status", "status", "Say in a few lines how things stand.", "#status",
	 verb_status, false},
	{"list", "list [mine|nobody|all|new|open|waiting|solved]", "List tickets.",
	 "#list", verb_list, false},
	{"search", "search WORDS", "Find tickets that have all the words.",
	 "#search invoice 4711", verb_search, false},
	{"help", "help [VERB]", "List the commands.", "#help", verb_help, false},
};

const VerbRow *verb_table(gsize *rows)
{
	*rows = G_N_ELEMENTS(table);
	return table;
}

const VerbRow *verb_find(const char *name)
{
	for (gsize i = 0; name && i < G_N_ELEMENTS(table); i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}
