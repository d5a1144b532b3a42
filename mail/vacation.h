/* vacation.h - marks of out-of-office notices, for automatic.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* True for subjects that only programs write for absent people, in the languages known.
 */
bool vacation_subject(const char *subject);
