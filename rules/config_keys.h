/* config_keys.h - the table of every section and key of postdesk.ini. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/config_value.h"

#include <stddef.h>

typedef enum {
	SECTION_POSTDESK,
	SECTION_QUEUE,
	SECTION_AGENT,
	SECTION_ORGANISATION,
	SECTION_TIER,
	SECTION_SLA,
	SECTION_CALENDAR,
	SECTIONS, /* how many */
} ConfigSection;

typedef struct {
	const char *word; /* "queue" */
	const char *name; /* of an example; NULL: the section has none */
	const char *help;
} SectionKind;

/* A row loads its key, checks it, gives its default and documents it. */
typedef struct {
	ConfigSection section;
	const char *key;
	ValueSetter set;      /* NULL: read before all others (include) */
	size_t offset;	      /* of the field in the section's struct */
	const char *fallback; /* the default, as it would be written; NULL: none */
	const char *example;
	const char *help;
	enum { KEY_ONCE, KEY_REPEATABLE } times;
} ConfigKey;

/* [tier NAME]: only while loading; the configuration keeps a table of SLAs. */
typedef struct {
	char *name;
	char *sla_name;
} Tier;

/* What a section is called and where it goes. Static, as is the table of keys. */
const SectionKind *config_section_kind(ConfigSection section);
/* All keys of all sections, in the order of the manual. */
const ConfigKey *config_keys(gsize *count);

/* The row of a key; NULL if the section has no such key. */
const ConfigKey *config_key_find(ConfigSection section, const char *key);

/* Names of all keys of a section, NULL-terminated; g_free the array only. */
const char **config_key_names(ConfigSection section);
