/* html.c - readable text of an HTML document. */
/* SPDX-License-Identifier: MIT */
#include "mail/find.h"
#include "mail/html_element.h"
#include "mail/html_plain.h"
#include "mail/html_quote.h"
#include "mail/html_writer.h"
#include "mail/text.h"

#include <gumbo.h>
#include <string.h>

/*
 * gumbo builds the tree that a browser would build, and this walk writes it as lines.
 * What a browser would not show (styles, scripts, hidden preheaders) is left out; quotes
 * get "> ". Documents made to grow without end are not given to gumbo: html_plain.c
 * strips their tags.
 */

enum { WALK_DEPTH_MAX = 1200 };

static void walk_children(Writer *writer, const GumboNode *node, int depth);

/* Where the address behind a link says more than its text: "text <address>". */
static void link_end(Writer *writer, const GumboElement *element, gsize start)
{
	const char *href = element_attribute(element, "href");
	const char *shown = writer->out->str + MIN(start, writer->out->len);
	if (g_ascii_strncasecmp(href, "http://", 7) != 0 &&
	    g_ascii_strncasecmp(href, "https://", 8) != 0)
		return;
	if (*shown == '\0' || strlen(href) > 500)
		return;
	shown += strspn(shown, " >\n");
	const char *bare = strstr(href, "://") + 3;
	gsize length = strlen(shown);
	while (length > 0 && strchr("/. ", shown[length - 1]) != NULL)
		length--;
	if (g_ascii_strncasecmp(shown, href, length) == 0 ||
	    g_ascii_strncasecmp(shown, bare, length) == 0 ||
	    (g_ascii_strncasecmp(bare, "www.", 4) == 0 &&
	     g_ascii_strncasecmp(shown, bare + 4, length) == 0))
		return;
	g_autofree char *target = g_strdup_printf("<%s>", href);
	g_strdelimit(target, " \n\r\t", '+');
	writer->space = true;
	writer_words(writer, target, strlen(target));
}

/* A picture that stands for a character, as mail clients send emoji. */
static bool is_emoji(const char *alt)
{
	gsize length = strlen(alt);
	return length > 1 && length <= 16 && (unsigned char)alt[0] >= 0x80 &&
	       strchr(alt, ' ') == NULL;
}

static void image_write(Writer *writer, const GumboElement *element)
{
	enum { WORDS_MAX = 500 };
	const char *alt = element_attribute(element, "alt");
	gsize length = strlen(alt);
	if (is_emoji(alt) || (writer->reads_pictures && length < WORDS_MAX))
		writer_words(writer, alt, length);
}

/* Clients begin a list anew behind a paragraph, with the number it has reached. */
static guint list_start(const GumboNode *list)
{
	enum { START_MAX = 9999 };
	guint64 start;
	const char *said = element_attribute(&list->v.element, "start");
	return g_ascii_string_to_unsigned(said, 10, 0, START_MAX, &start, NULL)
		       ? (guint)start
		       : 1;
}

/* Items before this one in its list; lists of hundreds of thousands are counted once. */
static guint item_number(const Writer *writer, const GumboNode *list,
			 const GumboNode *item)
{
	enum { COUNT_MAX = 400 };
	guint number = list_start(list);
	if (writer->list == list)
		return writer->number + 1;
	for (guint i = 0; i < item->index_within_parent && i < COUNT_MAX; i++) {
		const GumboNode *other = list->v.element.children.data[i];
		number += other->type == GUMBO_NODE_ELEMENT &&
			  other->v.element.tag == GUMBO_TAG_LI;
	}
	return number;
}

static void list_item_start(Writer *writer, const GumboNode *node)
{
	const GumboNode *list = node->parent;
	bool ordered = list != NULL && list->type == GUMBO_NODE_ELEMENT &&
		       list->v.element.tag == GUMBO_TAG_OL;
	if (!ordered) {
		g_string_assign(writer->lead, "* ");
		return;
	}
	writer->number = item_number(writer, list, node);
	writer->list = list;
	g_string_printf(writer->lead, "%u. ", writer->number);
}

/* An attribution may be a frame, up to the first blockquote in it; a frame without one
 * that begins the mail is a mail passed on. */
static void frame_start(Writer *writer, const GumboNode *node)
{
	if (html_has_blockquote(node))
		writer->mark = TEXT_ATTRIBUTION;
	else if (writer->out->len == 0)
		writer->once = TEXT_OLD_MAIL;
}

static void role_start(Writer *writer, const GumboNode *node, HtmlRole role)
{
	switch (role) {
	case HTML_QUOTE:
		if (node->v.element.tag != GUMBO_TAG_BLOCKQUOTE)
			writer->once = TEXT_ATTRIBUTION;
		writer->mark = 0;
		writer->quote++;
		break;
	case HTML_ATTRIBUTION:
		writer->mark = TEXT_ATTRIBUTION;
		break;
	case HTML_QUOTE_FRAME:
		if (writer->quote == 0 && writer->mark == 0)
			frame_start(writer, node);
		break;
	case HTML_OLD_MAIL:
		writer->once = TEXT_OLD_MAIL;
		break;
	case HTML_SIGNATURE:
		writer->mark = TEXT_SIGNATURE;
		break;
	case HTML_OWN:
		break;
	}
}

static void role_end(Writer *writer, HtmlRole role, char mark_before)
{
	writer->quote -= role == HTML_QUOTE;
	if (role == HTML_ATTRIBUTION || role == HTML_SIGNATURE)
		writer->mark = mark_before;
	else if (role != HTML_OWN)
		writer->mark = 0;
}

static void element_inside(Writer *writer, const GumboNode *node, int depth)
{
	const GumboElement *element = &node->v.element;
	HtmlRole role = html_role(node);
	char mark = writer->mark;
	guint nested = element->tag == GUMBO_TAG_PRE;
	role_start(writer, node, role);
	writer->pre += nested;
	if (element->tag == GUMBO_TAG_LI)
		list_item_start(writer, node);
	if ((element->tag == GUMBO_TAG_TD || element->tag == GUMBO_TAG_TH) &&
	    writer->line_open && writer->breaks == 0) {
		writer->space = false;
		writer_words(writer, "\t", 1);
	}
	gsize start = writer->out->len;
	walk_children(writer, node, depth + 1);
	if (element->tag == GUMBO_TAG_A)
		link_end(writer, element, start);
	role_end(writer, role, mark);
	writer->pre -= nested;
}

static void element_write(Writer *writer, const GumboNode *node, int depth)
{
	const GumboElement *element = &node->v.element;
	if (element_is_skipped(element->tag) || element_is_hidden(node))
		return;
	switch (element->tag) {
	case GUMBO_TAG_BR:
		writer->breaks++;
		writer->space = false;
		return;
	case GUMBO_TAG_HR:
		writer_break(writer, 1);
		writer_words(writer, "----------", 10);
		writer_break(writer, 1);
		return;
	case GUMBO_TAG_IMG:
		image_write(writer, element);
		return;
	default:
		break;
	}
	guint breaks = element_breaks(node);
	if (breaks > 0)
		writer_break(writer, breaks);
	element_inside(writer, node, depth);
	if (breaks > 0)
		writer_break(writer, breaks);
}

static void walk_children(Writer *writer, const GumboNode *node, int depth)
{
	if (depth > WALK_DEPTH_MAX)
		return;
	const GumboVector *children = &node->v.element.children;
	for (guint i = 0; i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (child->type == GUMBO_NODE_ELEMENT)
			element_write(writer, child, depth);
		else if (child->type == GUMBO_NODE_TEXT ||
			 child->type == GUMBO_NODE_WHITESPACE ||
			 child->type == GUMBO_NODE_CDATA)
			writer_text(writer, child->v.text.text);
	}
}

/* No-break and zero-width spaces, soft hyphens: nothing that one reads. */
static void spaces_normalise(GString *text)
{
	char *to = text->str;
	for (const char *from = text->str; *from != '\0';) {
		if (strncmp(from, "\xc2\xa0", 2) == 0) {
			*to++ = ' ';
			from += 2;
		} else if (strncmp(from, "\xc2\xad", 2) == 0) {
			from += 2;
		} else if (strncmp(from, "\xe2\x80\x8b", 3) == 0 ||
			   strncmp(from, "\xe2\x80\x8c", 3) == 0 ||
			   strncmp(from, "\xef\xbb\xbf", 3) == 0) {
			from += 3;
		} else {
			*to++ = *from++;
		}
	}
	g_string_truncate(text, to - text->str);
}

static GString *tree_write(const GumboOutput *tree, bool is_marked, bool reads_pictures)
{
	Writer writer = {.out = g_string_new(NULL),
			 .lead = g_string_new(NULL),
			 .is_marked = is_marked,
			 .reads_pictures = reads_pictures};
	walk_children(&writer, tree->root, 0);
	spaces_normalise(writer.out);
	g_string_free(writer.lead, TRUE);
	return writer.out;
}

static char *html_write(const char *html, gsize length, bool is_marked)
{
	if (!html_is_tame(html, length))
		return html_strip(html, length);
	GumboOptions options = kGumboDefaultOptions;
	options.max_errors = 0;
	GumboOutput *tree = gumbo_parse_with_options(&options, html, length);
	g_autoptr(GString) text = tree_write(tree, is_marked, false);
	if (bytes_are_blank(text->str, text->len)) {
		g_string_free(text, TRUE);
		text = tree_write(tree, is_marked, true);
	}
	gumbo_destroy_output(&options, tree);
	if (text->len > 0)
		g_string_append_c(text, '\n');
	/* gumbo writes what a numeric character reference says, also beyond Unicode */
	return g_utf8_make_valid(text->str, (gssize)text->len);
}

char *html_to_text(const char *html, gsize length)
{
	return html_write(html, length, false);
}

char *html_to_marked_text(const char *html, gsize length)
{
	return html_write(html, length, true);
}
