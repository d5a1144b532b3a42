/* taxonomy_check.h - holds categories against each other and against the queues. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/taxonomy.h"

/* Parents, and titles in the languages of the queues (config NULL: in any). */
void taxonomy_check(const Taxonomy *taxonomy, const Config *config, GPtrArray *problems);
