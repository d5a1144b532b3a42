/* rules.c - reads the administrator's rules from their files. */
/* SPDX-License-Identifier: MIT */
/*
 *	[rule NAME]
 *	if CONDITION = VALUE		any of the lines of one condition
 *	if not CONDITION = VALUE	none of them
 *	then ACTION = VALUE		when all conditions hold
 */
#include "rules/rules.h"
#include "rules/ini.h"
#include "rules/known.h"
#include "rules/never.h"
#include "rules/problem.h"
#include "rules/rule.h"

#include <string.h>

typedef struct {
	Rules *rules;
	GPtrArray *problems;
	Rule *rule; /* of the section being read; NULL when it is refused */
	int section_line;
	guint before;  /* problems when the rule began */
	guint settled; /* problems when the last line was read */
	bool is_check; /* the section is [check] */
} Loader;

static void rule_free(gpointer data)
{
	Rule *rule = data;

	g_free(rule->name);
	g_free(rule->file);
	g_free(rule->place);
	g_ptr_array_unref(rule->conditions);
	g_ptr_array_unref(rule->actions);
	g_free(rule);
}

static void free_condition(gpointer condition)
{
	condition_free(condition);
}

static void free_action(gpointer action)
{
	rule_action_free(action);
}

static Rule *rule_new(const char *name, const IniEntry *entry)
{
	Rule *rule = g_new0(Rule, 1);
	g_autofree char *file = g_path_get_basename(entry->file);

	rule->name = g_strdup(name);
	rule->file = g_strdup(entry->file);
	rule->line = entry->section_line;
	rule->place = g_strdup_printf("%s:%d", file, entry->section_line);
	rule->conditions = g_ptr_array_new_with_free_func(free_condition);
	rule->actions = g_ptr_array_new_with_free_func(free_action);
	return rule;
}

/* The name in "rule NAME", NULL when the section is none. */
static const char *section_name(const char *section)
{
	gsize word = strcspn(section, " \t");
	const char *name = section + word + strspn(section + word, " \t");

	return word == strlen("rule") && g_str_has_prefix(section, "rule") && *name
		       ? name
		       : NULL;
}

/* Each ${name} must be captured by a condition. */
static void check_captures(Loader *loader, const Rule *rule)
{
	g_autoptr(GHashTable) captures =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < rule->conditions->len; i++)
		condition_list_captures(rule->conditions->pdata[i], captures);
	for (guint i = 0; i < rule->actions->len; i++) {
		g_autoptr(GError) error = NULL;
		const RuleAction *action = rule->actions->pdata[i];
		if (!rule_action_check_captures(action, captures, &error))
			problem_add(loader->problems, rule->file, action->line,
				    "rule %s: %s", rule->name, error->message);
	}
}

/*
 * What can be seen only when a rule is complete. One with a mistake is set aside: half of
 * it would do what nobody meant. A line that is none stands between two entries, so it
 * counts for the rule before and for the one behind.
 */
static void finish_rule(Loader *loader)
{
	Rule *rule = g_steal_pointer(&loader->rule);
	Rules *rules = loader->rules;

	if (rule && loader->problems->len == loader->before) {
		if (!rule->actions->len)
			problem_add(loader->problems, rule->file, rule->line,
				    "rule %s does nothing; add a line such as then "
				    "category = billing.refund +4",
				    rule->name);
		check_captures(loader, rule);
	}
	if (rule && loader->problems->len > loader->before)
		g_ptr_array_add(rules->refused,
				g_ptr_array_steal_index(rules->rules, rule->number));
}

static void tests_free(gpointer data)
{
	RulesTests *tests = data;

	g_free(tests->pattern);
	g_free(tests->file);
	g_free(tests);
}

/* Of [check], which has the one key. */
static void read_tests(Loader *loader, const IniEntry *entry)
{
	g_autofree char *file = g_canonicalize_filename(entry->file, NULL);
	g_autofree char *dir = g_path_get_dirname(file);
	RulesTests *tests;

	if (!g_str_equal(entry->key, "tests") || !*entry->value) {
		problem_add(loader->problems, entry->file, entry->line,
			    *entry->value ? "unknown key %s in [check]; write tests = "
					    "samples/*.eml"
					  : "%s is empty; write tests = samples/*.eml",
			    entry->key);
		return;
	}
	tests = g_new0(RulesTests, 1);
	tests->pattern = g_canonicalize_filename(entry->value, dir);
	tests->file = g_strdup(entry->file);
	tests->line = entry->line;
	g_ptr_array_add(loader->rules->tests, tests);
}

static void refuse_section(Loader *loader, const IniEntry *entry)
{
	static const char *const words[] = {"rule", "check", NULL};
	g_autofree char *word = g_strndup(entry->section, strcspn(entry->section, " \t"));
	const char *meant = problem_nearest(word, words);
	bool is_category = g_str_equal(word, "category");

	problem_add(loader->problems, entry->file, entry->section_line,
		    "[%s] is not a rule; write %s", entry->section,
		    is_category				   ? "it into taxonomy.ini"
		    : meant && g_str_equal(meant, "check") ? "[check]"
							   : "[rule NAME]");
}

static void begin_rule(Loader *loader, const IniEntry *entry)
{
	const char *name = section_name(entry->section);

	finish_rule(loader);
	loader->before = loader->settled;
	loader->section_line = entry->section_line;
	loader->is_check = g_str_equal(entry->section, "check");
	if (loader->is_check)
		return;
	if (!name) {
		refuse_section(loader, entry);
		loader->rules->lacks_rules = true;
		return;
	}
	const Rule *earlier = g_hash_table_lookup(loader->rules->by_name, name);
	if (earlier) {
		problem_add(loader->problems, entry->file, entry->section_line,
			    "rule %s is there already, at %s; give this one another name",
			    name, earlier->place);
		return;
	}
	loader->rule = rule_new(name, entry);
	loader->rule->number = loader->rules->rules->len;
	g_ptr_array_add(loader->rules->rules, loader->rule);
	g_hash_table_insert(loader->rules->by_name, loader->rule->name, loader->rule);
}

/* The condition that collects the lines of this key; a new one when it is the first. */
static Condition *condition_of(Rule *rule, const char *key, bool negated, GError **error)
{
	for (guint i = 0; i < rule->conditions->len; i++)
		if (condition_is(rule->conditions->pdata[i], key, negated))
			return rule->conditions->pdata[i];
	Condition *condition = condition_new(key, negated, error);
	if (condition)
		g_ptr_array_add(rule->conditions, condition);
	return condition;
}

static void read_condition(Loader *loader, const IniEntry *entry, const char *key,
			   bool negated)
{
	g_autoptr(GError) error = NULL;
	Condition *condition = condition_of(loader->rule, key, negated, &error);

	if (condition)
		condition_add(condition, entry->value, loader->rules->config,
			      loader->rules->taxonomy, &error);
	if (error)
		problem_add(loader->problems, entry->file, entry->line, "%s",
			    error->message);
}

/* The action of a key, of a value if that is not NULL. */
static bool has_action(const Rule *rule, const char *key, const char *value)
{
	for (guint i = 0; i < rule->actions->len; i++) {
		const RuleAction *action = rule->actions->pdata[i];
		if (g_str_equal(action->key, key) &&
		    (!value || g_str_equal(action->value, value)))
			return true;
	}
	return false;
}

static void read_action(Loader *loader, const IniEntry *entry, const char *key)
{
	g_autoptr(GError) error = NULL;
	RuleAction *action = rule_action_new(key, entry->value, loader->rules->config,
					     loader->rules->taxonomy, &error);

	if (!action) {
		problem_add(loader->problems, entry->file, entry->line, "%s",
			    error->message);
		return;
	}
	action->line = entry->line;
	if (has_action(loader->rule, key,
		       rule_action_is_single(action) ? NULL : action->value))
		problem_add(loader->problems, entry->file, entry->line,
			    "rule %s has two actions %s; keep one", loader->rule->name,
			    key);
	g_ptr_array_add(loader->rule->actions, action);
}

static void read_line(Loader *loader, const IniEntry *entry)
{
	g_auto(GStrv) words = g_regex_split_simple("\\s+", entry->key, 0, 0);
	guint count = g_strv_length(words);

	if (count == 2 && g_str_equal(words[0], "if"))
		read_condition(loader, entry, words[1], false);
	else if (count == 3 && g_str_equal(words[0], "if") &&
		 g_str_equal(words[1], "not"))
		read_condition(loader, entry, words[2], true);
	else if (count == 2 && g_str_equal(words[0], "then"))
		read_action(loader, entry, words[1]);
	else
		problem_add(loader->problems, entry->file, entry->line,
			    "unknown line %s; write if CONDITION = …, if not CONDITION = "
			    "… or then ACTION = …",
			    entry->key);
}

static void read_entry(const IniEntry *entry, void *data)
{
	Loader *loader = data;

	if (loader->section_line != entry->section_line)
		begin_rule(loader, entry);
	if (loader->is_check && entry->key)
		read_tests(loader, entry);
	else if (loader->rule && entry->key)
		read_line(loader, entry);
	loader->settled = loader->problems->len;
}

static int compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The rule files of a directory in name order, NULL with a problem when there is none. */
static GPtrArray *rule_files(const char *dir, GPtrArray *problems)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) listing = g_dir_open(dir, 0, &error);

	if (!listing) {
		problem_add(problems, dir, 0, "%s; write rules = DIR", error->message);
		return NULL;
	}
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
	for (const char *name; (name = g_dir_read_name(listing));)
		if (*name != '.' && g_str_has_suffix(name, ".ini") &&
		    !g_str_equal(name, "taxonomy.ini"))
			g_ptr_array_add(files, g_build_filename(dir, name, NULL));
	g_ptr_array_sort(files, compare_names);
	return files;
}

static void read_rules(Loader *loader, const char *dir)
{
	g_autoptr(GPtrArray) files = rule_files(dir, loader->problems);

	for (guint i = 0; files && i < files->len; i++) {
		loader->section_line = -1;
		loader->settled = loader->problems->len;
		if (!ini_read(files->pdata[i], read_entry, loader, loader->problems))
			loader->rules->lacks_rules = true;
		finish_rule(loader);
	}
}

Rules *rules_load(const char *dir, const Config *config, const Taxonomy *taxonomy,
		  GPtrArray *problems)
{
	Rules *rules = g_new0(Rules, 1);
	guint before = problems->len;
	Loader loader = {.rules = rules, .problems = problems};

	rules->config = config;
	rules->taxonomy = taxonomy;
	rules->rules = g_ptr_array_new_with_free_func(rule_free);
	rules->refused = g_ptr_array_new_with_free_func(rule_free);
	rules->tests = g_ptr_array_new_with_free_func(tests_free);
	rules->by_name = g_hash_table_new(g_str_hash, g_str_equal);
	read_rules(&loader, dir);
	rules->are_whole = problems->len == before;
	rules_check_never(rules, problems);
	problems_sort(problems, before);
	rules->index = rule_index_new(rules->rules, scan_driver());
	return rules;
}

void rules_free(Rules *rules)
{
	if (!rules)
		return;
	rule_index_free(rules->index);
	g_hash_table_unref(rules->by_name);
	g_ptr_array_unref(rules->tests);
	g_ptr_array_unref(rules->refused);
	g_ptr_array_unref(rules->rules);
	g_free(rules);
}
