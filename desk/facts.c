/* facts.c - gathers sender, thread, classification, budgets and history of a mail. */
/* SPDX-License-Identifier: MIT */
#include "desk/facts.h"
#include "desk/budget.h"
#include "desk/repeat.h"
#include "mail/address.h"

#include <string.h>

#define KNOWN_AGENT_S (30 * 86400) /* an agent is remembered for so long */
#define TICKETS_SEEN  10	   /* of the customer, for who knows them */

void fact_file_free(FactFile *file)
{
	if (!file)
		return;
	route_free(file->route);
	sender_free(file->sender);
	thread_free(file->thread);
	classification_free(file->classification);
	outgoing_free(file->returned);
	ticket_free(file->flooded);
	g_free(file->known_agent);
	g_free(file->known_language);
	g_clear_pointer(&file->incidents, g_ptr_array_unref);
	g_free(file);
}

static bool read_sender(Work *work, const Mail *mail, const Recipient *token,
			FactFile *file, GError **error)
{
	g_autofree char *token_address = NULL;
	g_autoptr(Outgoing) own = NULL;
	const char *message_id = mail->message->message_id;
	Token ours;

	if (work->db && token &&
	    !people_address(work->db, token->token.address, &token_address, NULL, NULL,
			    error))
		return false;
	/* A reply may quote our id; only a mail that carries it as its own is ours. */
	if (work->db && *message_id &&
	    token_read_message_id(work->keyring, message_id, &ours) &&
	    !outbox_find(work->db, message_id, &own, error))
		return false;
	if (mail->foreseen && mail->foreseen->sender && !token_address && !own)
		file->sender = g_steal_pointer(&mail->foreseen->sender);
	else
		file->sender = sender_read(work->setup, mail->envelope, mail->message,
					   file->route, token_address, own != NULL);
	return true;
}

/* What only a signature proves may be sent again by whoever has received it: it must
 * name its ticket in the subject, which is signed, and have said nothing there yet. */
static bool doubt_replay(Work *work, const Mail *mail, const Recipient *token,
			 FactFile *file, GError **error)
{
	const Message *message = mail->message;
	Sender *sender = file->sender;
	gint64 ticket = thread_tagged(message, file->route);
	bool is_reply = message->in_reply_to->len || message->references->len;
	bool is_replay = is_reply && !ticket;

	if (!work->db || !mail->content_hash || token || !sender->agent ||
	    strcmp(sender->evidence, "dmarc") != 0)
		return true;
	if (ticket && !repeat_is_replay(work, message, mail->content_hash, ticket,
					&is_replay, error))
		return false;
	if (is_replay)
		sender_doubt(sender);
	return true;
}

static bool is_staff(Work *work, const Ticket *ticket, const char *address)
{
	return config_agent_by_address(work->setup->config, address) ||
	       queue_is_led_by(work_queue(work, ticket), address);
}

/* The copies of a mail have one Message-ID: the one that went to address. */
static bool find_copy(Work *work, const char *address, Outgoing **returned,
		      GError **error)
{
	g_autoptr(Outgoing) copy = NULL;

	if (!*returned || !*address ||
	    g_ascii_strcasecmp((*returned)->recipient, address) == 0)
		return true;
	if (!outbox_newest_to(work->db, (*returned)->ticket, address, &copy, error))
		return false;
	if (!copy || g_strcmp0(copy->message_id, (*returned)->message_id) != 0)
		return true;
	outgoing_free(*returned);
	*returned = g_steal_pointer(&copy);
	return true;
}

/* A report counts if a valid token names the mail and it had gone to whom the report
 * names. */
static bool read_returned(Work *work, const Mail *mail, FactFile *file, GError **error)
{
	const Bounce *bounce = &mail->message->bounce;
	const Recipient *home = file->route->bounce;
	g_autofree char *address = NULL;
	Token token;

	bool is_own_id = token_read_message_id(work->keyring, bounce->message_id, &token);
	if (*bounce->message_id && (home || is_own_id) &&
	    !outbox_find(work->db, bounce->message_id, &file->returned, error))
		return false;
	/* An agent's direct answer has one envelope sender for all its recipients. */
	bool is_direct = file->returned && !is_own_id;
	if (home &&
	    !people_address(work->db, home->token.address, &address, NULL, NULL, error))
		return false;
	g_autofree char *named = address_normalise(bounce->recipient);
	if (!find_copy(work, address && !is_direct ? address : named, &file->returned,
		       error))
		return false;
	if (!file->returned && address &&
	    !outbox_newest_to(work->db, home->token.ticket, address, &file->returned,
			      error))
		return false;
	if (!file->returned)
		return true;
	const char *to = file->returned->recipient;
	bool same = (!*named || g_ascii_strcasecmp(named, to) == 0) &&
		    (!address || is_direct || strcmp(address, to) == 0) &&
		    (!home || home->token.ticket == file->returned->ticket);
	if (!same) {
		g_clear_pointer(&file->returned, outgoing_free);
		return true;
	}
	g_autoptr(Ticket) ticket = NULL;
	if (!ticket_load(work->db, file->returned->ticket, &ticket, error))
		return false;
	file->facts.returned_to_staff = ticket && is_staff(work, ticket, to);
	/* Only servers on the way know the address that it went out with. */
	file->facts.returned_home = home || !*work->setup->config->delimiters;
	return true;
}

/* A sender over the limit of new tickets goes on with one that is there. */
static bool read_flood(Work *work, FactFile *file, GError **error)
{
	Facts *facts = &file->facts;
	gint64 newest;

	if (!ticket_count_of(work->db, file->sender->address, work->now - 3600,
			     &facts->tickets_this_hour, &newest, error))
		return false;
	return facts->tickets_this_hour < work->setup->config->max_new_tickets ||
	       !newest || ticket_load(work->db, newest, &file->flooded, error);
}

/* The agent of the queue who has the ticket, if it is open or not long over; NULL. */
static const Agent *who_knows(Work *work, const Queue *queue, const Ticket *ticket)
{
	const Agent *agent =
		ticket->agent ? config_agent(work->setup->config, ticket->agent) : NULL;
	bool is_recent = ticket->state < TICKET_SOLVED ||
			 ticket->updated_at > work->now - KNOWN_AGENT_S;

	return agent && is_recent && g_ptr_array_find(queue->agents, agent, NULL) ? agent
										  : NULL;
}

static bool read_history(Work *work, FactFile *file, GError **error)
{
	const Queue *queue =
		file->route->queues->len ? file->route->queues->pdata[0] : NULL;
	TicketFilter filter = {.customer = file->thread->person,
			       .newest_first = true,
			       .limit = TICKETS_SEEN};
	g_autoptr(GPtrArray) tickets = NULL;
	const Agent *agent = NULL;

	if (filter.customer == 0)
		return true;
	if (!people_address(work->db, filter.customer, NULL, NULL, &file->known_language,
			    error) ||
	    !ticket_list(work->db, &filter, &tickets, error))
		return false;
	for (guint i = 0; queue && !agent && i < tickets->len; i++)
		agent = who_knows(work, queue, tickets->pdata[i]);
	file->known_agent = g_strdup(agent ? agent->name : NULL);
	return true;
}

/* A token that only this agent was told, in the recipient address of an auto-responder's
 * mail. */
static bool is_told_to(Work *work, const Recipient *recipient, const Agent *agent,
		       bool *is, GError **error)
{
	g_autofree char *address = NULL;

	*is = false;
	if (!recipient)
		return true;
	if (!people_address(work->db, recipient->token.address, &address, NULL, NULL,
			    error))
		return false;
	*is = address && config_agent_by_address(work->setup->config, address) == agent;
	return true;
}

static bool read_away(Work *work, const Mail *mail, FactFile *file, GError **error)
{
	const Sender *sender = file->sender;
	const Agent *agent = sender->agent ? sender->agent : sender->claimed;
	bool at_bounce, at_notice;

	if (!agent || !sender->automatic || sender->dmarc_failed ||
	    !message_is_out_of_office(mail->message, &file->facts.away_until))
		return true;
	if (!is_told_to(work, file->route->bounce, agent, &at_bounce, error) ||
	    !is_told_to(work, file->route->first_token, agent, &at_notice, error))
		return false;
	if (sender->agent || at_bounce || at_notice)
		file->facts.away = agent;
	return true;
}

static bool read_store(Work *work, const Mail *mail, const Recipient *token,
		       FactFile *file, GError **error)
{
	if (mail->message->bounce.is && !read_returned(work, mail, file, error))
		return false;
	file->thread =
		thread_find(work, mail->message, file->route, token, file->sender, error);
	if (!file->thread ||
	    (!file->thread->ticket && !incident_list(work->db, &file->incidents, error)))
		return false;
	return read_history(work, file, error) && read_flood(work, file, error) &&
	       read_away(work, mail, file, error);
}

void foreseen_clear(Foreseen *foreseen)
{
	g_clear_pointer(&foreseen->given, g_free);
	g_clear_pointer(&foreseen->classification, classification_free);
	g_clear_pointer(&foreseen->sender, sender_free);
}

static const char *known(const char *text)
{
	return text ? text : "-";
}

/* All that rules can ask beside the mail: the same again gives the same again. g_free. */
static char *given(const RulesInput *input)
{
	return g_strdup_printf(
		"%s\n%s\n%s\n%s\n%s\n%s\n%" G_GINT64_FORMAT, known(input->queue),
		known(input->tier), known(input->organisation), known(input->state),
		known(input->category), known(input->evidence), input->now);
}

static Classification *classify_given(Work *work, const RulesInput *input,
				      Foreseen *foreseen)
{
	g_autofree char *now_given = foreseen ? given(input) : NULL;

	if (foreseen && foreseen->classification && !input->customer &&
	    g_strcmp0(now_given, foreseen->given) == 0)
		return g_steal_pointer(&foreseen->classification);
	g_autoptr(Model) model = learned_model(work->setup->learned);
	RulesInput advised = *input;
	advised.model = model;
	return rules_classify(work->setup->rules, &advised);
}

static RulesInput rules_input(Work *work, const Mail *mail, const FactFile *file)
{
	const Queue *queue =
		file->route->queues->len ? file->route->queues->pdata[0] : NULL;
	const Ticket *ticket = file->thread->ticket;
	const Organisation *organisation = config_organisation_by_address(
		work->setup->config, file->sender->address);
	return (RulesInput){
		.message = mail->message,
		.queue = queue ? queue->name : NULL,
		.tier = organisation ? organisation->tier : NULL,
		.organisation = organisation ? organisation->name : NULL,
		.state = ticket ? ticket_state_name(ticket->state) : "new",
		.category = ticket ? ticket->category : NULL,
		.evidence = file->sender->evidence,
		.now = work->now,
		.size_bytes = mail->size_bytes,
		.watch = mail->watch,
	};
}

static void classify(Work *work, const Mail *mail, FactFile *file)
{
	RulesInput input = rules_input(work, mail, file);

	file->facts.organisation = config_organisation_by_address(work->setup->config,
								  file->sender->address);
	file->classification = classify_given(work, &input, mail->foreseen);
}

/* What was found becomes what is decided upon. */
static void present(Work *work, const Mail *mail, const Recipient *token, FactFile *file)
{
	Facts *facts = &file->facts;

	facts->setup = work->setup;
	facts->envelope = mail->envelope;
	facts->message = mail->message;
	facts->route = file->route;
	facts->token = token;
	facts->sender = file->sender;
	facts->thread = file->thread;
	facts->classification = file->classification;
	facts->returned = file->returned;
	facts->flooded = file->flooded;
	facts->known_agent = file->known_agent;
	facts->known_language = file->known_language;
	facts->incidents = file->incidents;
	facts->is_oversized = mail->is_oversized;
	facts->now = work->now;
}

FactFile *facts_gather(Work *work, const Mail *mail, const Recipient *token,
		       GError **error)
{
	g_autoptr(FactFile) file = g_new0(FactFile, 1);

	file->route = route_read(work->setup, work->keyring, mail->envelope);
	if (!token)
		token = file->route->first_token;
	if (!read_sender(work, mail, token, file, error) ||
	    !doubt_replay(work, mail, token, file, error))
		return NULL;
	if (work->db) {
		if (!read_store(work, mail, token, file, error))
			return NULL;
	} else {
		file->thread = g_new0(Thread, 1);
	}
	classify(work, mail, file);
	present(work, mail, token, file);
	if (work->db && !budget_read(work, mail, &file->facts, error))
		return NULL;
	return g_steal_pointer(&file);
}

void facts_foresee(Work *work, const Mail *mail)
{
	g_autoptr(FactFile) file = facts_gather(work, mail, NULL, NULL);

	if (!file)
		return;
	RulesInput input = rules_input(work, mail, file);
	mail->foreseen->given = given(&input);
	mail->foreseen->classification = g_steal_pointer(&file->classification);
	mail->foreseen->sender = g_steal_pointer(&file->sender);
}
