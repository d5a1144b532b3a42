/* rule_index.h - which rules a mail can concern at all, found without trying them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/reading.h"
#include "rules/scan.h"

/*
 * Immutable after rule_index_new, but for the memories. Numbers the clues of all
 * conditions of rules (Rule*, borrowed): the words and literals that they need. Enters
 * the words of word lists.
 */
RuleIndex *rule_index_new(const GPtrArray *rules, const ScanDriver *driver);
void rule_index_free(RuleIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RuleIndex, rule_index_free)

/* True for a rule that is tried on every mail, since nothing that it needs is known by
 * which it could be left out: it only says if not, compares sizes or hours, or its
 * expression has no two letters for sure. */
bool rule_index_is_always(const RuleIndex *index, guint rule);

/* Knows the words that rules look for in a language that one of them names. Borrowed. */
WordMemory *rule_index_memory(const RuleIndex *index, const char *language);

/*
 * Reads the mail once for all words and literals, and sets the bits of reading for the
 * clues that were found and the rules that may hold. The others need not be tried.
 */
void rule_index_look(const RuleIndex *index, Reading *reading);
