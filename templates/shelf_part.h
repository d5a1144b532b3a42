/* shelf_part.h - what the readers of a catalogue's files share; private to shelf*.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "templates/shelf.h"

/* Where what is read goes. */
typedef struct {
	GHashTable *languages;
	GPtrArray *mentions, *problems;
} Shelf;

/* Appends file:line: message (line 0: file: message). */
void shelf_problem(const Shelf *shelf, const char *file, int line, const char *message);
void shelf_mention(const Shelf *shelf, const char *file, int line, MentionKind kind,
		   const char *name);
/* Mentions the partials and variables of a template, up to where it changes its
 * delimiters.
 */
void shelf_mention_tags(const Shelf *shelf, const char *source, const char *file,
			int first_line);
/* False with a problem, under the file's own line number, when source is no template. */
bool shelf_check_template(const Shelf *shelf, const char *source, int first_line,
			  const char *path);
/* The file's text with LF line ends and no byte order mark;
 * NULL with a problem. g_free. */
char *shelf_read_file(const Shelf *shelf, const char *path);

/* Reads a phrases.ini into language, phrase by phrase. */
void shelf_read_phrases(const Shelf *shelf, Language *language, const char *path);
