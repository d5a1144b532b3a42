/* html_lines.c - writes the tree of an HTML reply as lines that remember their nodes. */
/* SPDX-License-Identifier: MIT */
#include "mail/html_lines.h"
#include "mail/html_element.h"
#include "mail/html_quote.h"
#include "mail/limits.h"

#include <string.h>

enum { DEPTH_MAX = 1200 };

/* Words that the reader of quotes knows, whatever the client's language was. */
#define ATTRIBUTION "On Mon, 1 Jun 2026 at 10:00, Desk <desk@example.com> wrote:"
#define OLD_MAIL    "-----Original Message-----"
#define PICTURE	    "\xef\xbf\xbc"

typedef struct {
	HtmlLines *lines;
	GString *text;
	bool with_signature;
	bool line_open;	    /* the line has something */
	bool is_blank_line; /* the last line ended had nothing */
	guint quote, pre;
	bool awaits_quote; /* up to a blockquote all is an attribution */
} Walk;

static void walk_children(Walk *walk, const GumboNode *node, int depth);

/* --- lines --- */

static void line_start(Walk *walk)
{
	if (walk->line_open)
		return;
	for (guint i = 0; i < walk->quote; i++)
		g_string_append_c(walk->text, '>');
	if (walk->quote > 0)
		g_string_append_c(walk->text, ' ');
	walk->line_open = true;
}

static void line_end(Walk *walk)
{
	walk->is_blank_line = !walk->line_open;
	g_string_append_c(walk->text, '\n');
	walk->line_open = false;
}

static void line_break(Walk *walk)
{
	if (walk->line_open)
		line_end(walk);
}

static void blank_line(Walk *walk)
{
	line_break(walk);
	if (walk->text->len > 0 && !walk->is_blank_line)
		line_end(walk);
}

static void block_edge(Walk *walk, guint breaks)
{
	if (breaks == 1)
		line_break(walk);
	else if (breaks > 1)
		blank_line(walk);
}

/* Words on a line of their own that stand nowhere in the tree. */
static void say(Walk *walk, const char *words)
{
	line_break(walk);
	line_start(walk);
	g_string_append(walk->text, words);
	line_end(walk);
}

/* --- pieces --- */

static void piece_add(Walk *walk, const GumboNode *node, gsize start)
{
	HtmlPiece piece = {node, start, walk->text->len};

	if (piece.end > start)
		g_array_append_val(walk->lines->pieces, piece);
}

static bool is_full(Walk *walk)
{
	if (walk->text->len > MAIL_HTML_BYTES_MAX)
		walk->lines->is_cut_off = true;
	return walk->lines->is_cut_off;
}

/* Soft hyphens, zero-width spaces and byte order marks: nobody sees them, and they take
 * words apart for whoever looks for them. Their length, 0 for all else. */
static gsize unseen_length(const char *at)
{
	if (strncmp(at, "\xc2\xad", 2) == 0)
		return 2;
	if (strncmp(at, "\xe2\x80\x8b", 3) == 0 || strncmp(at, "\xe2\x81\xa0", 3) == 0 ||
	    strncmp(at, "\xef\xbb\xbf", 3) == 0)
		return 3;
	return 0;
}

static void add_word(Walk *walk, const char *word, gsize length)
{
	for (const char *end = word + length; word < end;) {
		gsize unseen = unseen_length(word);
		if (!unseen)
			g_string_append_c(walk->text, *word);
		word += unseen ? unseen : 1;
	}
}

/* A stretch of a text node that stands on one line. */
static void add_stretch(Walk *walk, const GumboNode *node, const char *text, gsize length)
{
	gsize start = 0;
	bool begun = false;

	for (const char *at = text, *end = text + length; at < end;) {
		bool is_space = strchr(" \t\r\n\f", *at) != NULL;
		gsize run = is_space ? strspn(at, " \t\r\n\f") : strcspn(at, " \t\r\n\f");
		run = MIN(run, (gsize)(end - at));
		if (!is_space)
			line_start(walk);
		if (!begun && walk->line_open) {
			start = walk->text->len;
			begun = true;
		}
		if (!is_space || walk->pre)
			add_word(walk, at, run);
		else if (walk->line_open && walk->text->len > 0 &&
			 walk->text->str[walk->text->len - 1] != ' ')
			g_string_append_c(walk->text, ' ');
		at += run;
	}
	if (begun)
		piece_add(walk, node, start);
}

static void add_break(Walk *walk, const GumboNode *node)
{
	if (!walk->line_open && walk->quote > 0)
		line_start(walk);
	gsize start = walk->text->len;
	line_end(walk);
	piece_add(walk, node, start);
}

static void add_text(Walk *walk, const GumboNode *node)
{
	const char *text = node->v.text.text;

	if (walk->awaits_quote || is_full(walk))
		return;
	if (!walk->pre) {
		add_stretch(walk, node, text, strlen(text));
		return;
	}
	for (;;) {
		gsize length = strcspn(text, "\n");
		if (length > 0)
			line_start(walk);
		add_stretch(walk, node, text, length);
		if (text[length] == '\0')
			return;
		add_break(walk, node);
		text += length + 1;
	}
}

bool html_is_picture(const GumboElement *element)
{
	return g_ascii_strncasecmp(element_attribute(element, "src"), "cid:", 4) == 0;
}

/* Pictures of a dot or two are there to be counted, not to be seen. */
static bool is_dot(const GumboElement *element)
{
	const char *width = element_attribute(element, "width");
	const char *height = element_attribute(element, "height");

	return (*width && g_ascii_strtoull(width, NULL, 10) <= 2) ||
	       (*height && g_ascii_strtoull(height, NULL, 10) <= 2);
}

const char *html_picture_words(const GumboElement *element)
{
	const char *alt = element_attribute(element, "alt");
	const char *src = element_attribute(element, "src");
	bool is_far = g_ascii_strncasecmp(src, "https://", 8) == 0 ||
		      g_ascii_strncasecmp(src, "http://", 7) == 0;

	return *alt ? alt : is_far && !is_dot(element) ? src : "";
}

static void add_picture(Walk *walk, const GumboNode *node)
{
	const GumboElement *element = &node->v.element;
	const char *words =
		html_is_picture(element) ? PICTURE : html_picture_words(element);

	if (walk->awaits_quote || !*words || is_full(walk))
		return;
	line_start(walk);
	gsize start = walk->text->len;
	g_autofree char *line = g_strdup(words);
	g_strdelimit(line, "\r\n\t", ' ');
	g_string_append(walk->text, line);
	piece_add(walk, node, start);
}

static void add_rule(Walk *walk, const GumboNode *node)
{
	line_break(walk);
	line_start(walk);
	gsize start = walk->text->len;
	g_string_append(walk->text, "----------");
	piece_add(walk, node, start);
	line_end(walk);
}

/* --- elements --- */

static bool keeps_lines(const GumboElement *element)
{
	if (element->tag == GUMBO_TAG_PRE)
		return true;
	if (!*element_attribute(element, "style"))
		return false;
	g_autofree char *style = element_style(element);
	return strstr(style, "white-space:pre") != NULL;
}

static void walk_quote(Walk *walk, const GumboNode *node, int depth)
{
	bool is_marked = node->v.element.tag != GUMBO_TAG_BLOCKQUOTE;

	/* What a client puts into a frame of its own it has introduced. */
	if (is_marked)
		say(walk, ATTRIBUTION);
	walk->awaits_quote = false;
	walk->quote++;
	walk_children(walk, node, depth + 1);
	line_break(walk);
	walk->quote--;
}

static void walk_frame(Walk *walk, const GumboNode *node, int depth)
{
	if (!walk->awaits_quote && html_has_blockquote(node)) {
		say(walk, ATTRIBUTION);
		walk->awaits_quote = true;
	}
	walk_children(walk, node, depth + 1);
	walk->awaits_quote = false;
}

static void walk_role(Walk *walk, const GumboNode *node, int depth)
{
	switch (html_role(node)) {
	case HTML_QUOTE:
		walk_quote(walk, node, depth);
		break;
	case HTML_QUOTE_FRAME:
		walk_frame(walk, node, depth);
		break;
	case HTML_ATTRIBUTION:
		if (!walk->awaits_quote)
			say(walk, ATTRIBUTION);
		break;
	case HTML_OLD_MAIL:
		say(walk, OLD_MAIL);
		walk_children(walk, node, depth + 1);
		break;
	case HTML_SIGNATURE:
		if (walk->with_signature)
			walk_children(walk, node, depth + 1);
		break;
	case HTML_OWN:
		walk_children(walk, node, depth + 1);
	}
}

static void walk_element(Walk *walk, const GumboNode *node, int depth)
{
	const GumboElement *element = &node->v.element;
	guint breaks = element_breaks(node);

	if (element_is_skipped(element->tag) || element_is_hidden(node))
		return;
	if (element->tag == GUMBO_TAG_BR) {
		if (!walk->awaits_quote)
			add_break(walk, node);
		return;
	}
	if (element->tag == GUMBO_TAG_HR || element->tag == GUMBO_TAG_IMG) {
		if (element->tag == GUMBO_TAG_HR)
			add_rule(walk, node);
		else
			add_picture(walk, node);
		return;
	}
	bool is_pre = keeps_lines(element);
	bool is_cell = element->tag == GUMBO_TAG_TD || element->tag == GUMBO_TAG_TH;
	block_edge(walk, breaks);
	if (is_cell && walk->line_open)
		g_string_append_c(walk->text, ' ');
	walk->pre += is_pre;
	walk_role(walk, node, depth);
	walk->pre -= is_pre;
	block_edge(walk, breaks);
}

static void walk_children(Walk *walk, const GumboNode *node, int depth)
{
	const GumboVector *children = &node->v.element.children;

	for (guint i = 0; depth <= DEPTH_MAX && i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (child->type == GUMBO_NODE_ELEMENT)
			walk_element(walk, child, depth);
		else if (child->type == GUMBO_NODE_TEXT ||
			 child->type == GUMBO_NODE_WHITESPACE ||
			 child->type == GUMBO_NODE_CDATA)
			add_text(walk, child);
	}
}

HtmlLines *html_lines(const GumboNode *root, bool with_signature)
{
	HtmlLines *lines = g_new0(HtmlLines, 1);
	Walk walk = {.lines = lines, .with_signature = with_signature};

	lines->text = walk.text = g_string_new(NULL);
	lines->pieces = g_array_new(FALSE, FALSE, sizeof(HtmlPiece));
	if (root->type == GUMBO_NODE_ELEMENT)
		walk_element(&walk, root, 0);
	return lines;
}

void html_lines_free(HtmlLines *lines)
{
	if (!lines)
		return;
	g_string_free(lines->text, TRUE);
	g_array_unref(lines->pieces);
	g_free(lines);
}
