/* config_lookup.c - finds queues, agents, organisations and the SLA that applies. */
/* SPDX-License-Identifier: MIT */
#include "mail/address.h"
#include "rules/config.h"

#include <string.h>

static bool has_text(const GPtrArray *texts, const char *text)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)texts, text, g_str_equal,
						NULL);
}

const Queue *config_queue(const Config *config, const char *name)
{
	for (guint i = 0; name && i < config->queues->len; i++) {
		const Queue *queue = config->queues->pdata[i];
		if (g_str_equal(queue->name, name))
			return queue;
	}
	return NULL;
}

const Queue *config_queue_by_address(const Config *config, const char *address)
{
	g_autofree char *normal = address ? address_normalise(address) : NULL;
	for (guint i = 0; normal && *normal && i < config->queues->len; i++) {
		const Queue *queue = config->queues->pdata[i];
		if (has_text(queue->addresses, normal))
			return queue;
	}
	return NULL;
}

bool config_is_own_address(const Config *config, const char *address)
{
	g_autofree char *base = NULL, *extension = NULL;

	address_split(address, config->delimiters, &base, &extension);
	return config_queue_by_address(config, address) ||
	       config_queue_by_address(config, base);
}

const Agent *config_agent(const Config *config, const char *name)
{
	for (guint i = 0; name && i < config->agents->len; i++) {
		const Agent *agent = config->agents->pdata[i];
		if (g_str_equal(agent->name, name))
			return agent;
	}
	return NULL;
}

const Agent *config_agent_by_address(const Config *config, const char *address)
{
	g_autofree char *normal = address ? address_normalise(address) : NULL;
	for (guint i = 0; normal && *normal && i < config->agents->len; i++) {
		const Agent *agent = config->agents->pdata[i];
		if (has_text(agent->addresses, normal))
			return agent;
	}
	return NULL;
}

const Agent *config_agent_by_login(const Config *config, const char *login)
{
	for (guint i = 0; login && *login && i < config->agents->len; i++) {
		const Agent *agent = config->agents->pdata[i];
		if (g_ascii_strcasecmp(agent->login, login) == 0)
			return agent;
	}
	return NULL;
}

bool queue_is_led_by(const Queue *queue, const char *address)
{
	g_autofree char *normal = address_normalise(address);

	return g_strcmp0(queue->lead, normal) == 0 || g_strcmp0(queue->head, normal) == 0;
}

bool config_is_lead(const Config *config, const char *address)
{
	for (guint i = 0; i < config->queues->len; i++)
		if (queue_is_led_by(config->queues->pdata[i], address))
			return true;
	return false;
}

static const Organisation *organisation_of_domain(const Config *config,
						  const char *domain)
{
	for (guint i = 0; i < config->organisations->len; i++) {
		const Organisation *organisation = config->organisations->pdata[i];
		if (has_text(organisation->domains, domain))
			return organisation;
	}
	return NULL;
}

/* mail.example.org belongs to whoever has it, else to whoever has example.org. */
const Organisation *config_organisation_by_address(const Config *config,
						   const char *address)
{
	g_autofree char *normal = address ? address_normalise(address) : NULL;
	const char *domain = normal ? address_domain(normal) : "";
	while (*domain) {
		const Organisation *found = organisation_of_domain(config, domain);
		const char *dot = strchr(domain, '.');
		if (found || !dot)
			return found;
		domain = dot + 1;
	}
	return NULL;
}

const Sla *config_sla(const Config *config, const Queue *queue, const char *tier,
		      const Organisation *organisation, const char *category_sla)
{
	const Sla *sla = tier ? g_hash_table_lookup(config->tier_slas, tier) : NULL;
	if (!sla && organisation)
		sla = organisation->sla;
	if (!sla && category_sla)
		sla = g_hash_table_lookup(config->slas, category_sla);
	if (!sla && queue)
		sla = queue->sla;
	return sla;
}
