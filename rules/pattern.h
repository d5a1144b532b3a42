/* pattern.h - what a rule looks for in a text: a regular expression or plain words. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Immutable after rule_pattern_new; any number of threads may match with it at once. */
typedef struct RulePattern RulePattern;

/*
 * "/expression/flags" (flags of i m s x) is a PCRE2 expression with UTF and Unicode
 * properties; anything else is literal text: any case, any white space between its words,
 * and whole words where it begins or ends in a letter or digit. POSTDESK_INVALID says at
 * which column.
 */
RulePattern *rule_pattern_new(const char *value, GError **error);
void rule_pattern_free(RulePattern *pattern);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RulePattern, rule_pattern_free)

/* Adds the names of its captures to names (char* keys, owned by names). */
void rule_pattern_list_captures(const RulePattern *pattern, GHashTable *names);

/* What is in each text that matches, as literal_clues says; NULL: not known. Borrowed. */
const GPtrArray *rule_pattern_clues(const RulePattern *pattern);

/* Room to match in: one per classification, never shared between threads. */
typedef struct Matcher Matcher;
Matcher *matcher_new(void);
void matcher_free(Matcher *matcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Matcher, matcher_free)

typedef enum {
	PATTERN_ABSENT,
	PATTERN_PRESENT,
	PATTERN_EXCEEDED, /* over the limits of time or memory: not known */
} PatternResult;

/*
 * Looks for pattern in text (valid UTF-8). found (may be NULL) receives what matched;
 * captures (may be NULL; char* to char*, owned) receives the named groups that took part.
 */
PatternResult rule_pattern_match(const RulePattern *pattern, Matcher *matcher,
				 const char *text, char **found, GHashTable *captures);
