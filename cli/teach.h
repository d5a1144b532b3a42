/* teach.h - lessons of labelled files; for the commands that learn and measure. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/lesson.h"

/*
 * Adds the rows of path ("-": stdin), in UTF-8: a header line names the columns text,
 * category and, if there is one, subject. False: said why. A short row is said and left
 * out.
 */
bool teach_lessons(const char *path, Lessons *lessons);
