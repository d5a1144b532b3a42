/* decide.c - from facts to a decision, in the order in which a person would think. */
/* SPDX-License-Identifier: MIT */
#include "desk/decide.h"
#include "desk/decide_click.h"
#include "desk/decide_new.h"
#include "desk/decide_staff.h"
#include "desk/doubt.h"

#include <string.h>

const char *decision_kind_name(DecisionKind kind)
{
	static const char *const names[] = {
		"new ticket", "join", "agent mail", "click", "status",
		"bounce",     "away", "unmatched",  "pass",  "refuse"};
	return names[kind];
}

void decision_free(Decision *decision)
{
	if (!decision)
		return;
	g_free(decision->mark);
	g_free(decision->answer.article);
	g_free(decision->answer.language);
	g_clear_pointer(&decision->answer.ask, g_ptr_array_unref);
	g_free(decision->answer_to);
	g_free(decision->category);
	g_free(decision->priority);
	g_free(decision->agent);
	g_free(decision->language);
	g_free(decision->reply);
	g_ptr_array_unref(decision->because);
	g_free(decision);
}

void decision_because(Decision *decision, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_ptr_array_add(decision->because, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

/* --- refusals and mail that causes nothing --- */

/* "550 5.7.1 text"; a rule may give the codes itself, but only those of a refusal. */
static char *refusal_line(const char *text)
{
	if (g_regex_match_simple("^5[0-9][0-9] ", text, 0, 0))
		return g_strdup(text);
	bool has_status = g_regex_match_simple("^5\\.[0-9]+\\.[0-9]+ ", text, 0, 0);
	return g_strdup_printf("550 %s%s", has_status ? "" : "5.7.1 ", text);
}

static bool decide_refusal(const Facts *facts, Decision *decision)
{
	const char *text = classification_action(facts->classification, "reject");

	if (facts->sender->is_refused && facts->route->all_ours) {
		decision->kind = DECIDE_REFUSE;
		decision->reply = g_strdup_printf(
			"550 5.7.1 You are logged in as %s and may not write as <%s>",
			facts->envelope->auth_user, message_from_address(facts->message));
		decision_because(decision, "AUTH is %s, From is agent %s",
				 facts->envelope->auth_user,
				 facts->sender->claimed->name);
		return true;
	}
	if (!text || facts->sender->agent || facts->thread->ticket)
		return false;
	decision->kind = facts->route->all_ours ? DECIDE_REFUSE : DECIDE_PASS;
	decision->reply = refusal_line(text);
	decision_because(decision, "a rule rejects it: %s", text);
	return true;
}

static bool decide_bounce(const Facts *facts, Decision *decision)
{
	if (facts->sender->kind != SENDER_BOUNCE)
		return false;
	const Bounce *bounce = &facts->message->bounce;
	if (!facts->returned) {
		decision->kind = DECIDE_UNMATCHED;
		decision_because(decision,
				 "a delivery report about no mail of this desk");
		return true;
	}
	decision->kind = DECIDE_BOUNCE;
	decision->ticket = facts->returned->ticket;
	decision->mark = g_strdup_printf("%s%s%s", bounce->delay ? "delayed" : "bounced",
					 *bounce->status ? " " : "", bounce->status);
	decision_because(decision, "delivery report for our mail %s to %s: %s",
			 facts->returned->message_id, facts->returned->recipient,
			 bounce->delay	? "delayed"
			 : bounce->hard ? "hard"
					: "soft");
	if (!facts->returned_home)
		decision_because(decision,
				 "did not come to its bounce address: changes no "
				 "state");
	return true;
}

static bool decide_away(const Facts *facts, Decision *decision)
{
	if (!facts->away)
		return false;
	decision->kind = DECIDE_AWAY;
	decision->ticket = facts->thread->ticket ? facts->thread->ticket->id : 0;
	decision->mark = g_strdup("out of office");
	decision_because(decision, "agent %s is away", facts->away->name);
	return true;
}

static bool decide_own(const Facts *facts, Decision *decision)
{
	if (facts->sender->kind != SENDER_OWN)
		return false;
	decision->kind = DECIDE_UNMATCHED;
	decision_because(decision, "our own mail coming back");
	return true;
}

/* --- mail on a ticket --- */

static void join_as_text(Decision *decision, const Ticket *ticket, const char *mark,
			 const char *event)
{
	decision->mark = g_strdup(mark);
	decision->state = ticket->state;
	decision->event = event;
}

/* False: the ticket is over, the mail opens a linked one. */
static bool join_solved(const Facts *facts, Decision *decision)
{
	const Ticket *ticket = facts->thread->ticket;
	const Queue *queue = config_queue(facts->setup->config, ticket->queue);
	gint64 reopen_s = queue ? queue->reopen_s : 0;

	if (message_is_thanks(facts->message)) {
		join_as_text(decision, ticket, "thanks", NULL);
		decision_because(decision, "a thank-you does not reopen");
		return true;
	}
	if (facts->thread->by == THREAD_TAG && ticket->state == TICKET_SOLVED) {
		join_as_text(decision, ticket, "named the ticket by its tag only",
			     "reply");
		decision_because(decision, "the tag alone does not reopen");
		return true;
	}
	if (ticket->state == TICKET_CLOSED || facts->now - ticket->solved_at > reopen_s)
		return false;
	decision->state = TICKET_OPEN;
	decision->moves_clock = true;
	decision->clock = CLOCK_REOPENED;
	decision->event = "reopened";
	decision->is_customer_speaking = true;
	decision_because(decision,
			 "solved less than %" G_GINT64_FORMAT " days ago: reopened",
			 reopen_s / 86400);
	return true;
}

static void join_live(const Facts *facts, Decision *decision)
{
	const Ticket *ticket = facts->thread->ticket;

	decision->state = ticket->state == TICKET_NEW ? TICKET_NEW : TICKET_OPEN;
	decision->moves_clock = true;
	decision->clock = CLOCK_CUSTOMER;
	decision->event = "reply";
	decision->is_customer_speaking = true;
}

static bool decide_join(const Facts *facts, Decision *decision)
{
	const Ticket *ticket = facts->thread->ticket;
	gint64 until;

	if (!ticket)
		return false;
	decision->kind = DECIDE_JOIN;
	decision->ticket = ticket->id;
	decision_because(decision, "joins ticket %" G_GINT64_FORMAT " by %s", ticket->id,
			 thread_by_name(facts->thread->by));
	if (facts->sender->automatic) {
		g_autofree char *mark =
			g_strdup_printf("automatic: %s", facts->sender->automatic);
		bool away = message_is_out_of_office(facts->message, &until);
		join_as_text(decision, ticket, mark, away ? NULL : "reply");
		decision->is_note = away;
		decision_because(decision, "%s: changes no state", mark);
	} else if (facts->thread->is_new_person) {
		join_as_text(decision, ticket, "from a new person", "reply");
		decision_because(decision,
				 "the token was not issued to this sender: text only");
	} else if (ticket->state == TICKET_SPAM) {
		join_as_text(decision, ticket, "on spam", NULL);
	} else if (ticket->state == TICKET_SOLVED || ticket->state == TICKET_CLOSED) {
		if (!join_solved(facts, decision)) {
			decision->ticket = 0;
			decision->linked_to = ticket->id;
			decision_because(decision,
					 "ticket %" G_GINT64_FORMAT
					 " is over: a new one, linked",
					 ticket->id);
			return false;
		}
	} else {
		join_live(facts, decision);
	}
	if (facts->sender->dmarc_failed && !decision->mark)
		decision->mark = g_strdup("DMARC failed");
	return true;
}

/* A sender over the hourly limit of new tickets goes on with the newest one. */
static bool decide_flood(const Facts *facts, Decision *decision)
{
	const Ticket *ticket = facts->flooded;

	if (!ticket)
		return false;
	decision->kind = DECIDE_JOIN;
	decision->ticket = ticket->id;
	join_as_text(decision, ticket, "over the limit of new tickets",
		     ticket->state == TICKET_SPAM ? NULL : "reply");
	decision_because(decision,
			 "%" G_GINT64_FORMAT " tickets within an hour: joins the newest",
			 facts->tickets_this_hour);
	return true;
}

/* --- in order --- */

/* A cap was reached, or the structure is broken: the agent looks at the mail itself. */
static bool is_read_in_part(const Message *message)
{
	return strstr(message->problem, "not read") ||
	       strstr(message->problem, "not listed") ||
	       strstr(message->problem, "was cut") ||
	       strstr(message->problem, "structure");
}

/* What an agent should know of the mail before reading it; NULL: nothing. */
static const char *mark_of(const Facts *facts, const Agent *claimed)
{
	const Message *message = facts->message;

	if (message->unreadable)
		return "unreadable";
	if (facts->is_oversized)
		return "too large: headers and first part only";
	if (claimed)
		return "says to be an agent, without evidence";
	if (message->crypto == MESSAGE_ENCRYPTED)
		return "encrypted";
	if (is_read_in_part(message))
		return "read in part";
	return message->crypto == MESSAGE_SIGNED ? "signed, not checked" : NULL;
}

static void add_marks(const Facts *facts, Decision *decision)
{
	const Agent *claimed =
		decide_is_own_ticket(facts) && !facts->thread->is_new_person
			? NULL
			: facts->sender->claimed;
	const char *mark = mark_of(facts, claimed);

	if (mark && !decision->mark)
		decision->mark = g_strdup(mark);
	decision->warns_agent =
		claimed && (facts->thread->by != THREAD_NONE || facts->token ||
			    g_str_has_prefix(facts->message->reply_text, "#"));
}

/* The log and the ticket's events tell the administrator which rule costs too much. */
static void note_exceeded(const Facts *facts, Decision *decision)
{
	const Classification *classification = facts->classification;

	for (guint i = 0; classification && i < classification->exceeded->len; i++)
		decision_because(decision, "%s",
				 (const char *)classification->exceeded->pdata[i]);
}

Decision *decide(const Facts *facts)
{
	Decision *decision = g_new0(Decision, 1);

	decision->because = g_ptr_array_new_with_free_func(g_free);
	if (decide_refusal(facts, decision) || decide_own(facts, decision) ||
	    decide_bounce(facts, decision) || decide_away(facts, decision) ||
	    decide_click(facts, decision) || decide_agent(facts, decision) ||
	    decide_staff_machine(facts, decision) || decide_status(facts, decision))
		return decision;
	if (!decide_join(facts, decision) && !decide_flood(facts, decision))
		decide_new(facts, decision);
	note_exceeded(facts, decision);
	add_marks(facts, decision);
	doubt_note(facts, decision);
	return decision;
}
