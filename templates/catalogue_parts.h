/* catalogue_parts.h - what a catalogue is made of; private to catalogue*.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "templates/catalogue.h"
#include "templates/shelf.h"

struct Catalogue {
	GHashTable *languages; /* "en" -> Language* */
	GHashTable *shipped;   /* names of the texts that the desk itself sends */
	GHashTable *known[MENTION_KINDS]; /* what the shipped files name */
	GPtrArray *mentions;		  /* Mention*, of the administrator's files */
	char *names;			  /* of the languages: "el, en, ru" */
	GHashTable *commands; /* word in any language, folded -> English name, borrowed */
};

/* Tells of words of [command] in the administrator's files that another command has in
 * the same language or in English; before catalogue_collect_commands. */
void catalogue_check_commands(const Catalogue *catalogue, GPtrArray *problems);
/* Fills commands; of each phrase only the first word stays. */
void catalogue_collect_commands(Catalogue *catalogue);
/* Adds the keys (char*) of table that names does not have. */
void catalogue_add_new(GPtrArray *names, GHashTable *table);
int catalogue_by_name(gconstpointer a, gconstpointer b);
