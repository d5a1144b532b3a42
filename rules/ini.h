/* ini.h - INI files through libinih, with exact line numbers and nothing cut. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	const char *file;    /* path as opened */
	int line;	     /* of the key (continuation lines: of their own) */
	int section_line;    /* of the [section] header */
	const char *section; /* whole header text: "queue support" */
	const char *key;
	const char *value;   /* white space trimmed; "" allowed */
} IniEntry;

/* Called per key in file order. Reports its own problems. */
typedef void (*IniHandler)(const IniEntry *entry, void *data);

/*
 * Reads path. A value's " ;" comment is cut as libinih does; a value in /slashes/ (a regular
 * expression) keeps its semicolons. Over-long lines, long section names, lines that are neither
 * section, key nor comment, keys before the first section: a problem with file:line. Sections
 * without keys are reported to handler with key NULL. A file that cannot be opened is a problem.
 */
void ini_read(const char *path, IniHandler handler, void *data, GPtrArray *problems);
