/* shelf.h - the files of a catalogue as they were read: texts, articles and phrases. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	char *subject; /* of a text, or an article's title; NULL: the file is a partial */
	char *body;    /* Markdown with Mustache */
} Text;

typedef struct {
	char *name;	      /* "en" */
	GHashTable *texts;    /* "ack" -> Text* */
	GHashTable *articles; /* "password-reset" -> Text* */
	GHashTable *phrases;  /* "state.open" -> char* */
} Language;

typedef enum {
	MENTION_PHRASE,
	MENTION_PARTIAL,
	MENTION_VARIABLE,
	MENTION_KINDS
} MentionKind;

/* What a file names, and where. */
typedef struct {
	char *file;
	int line;
	MentionKind kind;
	char *name; /* "state.open", "signature", "customer" */
} Mention;

/*
 * Reads every language folder of directory into languages (name -> Language*); what is
 * there already is replaced file by file and phrase by phrase. mentions gets what the
 * files name (Mention*), in their order.
 */
void shelf_read(const char *directory, GHashTable *languages, GPtrArray *mentions,
		GPtrArray *problems);
GHashTable *shelf_new(void);
GPtrArray *mentions_new(void);
