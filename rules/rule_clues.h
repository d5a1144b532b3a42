/* rule_clues.h - what a rule index is made of; private to it and rule_look.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/condition.h"
#include "rules/rule_index.h"

/* Where a literal is looked for. */
typedef struct {
	char *name;
	const Condition *condition; /* which sees its texts */
	guint number;
	bool names; /* texts are names, compared as a whole */
} Source;

typedef struct {
	guint source;
	guint clue;
} Use;

/* The words of a language, and which clues they are. */
typedef struct {
	char *language;
	Lexicon *lexicon;
	WordMemory *memory;
	GPtrArray *uses; /* by number: GArray of guint, NULL */
} Vocabulary;

struct RuleIndex {
	GHashTable *vocabularies; /* language -> Vocabulary */
	GPtrArray *literals;	  /* char* */
	GHashTable *numbers;	  /* literal -> place in literals + 1 */
	GPtrArray *uses;	  /* by literal: GArray of Use */
	GHashTable *names;	  /* "tier gold" -> its place in namings + 1 */
	GPtrArray *namings;	  /* GArray of guint: clues */
	GPtrArray *sources;
	Scan *scan;	 /* for the literals */
	GArray *opens;	 /* guint by clue: rule + 1, 0: none */
	guint32 *always; /* bits: rules that no clue opens */
	guint rules;
};

/* Sets one of many bits. */
static inline void rule_clues_set(guint32 *bits, guint number)
{
	bits[number / 32] |= 1u << number % 32;
}

/* How many words hold bits 0 to count. */
static inline guint rule_clues_words(guint count)
{
	return count / 32 + 1;
}

/* "tier gold": a name in the form in which it is looked up. g_free. */
char *rule_clues_name(const char *kind, const char *name);
