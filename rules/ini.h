/* ini.h - INI files through libinih, with exact line numbers and nothing cut. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define INI_LINE_MAX	8192 /* bytes of one line */
#define INI_SECTION_MAX 49   /* bytes between the brackets */
#define INI_FILE_MAX	(8 * 1024 * 1024)

typedef struct {
	const char *file;    /* path as opened */
	int line;	     /* of the key (continuation lines: of their own) */
	int section_line;    /* of the [section] header */
	const char *section; /* whole header text: "queue support" */
	const char *key;
	const char *value; /* white space trimmed; "" allowed */
} IniEntry;

/* Called per key in file order. Reports its own problems. */
typedef void (*IniHandler)(const IniEntry *entry, void *data);

/*
 * Reads path. A value's " ;" comment is cut as libinih does; a value in /slashes/ (a
 * regular expression: up to four letters may follow the last slash) keeps its semicolons.
 * A line that starts with white space is another value of the key above it. Over-long
 * lines, long section names, lines that are neither section, key nor comment, keys before
 * the first section, control characters and text that is not UTF-8: a problem with
 * file:line. Sections without keys are reported to handler with key NULL. A file that
 * cannot be opened is a problem. False when a section may be missing: the file cannot be
 * read, or what may have been a section line is refused.
 */
bool ini_read(const char *path, IniHandler handler, void *data, GPtrArray *problems);

/* The same for text of length bytes, of which the problems speak as path. */
bool ini_read_text(const char *path, const char *text, gsize length, IniHandler handler,
		   void *data, GPtrArray *problems);
