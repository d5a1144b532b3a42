/* known.c - the names that rules and taxonomy may use, for looking up and for advice. */
/* SPDX-License-Identifier: MIT */
#include "rules/known.h"
#include "mail/error.h"
#include "rules/problem.h"

#include <string.h>

GPtrArray *known_queues(const Config *config)
{
	GPtrArray *names = g_ptr_array_new();

	for (guint i = 0; i < config->queues->len; i++)
		g_ptr_array_add(names, ((Queue *)config->queues->pdata[i])->name);
	return names;
}

GPtrArray *known_agents(const Config *config)
{
	GPtrArray *names = g_ptr_array_new();

	for (guint i = 0; i < config->agents->len; i++)
		g_ptr_array_add(names, ((Agent *)config->agents->pdata[i])->name);
	return names;
}

GPtrArray *known_organisations(const Config *config)
{
	GPtrArray *names = g_ptr_array_new();

	for (guint i = 0; i < config->organisations->len; i++)
		g_ptr_array_add(names,
				((Organisation *)config->organisations->pdata[i])->name);
	return names;
}

static int compare_names(gconstpointer a, gconstpointer b)
{
	return g_strcmp0(*(char *const *)a, *(char *const *)b);
}

/* Hash tables have no order; advice must not change from run to run. */
static GPtrArray *sorted_keys(GHashTable *table)
{
	GPtrArray *names = g_ptr_array_new();
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, table);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		g_ptr_array_add(names, name);
	g_ptr_array_sort(names, compare_names);
	return names;
}

GPtrArray *known_slas(const Config *config)
{
	return sorted_keys(config->slas);
}

GPtrArray *known_calendars(const Config *config)
{
	return sorted_keys(config->calendars);
}

GPtrArray *known_tiers(const Config *config)
{
	GPtrArray *names = g_ptr_array_new();

	g_ptr_array_add(names, (char *)"standard");
	for (guint i = 0; i < config->tiers->len; i++)
		g_ptr_array_add(names, config->tiers->pdata[i]);
	return names;
}

GPtrArray *known_categories(const Taxonomy *taxonomy)
{
	const GPtrArray *categories = taxonomy_categories(taxonomy);
	GPtrArray *names = g_ptr_array_new();

	for (guint i = 0; i < categories->len; i++)
		g_ptr_array_add(names, ((Category *)categories->pdata[i])->path);
	return names;
}

GPtrArray *known_words(const char *const *words)
{
	GPtrArray *names = g_ptr_array_new();

	for (; *words; words++)
		g_ptr_array_add(names, (char *)*words);
	return names;
}

GPtrArray *known_priorities(void)
{
	static const char *const words[] = {"low", "normal", "high", "urgent", NULL};

	return known_words(words);
}

/* ", did you mean "words.ru"?" for "word.ru", of names (with NULL at the end) that an
 * argument follows; NULL: no such name is near. g_free. */
static char *suggest_stem(const char *name, const char *const *names)
{
	const char *dot = strchr(name, '.');
	g_autofree char *stem = dot ? g_strndup(name, (gsize)(dot - name) + 1) : NULL;
	const char *meant = stem ? problem_nearest(stem, names) : NULL;

	return meant && g_str_has_suffix(meant, ".")
		       ? g_strdup_printf(", did you mean \"%s%s\"?", meant, dot + 1)
		       : NULL;
}

static char *suggest(const char *name, const char *const *names)
{
	char *by_stem = problem_nearest(name, names) ? NULL : suggest_stem(name, names);

	return by_stem ? by_stem : problem_suggestion(name, names);
}

bool known_check(const char *what, const char *name, GPtrArray *names, GError **error)
{
	bool known = g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL);

	if (!known) {
		g_ptr_array_add(names, NULL);
		g_autofree char *advice =
			suggest(name, (const char *const *)names->pdata);
		if (names->len == 1 && *name)
			g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
				    "unknown %s %s; there is none yet: add [%s %s]", what,
				    name, what, name);
		else
			g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
				    "unknown %s %s%s", what, *name ? name : "(nothing)",
				    advice);
	}
	g_ptr_array_unref(names);
	return known;
}

bool known_check_category(const char *path, const Taxonomy *taxonomy, GError **error)
{
	return !taxonomy_is_whole(taxonomy) ||
	       known_check("category", path, known_categories(taxonomy), error);
}
