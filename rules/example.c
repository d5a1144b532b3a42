/* example.c - tries the rules on the example lines of the taxonomy. */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "mail/text.h"
#include "rules/problem.h"
#include "rules/rule.h"
#include "rules/rules.h"

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

	if (g_str_equal(result->category, category->path))
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

	for (guint i = 0; i < categories->len; i++) {
		const Category *category = categories->pdata[i];
		for (guint j = 0; j < category->examples->len; j++)
			check_example(rules, category, j, problems);
	}
}
