/* word_memory.h - what words are to one language's rules, worked out once and kept. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/lexicon.h"

#include <stdbool.h>

/* A word by its numbers in the lexicon; of a negation those of the verb. */
typedef struct {
	guint stem, prefix; /* prefix: the longest */
	bool negated;	    /* "not" follows in the same letters */
} WordNumbers;

/* May be asked by several threads. */
typedef struct WordMemory WordMemory;

/* language: one of stem_languages. The lexicon is borrowed. */
WordMemory *word_memory_new(const char *language, const Lexicon *lexicon);
void word_memory_free(WordMemory *memory);
const Lexicon *word_memory_lexicon(const WordMemory *memory);

/* numbers: one for each of words (char*, folded as in tokens.h), and one more for "not".
 * The lexicon is finished by then. */
void word_memory_look_up(WordMemory *memory, const GPtrArray *words,
			 WordNumbers *numbers);
