/* taxonomy.h - the one classification of problems, shared by every queue and language. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/config.h"

typedef struct {
	char *path;	      /* "billing.refund" */
	GHashTable *titles;   /* language -> title */
	char *priority;	      /* default priority, NULL: normal */
	char *queue;	      /* NULL: where it came in */
	char *sla;	      /* NULL */
	GPtrArray *articles;  /* char* slugs, best first */
	int articles_line;    /* of articles = */
	GPtrArray *ask;	      /* char* fields to ask for */
	GPtrArray *examples;  /* char*: text that must classify here */
	GPtrArray *example_lines; /* GINT_TO_POINTER line of each */
	char *file;
	int line;
} Category;

typedef struct Taxonomy Taxonomy;

/* Reads DIR/taxonomy.ini. Problems as in config_load; NULL if any. */
Taxonomy *taxonomy_load(const char *dir, const Config *config, GPtrArray *problems);
/* The same, but what could be read of a wrong file comes back all the same, to look on with
 * for other mistakes. NULL when there is no category in it. */
Taxonomy *taxonomy_load_anyway(const char *dir, const Config *config, GPtrArray *problems);
void taxonomy_free(Taxonomy *taxonomy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Taxonomy, taxonomy_free)

const Category *taxonomy_category(const Taxonomy *taxonomy, const char *path); /* NULL */
GPtrArray *taxonomy_categories(const Taxonomy *taxonomy); /* Category*, file order; borrowed */
/* Title in language, else English, else the path. Borrowed. */
const char *category_title(const Category *category, const char *language);
