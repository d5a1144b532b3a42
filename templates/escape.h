/* escape.h - the border between a value and the language of a template. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "templates/template.h"

/* Appends text so that it reads as plain text in that language, whatever it holds. */
void escape_append(GString *out, const char *text, Escape escape);
