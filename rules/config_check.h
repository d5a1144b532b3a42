/* config_check.h - ties the sections together by name, and finds what does not fit. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/config.h"
#include "rules/config_section.h"

/* Resolves the calendar of an [sla] before its times are read: they depend on it. */
void config_tie_sla(Config *config, SectionText *section, GPtrArray *sections,
		    GPtrArray *problems);

/*
 * Resolves all other names and fills what depends on them. Agents of a queue are taken by
 * name: config_tie replaces the names in Queue.agents by Agent pointers.
 */
void config_tie(Config *config, GPtrArray *sections, GPtrArray *problems);

/* What each section may be on its own but not together with the others. */
void config_check(const Config *config, GPtrArray *sections, GPtrArray *problems);
