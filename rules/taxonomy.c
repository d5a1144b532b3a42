/* taxonomy.c - the one classification of problems, shared by every queue and language. */
/* SPDX-License-Identifier: MIT */
#include "rules/taxonomy.h"
#include "mail/text.h"
#include "rules/ini.h"
#include "rules/known.h"
#include "rules/problem.h"
#include "rules/taxonomy_check.h"

#include <string.h>

#define PATH_BYTES_MAX 100

struct Taxonomy {
	GPtrArray *categories; /* Category*, file order */
	GHashTable *by_path;   /* Category* borrowed */
	bool is_whole;
};

typedef struct {
	Taxonomy *taxonomy;
	const Config *config;
	GPtrArray *problems;
	Category *category; /* of the section being read; NULL when it is refused */
	int section_line;
	GHashTable *seen; /* char*: keys of the section so far that are given once */
} Loader;

typedef void (*KeyReader)(Loader *loader, const IniEntry *entry);

static void category_free(gpointer data)
{
	Category *category = data;

	g_free(category->path);
	g_hash_table_unref(category->titles);
	g_free(category->priority);
	g_free(category->queue);
	g_free(category->sla);
	g_ptr_array_unref(category->articles);
	g_ptr_array_unref(category->ask);
	g_ptr_array_unref(category->examples);
	g_ptr_array_unref(category->example_lines);
	g_free(category->file);
	g_free(category);
}

static Category *category_new(const char *path, const IniEntry *entry)
{
	Category *category = g_new0(Category, 1);

	category->path = g_strdup(path);
	category->titles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	category->articles = g_ptr_array_new_with_free_func(g_free);
	category->ask = g_ptr_array_new_with_free_func(g_free);
	category->examples = g_ptr_array_new_with_free_func(g_free);
	category->example_lines = g_ptr_array_new();
	category->file = g_strdup(entry->file);
	category->line = entry->section_line;
	return category;
}

/* Dot-separated words of a-z, 0-9, - and _. */
static bool is_path(const char *path)
{
	char last = '.';

	for (const char *at = path; *at; last = *at++) {
		if (*at == '.' && last == '.')
			return false;
		if (!g_ascii_islower(*at) && !g_ascii_isdigit(*at) && !strchr(".-_", *at))
			return false;
	}
	return last != '.' && strlen(path) <= PATH_BYTES_MAX;
}

/* The path in "category billing.refund" or, shorter, "billing.refund". */
static const char *section_path(const char *section)
{
	if (!g_str_has_prefix(section, "category"))
		return section;
	const char *path = section + strlen("category");
	return *path ? path + strspn(path, " \t") : path;
}

static void begin_category(Loader *loader, const IniEntry *entry)
{
	const char *path = section_path(entry->section);
	const Category *earlier = taxonomy_category(loader->taxonomy, path);

	loader->section_line = entry->section_line;
	loader->category = NULL;
	g_hash_table_remove_all(loader->seen);
	if (!is_path(path) || g_str_equal(path, "unclassified")) {
		problem_add(
			loader->problems, entry->file, entry->section_line,
			g_str_has_prefix(path, "rule ")
				? "[%s] is not a category; write it into another file "
				  "of this directory, such as rules.ini"
				: "[%s] is not a category; write [category "
				  "billing.refund]: words of a-z, 0-9, - and _ with "
				  "dots between them",
			entry->section);
		loader->taxonomy->is_whole = false;
		return;
	}
	if (earlier) {
		problem_add(loader->problems, entry->file, entry->section_line,
			    "category %s is there already, at line %d; write one section",
			    path, earlier->line);
		return;
	}
	loader->category = category_new(path, entry);
	loader->category->number = loader->taxonomy->categories->len;
	g_ptr_array_add(loader->taxonomy->categories, loader->category);
	g_hash_table_insert(loader->taxonomy->by_path, loader->category->path,
			    loader->category);
}

static void read_title(Loader *loader, const IniEntry *entry)
{
	const char *dot = strchr(entry->key, '.');
	const char *language = dot ? dot + 1 : "en";

	if (!text_language_is_known(language)) {
		problem_add(
			loader->problems, entry->file, entry->line,
			"%s: %s is not a language; write title.en, title.ru, title.el",
			entry->key, language);
		return;
	}
	if (!*entry->value) {
		problem_add(loader->problems, entry->file, entry->line,
			    "%s is empty; write what customers read for this category",
			    entry->key);
		return;
	}
	g_hash_table_insert(loader->category->titles, g_strdup(language),
			    g_strdup(entry->value));
}

/* Appends the problem of error, if there is one, to the entry's line. */
static bool is_good(Loader *loader, const IniEntry *entry, const GError *error)
{
	if (error)
		problem_add(loader->problems, entry->file, entry->line, "%s",
			    error->message);
	return !error;
}

static void read_priority(Loader *loader, const IniEntry *entry)
{
	g_autoptr(GError) error = NULL;

	known_check("priority", entry->value, known_priorities(), &error);
	if (!is_good(loader, entry, error))
		return;
	g_free(loader->category->priority);
	loader->category->priority = g_strdup(entry->value);
}

static void read_queue(Loader *loader, const IniEntry *entry)
{
	g_autoptr(GError) error = NULL;

	if (loader->config)
		known_check("queue", entry->value, known_queues(loader->config), &error);
	if (!is_good(loader, entry, error))
		return;
	g_free(loader->category->queue);
	loader->category->queue = g_strdup(entry->value);
}

static void read_sla(Loader *loader, const IniEntry *entry)
{
	g_autoptr(GError) error = NULL;

	if (loader->config)
		known_check("sla", entry->value, known_slas(loader->config), &error);
	if (!is_good(loader, entry, error))
		return;
	g_free(loader->category->sla);
	loader->category->sla = g_strdup(entry->value);
}

/* Words with commas or white space between them. */
static void read_list(Loader *loader, const IniEntry *entry, GPtrArray *list)
{
	g_auto(GStrv) words = g_strsplit_set(entry->value, ", \t", -1);
	bool is_empty = true;

	for (guint i = 0; words[i]; i++) {
		if (!*words[i])
			continue;
		is_empty = false;
		if (g_ptr_array_find_with_equal_func(list, words[i], g_str_equal, NULL))
			problem_add(loader->problems, entry->file, entry->line,
				    "%s names %s twice", entry->key, words[i]);
		else
			g_ptr_array_add(list, g_strdup(words[i]));
	}
	if (is_empty)
		problem_add(loader->problems, entry->file, entry->line,
			    "%s is empty; write names with commas, or leave the line out",
			    entry->key);
}

static void read_articles(Loader *loader, const IniEntry *entry)
{
	loader->category->articles_line = entry->line;
	read_list(loader, entry, loader->category->articles);
}

/* A field is what rules and texts can name, as in then field.order_number. */
static void read_ask(Loader *loader, const IniEntry *entry)
{
	const char *bad = entry->value;

	while (g_ascii_isalnum(*bad) || (*bad && strchr("-_, \t", *bad)))
		bad++;
	if (*bad) {
		problem_add(
			loader->problems, entry->file, entry->line,
			"ask: %s is no name of a field; write letters, digits, - and _, "
			"such as order_number",
			entry->value);
		return;
	}
	read_list(loader, entry, loader->category->ask);
}

static void read_example(Loader *loader, const IniEntry *entry)
{
	if (!*entry->value) {
		problem_add(
			loader->problems, entry->file, entry->line,
			"example is empty; write a sentence that a customer would write");
		return;
	}
	g_ptr_array_add(loader->category->examples, g_strdup(entry->value));
	g_ptr_array_add(loader->category->example_lines, GINT_TO_POINTER(entry->line));
}

static const struct {
	const char *key;
	KeyReader read;
	bool once;
} keys[] = {
	{"title", read_title, true},	    {"priority", read_priority, true},
	{"queue", read_queue, true},	    {"sla", read_sla, true},
	{"articles", read_articles, false}, {"ask", read_ask, false},
	{"example", read_example, false},
};

static void unknown_key(Loader *loader, const IniEntry *entry)
{
	GPtrArray *known = g_ptr_array_new();
	g_autoptr(GError) error = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
		g_ptr_array_add(known, (char *)keys[i].key);
	/* "tilte.en" was meant to be a title. */
	g_autofree char *word = g_strndup(entry->key, strcspn(entry->key, "."));
	if (known_check("key", word, known, &error))
		problem_add(loader->problems, entry->file, entry->line,
			    "unknown key %s: only titles have a language; write %s = …",
			    entry->key, word);
	else
		is_good(loader, entry, error);
}

/* "title" is the English one. */
static bool is_repeated(Loader *loader, const IniEntry *entry)
{
	const char *key = g_str_equal(entry->key, "title") ? "title.en" : entry->key;
	bool is_new = g_hash_table_add(loader->seen, g_strdup(key));

	if (!is_new)
		problem_add(loader->problems, entry->file, entry->line,
			    "%s is given twice; keep one line", key);
	return !is_new;
}

static void read_entry(const IniEntry *entry, void *data)
{
	Loader *loader = data;

	if (loader->section_line != entry->section_line)
		begin_category(loader, entry);
	if (!loader->category || !entry->key)
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
		if (g_str_equal(keys[i].key, entry->key) ||
		    (i == 0 && g_str_has_prefix(entry->key, "title."))) {
			if (!keys[i].once || !is_repeated(loader, entry))
				keys[i].read(loader, entry);
			return;
		}
	}
	unknown_key(loader, entry);
}

Taxonomy *taxonomy_load(const char *dir, const Config *config, GPtrArray *problems)
{
	g_autoptr(Taxonomy) taxonomy = g_new0(Taxonomy, 1);
	g_autofree char *path = g_build_filename(dir, "taxonomy.ini", NULL);
	guint before = problems->len;
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Loader loader = {taxonomy, config, problems, NULL, -1, seen};

	taxonomy->categories = g_ptr_array_new_with_free_func(category_free);
	taxonomy->by_path = g_hash_table_new(g_str_hash, g_str_equal);
	taxonomy->is_whole = true;
	if (!ini_read(path, read_entry, &loader, problems))
		taxonomy->is_whole = false;
	taxonomy_check(taxonomy, config, problems);
	problems_sort(problems, before);
	return g_steal_pointer(&taxonomy);
}

void taxonomy_free(Taxonomy *taxonomy)
{
	if (!taxonomy)
		return;
	g_hash_table_unref(taxonomy->by_path);
	g_ptr_array_unref(taxonomy->categories);
	g_free(taxonomy);
}

bool taxonomy_is_whole(const Taxonomy *taxonomy)
{
	return taxonomy->is_whole;
}

const Category *taxonomy_category(const Taxonomy *taxonomy, const char *path)
{
	return g_hash_table_lookup(taxonomy->by_path, path);
}

GPtrArray *taxonomy_categories(const Taxonomy *taxonomy)
{
	return taxonomy->categories;
}

const char *category_title(const Category *category, const char *language)
{
	const char *title = NULL;

	if (language)
		title = g_hash_table_lookup(category->titles, language);
	if (!title)
		title = g_hash_table_lookup(category->titles, "en");
	return title ? title : category->path;
}

bool category_same_branch(const char *a, const char *b)
{
	gsize length = MIN(strlen(a), strlen(b));

	return !strncmp(a, b, length) && (!a[length] || a[length] == '.') &&
	       (!b[length] || b[length] == '.');
}
