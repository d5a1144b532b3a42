/* language.h - what single words say about their language, for language.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum { HINT_LANGUAGES = 15 };

/* Lists of words, separated by spaces; letters that only this language has, or few. */
typedef struct {
	const char *code, *letters, *endings, *words;
} LanguageWords;

/* language_words.c */
extern const LanguageWords language_words[HINT_LANGUAGES];

typedef struct {
	const char *code;
	bool cyrillic;
	double score;
} LanguageScore;

/* Scores of the languages with that script for lower-case words; scores has
 * HINT_LANGUAGES. */
void language_hints(const char *const *words, const char *text, bool cyrillic,
		    LanguageScore scores[HINT_LANGUAGES]);

/* The code as a static string when hints know the language, else NULL. */
const char *language_hint_code(const char *code);
