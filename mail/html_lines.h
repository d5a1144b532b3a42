/* html_lines.h - the text of an HTML reply, line by line, and where each piece stands. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <gumbo.h>
#include <stdbool.h>

/* A piece of the tree that shows: text, or a line break, a rule, a picture. */
typedef struct {
	const GumboNode *node;
	gsize start, end; /* in the lines' text */
} HtmlPiece;

/*
 * The text has "> " before quoted lines, the words of an attribution in one form of all
 * languages, U+FFFC for pictures. Pieces are in the order of the tree; what clients
 * added (attributions, old headers, quote marks) belongs to none.
 */
typedef struct {
	GString *text;
	GArray *pieces;	 /* HtmlPiece */
	bool is_cut_off; /* too long: not all of the tree is here */
} HtmlLines;

/* with_signature: what clients mark as signature counts as text. */
HtmlLines *html_lines(const GumboNode *root, bool with_signature);
void html_lines_free(HtmlLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HtmlLines, html_lines_free)

/* A picture that came with the mail. */
bool html_is_picture(const GumboElement *element);
/* What stands for a picture that did not: its description, else its address. */
const char *html_picture_words(const GumboElement *element);
