/* stem.h - a text as words in any inflected form, by Snowball's stemmers. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <libstemmer.h>

#define STEM_NOWHERE G_MAXUINT

typedef struct {
	const char *folded; /* without case, Greek accents, hyphens; NULL: a sentence ends
			       here */
	const char *stem;
	const char *start; /* as it stands in the text */
	gsize length;
	guint next; /* the word of the same stem before this one, STEM_NOWHERE if none */
} StemWord;

/* The words of one text by their stems in one language. Built and read by one thread. */
typedef struct {
	GArray *words;	/* StemWord, in order */
	GArray *sorted; /* guint: positions of words, in order of folded; after sort */
	GHashTable *by_stem; /* private, as the rest */
	GHashTable *stem_of;  /* folded word, by address -> its stem */
	char *language;
	struct sb_stemmer *stemmer;
	GStringChunk *strings;
	GPtrArray *texts;
} StemIndex;

/* language: one of stem_languages. */
StemIndex *stem_index_new(const char *language);
/* Adds a text (valid UTF-8) behind what is there; no sentence reaches across. */
void stem_index_add(StemIndex *index, const char *text);
/* After the last add, for stem_index_prefix. */
void stem_index_sort(StemIndex *index);
void stem_index_free(StemIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StemIndex, stem_index_free)

/* Position of the last word of this stem, STEM_NOWHERE if there is none. */
guint stem_index_last(const StemIndex *index, const char *stem);

/* Where in sorted the words begin that have this prefix, if any have. */
guint stem_index_prefix(const StemIndex *index, const char *prefix);

/* Bits of the scripts whose letters a text has. Only those are told apart whose languages
 * share no letters with others. */
#define SCRIPT_GREEK	1u
#define SCRIPT_CYRILLIC 2u
unsigned text_scripts(const char *text);

/* The languages that there are stemmers for, ISO 639-1; NULL-terminated, static. */
const char *const *stem_languages(void);
