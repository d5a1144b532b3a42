/* assignment.c - finds the agent at work who has the fewest tickets. */
/* SPDX-License-Identifier: MIT */
#include "desk/assignment.h"

#include "desk/away.h"
#include "desk/subscription.h"

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

/* How well an agent fits a category. */
typedef enum {
	SKILL_NAMED,   /* the category is one of the agent's */
	SKILL_GENERAL, /* no skills are named: everything */
	SKILL_NONE,
} Skill;

static Skill skill_of(const Agent *agent, const char *category)
{
	for (guint i = 0; i < agent->skills->len; i++)
		if (category_fits(category, agent->skills->pdata[i]))
			return SKILL_NAMED;
	return agent->skills->len ? SKILL_NONE : SKILL_GENERAL;
}

/* Who is looked for; the least busy is taken. */
typedef struct {
	Presence presence;
	const char *category; /* NULL: of any skill */
	Skill skill;
} Wanted;

static bool least_busy(Work *work, const Queue *queue, const Wanted *wanted,
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
		if (wanted->category && skill_of(one, wanted->category) != wanted->skill)
			continue;
		if (!wanted->presence(work, one, &is, error) ||
		    (is && has_choice && !ticket_count(work->db, &filter, &count, error)))
			return false;
		if (!is || count >= fewest)
			continue;
		fewest = count;
		*agent = one;
	}
	return true;
}

bool assignment_choose(Work *work, const Queue *queue, const char *category,
		       const Agent **agent, GError **error)
{
	Wanted named = {assignment_is_at_work, category, SKILL_NAMED};
	Wanted general = {assignment_is_at_work, category, SKILL_GENERAL};
	Wanted anybody = {is_there, NULL, SKILL_NONE};

	if (!least_busy(work, queue, &named, agent, error) ||
	    (!*agent && !least_busy(work, queue, &general, agent, error)))
		return false;
	if (*agent)
		return true;
	if (queue->lead_agent)
		*agent = config_agent(work->setup->config, queue->lead_agent);
	return *agent || least_busy(work, queue, &anybody, agent, error);
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
	if (!assignment_choose(work, work_queue(work, ticket),
			       ticket->category ? ticket->category : "", &agent, error))
		return false;
	g_free(ticket->agent);
	ticket->agent = agent ? g_strdup(agent->name) : NULL;
	return true;
}
