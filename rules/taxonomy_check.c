/* taxonomy_check.c - holds categories against each other and against the queues. */
/* SPDX-License-Identifier: MIT */
#include "rules/taxonomy_check.h"
#include "rules/problem.h"

#include <string.h>

typedef struct {
	const Taxonomy *taxonomy;
	const Config *config;
	GPtrArray *problems;
} Check;

static void check_parent(const Check *check, const Category *category)
{
	const char *dot = strrchr(category->path, '.');

	if (!dot)
		return;
	g_autofree char *parent = g_strndup(category->path, dot - category->path);
	if (!taxonomy_category(check->taxonomy, parent) &&
	    taxonomy_is_whole(check->taxonomy))
		problem_add(
			check->problems, category->file, category->line,
			"category %s has no parent; add [category %s] with its titles",
			category->path, parent);
}

/* The first queue that speaks language: a gap is told once, not per queue. */
static const Queue *first_speaker(const Config *config, const char *language)
{
	for (guint i = 0; i < config->queues->len; i++) {
		const Queue *queue = config->queues->pdata[i];
		if (g_ptr_array_find_with_equal_func(queue->languages, language,
						     g_str_equal, NULL))
			return queue;
	}
	return NULL;
}

/* language NULL: in any. */
static bool has_titles(const Taxonomy *taxonomy, const char *language)
{
	const GPtrArray *categories = taxonomy_categories(taxonomy);

	for (guint i = 0; i < categories->len; i++) {
		const Category *category = categories->pdata[i];
		if (language ? g_hash_table_contains(category->titles, language)
			     : g_hash_table_size(category->titles) > 0)
			return true;
	}
	return false;
}

/* A language without any title is the mistake of the queue, and told once. */
static void check_languages(const Check *check, const Queue *queue)
{
	for (guint i = 0; i < queue->languages->len; i++) {
		const char *language = queue->languages->pdata[i];
		if (has_titles(check->taxonomy, NULL) &&
		    first_speaker(check->config, language) == queue &&
		    !has_titles(check->taxonomy, language))
			problem_add(
				check->problems, queue->file, queue->languages_line,
				"queue %s: no category has a title in language %s; add "
				"title.%s = … to each in taxonomy.ini",
				queue->name, language, language);
	}
}

static void check_titles(const Check *check, const Category *category, const Queue *queue)
{
	for (guint i = 0; i < queue->languages->len; i++) {
		const char *language = queue->languages->pdata[i];
		if (g_hash_table_contains(category->titles, language) ||
		    first_speaker(check->config, language) != queue ||
		    !has_titles(check->taxonomy, language))
			continue;
		problem_add(check->problems, category->file, category->line,
			    "category %s has no title in a language of queue %s; add "
			    "title.%s = …",
			    category->path, queue->name, language);
	}
}

static void check_category(const Check *check, const Category *category)
{
	check_parent(check, category);
	if (!g_hash_table_size(category->titles)) {
		problem_add(check->problems, category->file, category->line,
			    "category %s has no title; add title.en = …", category->path);
		return;
	}
	for (guint i = 0; check->config && i < check->config->queues->len; i++)
		check_titles(check, category, check->config->queues->pdata[i]);
}

void taxonomy_check(const Taxonomy *taxonomy, const Config *config, GPtrArray *problems)
{
	const Check check = {taxonomy, config, problems};
	const GPtrArray *categories = taxonomy_categories(taxonomy);

	for (guint i = 0; i < categories->len; i++)
		check_category(&check, categories->pdata[i]);
	for (guint i = 0; config && i < config->queues->len; i++)
		check_languages(&check, config->queues->pdata[i]);
}
