/* html_element.c - what an element of HTML mail means for its reader. */
/* SPDX-License-Identifier: MIT */
#include "mail/html_element.h"

#include <string.h>

const char *element_attribute(const GumboElement *element, const char *name)
{
	GumboAttribute *found = gumbo_get_attribute(&element->attributes, name);
	return found == NULL ? "" : found->value;
}

char *element_style(const GumboElement *element)
{
	const char *style = element_attribute(element, "style");
	GString *packed = g_string_new(NULL);
	for (; *style != '\0' && packed->len < 2000; style++)
		if (!g_ascii_isspace(*style))
			g_string_append_c(packed, g_ascii_tolower(*style));
	return g_string_free(packed, FALSE);
}

/* Property 0 in any unit, and not 0.9em. */
static bool style_is_zero(const char *style, const char *property)
{
	const char *found = strstr(style, property);
	if (found == NULL || (found > style && found[-1] != ';'))
		return false;
	found += strlen(property);
	return *found == '0' && found[1] != '.' && !g_ascii_isdigit(found[1]);
}

bool element_is_hidden(const GumboElement *element)
{
	if (gumbo_get_attribute(&element->attributes, "hidden") != NULL)
		return true;
	g_autofree char *style = element_style(element);
	return strstr(style, "display:none") != NULL ||
	       strstr(style, "mso-hide:all") != NULL ||
	       strstr(style, "visibility:hidden") != NULL ||
	       style_is_zero(style, "opacity:") ||
	       (style_is_zero(style, "height:") &&
		(style_is_zero(style, "width:") ||
		 strstr(style, "overflow:hidden") != NULL)) ||
	       style_is_zero(style, "font-size:") || style_is_zero(style, "max-height:");
}

bool element_is_skipped(GumboTag tag)
{
	switch (tag) {
	case GUMBO_TAG_HEAD:
	case GUMBO_TAG_STYLE:
	case GUMBO_TAG_SCRIPT:
	case GUMBO_TAG_TITLE:
	case GUMBO_TAG_TEMPLATE:
	case GUMBO_TAG_OBJECT:
	case GUMBO_TAG_SVG:
	case GUMBO_TAG_SELECT:
	case GUMBO_TAG_NOFRAMES:
		return true;
	default:
		return false;
	}
}

static bool is_list(const GumboNode *node)
{
	return node != NULL && node->type == GUMBO_NODE_ELEMENT &&
	       (node->v.element.tag == GUMBO_TAG_UL ||
		node->v.element.tag == GUMBO_TAG_OL ||
		node->v.element.tag == GUMBO_TAG_LI);
}

guint element_breaks(const GumboNode *node)
{
	const GumboElement *element = &node->v.element;
	static const struct {
		GumboTag tag;
		guint breaks;
	} blocks[] = {
		{GUMBO_TAG_P, 2},	   {GUMBO_TAG_H1, 2},
		{GUMBO_TAG_H2, 2},	   {GUMBO_TAG_H3, 2},
		{GUMBO_TAG_H4, 2},	   {GUMBO_TAG_H5, 2},
		{GUMBO_TAG_H6, 2},	   {GUMBO_TAG_PRE, 2},
		{GUMBO_TAG_BLOCKQUOTE, 1}, {GUMBO_TAG_UL, 2},
		{GUMBO_TAG_OL, 2},	   {GUMBO_TAG_DIV, 1},
		{GUMBO_TAG_TABLE, 1},	   {GUMBO_TAG_TR, 1},
		{GUMBO_TAG_LI, 1},	   {GUMBO_TAG_DL, 1},
		{GUMBO_TAG_DT, 1},	   {GUMBO_TAG_DD, 1},
		{GUMBO_TAG_SECTION, 1},	   {GUMBO_TAG_ARTICLE, 1},
		{GUMBO_TAG_HEADER, 1},	   {GUMBO_TAG_FOOTER, 1},
		{GUMBO_TAG_ADDRESS, 1},	   {GUMBO_TAG_CENTER, 1},
		{GUMBO_TAG_FIELDSET, 1},   {GUMBO_TAG_FORM, 1},
		{GUMBO_TAG_FIGURE, 1},	   {GUMBO_TAG_CAPTION, 1},
		{GUMBO_TAG_FIGCAPTION, 1}, {GUMBO_TAG_BODY, 1},
	};
	/* A list in a list goes on with it. */
	if (is_list(node) && is_list(node->parent))
		return 1;
	/* Outlook's paragraphs are lines. */
	if (element->tag == GUMBO_TAG_P &&
	    g_str_has_prefix(element_attribute(element, "class"), "Mso"))
		return 1;
	for (gsize i = 0; i < G_N_ELEMENTS(blocks); i++)
		if (blocks[i].tag == element->tag)
			return blocks[i].breaks;
	return 0;
}

bool element_is_quote(const GumboElement *element)
{
	if (element->tag != GUMBO_TAG_BLOCKQUOTE)
		return false;
	g_autofree char *style = element_style(element);
	return strcmp(element_attribute(element, "type"), "cite") == 0 ||
	       (strstr(style, "border:none") == NULL && !style_is_zero(style, "border:"));
}
