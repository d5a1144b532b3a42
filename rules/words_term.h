/* words_term.h - a words.LANG line as it was read; private to words*.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/words.h"

typedef struct {
	char *stem;   /* or */
	char *prefix; /* of the folded word */
	guint number; /* in the lexicon */
} Alternative;

typedef struct {
	GArray *alternatives; /* Alternative; empty: a gap of any words */
} Slot;

typedef struct {
	GPtrArray *slots; /* Slot* */
	guint gaps;
} Phrase;

struct WordList {
	GPtrArray *phrases; /* Phrase* */
};
