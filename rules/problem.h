/* problem.h - what is wrong in a file, said as file:line: message. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* A list of problems: char* elements, free function set. Empty means all well. */
GPtrArray *problems_new(void);

/* Appends "file:line: message" (line 0: "file: message"). Messages say what to write
 * instead. */
void problem_add(GPtrArray *problems, const char *file, int line, const char *format, ...)
	G_GNUC_PRINTF(4, 5);

/* Sorts those from index on by file and line,
 * so that a file is corrected in one reading. */
void problems_sort(GPtrArray *problems, guint from);

/* The one of words (NULL-terminated) that word was meant to be,
 * NULL when none is near. */
const char *problem_nearest(const char *word, const char *const *words);

/*
 * The tail of a message about an unknown word: ", did you mean \"address\"?" for the
 * nearest of words (NULL-terminated), "; known: a, b, c" when none is near and they are
 * few, else "". g_free.
 */
char *problem_suggestion(const char *word, const char *const *words);
