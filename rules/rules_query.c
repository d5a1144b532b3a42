/* rules_query.c - answers questions about rules: names, places, worth, replies. */
/* SPDX-License-Identifier: MIT */
#include "rules/problem.h"
#include "rules/rule.h"
#include "rules/rules.h"

#define DECISIVE_POINTS 1000.0 /* more than any line can give */

bool rules_are_whole(const Rules *rules)
{
	return rules->are_whole;
}

const GPtrArray *rules_tests(const Rules *rules)
{
	return rules->tests;
}

guint rules_count(const Rules *rules)
{
	return rules->rules->len;
}

const char *rules_name(const Rules *rules, guint rule)
{
	return ((Rule *)rules->rules->pdata[rule])->name;
}

const char *rules_place(const Rules *rules, guint rule)
{
	return ((Rule *)rules->rules->pdata[rule])->place;
}

bool rules_is_always_tried(const Rules *rules, guint rule)
{
	return rule_index_is_always(rules->index, rule);
}

bool rules_find(const Rules *rules, const char *name, guint *number)
{
	const Rule *rule = g_hash_table_lookup(rules->by_name, name);

	if (rule)
		*number = rule->number;
	return rule;
}

double rules_points(const Rules *rules, guint rule, const char *category)
{
	const GPtrArray *actions = ((Rule *)rules->rules->pdata[rule])->actions;
	double most = 0;

	for (guint i = 0; i < actions->len; i++) {
		const RuleAction *action = actions->pdata[i];
		if (!action->category)
			continue;
		double points = action->decisive ? DECISIVE_POINTS : action->weight;
		bool is_there = category_same_branch(action->category->path, category);
		most = MAX(most, is_there ? points : -points);
	}
	return most;
}

static void check_reply(const Rule *rule, const RuleAction *action, RulesAdvice advise,
			const void *data, GPtrArray *problems)
{
	g_autofree char *advice =
		g_str_equal(action->key, "reply") ? advise(data, action->value) : NULL;

	if (advice)
		problem_add(problems, rule->file, action->line,
			    "rule %s: there is no article %s%s", rule->name,
			    action->value, advice);
}

void rules_check_replies(const Rules *rules, RulesAdvice advise, const void *data,
			 GPtrArray *problems)
{
	for (guint i = 0; i < rules->rules->len; i++) {
		const Rule *rule = rules->rules->pdata[i];
		for (guint j = 0; j < rule->actions->len; j++)
			check_reply(rule, rule->actions->pdata[j], advise, data,
				    problems);
	}
}
