/* direct.c - finds the ticket that an agent's own mail to a customer answers. */
/* SPDX-License-Identifier: MIT */
#include "desk/direct.h"
#include "desk/reply_path.h"
#include "desk/thread.h"

#include <string.h>

enum {
	CUSTOMER_TICKETS_MAX = 50,
	LIVE_STATES = 1 << TICKET_NEW | 1 << TICKET_OPEN | 1 << TICKET_WAITING
};

/* One search. */
typedef struct {
	Work *work;
	const Message *message;
	const Route *route;
	Direct *direct;
} Search;

void direct_free(Direct *direct)
{
	if (!direct)
		return;
	ticket_free(direct->ticket);
	g_clear_pointer(&direct->people, g_ptr_array_unref);
	g_free(direct->bounces_to);
	g_free(direct->parent);
	g_clear_pointer(&direct->thread, g_ptr_array_unref);
	g_clear_pointer(&direct->not_told, g_hash_table_unref);
	g_free(direct);
}

const Agent *direct_agent(const Setup *setup, const char *auth_user)
{
	if (!auth_user || !*auth_user || !(setup->config->agent_evidence & EVIDENCE_AUTH))
		return NULL;
	return config_agent_by_login(setup->config, auth_user);
}

static bool has_recipient(const Route *route, const char *address)
{
	for (guint i = 0; i < route->recipients->len; i++) {
		const Recipient *one = route->recipients->pdata[i];
		if (!one->queue && g_strcmp0(one->address, address) == 0)
			return true;
	}
	return false;
}

/* Answers by notice go through the desk, whoever else is in To. */
static bool has_agents_way(const Route *route)
{
	for (guint i = 0; i < route->recipients->len; i++) {
		const Recipient *one = route->recipients->pdata[i];
		if (one->has_token && (one->token.purpose == TOKEN_AGENT ||
				       one->token.purpose == TOKEN_DESK))
			return true;
	}
	return false;
}

static bool add_people(Search *search, gint64 ticket, GPtrArray *people, GError **error)
{
	g_autoptr(GPtrArray) all = NULL;
	g_autoptr(GHashTable) fields = NULL;

	if (!participant_list(search->work->db, ticket, &all, error) ||
	    !ticket_fields(search->work->db, ticket, &fields, error))
		return false;
	for (guint i = 0; i < all->len; i++) {
		const Participant *person = all->pdata[i];
		if (has_recipient(search->route, person->address))
			g_ptr_array_add(people, g_strdup(person->address));
	}
	const char *reply_to = g_hash_table_lookup(fields, REPLY_TO_FIELD);
	if (reply_to && has_recipient(search->route, reply_to))
		g_ptr_array_add(people, g_strdup(reply_to));
	return true;
}

/* Settles on ticket id if a recipient takes part in it. */
static bool try_ticket(Search *search, gint64 id, GError **error)
{
	g_autoptr(GPtrArray) people = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Ticket) ticket = NULL;

	if (search->direct->ticket || !id)
		return true;
	if (!thread_surviving(search->work, id, &ticket, error))
		return false;
	if (!ticket || ticket->state == TICKET_MERGED)
		return true;
	if (!add_people(search, ticket->id, people, error))
		return false;
	if (people->len == 0)
		return true;
	search->direct->ticket = g_steal_pointer(&ticket);
	search->direct->people = g_steal_pointer(&people);
	return true;
}

static bool try_ids(Search *search, const GPtrArray *ids, GError **error)
{
	for (guint i = ids->len; i > 0; i--) {
		const char *id = ids->pdata[i - 1];
		gint64 ticket = 0;
		Token token;
		if (token_read_message_id(search->work->keyring, id, &token))
			ticket = token.ticket;
		else if (!reference_find(search->work->db, id, NULL, &ticket, error))
			return false;
		if (!try_ticket(search, ticket, error))
			return false;
	}
	return true;
}

static bool try_words(Search *search, GError **error)
{
	const Config *config = search->work->setup->config;
	Token token;

	if (token_find_reference(search->work->keyring, search->message->text, &token) &&
	    !try_ticket(search, token.ticket, error))
		return false;
	for (guint i = 0; i < config->queues->len; i++) {
		const Queue *queue = config->queues->pdata[i];
		gint64 number =
			thread_number_in_tag(search->message->subject, queue->tag);
		g_autoptr(Ticket) ticket = NULL;
		if (number && !ticket_load(search->work->db, number, &ticket, error))
			return false;
		if (ticket && strcmp(ticket->queue, queue->name) == 0 &&
		    !try_ticket(search, number, error))
			return false;
	}
	return true;
}

/* --- a mail that names no ticket --- */

/* What a person's live tickets say: one may be the one. */
typedef struct {
	gint64 own, queues; /* the last of each, 0: none */
	guint own_count, queues_count;
} Live;

static void count_live(const Search *search, const GPtrArray *tickets, Live *live)
{
	const Agent *agent = search->direct->agent;

	for (guint i = 0; i < tickets->len; i++) {
		const Ticket *ticket = tickets->pdata[i];
		const Queue *queue = work_queue(search->work, ticket);
		if (g_strcmp0(ticket->agent, agent->name) == 0) {
			live->own = ticket->id;
			live->own_count++;
		}
		if (g_ptr_array_find(queue->agents, agent, NULL)) {
			live->queues = ticket->id;
			live->queues_count++;
		}
	}
}

static bool try_live(Search *search, GError **error)
{
	const Route *route = search->route;
	Live live = {0};

	for (guint i = 0; i < route->recipients->len; i++) {
		const Recipient *one = route->recipients->pdata[i];
		g_autoptr(GPtrArray) tickets = NULL;
		gint64 person;
		/* A colleague may have a ticket too; not all that is said is about it. */
		if (one->queue ||
		    config_agent_by_address(search->work->setup->config, one->address))
			continue;
		if (!people_find(search->work->db, one->address, &person, error))
			return false;
		TicketFilter filter = {.customer = person,
				       .states = LIVE_STATES,
				       .limit = CUSTOMER_TICKETS_MAX};
		if (!person)
			continue;
		if (!ticket_list(search->work->db, &filter, &tickets, error))
			return false;
		count_live(search, tickets, &live);
	}
	return try_ticket(search,
			  live.own_count == 1	   ? live.own
			  : live.queues_count == 1 ? live.queues
						   : 0,
			  error);
}

/* --- what the edits need --- */

static bool note_ids(Search *search, const GPtrArray *ids, GError **error)
{
	Direct *direct = search->direct;

	for (guint i = 0; i < ids->len; i++) {
		g_autofree char *address = NULL;
		Token token;
		if (!token_read_message_id(search->work->keyring, ids->pdata[i], &token))
			continue;
		if (!people_address(search->work->db, token.address, &address, NULL, NULL,
				    error))
			return false;
		if (!address || !g_ptr_array_find_with_equal_func(direct->people, address,
								  g_str_equal, NULL))
			g_hash_table_add(direct->not_told, g_strdup(ids->pdata[i]));
	}
	return true;
}

static bool fill(Search *search, GError **error)
{
	Work *work = search->work;
	Direct *direct = search->direct;
	const Queue *queue = work_queue(work, direct->ticket);
	gint64 person;

	direct->not_told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (!people_find(work->db, direct->people->pdata[0], &person, error) ||
	    !note_ids(search, search->message->in_reply_to, error) ||
	    !note_ids(search, search->message->references, error))
		return false;
	g_autoptr(ReplyPath) path = reply_path_load(work, direct->ticket, error);
	if (!path)
		return false;
	if (path->last && path->last->message_id && *path->last->message_id)
		direct->parent = g_strdup(path->last->message_id);
	/* A mail that comes again is on the ticket already. */
	direct->thread = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < path->references->len; i++)
		if (strcmp(path->references->pdata[i], search->message->message_id) != 0)
			g_ptr_array_add(direct->thread,
					g_strdup(path->references->pdata[i]));
	Token token = {TOKEN_BOUNCE, direct->ticket->id, person};
	direct->bounces_to = token_address(work->keyring, queue->addresses->pdata[0],
					   work->setup->config->delimiters, &token);
	return true;
}

bool direct_find(Work *work, const Envelope *envelope, const Message *message,
		 const Route *route, Direct **direct, GError **error)
{
	g_autoptr(Direct) found = g_new0(Direct, 1);
	Search search = {
		.work = work, .message = message, .route = route, .direct = found};

	*direct = NULL;
	found->agent = direct_agent(work->setup, envelope->auth_user);
	if (!found->agent || has_agents_way(route) || route->all_ours)
		return true;
	if (message_automatic(message, envelope->sender, NULL)) {
		found->is_absence = message_is_out_of_office(message, &found->away_until);
		if (!found->is_absence)
			return true;
	}
	if (!try_ids(&search, message->in_reply_to, error) ||
	    !try_ids(&search, message->references, error) ||
	    (!found->ticket && !try_words(&search, error)) ||
	    (!found->ticket && !found->is_absence && !try_live(&search, error)))
		return false;
	if (!found->ticket)
		return true;
	if (!fill(&search, error))
		return false;
	*direct = g_steal_pointer(&found);
	return true;
}
