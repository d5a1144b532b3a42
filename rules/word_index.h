/* word_index.h - where in a mail the words stand that rules look for, in one language. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/tokens.h"
#include "rules/word_memory.h"

#include <stdbool.h>

#define WORD_NOWHERE G_MAXUINT

typedef struct {
	WordNumbers numbers;
	bool ends;	   /* no word: a sentence ends here */
	const char *start; /* as it stands in the text */
	gsize length;
	guint before; /* position + 1 of the word of the same stem before, 0: none */
} WordPlace;

/* Built and read by one thread. */
typedef struct {
	const Lexicon *lexicon;
	const Tokens *tokens;
	WordNumbers *numbers; /* of each of the tokens' words, then of "not" */
	WordPlace *places;    /* in order; after word_index_spread */
	guint count;	      /* of places */
	guint *last;	      /* private: by stem: position + 1 */
	GArray *beginning;    /* guint: positions of words with a prefix, in order */
} WordIndex;

/* Looks up each word of tokens once. The tokens are borrowed. */
WordIndex *word_index_new(WordMemory *memory, const Tokens *tokens);
void word_index_free(WordIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WordIndex, word_index_free)

/* Puts the words into their places, for what follows; at most once. */
void word_index_spread(WordIndex *index);

/* Position of the last word of this stem, WORD_NOWHERE if there is none. */
guint word_index_last(const WordIndex *index, guint stem);
/* Whether a word begins with this prefix. */
bool word_begins(const WordIndex *index, const WordPlace *place, guint prefix);
