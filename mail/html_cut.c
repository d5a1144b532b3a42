/* html_cut.c - cuts an agent's HTML answer along the lines that are the agent's own. */
/* SPDX-License-Identifier: MIT */
#include "mail/html_cut.h"
#include "mail/html_element.h"
#include "mail/html_lines.h"
#include "mail/html_plain.h"
#include "mail/sanitise.h"

#include <string.h>

/*
 * The tree is written as lines (html_lines.c), the readers of plain text say which of
 * them are the sender's own, and the tree is written again with what stands on these.
 * So text and HTML mail are cut by one judgement. Elements that lost all they held go.
 */

enum { DEPTH_MAX = 1200 };

struct HtmlCut {
	GumboOutput *tree;
	HtmlLines *lines;
	char *view;    /* lines' text as the readers of plain text know it */
	GArray *spans; /* TextSpan: what is kept of it */
};

static const GumboOptions *options(void)
{
	return &kGumboDefaultOptions;
}

void html_cut_free(HtmlCut *cut)
{
	if (!cut)
		return;
	html_lines_free(cut->lines);
	g_clear_pointer(&cut->spans, g_array_unref);
	g_free(cut->view);
	gumbo_destroy_output(options(), cut->tree);
	g_free(cut);
}

/* No-break spaces as spaces, byte for byte. g_free. */
static char *view_of(const char *text)
{
	char *view = g_strdup(text);

	for (char *at = view; (at = strstr(at, "\xc2\xa0")) != NULL; at += 2)
		at[0] = at[1] = ' ';
	return view;
}

static bool has_words(const HtmlCut *cut)
{
	for (guint i = 0; i < cut->spans->len; i++) {
		const TextSpan *span = &g_array_index(cut->spans, TextSpan, i);
		for (gsize at = span->start; at < span->end; at++)
			if (!strchr("> \t\n", cut->view[at]))
				return true;
	}
	return false;
}

static bool cut_lines(HtmlCut *cut, const BlockMarks *marks, bool with_signature)
{
	g_clear_pointer(&cut->lines, html_lines_free);
	g_clear_pointer(&cut->view, g_free);
	g_clear_pointer(&cut->spans, g_array_unref);
	cut->lines = html_lines(cut->tree->root, with_signature);
	/* Numbers of characters can name what is none. */
	if (!g_utf8_validate(cut->lines->text->str, -1, NULL))
		cut->lines->is_cut_off = true;
	if (cut->lines->is_cut_off)
		return false;
	cut->view = view_of(cut->lines->text->str);
	cut->spans = answer_spans(cut->view, marks);
	return true;
}

HtmlCut *html_cut_read(const char *html, gsize length, const BlockMarks *marks)
{
	if (!html_is_tame(html, length))
		return NULL;
	GumboOptions chosen = *options();
	g_autoptr(HtmlCut) cut = g_new0(HtmlCut, 1);

	chosen.max_errors = 0;
	cut->tree = gumbo_parse_with_options(&chosen, html, length);
	if (!cut_lines(cut, marks, false))
		return NULL;
	/* Who writes into the signature has not signed. */
	if (!has_words(cut) && !cut_lines(cut, marks, true))
		return NULL;
	return g_steal_pointer(&cut);
}

char *html_cut_text(const HtmlCut *cut)
{
	return answer_join(cut->view, cut->spans);
}

/* --- writing --- */

typedef struct {
	const HtmlCut *cut;
	const GArray *spans; /* what is written */
	guint span, piece;   /* the next of each */
	GString *out;
	guint content; /* pieces written so far */
} Writer;

static void write_children(Writer *writer, const GumboNode *node, int depth);

static void write_picture(Writer *writer, const GumboNode *node)
{
	const GumboElement *element = &node->v.element;

	if (html_is_picture(element))
		sanitise_open(writer->out, element);
	else
		sanitise_link(writer->out, element_attribute(element, "src"),
			      html_picture_words(element));
}

static void write_piece(Writer *writer, const HtmlPiece *piece, gsize start, gsize end)
{
	const GumboNode *node = piece->node;
	const char *text = writer->cut->lines->text->str;

	if (node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == GUMBO_TAG_IMG)
		write_picture(writer, node);
	else if (node->type == GUMBO_NODE_ELEMENT)
		g_string_append_printf(writer->out, "<%s>",
				       gumbo_normalized_tagname(node->v.element.tag));
	else if (text[start] == '\n')
		g_string_append_c(writer->out, '\n');
	else
		sanitise_text(writer->out, text + start, end - start);
	writer->content++;
}

/* The spans are in order, as the pieces are. */
static void write_pieces(Writer *writer, const GumboNode *node)
{
	const GArray *pieces = writer->cut->lines->pieces;

	for (; writer->piece < pieces->len; writer->piece++) {
		const HtmlPiece *piece = &g_array_index(pieces, HtmlPiece, writer->piece);
		if (piece->node != node)
			return;
		while (writer->span < writer->spans->len &&
		       g_array_index(writer->spans, TextSpan, writer->span).end <=
			       piece->start)
			writer->span++;
		for (guint i = writer->span; i < writer->spans->len; i++) {
			TextSpan span = g_array_index(writer->spans, TextSpan, i);
			if (span.start >= piece->end)
				break;
			write_piece(writer, piece, MAX(span.start, piece->start),
				    MIN(span.end, piece->end));
		}
	}
}

/* Cells and columns hold a table together, also where they are empty. */
static bool is_structure(GumboTag tag)
{
	return tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH || tag == GUMBO_TAG_COL ||
	       tag == GUMBO_TAG_COLGROUP;
}

static void write_element(Writer *writer, const GumboNode *node, int depth)
{
	const GumboElement *element = &node->v.element;
	gsize before = writer->out->len;
	guint content = writer->content;

	if (element->tag == GUMBO_TAG_BR || element->tag == GUMBO_TAG_HR ||
	    element->tag == GUMBO_TAG_IMG) {
		write_pieces(writer, node);
		return;
	}
	if (element_is_skipped(element->tag))
		return;
	bool is_tag = sanitise_allows(element);
	if (is_tag)
		sanitise_open(writer->out, element);
	write_children(writer, node, depth + 1);
	if (is_tag && element->tag != GUMBO_TAG_COL)
		sanitise_close(writer->out, element);
	if (writer->content == content && !is_structure(element->tag))
		g_string_truncate(writer->out, before);
}

static void write_children(Writer *writer, const GumboNode *node, int depth)
{
	const GumboVector *children = &node->v.element.children;

	for (guint i = 0; depth <= DEPTH_MAX && i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (child->type == GUMBO_NODE_ELEMENT)
			write_element(writer, child, depth);
		else
			write_pieces(writer, child);
	}
}

/* What is kept behind its first skip bytes, up to the last word. */
static GArray *skip_bytes(const char *view, const GArray *spans, gsize skip)
{
	GArray *rest = g_array_new(FALSE, FALSE, sizeof(TextSpan));

	for (guint i = 0; i < spans->len; i++) {
		TextSpan span = g_array_index(spans, TextSpan, i);
		gsize length = span.end - span.start;
		if (skip >= length) {
			skip -= length;
			continue;
		}
		span.start += skip;
		skip = 0;
		g_array_append_val(rest, span);
	}
	while (rest->len > 0) {
		TextSpan *last = &g_array_index(rest, TextSpan, rest->len - 1);
		while (last->end > last->start && strchr(" \t\n", view[last->end - 1]))
			last->end--;
		if (last->end > last->start)
			break;
		g_array_set_size(rest, rest->len - 1);
	}
	return rest;
}

char *html_cut_write(const HtmlCut *cut, gsize skip)
{
	g_autoptr(GArray) spans = skip_bytes(cut->view, cut->spans, skip);
	Writer writer = {.cut = cut, .spans = spans, .out = g_string_new(NULL)};

	write_element(&writer, cut->tree->root, 0);
	if (writer.content == 0)
		g_string_truncate(writer.out, 0);
	return g_string_free(writer.out, writer.out->len == 0);
}
