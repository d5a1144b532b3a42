/* sanitise.h - which elements, attributes and addresses of HTML may leave the desk. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <gumbo.h>
#include <stdbool.h>

/*
 * Lists of what may pass: text mark-up, lists, tables, links (http, https, mailto, tel)
 * and pictures that came with the mail (cid). No scripts, styles but harmless properties,
 * forms, frames, event handlers, classes or ids, nothing that is loaded from elsewhere.
 */

/* The element may be written as such; else what it holds stands without it. */
bool sanitise_allows(const GumboElement *element);
/* "<a href=…>" with the attributes that may pass, escaped. */
void sanitise_open(GString *out, const GumboElement *element);
void sanitise_close(GString *out, const GumboElement *element);
/* Valid UTF-8 as text of HTML; control characters but tabs are left out. */
void sanitise_escape(GString *out, const char *text, gsize length);
/* The same; bytes that are not UTF-8 are replaced. */
void sanitise_text(GString *out, const char *text, gsize length);
/* A link, its words being text; the words alone when the address may not pass. */
void sanitise_link(GString *out, const char *address, const char *words);
