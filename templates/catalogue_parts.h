/* catalogue_parts.h - what a catalogue is made of; private to catalogue*.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "templates/catalogue.h"
#include "templates/shelf.h"

struct Catalogue {
	GHashTable *languages; /* "en" -> Language* */
	GHashTable *shipped;   /* names of the texts that the desk itself sends */
	GHashTable *known_phrases, *known_partials; /* what the shipped files name */
	GPtrArray *mentions;  /* Mention*, of the administrator's files */
	char *names;	      /* of the languages: "el, en, ru" */
	GHashTable *commands; /* word in any language, folded -> English name, borrowed */
};

/* Case and accents do not count: "#ΛΥΘΗΚΕ" and "#λυθηκε" are "λύθηκε". g_free. */
char *catalogue_fold(const char *word);
/* Adds the keys (char*) of table that names does not have. */
void catalogue_add_new(GPtrArray *names, GHashTable *table);
int catalogue_by_name(gconstpointer a, gconstpointer b);
