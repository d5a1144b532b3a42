/* setup.h - one snapshot of everything that an administrator decides. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/learned.h"
#include "rules/rules.h"
#include "templates/catalogue.h"

/* Immutable, shared by reference. */
typedef struct Setup {
	Config *config;
	Taxonomy *taxonomy;
	Rules *rules;
	Catalogue *catalogue;
	Learned *learned; /* of the model: the only part that changes */
	bool is_sound;	  /* false: configuration, taxonomy or rules have a mistake */
	gint references;  /* private, atomic */
} Setup;

/* Loads configuration, taxonomy, rules and templates and holds them against each other
 * (articles exist, languages are there). Every problem is appended; NULL if there was
 * any. */
Setup *setup_load(const char *config_path, GPtrArray *problems);
/* The same, but what could be read comes back all the same, never NULL, to look on with
 * for other mistakes; taxonomy and rules may be NULL. Nothing else may be done with it
 * unless there was no problem. */
Setup *setup_load_anyway(const char *config_path, GPtrArray *problems);
/* The same with the rules of another directory. */
Setup *setup_load_rules(const char *config_path, const char *rules_dir,
			GPtrArray *problems);
Setup *setup_ref(Setup *setup);
void setup_unref(Setup *setup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Setup, setup_unref)
