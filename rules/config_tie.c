/* config_tie.c - turns the names that sections use for each other into pointers. */
/* SPDX-License-Identifier: MIT */
#include "mail/address.h"
#include "rules/config_check.h"
#include "rules/problem.h"

#include <string.h>

/* "boris" with the first letter as a capital. */
static char *display_name(const char *name)
{
	g_autofree char *first =
		g_utf8_strup(name, (gssize)(g_utf8_next_char(name) - name));
	return g_strconcat(first, g_utf8_next_char(name), NULL);
}

static void default_text(char **field, char *fallback_taken)
{
	if (!*field)
		*field = g_steal_pointer(&fallback_taken);
	g_free(fallback_taken);
}

typedef struct {
	Config *config;
	GPtrArray *sections; /* SectionText* */
	GPtrArray *problems;
} Tying;

/* ", did you mean …" or what to write when no section of the kind has the name. */
static char *suggest(const Tying *tying, ConfigSection kind, const char *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < tying->sections->len; i++) {
		const SectionText *other = tying->sections->pdata[i];
		if (other->kind == kind)
			g_ptr_array_add(names, other->name);
	}
	if (names->len == 0)
		return g_strdup("; write that section");
	g_ptr_array_add(names, NULL);
	return problem_suggestion(name, (const char *const *)names->pdata);
}

/*
 * The object of a named section. A name that no section has is a problem of key, but not
 * when the section may be one that could not be read: that is told already.
 */
static void *tie(const Tying *tying, const SectionText *section, const char *key,
		 ConfigSection kind, const char *name)
{
	const SectionText *found = config_section_find(tying->sections, kind, name);
	if (found || !tying->config->is_whole)
		return found ? found->object : NULL;
	g_autofree char *suggestion = suggest(tying, kind, name);
	section_problem(section, tying->problems, key, "there is no [%s %s]%s",
			config_section_kind(kind)->word, name, suggestion);
	return NULL;
}

void config_tie_sla(Config *config, SectionText *section, GPtrArray *sections,
		    GPtrArray *problems)
{
	const Tying tying = {config, sections, problems};
	Sla *sla = section->object;
	sla->file = g_strdup(section->file);
	sla->line = section->line;
	if (!sla->calendar_name)
		return;
	const Calendar *calendar =
		tie(&tying, section, "calendar", SECTION_CALENDAR, sla->calendar_name);
	if (calendar)
		sla->calendar = calendar;
}

static void check_promise(const SectionText *section, GPtrArray *problems)
{
	const Sla *sla = section->object;
	for (int target = 0; target < SLA_TARGETS; target++)
		if (sla->target_s[target] > 0 ||
		    section_line_of(section, sla_target_name(target)) != section->line)
			return;
	section_problem(section, problems, NULL,
			"[sla %s] promises nothing; write first_response = 4h",
			sla->name);
}

static void check_calendar(const SectionText *section, GPtrArray *problems)
{
	const Calendar *calendar = section->object;
	for (guint i = 0; i < section->entries->len; i++) {
		const SectionEntry *entry = section->entries->pdata[i];
		if (calendar_key_is_weekdays(entry->key) && *entry->value)
			return;
	}
	section_problem(section, problems, NULL,
			"[calendar %s] is never open; write mon-fri = 09:00-17:00",
			calendar_name(calendar));
}

static void tie_agents(const Tying *tying, Queue *queue, const SectionText *section)
{
	g_autoptr(GPtrArray) names = queue->agents;
	queue->agents = g_ptr_array_new();
	for (guint i = 0; i < names->len; i++) {
		Agent *agent =
			tie(tying, section, "agents", SECTION_AGENT, names->pdata[i]);
		if (agent)
			g_ptr_array_add(queue->agents, agent);
	}
}

/* lead and head: the name of an agent, or an address. */
static void tie_role(const Tying *tying, const SectionText *section, const char *key,
		     char **role, char **role_agent)
{
	if (!*role)
		return;
	const SectionText *found =
		config_section_find(tying->sections, SECTION_AGENT, *role);
	const Agent *agent = found ? found->object : NULL;
	g_autofree char *address = agent && agent->addresses->len > 0
					   ? g_strdup(agent->addresses->pdata[0])
					   : address_normalise(*role);
	if (!agent && !*address_domain(address)) {
		g_autofree char *suggestion = suggest(tying, SECTION_AGENT, *role);
		if (tying->config->is_whole)
			section_problem(section, tying->problems, key,
					"%s: \"%s\" is neither an agent nor an address%s",
					key, *role, suggestion);
		return;
	}
	if (agent)
		*role_agent = g_strdup(*role);
	g_free(*role);
	*role = g_steal_pointer(&address);
}

static void tie_queue(const Tying *tying, SectionText *section)
{
	Queue *queue = section->object;
	if (section_line_of(section, "address") == section->line)
		section_problem(section, tying->problems, NULL,
				"[queue %s] has no address; write address = "
				"support@example.com",
				queue->name);
	default_text(&queue->display, display_name(queue->name));
	tie_agents(tying, queue, section);
	tie_role(tying, section, "lead", &queue->lead, &queue->lead_agent);
	tie_role(tying, section, "head", &queue->head, &queue->head_agent);
	if (queue->sla_name)
		queue->sla = tie(tying, section, "sla", SECTION_SLA, queue->sla_name);
	if (section_line_of(section, "retention") == section->line)
		queue->retention_s = tying->config->retention_s;
}

static void tie_agent(const Tying *tying, SectionText *section)
{
	Agent *agent = section->object;
	agent->file = g_strdup(section->file);
	agent->skills_line = section_line_of(section, "skills");
	agent->language_line = section_line_of(section, "language");
	default_text(&agent->display, display_name(agent->name));
	if (section_line_of(section, "address") == section->line)
		section_problem(section, tying->problems, NULL,
				"[agent %s] has no address; write address = "
				"anna@example.com",
				agent->name);
	if (agent->addresses->len > 0)
		default_text(&agent->login, g_strdup(agent->addresses->pdata[0]));
	if (agent->calendar_name)
		agent->calendar = tie(tying, section, "calendar", SECTION_CALENDAR,
				      agent->calendar_name);
}

static void tie_organisation(const Tying *tying, SectionText *section)
{
	Organisation *organisation = section->object;
	if (section_line_of(section, "domain") == section->line)
		section_problem(
			section, tying->problems, NULL,
			"[organisation %s] has no domain; write domain = example.org",
			organisation->name);
	if (organisation->sla_name)
		organisation->sla =
			tie(tying, section, "sla", SECTION_SLA, organisation->sla_name);
	/* Everybody has a tier, and who has no other has this one. */
	if (!g_str_equal(organisation->tier, "standard"))
		tie(tying, section, "tier", SECTION_TIER, organisation->tier);
}

static void tie_tier(const Tying *tying, SectionText *section)
{
	const Tier *tier = section->object;
	g_ptr_array_add(tying->config->tiers, g_strdup(tier->name));
	Sla *sla = tier->sla_name
			   ? tie(tying, section, "sla", SECTION_SLA, tier->sla_name)
			   : NULL;
	if (sla)
		g_hash_table_insert(tying->config->tier_slas, g_strdup(tier->name), sla);
}

static void tie_desk(Config *config)
{
	const char *path = g_str_has_prefix(config->store, "sqlite:")
				   ? config->store + strlen("sqlite:")
				   : NULL;
	default_text(&config->model, path ? g_strconcat(path, ".model", NULL)
					  : g_strdup("/var/lib/postdesk/desk.model"));
	default_text(&config->spool_dir,
		     path ? g_path_get_dirname(path) : g_strdup("/var/lib/postdesk"));
}

void config_tie(Config *config, GPtrArray *sections, GPtrArray *problems)
{
	const Tying tying = {config, sections, problems};
	tie_desk(config);
	for (guint i = 0; i < sections->len; i++) {
		SectionText *section = sections->pdata[i];
		if (section->kind == SECTION_CALENDAR)
			check_calendar(section, problems);
		else if (section->kind == SECTION_SLA)
			check_promise(section, problems);
		else if (section->kind == SECTION_QUEUE)
			tie_queue(&tying, section);
		else if (section->kind == SECTION_AGENT)
			tie_agent(&tying, section);
		else if (section->kind == SECTION_ORGANISATION)
			tie_organisation(&tying, section);
		else if (section->kind == SECTION_TIER)
			tie_tier(&tying, section);
	}
	if (config->queues->len == 0 && config->is_whole)
		problem_add(problems, config->file, 0,
			    "there is no queue; write [queue support] with address = "
			    "support@example.com");
}
