/* words.h - the value of a words.LANG line: which words must be there. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "rules/stem.h"

/*
 * Every term must be present, in any order. term = word | "phrase": the words of a phrase
 * follow each other in one sentence, "*" among them stands for up to four words. A word
 * may have alternatives (refund|chargeback) and stand for its beginning (refund*).
 * Immutable after word_list_new.
 */
typedef struct WordList WordList;

/* POSTDESK_INVALID says what to write instead. */
WordList *word_list_new(const char *language, const char *value, GError **error);
void word_list_free(WordList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WordList, word_list_free)

/* Scripts without whose letters no text can match; see text_scripts. */
unsigned word_list_scripts(const WordList *list);

/* found (may be NULL) gets the words as they stand in the text. */
bool word_list_match(const WordList *list, const StemIndex *index, GString *found);
