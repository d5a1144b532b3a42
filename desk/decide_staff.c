/* decide_staff.c - mail of the desk's own people: their commands, and their machines. */
/* SPDX-License-Identifier: MIT */
#include "desk/decide_staff.h"
#include "desk/command.h"

#include <string.h>

#define COMMANDS_VALID_S (7 * 86400) /* half of what is remembered of mails */

/* An agent may be a customer too: on the own ticket the token or the lack of it tells. */
bool decide_is_own_ticket(const Facts *facts)
{
	const Ticket *ticket = facts->thread->ticket;
	bool by_notice = facts->token && facts->token->token.purpose == TOKEN_AGENT;

	return ticket && !by_notice && ticket->customer_address &&
	       strcmp(ticket->customer_address, facts->sender->address) == 0;
}

static bool is_staff(const Facts *facts)
{
	return facts->sender->agent || facts->sender->claimed ||
	       config_is_lead(facts->setup->config, facts->sender->address);
}

/* People write through lists, and with clients that ask for silence. */
static bool may_be_person(const char *automatic)
{
	static const char *const starts[] = {"List-",	     "Mailing-List",
					     "X-M",	     "X-Listname",
					     "X-BeenThere",  "Precedence",
					     "X-Precedence", "X-Auto-Response-Suppress"};

	for (gsize i = 0; i < G_N_ELEMENTS(starts); i++)
		if (g_str_has_prefix(automatic, starts[i]))
			return true;
	return false;
}

/* What the address of an agent or a lead sends by itself answers what the desk told it:
 * would somebody be told of that, it would answer again. */
bool decide_staff_machine(const Facts *facts, Decision *decision)
{
	const Ticket *ticket = facts->thread->ticket;
	const char *automatic = facts->sender->automatic;

	if (!automatic || may_be_person(automatic) || !is_staff(facts) ||
	    decide_is_own_ticket(facts))
		return false;
	if (!ticket) {
		decision->kind = DECIDE_UNMATCHED;
		decision_because(decision, "a machine of the desk's own people: %s",
				 automatic);
		return true;
	}
	decision->kind = DECIDE_JOIN;
	decision->ticket = ticket->id;
	decision->is_note = true;
	decision->state = ticket->state;
	decision->mark = g_strdup_printf("automatic: %s", automatic);
	decision_because(decision, "%s: tells nobody", decision->mark);
	return true;
}

static bool names_queue(const Facts *facts, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *one = addresses->pdata[i];
		if (config_queue_by_address(facts->setup->config, one->address))
			return true;
	}
	return false;
}

/* What only a signature proves may be sent on by whoever has it: what it signs must be
 * meant for the desk, and be younger than the desk remembers. */
static bool is_meant_for_desk(const Facts *facts)
{
	const Message *message = facts->message;

	return strcmp(facts->sender->evidence, "dmarc") != 0 ||
	       (message->date > facts->now - COMMANDS_VALID_S &&
		(names_queue(facts, message->to) || names_queue(facts, message->cc)));
}

/* Commands at the top of a proven agent's new mail to a queue. */
static bool is_for_desk(const Facts *facts)
{
	return !facts->token && is_meant_for_desk(facts) && !facts->thread->linked_to &&
	       command_begins(facts->message->reply_text, facts->setup->catalogue);
}

bool decide_agent(const Facts *facts, Decision *decision)
{
	const Thread *thread = facts->thread;
	bool is_personal = facts->token && facts->token->token.purpose == TOKEN_DESK;

	if (!facts->sender->agent ||
	    !(thread->ticket || is_personal || is_for_desk(facts)) ||
	    decide_is_own_ticket(facts))
		return false;
	if (facts->sender
		    ->automatic) /* an agent's auto-responder says nothing to customers */
		return false;
	decision->kind = DECIDE_AGENT;
	decision->ticket = thread->ticket ? thread->ticket->id : 0;
	decision_because(decision, "agent %s, evidence %s", facts->sender->agent->name,
			 facts->sender->evidence);
	return true;
}
