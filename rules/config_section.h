/* config_section.h - the sections of postdesk.ini and its included files, as text. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/config_keys.h"

typedef struct {
	char *key, *value;
	int line;
} SectionEntry;

typedef struct {
	ConfigSection kind;
	char *name; /* "" of [postdesk] */
	char *file;
	int line;
	GPtrArray *entries; /* SectionEntry* */
	void *object;	    /* what it became: Queue*, Sla* …; borrowed */
} SectionText;

/*
 * All sections of the file at path and what it includes, in order. *is_whole false: a
 * section may be missing, since its file or its line could not be read. doubts gets what
 * may be meant so: a pattern that no file fits yet. g_ptr_array_unref.
 */
GPtrArray *config_sections_read(const char *path, bool *is_whole, GPtrArray *problems,
				GPtrArray *doubts);

/* The section of a name; NULL if there is none. */
SectionText *config_section_find(GPtrArray *sections, ConfigSection kind,
				 const char *name);

/* Line of a key; the section's own if it has no such key. */
int section_line_of(const SectionText *section, const char *key);

/* Adds a problem at the line of a key of the section (NULL: at its header). */
void section_problem(const SectionText *section, GPtrArray *problems, const char *key,
		     const char *format, ...) G_GNUC_PRINTF(4, 5);
