/* explain_agent.c - who would get a new ticket and why, as text and JSON. */
/* SPDX-License-Identifier: MIT */
#include "desk/explain_agent.h"
#include "desk/explain_rules.h"
#include "rules/duration.h"

static bool has_skill(const GArray *candidates)
{
	for (guint i = 0; i < candidates->len; i++)
		if (g_array_index(candidates, Candidate, i).skill == SKILL_NAMED)
			return true;
	return false;
}

static const char *reason_text(const Assignment *assignment)
{
	static const char *const reasons[] = {
		[CHOSEN_NOBODY] = "everybody is away",
		[CHOSEN_NAMED] = "named, not away",
		[CHOSEN_SKILL] = "has the skill, at work, fewest tickets",
		[CHOSEN_GENERAL] = "does everything, at work, fewest tickets",
		[CHOSEN_LEAD] = "leads the queue; nobody who fits is at work",
		[CHOSEN_PRESENT] = "not away, fewest tickets; nobody who fits is at work",
	};
	if (assignment->reason == CHOSEN_GENERAL && has_skill(assignment->candidates))
		return "does everything, at work, fewest tickets; "
		       "nobody with the skill is at work";
	return reasons[assignment->reason];
}

static const char *skill_name(Skill skill)
{
	static const char *const names[] = {[SKILL_NAMED] = "named",
					    [SKILL_GENERAL] = "general",
					    [SKILL_NONE] = "none"};
	return names[skill];
}

static char *candidate_text(const Candidate *candidate)
{
	static const char *const skills[] = {[SKILL_NAMED] = "has the skill",
					     [SKILL_GENERAL] = "does everything",
					     [SKILL_NONE] = "has other skills"};
	GString *text = g_string_new(NULL);

	g_string_append_printf(text, "%s: %s, ", candidate->agent->name,
			       skills[candidate->skill]);
	if (candidate->away_until) {
		g_autofree char *until = time_rfc3339(candidate->away_until, NULL);
		g_string_append_printf(text, "away until %s", until);
	} else {
		g_string_append(text, candidate->is_at_work ? "at work" : "out of hours");
	}
	if (candidate->tickets >= 0)
		g_string_append_printf(text, ", tickets %" G_GINT64_FORMAT,
				       candidate->tickets);
	return g_string_free(text, FALSE);
}

void explain_say_agent(GString *text, const Assignment *assignment)
{
	const Agent *agent = assignment->agent;
	g_autofree char *line = g_strdup_printf("%s: %s", agent ? agent->name : "nobody",
						reason_text(assignment));

	explain_say(text, "agent", line);
	for (guint i = 0; i < assignment->candidates->len; i++) {
		g_autofree char *one = candidate_text(
			&g_array_index(assignment->candidates, Candidate, i));
		explain_say(text, i ? "" : "candidates", one);
	}
}

static json_t *candidate_json(const Candidate *candidate)
{
	g_autofree char *until =
		candidate->away_until ? time_rfc3339(candidate->away_until, NULL) : NULL;
	json_t *object =
		json_pack("{s:s, s:s, s:b, s:s?}", "name", candidate->agent->name,
			  "skill", skill_name(candidate->skill), "at_work",
			  candidate->is_at_work, "away_until", until);

	if (candidate->tickets >= 0)
		json_object_set_new(object, "tickets", json_integer(candidate->tickets));
	return object;
}

json_t *explain_agent_json(const Assignment *assignment)
{
	json_t *candidates = json_array();

	for (guint i = 0; i < assignment->candidates->len; i++)
		json_array_append_new(
			candidates, candidate_json(&g_array_index(assignment->candidates,
								  Candidate, i)));
	return json_pack("{s:s, s:o}", "because", reason_text(assignment), "candidates",
			 candidates);
}
