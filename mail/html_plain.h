/* html_plain.h - the guard before the HTML parser, and the way around it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* False for documents that a tree would make too deep or too large. */
bool html_is_tame(const char *html, gsize length);
/* Text without tags, in one pass. g_free. */
char *html_strip(const char *html, gsize length);
/* Behind the tag at at; what a style or a script holds is no text. *close: where the last
 * ">" was found, NULL at first. */
const char *html_tag_end(const char *at, const char *end, const char **close);
