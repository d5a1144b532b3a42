/* catalogue_load.c - fills a catalogue from its files, finds names that nothing has. */
/* SPDX-License-Identifier: MIT */
#include "templates/catalogue_parts.h"

#include <string.h>

static void note_shipped(Catalogue *catalogue)
{
	GHashTableIter languages, texts;
	gpointer language, name;
	g_hash_table_iter_init(&languages, catalogue->languages);
	while (g_hash_table_iter_next(&languages, NULL, &language)) {
		g_hash_table_iter_init(&texts, ((Language *)language)->texts);
		while (g_hash_table_iter_next(&texts, &name, NULL))
			g_hash_table_add(catalogue->shipped, g_strdup(name));
	}
}

static GHashTable *name_set(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void note_mentions(Catalogue *catalogue)
{
	/* what the desk gives and the shipped texts have no use for */
	static const char *const unused[] = {"article", "closed_at", "key", "score"};
	for (gsize i = 0; i < G_N_ELEMENTS(unused); i++)
		g_hash_table_add(catalogue->known[MENTION_VARIABLE], g_strdup(unused[i]));
	for (guint i = 0; i < catalogue->mentions->len; i++) {
		const Mention *mention = catalogue->mentions->pdata[i];
		g_hash_table_add(catalogue->known[mention->kind],
				 g_strdup(mention->name));
	}
	g_ptr_array_set_size(catalogue->mentions, 0);
}

static char *join_names(GHashTable *languages)
{
	g_autoptr(GList) names = g_hash_table_get_keys(languages);
	GString *text = g_string_new(NULL);
	names = g_list_sort(names, (GCompareFunc)strcmp);
	for (GList *name = names; name; name = name->next)
		g_string_append_printf(text, "%s%s", text->len ? ", " : "",
				       (const char *)name->data);
	return g_string_free(text, FALSE);
}

Catalogue *catalogue_load(const char *shipped, const char *overrides, GPtrArray *problems)
{
	Catalogue *catalogue = g_new0(Catalogue, 1);
	catalogue->languages = shelf_new();
	catalogue->mentions = mentions_new();
	catalogue->shipped = name_set();
	for (int kind = 0; kind < MENTION_KINDS; kind++)
		catalogue->known[kind] = name_set();
	catalogue->commands =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	shelf_read(shipped, catalogue->languages, catalogue->mentions, problems);
	note_shipped(catalogue);
	note_mentions(catalogue);
	if (overrides && strcmp(overrides, shipped) != 0)
		shelf_read(overrides, catalogue->languages, catalogue->mentions,
			   problems);
	catalogue_check_commands(catalogue, problems);
	catalogue_collect_commands(catalogue);
	catalogue->names = join_names(catalogue->languages);
	return catalogue;
}

void catalogue_free(Catalogue *catalogue)
{
	if (!catalogue)
		return;
	g_hash_table_unref(catalogue->languages);
	g_hash_table_unref(catalogue->shipped);
	for (int kind = 0; kind < MENTION_KINDS; kind++)
		g_hash_table_unref(catalogue->known[kind]);
	g_hash_table_unref(catalogue->commands);
	g_ptr_array_unref(catalogue->mentions);
	g_free(catalogue->names);
	g_free(catalogue);
}

/* --- names that nothing has --- */

int catalogue_by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void catalogue_add_new(GPtrArray *names, GHashTable *table)
{
	GHashTableIter iter;
	gpointer name;
	g_hash_table_iter_init(&iter, table);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
			g_ptr_array_add(names, name);
}

/* NULL-terminated, sorted. */
static GPtrArray *known_names(const Catalogue *catalogue, MentionKind kind)
{
	GPtrArray *names = g_ptr_array_new();
	GHashTableIter iter;
	gpointer language;
	catalogue_add_new(names, catalogue->known[kind]);
	g_hash_table_iter_init(&iter, catalogue->languages);
	while (kind == MENTION_PARTIAL &&
	       g_hash_table_iter_next(&iter, NULL, &language)) {
		catalogue_add_new(names, ((Language *)language)->texts);
		catalogue_add_new(names, ((Language *)language)->articles);
	}
	g_ptr_array_sort(names, catalogue_by_name);
	g_ptr_array_add(names, NULL);
	return names;
}

static bool is_among(const GPtrArray *names, const char *name)
{
	return g_strv_contains((const char *const *)names->pdata, name);
}

static void tell_kind(const Catalogue *catalogue, MentionKind kind,
		      CatalogueUnknownSeen seen, void *data)
{
	static const char *const what[] = {"phrase", "partial", "variable"};
	g_autoptr(GPtrArray) known = known_names(catalogue, kind);
	for (guint i = 0; i < catalogue->mentions->len; i++) {
		const Mention *mention = catalogue->mentions->pdata[i];
		const CatalogueUnknown unknown = {mention->file, mention->line,
						  what[kind], mention->name, known};
		/* Fields have the names that the administrator gives them. */
		bool is_own = kind == MENTION_PHRASE &&
			      g_str_has_prefix(mention->name, "field.");
		if (mention->kind == kind && !is_own && !is_among(known, mention->name))
			seen(&unknown, data);
	}
}

void catalogue_unknown(const Catalogue *catalogue, CatalogueUnknownSeen seen, void *data)
{
	for (int kind = 0; kind < MENTION_KINDS; kind++)
		tell_kind(catalogue, kind, seen, data);
}
