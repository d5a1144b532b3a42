/* action.h - the then lines of a rule: what follows when all its conditions hold. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/taxonomy.h"

typedef struct ActionKind ActionKind;

/* One line. Immutable once the rule is read. */
typedef struct {
	const ActionKind *kind;
	char *key;		  /* "field.order" */
	char *value;		  /* captures still as ${name} */
	const Category *category; /* of "category"; NULL: the taxonomy may lack it */
	double weight;		  /* of "category" */
	bool decisive;		  /* a category without weight */
	bool stops;		  /* "stop = yes" */
	int line;		  /* of the rule's file */
} RuleAction;

/* Names of all kinds, "field." with its dot; NULL behind the last. */
const char *rule_action_kind(guint index);

/* POSTDESK_INVALID says what to write instead. config NULL: its names are not checked. */
RuleAction *rule_action_new(const char *key, const char *value, const Config *config,
			    const Taxonomy *taxonomy, GError **error);
void rule_action_free(RuleAction *action);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RuleAction, rule_action_free)

/* True when a rule may have it once only. */
bool rule_action_is_single(const RuleAction *action);

/* Every ${name} in the value must be among captures (a set of char*). */
bool rule_action_check_captures(const RuleAction *action, GHashTable *captures,
				GError **error);

/* The value with captures filled in, on one line;
 * NULL when they leave nothing. g_free. */
char *rule_action_value(const RuleAction *action, GHashTable *captures);
