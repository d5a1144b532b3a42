/* reading.h - one mail as the rules read it: cut, folded and stemmed once, when first
 * asked. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/pattern.h"
#include "rules/rules.h"
#include "rules/stem.h"

/* Of each text only so much is searched: what a match may cost depends on it. */
#define READING_BYTES_MAX (32 * 1024)

typedef enum {
	READING_SUBJECT,
	READING_TEXT,
	READING_QUOTED,
	READING_TEXTS, /* how many */
} ReadingText;

/* Belongs to one classification and its thread. */
typedef struct {
	const RulesInput *input;
	const char *leader; /* category that leads so far; "" if none */
	Matcher *matcher;
	char *texts[READING_TEXTS]; /* private: reading_text */
	GHashTable *stems;	    /* private: reading_stems */
	unsigned scripts;	    /* private: reading_has_scripts */
	bool scripts_known;
} Reading;

Reading *reading_new(const RulesInput *input);
void reading_free(Reading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reading, reading_free)

/* A text of the mail, NFC and not longer than READING_BYTES_MAX. Borrowed. */
const char *reading_text(Reading *reading, ReadingText which);
/* Whether subject and new text have letters of all these scripts (text_scripts). */
bool reading_has_scripts(Reading *reading, unsigned scripts);
/* The words of subject and new text. Borrowed. */
const StemIndex *reading_stems(Reading *reading, const char *language);

/*
 * Any text of a mail cut to READING_BYTES_MAX, in NFC. What was cut ends in "…", so that
 * "$" does not find an end where there is none. g_free.
 */
char *reading_cut(const char *text);
