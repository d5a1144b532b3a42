/* example.c - tries the rules on the example lines of the taxonomy. */
/* SPDX-License-Identifier: MIT */
#include "mail/text.h"
#include "rules/problem.h"
#include "rules/rule.h"
#include "rules/rules.h"

#include <string.h>

/* A rule with a mistake may be the one that the example lacks. */
static bool may_matter(const Rule *refused, const char *path)
{
	for (guint i = 0; i < refused->actions->len; i++) {
		const RuleAction *action = refused->actions->pdata[i];
		if (action->stops || (action->category &&
				      category_same_branch(action->category->path, path)))
			return true;
	}
	return !refused->actions->len;
}

static bool is_unsure(const Rules *rules, const char *wanted, const char *found)
{
	for (guint i = 0; i < rules->refused->len; i++)
		if (may_matter(rules->refused->pdata[i], wanted) ||
		    may_matter(rules->refused->pdata[i], found))
			return true;
	return false;
}

static void check_example(const Rules *rules, const Category *category, guint which,
			  GPtrArray *problems)
{
	const char *text = category->examples->pdata[which];
	Message message = {.subject = "",
			   .text = text,
			   .reply_text = text,
			   .quoted_text = "",
			   .language = text_language(text)};
	RulesInput input = {.message = &message, .size_bytes = strlen(text)};
	g_autoptr(Classification) result = rules_classify(rules, &input);

	if (g_str_equal(result->category, category->path) ||
	    is_unsure(rules, category->path, result->category))
		return;
	g_autoptr(GString) because = g_string_new(NULL);
	for (guint i = 0; i < result->because->len; i++)
		g_string_append_printf(because, "%s%s", i ? "; " : "",
				       (char *)result->because->pdata[i]);
	problem_add(problems, category->file,
		    GPOINTER_TO_INT(category->example_lines->pdata[which]),
		    "this example of %s goes to %s: %s", category->path, result->category,
		    because->len ? because->str : "no rule fits it");
}

void rules_check_examples(const Rules *rules, GPtrArray *problems)
{
	const GPtrArray *categories = taxonomy_categories(rules->taxonomy);

	if (rules->lacks_rules || !taxonomy_is_whole(rules->taxonomy))
		return;
	for (guint i = 0; i < categories->len; i++) {
		const Category *category = categories->pdata[i];
		for (guint j = 0; j < category->examples->len; j++)
			check_example(rules, category, j, problems);
	}
}
