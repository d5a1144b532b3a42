/* stem.h - words in any inflected form, by Snowball's stemmers. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The languages that there are stemmers for, ISO 639-1; NULL-terminated, static. */
const char *const *stem_languages(void);

/* Belongs to one thread. */
typedef struct Stemmer Stemmer;

/* language: one of stem_languages. */
Stemmer *stemmer_new(const char *language);
void stemmer_free(Stemmer *stemmer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stemmer, stemmer_free)

/* The stem of a folded word (tokens.h). Valid until the next call; may be word itself. */
const char *stemmer_stem(Stemmer *stemmer, const char *word);

/*
 * English negations, also as typed in haste: "haven't" and "havent" are have + not.
 * The verb's part, NULL when word is none or the language is another. g_free.
 */
char *stemmer_negated(const Stemmer *stemmer, const char *word);
