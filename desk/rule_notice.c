/* rule_notice.c - tells of a mail whom the rules want told. */
/* SPDX-License-Identifier: MIT */
#include "desk/rule_notice.h"
#include "mail/address.h"

#include <string.h>

static void add(GPtrArray *addresses, const char *address)
{
	g_autofree char *normal = address_normalise(address);

	if (*normal &&
	    !g_ptr_array_find_with_equal_func(addresses, normal, g_str_equal, NULL))
		g_ptr_array_add(addresses, g_steal_pointer(&normal));
}

/* lead, head, an agent's name or an address. */
static void add_named(Work *work, const Ticket *ticket, const char *name,
		      GPtrArray *addresses)
{
	const Agent *agent = config_agent(work->setup->config, name);
	unsigned role = strcmp(name, "lead") == 0   ? SLA_TO_LEAD
			: strcmp(name, "head") == 0 ? SLA_TO_HEAD
						    : 0;

	if (!role) {
		add(addresses, agent ? agent->addresses->pdata[0] : name);
		return;
	}
	g_autoptr(GPtrArray) people = post_role_addresses(work, ticket, role);
	for (guint i = 0; i < people->len; i++)
		add(addresses, people->pdata[i]);
}

bool rule_notice_post(Work *work, const Ticket *ticket,
		      const Classification *classification, const Notice *notice,
		      GError **error)
{
	g_autoptr(GPtrArray) told = post_role_addresses(work, ticket, SLA_TO_AGENT);
	g_autoptr(GPtrArray) named = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < classification->actions->len; i++) {
		const Action *action = classification->actions->pdata[i];
		if (strcmp(action->key, "notify") == 0)
			add_named(work, ticket, action->value, named);
	}
	for (guint i = 0; i < named->len; i++)
		if (!g_ptr_array_find_with_equal_func(told, named->pdata[i], g_str_equal,
						      NULL) &&
		    !notice_post(work, ticket, notice, named->pdata[i], error))
			return false;
	return true;
}
