/* tokens.h - a text taken apart into words and sentences. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

#define TOKEN_END G_MAXUINT /* in place of a word: a sentence ends here */

typedef struct {
	guint word;	   /* which of the words, or TOKEN_END */
	const char *start; /* as it stands in the text */
	gsize length;
} Token;

/* The words of one or more texts; a word that comes again is kept once. */
typedef struct {
	GArray *tokens;	     /* Token, in order */
	GPtrArray *words;    /* char*: as fold_letter leaves them, without hyphens */
	GHashTable *numbers; /* private, as the rest: word -> its place in words + 1 */
	GStringChunk *strings;
} Tokens;

Tokens *tokens_new(void);
/* Adds a text (valid UTF-8 in NFC, borrowed) behind what is there; no sentence reaches
 * across. */
void tokens_add(Tokens *tokens, const char *text);
void tokens_free(Tokens *tokens);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tokens, tokens_free)
