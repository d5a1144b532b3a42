/* words.h - the value of a words.LANG line: which words must be there. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/word_index.h"

#include <stdbool.h>

/*
 * Every term must be present, in any order. term = word | "phrase": the words of a phrase
 * follow each other in one sentence, "*" among them stands for up to four words. A word
 * may have alternatives (refund|chargeback) and stand for its beginning (refund*).
 * Immutable after word_list_enter.
 */
typedef struct WordList WordList;

/* POSTDESK_INVALID says what to write instead. */
WordList *word_list_new(const char *language, const char *value, GError **error);
void word_list_free(WordList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WordList, word_list_free)

/* Enters the words into the lexicon of the language; once, before the first match. */
void word_list_enter(WordList *list, Lexicon *lexicon);

/*
 * Adds to numbers (guint) words of the lexicon of which at least one is in each text that
 * matches: the n-th such list (from 0), rarest first, as far as that can be told. Returns
 * how often one of them is to be expected, as a number to compare; less than 0: there are
 * no more lists.
 */
double word_list_clue(const WordList *list, guint n, GArray *numbers);

/* found (may be NULL) gets the words as they stand in the text. index is spread. */
bool word_list_match(const WordList *list, const WordIndex *index, GString *found);
