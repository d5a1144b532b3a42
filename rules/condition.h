/* condition.h - the if lines of a rule: what a mail must be like. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/reading.h"
#include "rules/words.h"

/* What one line asks for; only what its kind needs is set. */
typedef struct {
	char *text; /* as written */
	RulePattern *pattern;
	WordList *words;
	char compare; /* '<' or '>' */
	bool or_equal;
	gint64 bytes;
	const Calendar *calendar;
	bool wanted;	   /* yes or no */
	guint clue, clues; /* the first of those it needs, how many (rule_index.h) */
} ConditionValue;

typedef struct ConditionKind ConditionKind;

/* All lines of one key in a rule. Immutable once the rule is read. */
typedef struct {
	const ConditionKind *kind;
	char *key;	      /* "header.X-Shop" */
	const char *argument; /* "X-Shop"; "" if the kind has none */
	bool negated;	      /* if not: holds when none of the values fits */
	GPtrArray *values;    /* ConditionValue*: one of them has to fit */
} Condition;

/* What a condition that held can show for it. */
typedef struct {
	GHashTable *captures; /* char* to char*, owned */
	GString *reason;      /* "subject has «money back»" */
} Proof;

/* POSTDESK_INVALID: no such condition, with what to write instead. */
Condition *condition_new(const char *key, bool negated, GError **error);
void condition_free(Condition *condition);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Condition, condition_free)

/* Adds a line's value; names are looked up in config (NULL: not checked) and taxonomy. */
bool condition_add(Condition *condition, const char *text, const Config *config,
		   const Taxonomy *taxonomy, GError **error);

/* True when a line of this key belongs to the condition. */
bool condition_is(const Condition *condition, const char *key, bool negated);

/* Adds the names of what it can capture to names. */
void condition_list_captures(const Condition *condition, GHashTable *names);

/* PATTERN_EXCEEDED: a pattern went over its limits, the rule is not to be used. */
PatternResult condition_holds(const Condition *condition, Reading *reading, Proof *proof);

/* Whether any of its values can fit, as far as the mail was looked through. */
bool condition_may_hold(const Condition *condition, const Reading *reading);

typedef bool (*TextSeen)(const char *text, void *data); /* true: that is enough */

/* A kind of condition: how its value is read, and when a mail fits it. */
struct ConditionKind {
	const char *name; /* "header.": an argument follows */
	bool (*read)(const Condition *condition, ConditionValue *value,
		     const Config *config, const Taxonomy *taxonomy, GError **error);
	PatternResult (*fits)(const Condition *condition, const ConditionValue *value,
			      Reading *reading, Proof *proof);
	unsigned texts; /* bits of ReadingText: what is searched, in this order */
	/* The texts that are searched, or the names that a value is compared with. */
	void (*each)(const Condition *condition, Reading *reading, TextSeen seen,
		     void *data);
};
/* All of them; the last of each has no name. */
extern const ConditionKind condition_texts[], condition_facts[];
