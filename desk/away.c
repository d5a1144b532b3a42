/* away.c - remembers who is away, and tells the leads whose tickets wait meanwhile. */
/* SPDX-License-Identifier: MIT */
#include "desk/away.h"
#include "desk/failed.h"
#include "desk/post.h"

#define DAY_S	      86400
#define TICKETS_SHOWN 50

static char *away_key(const Agent *agent)
{
	return g_strconcat("away.", agent->name, NULL);
}

bool away_until(Work *work, const Agent *agent, gint64 *until, GError **error)
{
	g_autofree char *key = away_key(agent);
	bool ok = setting_load_number(work->db, key, until, error);

	if (*until <= work->now)
		*until = 0;
	return ok;
}

static bool set_tickets(Work *work, Value *value, const Agent *agent, GError **error)
{
	TicketFilter filter = {.agent = agent->name,
			       .states = 1u << TICKET_NEW | 1u << TICKET_OPEN,
			       .limit = TICKETS_SHOWN};
	g_autoptr(GPtrArray) tickets = NULL;
	Value *list = value_list();

	value_set_take(value, "tickets", list);
	if (!ticket_list(work->db, &filter, &tickets, error))
		return false;
	for (guint i = 0; i < tickets->len; i++) {
		const Ticket *ticket = tickets->pdata[i];
		g_autofree char *number = number_text(ticket->id);
		Value *item = value_map();
		value_set(item, "ticket", number);
		value_set(item, "subject", ticket->subject);
		value_append_take(list, item);
	}
	return true;
}

static bool tell(Work *work, const Agent *agent, const Queue *queue, const char *address,
		 gint64 until, GError **error)
{
	const char *language = post_language_of(work, queue, address);
	GTimeZone *zone = post_zone_of(work, NULL, queue, address);
	g_autoptr(Value) value = value_map();

	if (!set_tickets(work, value, agent, error))
		return false;
	g_autofree char *date =
		until ? catalogue_time(work->setup->catalogue, language, until, zone)
		      : NULL;
	value_set(value, "queue", queue->display);
	value_set(value, "queue_address", queue->addresses->pdata[0]);
	value_set(value, "agent", agent->display);
	value_set(value, "until", date);
	value_set_take(value, "back", value_bool(until == 0));
	Post post = {.kind = "away", .manner = POST_NOTICE, .address = address};
	return post_text(work, NULL, queue, &post, "away", language, value, error);
}

static bool works_for(const Agent *agent, const Queue *queue)
{
	return g_ptr_array_find(queue->agents, agent, NULL);
}

/* Each lead once, although there may be several queues. */
static bool tell_leads(Work *work, const Agent *agent, gint64 until, GError **error)
{
	const GPtrArray *queues = work->setup->config->queues;
	g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < queues->len; i++) {
		const Queue *queue = queues->pdata[i];
		char *address = queue->lead ? queue->lead : queue->head;
		g_autoptr(GError) problem = NULL;
		if (!works_for(agent, queue) || !address ||
		    config_agent_by_address(work->setup->config, address) == agent ||
		    !g_hash_table_add(told, address))
			continue;
		if (!tell(work, agent, queue, address, until, &problem) &&
		    !failed_forgive(work, 0, g_steal_pointer(&problem), error))
			return false;
	}
	return true;
}

static gint64 working_day_from(const Agent *agent, gint64 now)
{
	if (!agent->calendar)
		return now + DAY_S;
	gint64 at = calendar_add(agent->calendar, now, calendar_day_s(agent->calendar));
	return at == G_MAXINT64 ? now + DAY_S : at;
}

bool away_set(Work *work, const Agent *agent, gint64 *until, GError **error)
{
	g_autofree char *key = away_key(agent);
	gint64 before;

	if (*until == 0)
		*until = working_day_from(agent, work->now);
	if (*until <= work->now)
		*until = 0;
	if (!away_until(work, agent, &before, error))
		return false;
	if (before == *until)
		return true;
	return setting_save_number(work->db, key, *until, error) &&
	       tell_leads(work, agent, *until, error);
}
