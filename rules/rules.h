/* rules.h - the administrator's rules over one mail: which category, and what else. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/message.h"
#include "rules/model.h"
#include "rules/taxonomy.h"

typedef struct Rules Rules;

/*
 * Reads all .ini files of dir except taxonomy.ini, in name order. Problems as in
 * config_load, but the rules without a mistake come back all the same, never NULL, to
 * look for other mistakes with. taxonomy and config are borrowed and must live as long.
 */
Rules *rules_load(const char *dir, const Config *config, const Taxonomy *taxonomy,
		  GPtrArray *problems);
/* False: some are missing, or may have meant something else. */
bool rules_are_whole(const Rules *rules);
void rules_free(Rules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rules, rules_free)

typedef enum { RULE_ABSENT, RULE_HELD, RULE_STOPPED, RULE_EXCEEDED } RuleFate;

/* Looks on while rules are tried, for reports on the rules themselves. Rules that look
 * for what is not in the mail are not tried. */
typedef struct {
	void (*begins)(void *data, guint rule); /* its number: rules_name and others */
	void (*ends)(void *data, guint rule, RuleFate fate);
	void *data;
	bool past_stops; /* those behind a stop are tried all the same */
} RulesWatch;

/* What rules can ask about, beyond the mail itself. Strings may be NULL: unknown. */
typedef struct {
	const Message *message;
	const char *queue, *tier, *organisation, *state, *category, *evidence;
	gint64 now;	      /* for hours = */
	gsize size_bytes;     /* of the raw mail */
	GHashTable *customer; /* attributes of the customer, char* to char*; NULL: none */
	const RulesWatch *watch; /* NULL: nobody looks on */
	const Model *model;	 /* adds to what the rules say; NULL: they are alone */
} RulesInput;

typedef struct {
	char *key; /* "priority", "queue", "agent", "sla", "tag", "field.order", "reply",
		      … */
	char *value; /* captures filled in */
	char *rule;  /* who said so */
} Action;

typedef struct {
	char *category;
	double points;
} Score;

/* What the model said of a mail, and why. */
typedef struct {
	char *label;	    /* the likeliest */
	double likelihood;  /* 0 … 1 */
	double threshold;   /* from which it may decide alone; above 1: never */
	GPtrArray *reasons; /* Reason* of model.h: for it first, against it last */
} ModelWord;

/* The outcome: a value, owned by the caller. */
typedef struct {
	char *category;	     /* "unclassified" when nothing is sure */
	double confidence;   /* 0 … 1 */
	char *runner_up;     /* "" if none */
	GPtrArray *because;  /* char*: "rule refund (shop.ini:12): subject has «refund»,
				billing.refund +4" */
	GPtrArray *exceeded; /* char*, of because: rules over their limits, not used */
	GPtrArray *scores;   /* Score*, best first; the table behind the decision */
	GPtrArray *actions;  /* Action*, in order; the last of a key wins where only one
				can */
	ModelWord *model;    /* NULL: there was none to ask */
} Classification;

/*
 * Runs all rules in order. Never fails: a rule over its limits counts as no match, and is
 * named in because. Pure: the same input gives the same result. Thread-safe.
 */
Classification *rules_classify(const Rules *rules, const RulesInput *input);
void classification_free(Classification *classification);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Classification, classification_free)

/* Last value of an action, NULL if no rule set it. Borrowed. */
const char *classification_action(const Classification *classification, const char *key);

/* Rules have numbers from 0 in the order in which they run. Strings borrowed. */
guint rules_count(const Rules *rules);
const char *rules_name(const Rules *rules, guint rule);
const char *rules_place(const Rules *rules, guint rule); /* "shop.ini:12" */
/* True for a rule that is tried on every mail: nothing in it is sure to be in a mail that
 * it fits. */
bool rules_is_always_tried(const Rules *rules, guint rule);
/* False: no rule has this name. */
bool rules_find(const Rules *rules, const char *name, guint *rule);

/* The most that a rule does for a category: points to it, to one above or below it, or
 * taken from another. 0 and less: nothing. */
double rules_points(const Rules *rules, guint rule, const char *category);

/* NULL when there is an article of that slug, in any language; else what to write, to
 * stand behind "there is no article SLUG". g_free. */
typedef char *(*RulesAdvice)(const void *data, const char *slug);

/* Each "then reply" with an article that is not known is a problem. */
void rules_check_replies(const Rules *rules, RulesAdvice advise, const void *data,
			 GPtrArray *problems);

/* A line "tests = PATTERN" of a [check] section. Borrowed from the rules. */
typedef struct {
	char *pattern; /* of file names, complete */
	char *file;    /* where the line stands */
	int line;
} RulesTests;
const GPtrArray *rules_tests(const Rules *rules); /* RulesTests*, in order */

/*
 * Runs the taxonomy's example lines; each that goes elsewhere is a problem, unless a rule
 * or a section with a mistake of its own may be what is missing.
 */
void rules_check_examples(const Rules *rules, GPtrArray *problems);
