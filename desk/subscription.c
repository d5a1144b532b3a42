/* subscription.c - keeps what experts subscribed to, and sends them their copies. */
/* SPDX-License-Identifier: MIT */
#include "desk/subscription.h"
#include "desk/failed.h"

#include <string.h>

#define PATTERNS_MAX 50

bool category_fits(const char *path, const char *pattern)
{
	gsize length = strlen(pattern);

	if (strcmp(pattern, "*") == 0)
		return true;
	if (length < 3 || strcmp(pattern + length - 2, ".*") != 0)
		return strcmp(path, pattern) == 0;
	return strncmp(path, pattern, length - 2) == 0 &&
	       (path[length - 2] == '.' || path[length - 2] == '\0');
}

static char *key_of(const Agent *agent)
{
	return g_strconcat("subscribe.", agent->name, NULL);
}

bool subscription_list(Work *work, const Agent *agent, GPtrArray **patterns,
		       GError **error)
{
	g_autofree char *key = key_of(agent);
	g_autofree char *text = NULL;

	*patterns = NULL;
	if (!setting_load(work->db, key, &text, error))
		return false;
	*patterns = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
	for (char **line = lines; *line; line++)
		if (**line)
			g_ptr_array_add(*patterns, g_strdup(*line));
	return true;
}

static bool save(Work *work, const Agent *agent, const GPtrArray *patterns,
		 GError **error)
{
	g_autofree char *key = key_of(agent);
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < patterns->len; i++)
		g_string_append_printf(text, "%s\n", (char *)patterns->pdata[i]);
	g_autofree char *all = g_string_free(text, FALSE);
	return setting_save(work->db, key, *all ? all : NULL, error);
}

bool subscription_add(Work *work, const Agent *agent, const char *pattern, GError **error)
{
	g_autoptr(GPtrArray) patterns = NULL;

	if (!subscription_list(work, agent, &patterns, error))
		return false;
	if (patterns->len >= PATTERNS_MAX ||
	    g_ptr_array_find_with_equal_func(patterns, pattern, g_str_equal, NULL))
		return true;
	g_ptr_array_add(patterns, g_strdup(pattern));
	return save(work, agent, patterns, error);
}

bool subscription_remove(Work *work, const Agent *agent, const char *pattern,
			 guint *removed, GError **error)
{
	g_autoptr(GPtrArray) patterns = NULL;

	*removed = 0;
	if (!subscription_list(work, agent, &patterns, error))
		return false;
	for (guint i = patterns->len; i > 0; i--) {
		if (*pattern && strcmp(patterns->pdata[i - 1], pattern) != 0)
			continue;
		g_ptr_array_remove_index(patterns, i - 1);
		(*removed)++;
	}
	return save(work, agent, patterns, error);
}

static bool wants(Work *work, const Ticket *ticket, const Agent *agent, bool *is,
		  GError **error)
{
	g_autoptr(GPtrArray) patterns = NULL;

	*is = false;
	if (!subscription_list(work, agent, &patterns, error))
		return false;
	for (guint i = 0; i < patterns->len; i++)
		*is |= category_fits(ticket->category, patterns->pdata[i]);
	return true;
}

static bool post_copy(Work *work, const Ticket *ticket, const Notice *notice,
		      const Agent *agent, GError **error)
{
	g_autoptr(GError) problem = NULL;
	Notice copy = *notice;

	copy.event = "copy";
	if (!subscription_is_note(work, ticket, agent, &copy.is_copy, error))
		return false;
	return notice_post(work, ticket, &copy, agent->addresses->pdata[0], &problem) ||
	       failed_forgive(work, ticket->id, g_steal_pointer(&problem), error);
}

bool subscription_post(Work *work, const Ticket *ticket, const Notice *notice,
		       GError **error)
{
	const GPtrArray *agents = work->setup->config->agents;
	g_autoptr(GPtrArray) told = post_role_addresses(work, ticket, SLA_TO_AGENT);

	for (guint i = 0; i < agents->len; i++) {
		const Agent *agent = agents->pdata[i];
		bool is;
		if (g_ptr_array_find_with_equal_func(told, agent->addresses->pdata[0],
						     g_str_equal, NULL))
			continue;
		if (!wants(work, ticket, agent, &is, error) ||
		    (is && !post_copy(work, ticket, notice, agent, error)))
			return false;
	}
	return true;
}

static bool belongs_to(const Queue *queue, const Agent *agent)
{
	return queue && (g_ptr_array_find(queue->agents, agent, NULL) ||
			 g_strcmp0(queue->lead_agent, agent->name) == 0 ||
			 g_strcmp0(queue->head_agent, agent->name) == 0);
}

bool subscription_is_note(Work *work, const Ticket *ticket, const Agent *agent, bool *is,
			  GError **error)
{
	const Queue *queue = work_queue(work, ticket);
	g_autoptr(GPtrArray) others = NULL;

	*is = false;
	if (queue->expert_answers || belongs_to(queue, agent) ||
	    g_strcmp0(ticket->agent, agent->name) == 0)
		return true;
	if (!ticket_queues(work->db, ticket->id, &others, error))
		return false;
	for (guint i = 0; i < others->len; i++)
		if (belongs_to(config_queue(work->setup->config, others->pdata[i]),
			       agent))
			return true;
	*is = true;
	return true;
}
