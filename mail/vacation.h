/* vacation.h - marks of out-of-office notices, for automatic.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* True for subjects that only programs write for absent people, in the languages known.
 */
bool vacation_subject(const char *subject);

/* The date that a notice gives for the return, seconds UTC, 0 when there is none. now
 * (that of the notice) gives the year where it is left out. */
gint64 vacation_return(const char *text, gint64 now);
