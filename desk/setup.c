/* setup.c - loads configuration, taxonomy, rules and templates as one snapshot. */
/* SPDX-License-Identifier: MIT */
#include "desk/setup.h"
#include "desk/subscription.h"
#include "rules/known.h"
#include "rules/problem.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

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
	GPtrArray *categories =
		setup->taxonomy ? taxonomy_categories(setup->taxonomy) : NULL;

	for (guint i = 0; categories && i < categories->len; i++) {
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

static void tell_unknown(const CatalogueUnknown *unknown, void *problems)
{
	g_autofree char *suggestion = problem_suggestion(
		unknown->name, (const char *const *)unknown->known->pdata);

	problem_add(problems, unknown->file, unknown->line, "there is no %s %s%s",
		    unknown->what, unknown->name, suggestion);
}

static bool has_language(const Setup *setup, const char *language)
{
	return strcmp(catalogue_language(setup->catalogue, language, NULL), language) ==
	       0;
}

static void check_agent_languages(const Setup *setup, GPtrArray *problems)
{
	const Config *config = setup->config;

	for (guint i = 0; i < config->agents->len; i++) {
		const Agent *agent = config->agents->pdata[i];
		if (agent->language && !has_language(setup, agent->language))
			problem_add(problems, agent->file, agent->language_line,
				    "agent %s: there are no texts in language %s; write "
				    "one of %s, or %s/notice.md below the templates "
				    "directory",
				    agent->name, agent->language,
				    catalogue_languages(setup->catalogue),
				    agent->language);
	}
}

static void check_languages(const Setup *setup, GPtrArray *problems)
{
	const Config *config = setup->config;

	for (guint i = 0; i < config->queues->len; i++) {
		const Queue *queue = config->queues->pdata[i];
		for (guint j = 0; j < queue->languages->len; j++) {
			const char *language = queue->languages->pdata[j];
			if (!has_language(setup, language))
				problem_add(
					problems, queue->file, queue->languages_line,
					"queue %s: there are no texts in language %s; "
					"write one of %s, or %s/ack.md below the "
					"templates directory",
					queue->name, language,
					catalogue_languages(setup->catalogue), language);
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

static void check_skill(const Setup *setup, const Agent *agent, const char *skill,
			GPtrArray *problems)
{
	g_autoptr(GPtrArray) paths = known_categories(setup->taxonomy);
	bool is_branch = g_str_has_suffix(skill, ".*");
	g_autofree char *path = g_strndup(skill, strlen(skill) - (is_branch ? 2 : 0));

	if (is_category(setup, skill))
		return;
	g_ptr_array_add(paths, NULL);
	const char *meant = problem_nearest(path, (const char *const *)paths->pdata);
	problem_add(problems, agent->file, agent->skills_line,
		    "skills: there is no category %s%s%s%s", skill,
		    meant ? ", did you mean \""
			  : "; write one of the taxonomy's, or billing.*",
		    meant ? meant : "",
		    !meant	? ""
		    : is_branch ? ".*\"?"
				: "\"?");
}

static void check_skills(const Setup *setup, GPtrArray *problems)
{
	const Config *config = setup->config;

	for (guint i = 0; i < config->agents->len; i++) {
		const Agent *agent = config->agents->pdata[i];
		for (guint j = 0; j < agent->skills->len; j++)
			check_skill(setup, agent, agent->skills->pdata[j], problems);
	}
}

/* A directory that is not there is the mistake of the line that names it. */
static bool has_directory(const Config *config, const char *key, const char *path,
			  GPtrArray *problems)
{
	int line = config_line(config, key);

	if (!g_file_test(path, G_FILE_TEST_IS_DIR))
		problem_add(problems, config->file, line, "%s: %s is %s; write %s = DIR",
			    key, path,
			    g_file_test(path, G_FILE_TEST_EXISTS) ? "no directory"
								  : "not there",
			    key);
	else if (access(path, R_OK | X_OK) != 0)
		problem_add(problems, config->file, line,
			    "%s: %s cannot be read: %s; give the desk's user the right "
			    "to, or write %s = DIR",
			    key, path, g_strerror(errno), key);
	else
		return true;
	return false;
}

/* The configuration where its names can be relied on; NULL where some may be missing. */
static const Config *names_of(const Setup *setup)
{
	return setup->config->is_whole ? setup->config : NULL;
}

static void load_rules(Setup *setup, GPtrArray *problems)
{
	const char *dir = setup->config->rules_dir;
	guint before = problems->len;

	setup->is_sound = false;
	if (!has_directory(setup->config, "rules", dir, problems))
		return;
	setup->taxonomy = taxonomy_load(dir, names_of(setup), problems);
	bool is_sound = problems->len == before;
	setup->rules = rules_load(dir, names_of(setup), setup->taxonomy, problems);
	setup->is_sound = is_sound && rules_are_whole(setup->rules);
}

static void load_templates(Setup *setup, GPtrArray *problems)
{
	const char *own = setup->config->templates_dir;
	const char *shipped = POSTDESK_SHARE "/templates";
	bool is_there = has_directory(setup->config, "templates", own, problems);

	setup->catalogue = catalogue_load(
		shipped, is_there && strcmp(own, shipped) ? own : NULL, problems);
}

/* What each part may be on its own but not together with the others. */
static void check_together(const Setup *setup, GPtrArray *problems)
{
	catalogue_unknown(setup->catalogue, tell_unknown, problems);
	check_articles(setup, problems);
	if (setup->rules)
		rules_check_replies(setup->rules, reply_advice, setup->catalogue,
				    problems);
	check_languages(setup, problems);
	check_agent_languages(setup, problems);
	if (setup->taxonomy && taxonomy_is_whole(setup->taxonomy))
		check_skills(setup, problems);
}

/* rules_dir NULL: the configuration's. */
static Setup *load_anyway(const char *config_path, const char *rules_dir,
			  GPtrArray *problems)
{
	guint before = problems->len;
	Setup *setup = g_new0(Setup, 1);

	setup->references = 1;
	setup->config = config_load_anyway(config_path, problems);
	bool is_sound = problems->len == before;
	if (rules_dir) {
		g_free(setup->config->rules_dir);
		setup->config->rules_dir = g_strdup(rules_dir);
	}
	setup->learned = learned_new(setup->config->model);
	load_rules(setup, problems);
	setup->is_sound = setup->is_sound && is_sound;
	load_templates(setup, problems);
	check_together(setup, problems);
	return setup;
}

Setup *setup_load_anyway(const char *config_path, GPtrArray *problems)
{
	return load_anyway(config_path, NULL, problems);
}

Setup *setup_load(const char *config_path, GPtrArray *problems)
{
	return setup_load_rules(config_path, NULL, problems);
}

Setup *setup_load_rules(const char *config_path, const char *rules_dir,
			GPtrArray *problems)
{
	guint before = problems->len;

	if (rules_dir && !g_file_test(rules_dir, G_FILE_TEST_IS_DIR)) {
		problem_add(problems, rules_dir, 0, "there is no such directory");
		return NULL;
	}
	g_autoptr(Setup) setup = load_anyway(config_path, rules_dir, problems);
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
