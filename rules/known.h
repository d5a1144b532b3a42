/* known.h - the names that rules and taxonomy may use, for looking up and for advice. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/taxonomy.h"

/*
 * Names (char*, borrowed) of what the configuration and the taxonomy hold. Free the array
 * with g_ptr_array_unref; config and taxonomy must outlive it.
 */
GPtrArray *known_queues(const Config *config);
GPtrArray *known_agents(const Config *config);
GPtrArray *known_organisations(const Config *config);
GPtrArray *known_slas(const Config *config);
GPtrArray *known_calendars(const Config *config);
GPtrArray *known_categories(const Taxonomy *taxonomy);
GPtrArray *known_tiers(const Config *config);
GPtrArray *known_priorities(void); /* lowest first */
/* Of a NULL-terminated list. */
GPtrArray *known_words(const char *const *words);

/*
 * True when names holds name; else false and an error "unknown WHAT name", with the
 * nearest one or the list of them. Takes names.
 */
bool known_check(const char *what, const char *name, GPtrArray *names, GError **error);
/* The same for a category; of a taxonomy that is not whole any may be one. */
bool known_check_category(const char *path, const Taxonomy *taxonomy, GError **error);
