/* user.h - becoming somebody who may do less. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * When root: becomes user, with that user's groups, for good. Refuses to go on as root
 * unless user is "root", written out. When not root: nothing to do (user may name
 * ourselves). INVALID with what to write otherwise.
 */
bool user_become(const char *user, GError **error);
