/* reading.h - one mail as the rules read it: cut, folded and stemmed once. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/pattern.h"
#include "rules/rules.h"
#include "rules/word_index.h"

/* Of each text only so much is searched: what a match may cost depends on it. */
#define READING_BYTES_MAX (32 * 1024)

typedef enum {
	READING_SUBJECT,
	READING_TEXT,
	READING_QUOTED,
	READING_TEXTS, /* how many */
} ReadingText;

/* The rules' words and literals: rule_index.h. */
typedef struct RuleIndex RuleIndex;

/* Belongs to one classification and its thread. */
typedef struct {
	const RulesInput *input;
	const RuleIndex *index;
	const char *leader; /* category that leads so far; "" if none */
	Matcher *matcher;
	char *texts[READING_TEXTS]; /* private: reading_text */
	Tokens *tokens;		    /* private: reading_words */
	GHashTable *words;	    /* private: language -> WordIndex */
	guint32 *clues;		    /* bits: which were found; NULL: not looked for */
	guint32 *rules;		    /* bits: which rules may hold; NULL: all */
} Reading;

Reading *reading_new(const RulesInput *input, const RuleIndex *index);
void reading_free(Reading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reading, reading_free)

/* A text of the mail, NFC and not longer than READING_BYTES_MAX. Borrowed. */
const char *reading_text(Reading *reading, ReadingText which);
/* The words of subject and new text, as far as rules look for them. Borrowed. */
WordIndex *reading_words(Reading *reading, const char *language);

static inline bool reading_bit(const guint32 *bits, guint number)
{
	return bits[number / 32] >> number % 32 & 1;
}

/* The first rule from this one on that may hold; past the last one when none is left. */
static inline guint reading_next_rule(const Reading *reading, guint rule)
{
	while (reading->rules && !reading_bit(reading->rules, rule))
		rule = reading->rules[rule / 32] >> rule % 32 ? rule + 1
							      : (rule | 31) + 1;
	return rule;
}

/* Whether these clues were found, one behind the other, as far as was looked. */
static inline bool reading_has_clues(const Reading *reading, guint first, guint count)
{
	for (guint i = first; reading->clues && i < first + count; i++)
		if (!reading_bit(reading->clues, i))
			return false;
	return true;
}

/*
 * Any text of a mail cut to READING_BYTES_MAX, in NFC. What was cut ends in "…", so that
 * "$" does not find an end where there is none. g_free.
 */
char *reading_cut(const char *text);
