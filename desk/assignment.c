/* assignment.c - finds the agent at work who has the fewest tickets. */
/* SPDX-License-Identifier: MIT */
#include "desk/assignment.h"

#include "desk/away.h"

static bool is_there(Work *work, const Agent *agent, bool *is, GError **error)
{
	gint64 until;

	*is = false;
	if (!away_until(work, agent, &until, error))
		return false;
	*is = until == 0;
	return true;
}

bool assignment_is_at_work(Work *work, const Agent *agent, bool *is, GError **error)
{
	if (!is_there(work, agent, is, error))
		return false;
	if (agent->calendar && !calendar_is_open(agent->calendar, work->now))
		*is = false;
	return true;
}

typedef bool (*Presence)(Work *work, const Agent *agent, bool *is, GError **error);

static bool least_busy(Work *work, const Queue *queue, Presence presence,
		       const Agent **agent, GError **error)
{
	gint64 fewest = G_MAXINT64;

	*agent = NULL;
	for (guint i = 0; i < queue->agents->len; i++) {
		const Agent *one = queue->agents->pdata[i];
		TicketFilter filter = {.agent = one->name,
				       .states = 1u << TICKET_NEW | 1u << TICKET_OPEN};
		gint64 count = 0;
		bool is, has_choice = queue->agents->len > 1;
		if (!presence(work, one, &is, error) ||
		    (is && has_choice && !ticket_count(work->db, &filter, &count, error)))
			return false;
		if (!is || count >= fewest)
			continue;
		fewest = count;
		*agent = one;
	}
	return true;
}

bool assignment_choose(Work *work, const Queue *queue, const Agent **agent,
		       GError **error)
{
	if (!least_busy(work, queue, assignment_is_at_work, agent, error))
		return false;
	if (*agent)
		return true;
	if (queue->lead_agent)
		*agent = config_agent(work->setup->config, queue->lead_agent);
	return *agent || least_busy(work, queue, is_there, agent, error);
}

bool assignment_fill(Work *work, Ticket *ticket, GError **error)
{
	const Agent *agent =
		ticket->agent ? config_agent(work->setup->config, ticket->agent) : NULL;
	bool is = false;

	if (agent && !is_there(work, agent, &is, error))
		return false;
	if (is)
		return true;
	if (!assignment_choose(work, work_queue(work, ticket), &agent, error))
		return false;
	g_free(ticket->agent);
	ticket->agent = agent ? g_strdup(agent->name) : NULL;
	return true;
}
