/* markdown.h - Markdown as the two bodies of a mail. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Plain text for people: no markup, wrapped at 72 columns, links as text <url>, quotes
 * with
 * "> ", code as it is. Ends with one line feed unless it is empty. g_free.
 */
char *markdown_to_text(const char *markdown);
/* An HTML fragment; raw HTML and unsafe link schemes in the source are
 * left out. g_free. */
char *markdown_to_html(const char *markdown);
