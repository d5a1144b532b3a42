/* taxonomy.h - the one classification of problems, shared by every queue and language. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/config.h"

typedef struct {
	char *path;		  /* "billing.refund" */
	guint number;		  /* its place in taxonomy_categories */
	GHashTable *titles;	  /* language -> title */
	char *priority;		  /* default priority, NULL: normal */
	char *queue;		  /* NULL: where it came in */
	char *sla;		  /* NULL */
	GPtrArray *articles;	  /* char* slugs, best first */
	int articles_line;	  /* of articles = */
	GPtrArray *ask;		  /* char* fields to ask for */
	GPtrArray *examples;	  /* char*: text that must classify here */
	GPtrArray *example_lines; /* GINT_TO_POINTER line of each */
	char *file;
	int line;
} Category;

typedef struct Taxonomy Taxonomy;

/* Reads DIR/taxonomy.ini. Problems as in config_load, but what could be read of a wrong
 * file comes back all the same, never NULL, to look on with for other mistakes. */
Taxonomy *taxonomy_load(const char *dir, const Config *config, GPtrArray *problems);
void taxonomy_free(Taxonomy *taxonomy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Taxonomy, taxonomy_free)

/* False: categories may be missing, since the file or a section line could
 * not be read. */
bool taxonomy_is_whole(const Taxonomy *taxonomy);
const Category *taxonomy_category(const Taxonomy *taxonomy, const char *path); /* NULL */
/* Category*, in the order of the file; borrowed. */
GPtrArray *taxonomy_categories(const Taxonomy *taxonomy);
/* Title in language, else English, else the path. Borrowed. */
const char *category_title(const Category *category, const char *language);
/* One of two paths is the other, or lies below it. */
bool category_same_branch(const char *a, const char *b);
