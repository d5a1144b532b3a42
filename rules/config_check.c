/* config_check.c - finds addresses, logins and domains that two sections claim. */
/* SPDX-License-Identifier: MIT */
#include "rules/config_check.h"
#include "mail/address.h"

/* Who claimed a value first: value -> SectionText. */
typedef struct {
	GHashTable *owners;
	GPtrArray *problems;
	const char *key;
	const char *advice;
} Claims;

static void claim(Claims *claims, SectionText *section, const char *value)
{
	const SectionText *owner = g_hash_table_lookup(claims->owners, value);
	if (!owner) {
		g_hash_table_insert(claims->owners, g_strdup(value), section);
		return;
	}
	section_problem(section, claims->problems, claims->key,
			"%s already belongs to [%s %s] (%s:%d); %s", value,
			config_section_kind(owner->kind)->word, owner->name, owner->file,
			section_line_of(owner, claims->key), claims->advice);
}

static void claim_all(Claims *claims, SectionText *section, const GPtrArray *values)
{
	for (guint i = 0; i < values->len; i++)
		claim(claims, section, values->pdata[i]);
}

static void check_addresses(GPtrArray *sections, GPtrArray *problems)
{
	g_autoptr(GHashTable) owners =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Claims claims = {owners, problems, "address",
			 "an address belongs to one queue or one agent"};
	for (guint i = 0; i < sections->len; i++) {
		SectionText *section = sections->pdata[i];
		if (section->kind == SECTION_QUEUE)
			claim_all(&claims, section,
				  ((Queue *)section->object)->addresses);
	}
	for (guint i = 0; i < sections->len; i++) {
		SectionText *section = sections->pdata[i];
		if (section->kind == SECTION_AGENT)
			claim_all(&claims, section,
				  ((Agent *)section->object)->addresses);
	}
}

static void check_logins(GPtrArray *sections, GPtrArray *problems)
{
	g_autoptr(GHashTable) owners =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Claims claims = {owners, problems, "login", "a login belongs to one agent"};
	for (guint i = 0; i < sections->len; i++) {
		SectionText *section = sections->pdata[i];
		const Agent *agent = section->object;
		/* A login that is an address by default has been compared as one. */
		if (section->kind != SECTION_AGENT || !agent->login ||
		    section_line_of(section, "login") == section->line)
			continue;
		g_autofree char *login = g_ascii_strdown(agent->login, -1);
		claim(&claims, section, login);
	}
}

static void check_domains(GPtrArray *sections, GPtrArray *problems)
{
	g_autoptr(GHashTable) owners =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Claims claims = {owners, problems, "domain",
			 "a domain belongs to one organisation"};
	for (guint i = 0; i < sections->len; i++) {
		SectionText *section = sections->pdata[i];
		if (section->kind == SECTION_ORGANISATION)
			claim_all(&claims, section,
				  ((Organisation *)section->object)->domains);
	}
}

/* An address with a delimiter is taken apart on arrival and would never be found. */
static void check_delimiters(const Config *config, GPtrArray *sections,
			     GPtrArray *problems)
{
	for (guint i = 0; i < sections->len; i++) {
		const SectionText *section = sections->pdata[i];
		if (section->kind != SECTION_QUEUE)
			continue;
		const GPtrArray *addresses = ((Queue *)section->object)->addresses;
		for (guint k = 0; k < addresses->len; k++) {
			g_autofree char *base = NULL;
			g_autofree char *extension = NULL;
			address_split(addresses->pdata[k], config->delimiters, &base,
				      &extension);
			if (*extension)
				section_problem(section, problems, "address",
						"%s has an extension after the "
						"recipient_delimiter; write %s",
						(char *)addresses->pdata[k], base);
		}
	}
}

/* What the desk writes to itself would come back as a new mail, and so on. */
static void check_role(const Config *config, const SectionText *section, const char *key,
		       const char *address, GPtrArray *problems)
{
	const Queue *own = config_queue_by_address(config, address);
	if (own)
		section_problem(section, problems, key,
				"%s: %s is the address of [queue %s]; write an agent or "
				"somebody's own address",
				key, address, own->name);
}

/* A form's mail is the customer's: one that an agent or a queue sends is not. */
static void check_form_senders(const Config *config, const SectionText *section,
			       GPtrArray *problems)
{
	const GPtrArray *senders = ((Queue *)section->object)->form_senders;
	for (guint i = 0; i < senders->len; i++) {
		const char *address = senders->pdata[i];
		const Queue *queue = config_queue_by_address(config, address);
		const Agent *agent = config_agent_by_address(config, address);
		if (queue || agent)
			section_problem(
				section, problems, "form_sender",
				"form_sender: %s is the address of [%s %s]; write "
				"the one that the web form sends from",
				address, queue ? "queue" : "agent",
				queue ? queue->name : agent->name);
	}
}

static void check_correspondents(const Config *config, GPtrArray *sections,
				 GPtrArray *problems)
{
	for (guint i = 0; i < sections->len; i++) {
		const SectionText *section = sections->pdata[i];
		const Queue *queue = section->object;
		if (section->kind != SECTION_QUEUE)
			continue;
		check_role(config, section, "lead", queue->lead, problems);
		check_role(config, section, "head", queue->head, problems);
		check_form_senders(config, section, problems);
	}
}

void config_check(const Config *config, GPtrArray *sections, GPtrArray *problems)
{
	check_addresses(sections, problems);
	check_logins(sections, problems);
	check_domains(sections, problems);
	check_delimiters(config, sections, problems);
	check_correspondents(config, sections, problems);
}
