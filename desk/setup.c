/* setup.c - loads configuration, taxonomy, rules and templates as one snapshot. */
/* SPDX-License-Identifier: MIT */
#include "desk/setup.h"

#include "desk/subscription.h"
#include "rules/problem.h"

#include <string.h>

/* What to write instead of an article that is not there; NULL: it is. g_free. */
static char *article_advice(const void *data, const char *slug)
{
	const Catalogue *catalogue = data;

	if (catalogue_knows_article(catalogue, slug))
		return NULL;
	g_autoptr(GPtrArray) slugs = catalogue_articles(catalogue);
	g_ptr_array_add(slugs, NULL);
	g_autofree char *meant =
		problem_suggestion(slug, (const char *const *)slugs->pdata);
	bool is_near = g_str_has_prefix(meant, ", did");
	return g_strdup_printf(
		"%s%s write en/article/%s.md below the templates directory",
		is_near ? meant : ";", is_near ? " Else" : "", slug);
}

/* A rule may answer with a text too. */
static char *reply_advice(const void *catalogue, const char *name)
{
	return catalogue_has_own_text(catalogue, name, NULL)
		       ? NULL
		       : article_advice(catalogue, name);
}

static void check_articles(const Setup *setup, GPtrArray *problems)
{
	GPtrArray *categories = taxonomy_categories(setup->taxonomy);

	for (guint i = 0; i < categories->len; i++) {
		const Category *category = categories->pdata[i];
		for (guint j = 0; j < category->articles->len; j++) {
			const char *slug = category->articles->pdata[j];
			g_autofree char *advice = article_advice(setup->catalogue, slug);
			if (advice)
				problem_add(problems, category->file,
					    category->articles_line,
					    "category %s: there is no article %s%s",
					    category->path, slug, advice);
		}
	}
}

static void check_languages(const Setup *setup, GPtrArray *problems)
{
	const Config *config = setup->config;

	for (guint i = 0; i < config->queues->len; i++) {
		const Queue *queue = config->queues->pdata[i];
		for (guint j = 0; j < queue->languages->len; j++) {
			const char *language = queue->languages->pdata[j];
			const char *have =
				catalogue_language(setup->catalogue, language, NULL);
			if (strcmp(have, language) != 0)
				problem_add(
					problems, queue->file, queue->languages_line,
					"queue %s: there are no texts in language %s; "
					"write %s/ack.md below the templates directory",
					queue->name, language, language);
		}
	}
}

static bool is_category(const Setup *setup, const char *pattern)
{
	GPtrArray *categories = taxonomy_categories(setup->taxonomy);

	for (guint i = 0; i < categories->len; i++)
		if (category_fits(((const Category *)categories->pdata[i])->path,
				  pattern))
			return true;
	return false;
}

static void check_skills(const Setup *setup, GPtrArray *problems)
{
	const Config *config = setup->config;

	for (guint i = 0; i < config->agents->len; i++) {
		const Agent *agent = config->agents->pdata[i];
		for (guint j = 0; j < agent->skills->len; j++)
			if (!is_category(setup, agent->skills->pdata[j]))
				problem_add(problems, agent->file, agent->skills_line,
					    "skills: there is no category %s; write one "
					    "of the taxonomy's, or billing.*",
					    (const char *)agent->skills->pdata[j]);
	}
}

/* A directory that is not there is the mistake of the line that names it. */
static bool has_directory(const Config *config, const char *key, const char *path,
			  GPtrArray *problems)
{
	if (g_file_test(path, G_FILE_TEST_IS_DIR))
		return true;
	problem_add(problems, config->file, config_line(config, key),
		    "%s: %s is %s; write %s = DIR", key, path,
		    g_file_test(path, G_FILE_TEST_EXISTS) ? "no directory" : "not there",
		    key);
	return false;
}

/* names: the configuration, NULL when it is wrong and its names cannot be relied on. */
static void load_rules(Setup *setup, const Config *names, GPtrArray *problems)
{
	const Config *config = setup->config;

	if (has_directory(config, "rules", config->rules_dir, problems))
		setup->taxonomy =
			taxonomy_load_anyway(config->rules_dir, names, problems);
	if (setup->taxonomy)
		setup->rules =
			rules_load(config->rules_dir, names, setup->taxonomy, problems);
}

static void load_templates(Setup *setup, GPtrArray *problems)
{
	const char *own = setup->config->templates_dir;
	const char *shipped = POSTDESK_SHARE "/templates";

	if (has_directory(setup->config, "templates", own, problems))
		setup->catalogue = catalogue_load(
			shipped, strcmp(own, shipped) ? own : NULL, problems);
}

Setup *setup_load(const char *config_path, GPtrArray *problems)
{
	return setup_load_rules(config_path, NULL, problems);
}

Setup *setup_load_rules(const char *config_path, const char *rules_dir,
			GPtrArray *problems)
{
	guint before = problems->len;
	g_autoptr(Setup) setup = g_new0(Setup, 1);

	setup->references = 1;
	setup->config = config_load_anyway(config_path, problems);
	if (!setup->config)
		return NULL;
	const Config *names = problems->len > before ? NULL : setup->config;
	if (rules_dir && !g_file_test(rules_dir, G_FILE_TEST_IS_DIR)) {
		problem_add(problems, rules_dir, 0, "there is no such directory");
		return NULL;
	}
	if (rules_dir) {
		g_free(setup->config->rules_dir);
		setup->config->rules_dir = g_strdup(rules_dir);
	}
	setup->learned = learned_new(setup->config->model);
	load_rules(setup, names, problems);
	load_templates(setup, problems);
	if (setup->taxonomy && setup->catalogue)
		check_articles(setup, problems);
	if (setup->rules && setup->catalogue)
		rules_check_replies(setup->rules, reply_advice, setup->catalogue,
				    problems);
	if (names && setup->catalogue)
		check_languages(setup, problems);
	if (names && setup->taxonomy)
		check_skills(setup, problems);
	return problems->len > before ? NULL : g_steal_pointer(&setup);
}

Setup *setup_ref(Setup *setup)
{
	g_atomic_int_inc(&setup->references);
	return setup;
}

void setup_unref(Setup *setup)
{
	if (!setup || !g_atomic_int_dec_and_test(&setup->references))
		return;
	learned_free(setup->learned);
	rules_free(setup->rules);
	taxonomy_free(setup->taxonomy);
	catalogue_free(setup->catalogue);
	config_free(setup->config);
	g_free(setup);
}
