/* feature.h - a text as hashed features: its words, word pairs and pieces of words. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* More of a text is not looked at: what one mail may cost depends on it. */
#define FEATURE_BYTES_MAX 3000
#define FEATURE_WORDS_MAX 500

typedef enum {
	FEATURE_WORD,  /* a word's stem */
	FEATURE_NEXT,  /* two stems that follow each other */
	FEATURE_PIECE, /* 2, 3 or 5 letters of a word, its ends included */
	FEATURE_FOUR,  /* 4 of them */
	FEATURE_PAIR,  /* two stems that stand near, in any order */
} FeatureView;

typedef struct {
	guint32 hash;
	guint16 count;
	guint16 view; /* FeatureView */
} Feature;

/*
 * What subject and text (valid UTF-8; NULL: nothing) are made of: Feature, sorted by
 * hash, each once; g_array_unref. latin: the language (ISO 639-1) whose endings words in
 * Latin letters have, "" none. Case, accents and width of letters make no difference.
 */
GArray *features_of(const char *subject, const char *text, const char *latin);

/*
 * How the features of the same arguments with these hashes are written: "refund",
 * "money back", "refun…". names: hash (GUINT_TO_POINTER) -> char*; adds those it finds.
 */
void features_name(const char *subject, const char *text, const char *latin,
		   const GHashTable *wanted, GHashTable *names);
