/* html_writer.h - lines of readable text with quote marks, for html.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	GString *out;
	guint breaks;	     /* line ends that stand before the next text */
	guint quote;	     /* depth of "> " now */
	guint last_quote;    /* depth of the last line written */
	bool space;	     /* white space was seen since the last word */
	bool line_open;	     /* the line has text */
	guint pre;	     /* depth of <pre> */
	GString *lead;	     /* list mark that stands before the next text */
	guint indent;	     /* spaces before a line */
	const void *list;    /* of the last numbered item */
	guint number;	     /* of that item */
	bool is_marked;	     /* lines begin with the marks of text.h */
	bool reads_pictures; /* what stands for them: there are no other words */
	char mark;	     /* of the lines that follow; 0 for none */
	char once;	     /* of the next line alone */
} Writer;

void writer_break(Writer *writer, guint count);
/* Text of the document; white space is folded outside of pre. */
void writer_text(Writer *writer, const char *text);
/* Words as they are. */
void writer_words(Writer *writer, const char *words, gsize length);
