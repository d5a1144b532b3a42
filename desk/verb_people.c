/* verb_people.c - verbs about who has a ticket, and who takes part in it. */
/* SPDX-License-Identifier: MIT */
#include "desk/away.h"
#include "desk/clock.h"
#include "desk/verb_rows.h"
#include "mail/address.h"

#include <string.h>

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
		return verb_refuse(verb, error, "take-admin", NULL);
	ticket->taken_at = verb->work->now;
	if (!set_agent(verb, verb->agent->name, error) ||
	    !work_event(verb->work, ticket->id, "taken", NULL, verb->agent->name, error))
		return false;
	verb_tell(verb, "taken", NULL);
	return clock_take(verb->work, ticket, error);
}

static const Agent *find_agent(const Config *config, const char *word)
{
	const Agent *agent = config_agent(config, word);
	g_autofree char *folded = g_utf8_casefold(word, -1);

	if (agent)
		return agent;
	if (strchr(word, '@'))
		return config_agent_by_address(config, word);
	for (guint i = 0; i < config->agents->len; i++) {
		const Agent *one = config->agents->pdata[i];
		g_autofree char *display = g_utf8_casefold(one->display, -1);
		if (g_ascii_strcasecmp(one->name, word) == 0 ||
		    strcmp(display, folded) == 0)
			return one;
	}
	return NULL;
}

static bool refuse_agent(const Verb *verb, const char *word, GError **error)
{
	const Config *config = verb->work->setup->config;
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; i < config->agents->len; i++)
		g_ptr_array_add(names, ((const Agent *)config->agents->pdata[i])->name);
	g_ptr_array_add(names, NULL);
	g_autofree char *list = g_strjoinv(" ", (char **)names->pdata);
	return verb_refuse(verb, error, *word ? "no-agent" : "which-agent", "word", word,
			   "list", list, NULL);
}

static bool is_nobody(const Verb *verb, const char *word)
{
	return verb_is_word(verb, word, "nobody") || strcmp(word, "-") == 0;
}

static bool unassign(Verb *verb, GError **error)
{
	if (!set_agent(verb, NULL, error))
		return false;
	verb_tell(verb, "unassigned", NULL);
	return true;
}

bool verb_assign(Verb *verb, GError **error)
{
	const Config *config = verb->work->setup->config;
	const char *word = verb_argument(verb);
	const Agent *agent = find_agent(config, word);

	if (!agent && is_nobody(verb, word))
		return unassign(verb, error);
	if (!agent)
		return refuse_agent(verb, word, error);
	if (verb->arguments[1])
		return verb_refuse(verb, error, "one-agent", NULL);
	if (g_strcmp0(verb->ticket->agent, agent->name) == 0) {
		verb_tell(verb, "assigned-already", "agent", agent->name, NULL);
		return true;
	}
	if (!set_agent(verb, agent->name, error))
		return false;
	verb_tell(verb, "assigned", "agent", agent->name, NULL);
	return verb->ticket->state >= TICKET_CLOSED ||
	       verb_notify(verb, "assigned", error);
}

/* Who may take part: a person's address, not one of the desk's own. */
char *verb_person(const Verb *verb, const char *word, GError **error)
{
	const Config *config = verb->work->setup->config;
	g_autofree char *address = address_normalise(word);

	if (!*address || !*address_domain(address)) {
		verb_refuse(verb, error, "no-address", "word", word, NULL);
		return NULL;
	}
	if (config_is_own_address(config, address)) {
		verb_refuse(verb, error, "desk-address", "address", address, NULL);
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
		return verb_refuse(verb, error, "is-customer", "address", address, NULL);
	if (!participant_put(work->db, verb->ticket->id, id, role, work->now, error))
		return false;
	verb_tell(verb, adds ? "cc-added" : "cc-removed", "address", address, NULL);
	return work_event(work, verb->ticket->id, "participant", adds ? NULL : address,
			  adds ? address : NULL, error);
}

/* "+ addr", "+addr", "- addr", "-addr". */
bool verb_cc(Verb *verb, GError **error)
{
	const char *word = verb_argument(verb);
	char sign = *word;

	if (sign != '+' && sign != '-')
		return verb_refuse(verb, error, "cc", NULL);
	word = word[1] ? word + 1 : verb->arguments[1];
	g_autofree char *address = verb_person(verb, word ? word : "", error);
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
		return verb_refuse(verb, error, "agents-only", NULL);
	if (words[0] && moment_read(words, &sense, verb->work->now, &until) == 0)
		return verb_refuse(verb, error, "away", NULL);
	if (words[0] && until <= verb->work->now)
		return verb_refuse(verb, error, "passed", NULL);
	if (!away_set(verb->work, verb->agent, &until, error))
		return false;
	g_autofree char *date = verb_time(verb, until);
	verb_tell(verb, "away", "date", date, NULL);
	return true;
}

bool verb_back(Verb *verb, GError **error)
{
	gint64 until = verb->work->now;

	if (!verb->agent)
		return verb_refuse(verb, error, "agents-only", NULL);
	verb_tell(verb, "back", NULL);
	return away_set(verb->work, verb->agent, &until, error);
}
