/* rule.h - one rule, as it was read; private to rules.c and classify.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/action.h"
#include "rules/condition.h"
#include "rules/rule_index.h"

typedef struct {
	char *name;
	char *file;  /* as opened */
	char *place; /* "shop.ini:12" */
	int line;
	guint number;	       /* in the order of all */
	GPtrArray *conditions; /* Condition*: all must hold */
	GPtrArray *actions;    /* RuleAction* */
} Rule;

struct Rules {
	const Config *config; /* NULL: names are not checked */
	const Taxonomy *taxonomy;
	GPtrArray *rules;    /* Rule*, in file and line order */
	GPtrArray *refused;  /* Rule*: those with a mistake, as far as they were read */
	bool are_whole;	     /* nothing in their files has a mistake */
	bool lacks_rules;    /* a file or a section line could not be read */
	GHashTable *by_name; /* Rule* borrowed */
	GPtrArray *tests;    /* RulesTests* */
	RuleIndex *index;
	bool tries_all; /* whatever the index says: what it saves can be measured */
};
