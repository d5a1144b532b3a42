/* html_beside.h - what an HTML alternative says that the plain one does not. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * True when html (a document, or text made of one) tells a reader much more than plain,
 * or something else: four times as many letters, or words most of which are not in plain.
 * One pass over each, no tree. False for an empty plain text, which nothing stands
 * beside, and for a very long one, which says enough.
 */
bool html_says_more(const char *html, gsize length, const char *plain);
