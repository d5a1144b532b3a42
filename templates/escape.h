/* escape.h - the borders between a value and the language that a template is written in.
 */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "templates/template.h"

/* Appends text so that it reads as plain text in that language, whatever it holds. */
void escape_append(GString *out, const char *text, Escape escape);
