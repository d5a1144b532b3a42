/* shelf.h - the files of a catalogue as they were read: texts, articles and phrases. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

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

/*
 * Reads every language folder of directory into languages (name -> Language*); what is
 * there already is replaced file by file and phrase by phrase.
 */
void shelf_read(const char *directory, GHashTable *languages, GPtrArray *problems);
GHashTable *shelf_new(void);
