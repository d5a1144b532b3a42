/* teach.h - lessons of labelled files; for the commands that learn and measure. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/lesson.h"

/* Gets each row of a labelled file: subject ("" if there is no such column), text,
 * category. */
typedef void (*TeachRow)(void *data, const char *subject, const char *text,
			 const char *category);

/*
 * Reads path ("-": stdin): a header line names the columns text, category and, if there
 * is one, subject. False: said why. A short row is said and left out.
 */
bool teach_rows(const char *path, TeachRow row, void *data);
/* All rows of path as lessons. */
bool teach_lessons(const char *path, Lessons *lessons);
