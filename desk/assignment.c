/* assignment.c - finds the agent at work who has the fewest tickets. */
/* SPDX-License-Identifier: MIT */
#include "desk/assignment.h"
#include "desk/away.h"
#include "desk/subscription.h"

void assignment_free(Assignment *assignment)
{
	if (!assignment)
		return;
	g_array_unref(assignment->candidates);
	g_free(assignment);
}

static Skill skill_of(const Agent *agent, const char *category)
{
	for (guint i = 0; i < agent->skills->len; i++)
		if (category_fits(category, agent->skills->pdata[i]))
			return SKILL_NAMED;
	return agent->skills->len ? SKILL_NONE : SKILL_GENERAL;
}

static bool look_at(Work *work, const Queue *queue, Candidate *candidate, GError **error)
{
	const Agent *agent = candidate->agent;
	const TicketFilter filter = {.agent = agent->name,
				     .states = 1u << TICKET_NEW | 1u << TICKET_OPEN};

	candidate->tickets = queue->agents->len > 1 ? 0 : -1;
	if (work->db && (!away_until(work, agent, &candidate->away_until, error) ||
			 (queue->agents->len > 1 &&
			  !ticket_count(work->db, &filter, &candidate->tickets, error))))
		return false;
	candidate->is_at_work =
		!candidate->away_until &&
		(!agent->calendar || calendar_is_open(agent->calendar, work->now));
	return true;
}

bool assignment_is_at_work(Work *work, const Agent *agent, bool *is, GError **error)
{
	gint64 until;

	if (!away_until(work, agent, &until, error))
		return false;
	*is = !until &&
	      (!agent->calendar || calendar_is_open(agent->calendar, work->now));
	return true;
}

/* The one with the fewest tickets of those at work with a skill, or, with SKILL_NONE, of
 * all who are not away. */
static const Agent *least_busy(const GArray *candidates, Skill skill)
{
	const Candidate *found = NULL;

	for (guint i = 0; i < candidates->len; i++) {
		const Candidate *one = &g_array_index(candidates, Candidate, i);
		bool is_wanted = skill == SKILL_NONE
					 ? !one->away_until
					 : one->is_at_work && one->skill == skill;
		if (is_wanted && (!found || one->tickets < found->tickets))
			found = one;
	}
	return found ? found->agent : NULL;
}

static void choose(const Config *config, const Queue *queue, Assignment *assignment)
{
	const GArray *candidates = assignment->candidates;

	assignment->reason = CHOSEN_SKILL;
	assignment->agent = least_busy(candidates, SKILL_NAMED);
	if (assignment->agent)
		return;
	assignment->reason = CHOSEN_GENERAL;
	assignment->agent = least_busy(candidates, SKILL_GENERAL);
	if (assignment->agent)
		return;
	assignment->reason = CHOSEN_LEAD;
	assignment->agent =
		queue->lead_agent ? config_agent(config, queue->lead_agent) : NULL;
	if (assignment->agent)
		return;
	assignment->agent = least_busy(candidates, SKILL_NONE);
	assignment->reason = assignment->agent ? CHOSEN_PRESENT : CHOSEN_NOBODY;
}

Assignment *assignment_choose(Work *work, const Queue *queue, const char *category,
			      const char *named, GError **error)
{
	const Config *config = work->setup->config;
	const Agent *agent = named ? config_agent(config, named) : NULL;
	g_autoptr(Assignment) assignment = g_new0(Assignment, 1);
	gint64 until = 0;

	assignment->candidates = g_array_new(FALSE, TRUE, sizeof(Candidate));
	if (agent && work->db && !away_until(work, agent, &until, error))
		return NULL;
	if (agent && !until) {
		assignment->agent = agent;
		assignment->reason = CHOSEN_NAMED;
		return g_steal_pointer(&assignment);
	}
	for (guint i = 0; i < queue->agents->len; i++) {
		const Agent *one = queue->agents->pdata[i];
		Candidate candidate = {.agent = one, .skill = skill_of(one, category)};
		if (!look_at(work, queue, &candidate, error))
			return NULL;
		g_array_append_val(assignment->candidates, candidate);
	}
	choose(config, queue, assignment);
	return g_steal_pointer(&assignment);
}

bool assignment_fill(Work *work, Ticket *ticket, GError **error)
{
	g_autoptr(Assignment) assignment = assignment_choose(
		work, work_queue(work, ticket), ticket->category ? ticket->category : "",
		ticket->agent, error);

	if (!assignment)
		return false;
	g_free(ticket->agent);
	ticket->agent = assignment->agent ? g_strdup(assignment->agent->name) : NULL;
	return true;
}
