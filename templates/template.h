/* template.h - Mustache: the whole specification, rendered from a tree of values. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Values that a template sees. A tree; containers own what is put into them. NULL, null,
 * false,
 * "" and an empty list are false in sections. Text that is not valid UTF-8 is repaired.
 */
typedef struct Value Value;

Value *value_string(const char *text); /* NULL counts as "" */
Value *value_bool(bool truth);
Value *value_list(void);
Value *value_lines(const char *text); /* a list of its lines; NULL counts as "" */
Value *value_map(void);
void value_append_take(Value *list, Value *item);
void value_set_take(Value *map, const char *key, Value *value); /* replaces */
void value_set(Value *map, const char *key, const char *text);	/* a string */
Value *value_from_json(const char *json, GError **error);
void value_free(Value *value);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Value, value_free)
/* Every string in the tree becomes what change makes of it (valid UTF-8, g_free). */
void value_change_strings(Value *value, char *(*change)(const char *text, void *data),
			  void *data);

#define TEMPLATE_ERROR (g_quark_from_static_string("template"))
typedef enum { TEMPLATE_INVALID } TemplateError;

/* How {{name}} is escaped; {{{name}}} and {{&name}} are never. */
typedef enum { ESCAPE_NONE, ESCAPE_HTML, ESCAPE_MARKDOWN } Escape;

/* Gives the text of a partial, NULL if there is none (renders as ""). g_free. */
typedef char *(*PartialLoader)(const char *name, void *data);

/*
 * Renders source with value (a map at the top). Every feature of the Mustache
 * specification but lambdas: sections, inverted, partials with indentation, comments,
 * delimiters, standalone lines, dotted names, inheritance (blocks and parents). Errors:
 * TEMPLATE_INVALID, "line 3: section {{#a}} is never closed". Nesting and output size are
 * bounded. g_free.
 */
char *template_render(const char *source, const Value *value, Escape escape,
		      PartialLoader partials, void *data, GError **error);

/* True when source can be parsed; the error is the one that
 * template_render would give. */
bool template_check(const char *source, GError **error);
