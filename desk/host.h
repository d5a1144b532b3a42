/* host.h - what only the machine can say of a configuration, before a start fails. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/config.h"

/*
 * Appends a problem for each folder, program and user that config names and that is not
 * there, unless one was appended for the same key before. user is who the desk runs as,
 * NULL when that is settled.
 */
void host_check(const Config *config, const char *user, GPtrArray *problems);

/* The store's part of it: false with a problem when it has no folder to be in. */
bool host_has_store(const Config *config, GPtrArray *problems);
