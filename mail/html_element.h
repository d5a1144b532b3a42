/* html_element.h - what an element of HTML mail means for its reader. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <gumbo.h>
#include <stdbool.h>

/* Value of an attribute, "" when there is none. Borrowed from the tree. */
const char *element_attribute(const GumboElement *element, const char *name);
/* The style attribute without white space, lower case, cut at 2000 bytes. g_free. */
char *element_style(const GumboElement *element);
/* Nobody sees the element: its styles say so, as browsers read them. */
bool element_is_hidden(const GumboNode *node);
/* No text for readers: head, scripts, styles, forms' lists. */
bool element_is_skipped(GumboTag tag);
/* Line ends around it: 0 inline, 1 own line, 2 own paragraph. */
guint element_breaks(const GumboNode *node);
/* A blockquote that quotes; editors use one without a border as an indent. */
bool element_is_quote(const GumboElement *element);
