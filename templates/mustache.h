/* mustache.h - a Mustache template taken apart, for the renderer. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "templates/template.h"

typedef enum {
	NODE_TEXT,
	NODE_VARIABLE, /* {{name}} */
	NODE_RAW,      /* {{{name}}}, {{&name}} */
	NODE_SECTION,  /* {{#name}} */
	NODE_INVERTED, /* {{^name}} */
	NODE_PARTIAL,  /* {{>name}} */
	NODE_PARENT,   /* {{<name}}: a partial with some of its blocks replaced */
	NODE_BLOCK,    /* {{$name}}: a part that can be replaced */
} NodeKind;

typedef struct Node Node;
struct Node {
	NodeKind kind;
	const char *text;    /* of a text; else the name */
	bool dynamic;	     /* {{>*name}}: the partial's name is in the variable name */
	const char *indent;  /* of a standalone partial or parent; what a block's
				replacement  gets before its lines. Never NULL */
	bool own_line;	     /* block: it begins on a line of its own */
	const char *content; /* block: its source, in the delimiters below */
	const char *open, *close;
	GPtrArray *children; /* Node*; NULL for those that cannot have any */

	const char *tag;   /* while parsing: the opening tag in the source */
	const char *after; /* while parsing: the source behind it */
	Node *margin; /* while parsing: the white space before a parent, a text node */
};

typedef struct {
	GPtrArray *nodes;      /* Node* */
	GStringChunk *strings; /* all texts */
	gsize length;	       /* of the source, in bytes */
} Template;

/* Takes source apart, starting with the given delimiters. */
Template *template_parse(const char *source, const char *open, const char *close,
			 GError **error);
void template_free(Template *template);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Template, template_free)
