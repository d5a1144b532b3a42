/* spelling.h - which known name a mistyped one was meant to be. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The name (char* elements) nearest to wrong, or NULL when none is near. Borrowed. */
const char *spelling_nearest(const char *wrong, const GPtrArray *names);

/*
 * The end of a problem about an unknown name: "; did you mean X?", else "; known: A, B,
 * C" of at most eight names, else "". g_free.
 */
char *spelling_advice(const char *wrong, const GPtrArray *names);
