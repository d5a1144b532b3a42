/* verb_people.c - verbs about who has a ticket, and who takes part in it. */
/* SPDX-License-Identifier: MIT */
#include "desk/verb_rows.h"

#include <string.h>

#include "desk/away.h"
#include "desk/clock.h"
#include "desk/token.h"
#include "mail/address.h"
#include "rules/problem.h"

static bool set_agent(Verb *verb, const char *name, GError **error)
{
	g_autofree char *before = verb->ticket->agent;

	verb->ticket->agent = g_strdup(name);
	return verb_changed(verb, "agent", before, name, error);
}

bool verb_take(Verb *verb, GError **error)
{
	Ticket *ticket = verb->ticket;

	if (!verb->agent)
		return verb_refuse(error, "only agents take tickets; say assign AGENT");
	ticket->taken_at = verb->work->now;
	if (!set_agent(verb, verb->agent->name, error) ||
	    !work_event(verb->work, ticket->id, "taken", NULL, verb->agent->name, error))
		return false;
	g_string_append_printf(verb->said,
			       "ticket %" G_GINT64_FORMAT
			       " is yours; no reminders until the next due time",
			       ticket->id);
	return clock_take(verb->work, ticket, error);
}

static const Agent *find_agent(const Config *config, const char *word)
{
	const Agent *agent = config_agent(config, word);

	if (agent)
		return agent;
	if (strchr(word, '@'))
		return config_agent_by_address(config, word);
	for (guint i = 0; i < config->agents->len; i++) {
		const Agent *one = config->agents->pdata[i];
		if (g_ascii_strcasecmp(one->name, word) == 0)
			return one;
	}
	return NULL;
}

static bool refuse_agent(const Config *config, const char *word, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; i < config->agents->len; i++)
		g_ptr_array_add(names, ((const Agent *)config->agents->pdata[i])->name);
	g_ptr_array_add(names, NULL);
	g_autofree char *list = g_strjoinv(" ", (char **)names->pdata);
	if (!*word)
		return verb_refuse(error, "to whom? agents: %s", list);
	return verb_refuse(error, "there is no agent %s; agents: %s", word, list);
}

static bool is_nobody(const char *word)
{
	return g_ascii_strcasecmp(word, "nobody") == 0 || strcmp(word, "-") == 0;
}

static bool unassign(Verb *verb, GError **error)
{
	if (!set_agent(verb, NULL, error))
		return false;
	g_string_append_printf(verb->said, "ticket %" G_GINT64_FORMAT " is nobody's",
			       verb->ticket->id);
	return true;
}

bool verb_assign(Verb *verb, GError **error)
{
	const Config *config = verb->work->setup->config;
	const char *word = verb_argument(verb);
	const Agent *agent = find_agent(config, word);

	if (!agent && is_nobody(word))
		return unassign(verb, error);
	if (!agent)
		return refuse_agent(config, word, error);
	if (verb->arguments[1])
		return verb_refuse(error, "one agent is enough");
	if (g_strcmp0(verb->ticket->agent, agent->name) == 0) {
		g_string_append_printf(verb->said,
				       "ticket %" G_GINT64_FORMAT " is %s's already",
				       verb->ticket->id, agent->name);
		return true;
	}
	if (!set_agent(verb, agent->name, error))
		return false;
	g_string_append_printf(verb->said, "ticket %" G_GINT64_FORMAT " goes to %s",
			       verb->ticket->id, agent->name);
	return verb->ticket->state >= TICKET_CLOSED ||
	       verb_notify(verb, "assigned", error);
}

/* Who may take part: a person's address, not one of the desk's own. */
static char *read_person(const Verb *verb, const char *word, GError **error)
{
	const Config *config = verb->work->setup->config;
	g_autofree char *address = address_normalise(word);
	g_autofree char *base = NULL, *extension = NULL;

	if (!*address || !*address_domain(address)) {
		verb_refuse(error, "\"%s\" is no address; write + carol@example.org",
			    word);
		return NULL;
	}
	address_split(address, config->delimiters, &base, &extension);
	if (config_queue_by_address(config, address) ||
	    config_queue_by_address(config, base)) {
		verb_refuse(error, "%s is the desk itself", address);
		return NULL;
	}
	return g_steal_pointer(&address);
}

static bool change_person(Verb *verb, const char *address, ParticipantRole role,
			  GError **error)
{
	Work *work = verb->work;
	bool adds = role == PARTICIPANT_CC;
	gint64 id;

	if (!people_intern(work->db, address, NULL, NULL, work->now, &id, error))
		return false;
	if (id == verb->ticket->customer)
		return verb_refuse(error, "%s is the customer of this ticket", address);
	if (!participant_put(work->db, verb->ticket->id, id, role, work->now, error))
		return false;
	g_string_append_printf(verb->said,
			       adds ? "%s gets the answers to come"
				    : "%s gets no more answers",
			       address);
	return work_event(work, verb->ticket->id, "participant", adds ? NULL : address,
			  adds ? address : NULL, error);
}

/* "+ addr", "+addr", "- addr", "-addr". */
bool verb_cc(Verb *verb, GError **error)
{
	const char *word = verb_argument(verb);
	char sign = *word;

	if (sign != '+' && sign != '-')
		return verb_refuse(
			error, "write cc + carol@example.org, or cc - carol@example.org");
	word = word[1] ? word + 1 : verb->arguments[1];
	g_autofree char *address = read_person(verb, word ? word : "", error);
	if (!address)
		return false;
	return change_person(verb, address,
			     sign == '+' ? PARTICIPANT_CC : PARTICIPANT_REMOVED, error);
}

/* A day that is named is the day of being back. */
bool verb_away(Verb *verb, GError **error)
{
	MomentSense sense = {.zone = verb_zone(verb)};
	g_auto(GStrv) words = moment_words(verb);
	gint64 until = 0;

	if (!verb->agent)
		return verb_refuse(
			error, "only agents are away; write it from an agent's address");
	if (words[0] && moment_read(words, &sense, verb->work->now, &until) == 0)
		return verb_refuse(
			error, "write away until 2027-01-10, or away alone for a day");
	if (words[0] && until <= verb->work->now)
		return verb_refuse(error, "that moment has passed; write a later one");
	if (!away_set(verb->work, verb->agent, &until, error))
		return false;
	g_autofree char *date = catalogue_time(verb->work->setup->catalogue,
					       verb->agent->language, until, sense.zone);
	g_string_append_printf(verb->said, "you are away until %s", date);
	return true;
}

bool verb_back(Verb *verb, GError **error)
{
	gint64 until = verb->work->now;

	if (!verb->agent)
		return verb_refuse(
			error, "only agents come back; write it from an agent's address");
	g_string_append(verb->said, "you are back");
	return away_set(verb->work, verb->agent, &until, error);
}
