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

static bool is_important(const char *declaration)
{
	gsize length = strcspn(declaration, ";");
	return g_strstr_len(declaration, (gssize)length, "!important") != NULL;
}

/* What browsers go by: the last declaration of "property:", but for important ones. ""
 * when there is none. Borrowed from style. */
static const char *style_value(const char *style, const char *property)
{
	const char *value = "";
	for (const char *at = style; *at != '\0'; at += *at == ';') {
		if (g_str_has_prefix(at, property) &&
		    (!is_important(value) || is_important(at)))
			value = at + strlen(property);
		at += strcspn(at, ";");
	}
	return value;
}

static bool style_is(const char *style, const char *property, const char *value)
{
	return g_str_has_prefix(style_value(style, property), value);
}

/* 0 in any unit, and not 0.9em. */
static bool style_is_zero(const char *style, const char *property)
{
	const char *value = style_value(style, property);
	return *value == '0' && value[1] != '.' && !g_ascii_isdigit(value[1]);
}

/* What is inherited: invisible for a reader where nothing inside says otherwise. */
static bool style_is_invisible(const char *style)
{
	return style_is_zero(style, "font-size:") ||
	       style_is(style, "visibility:", "hidden");
}

static bool style_is_visible(const char *style)
{
	bool has_size = *style_value(style, "font-size:") != '\0' ||
			*style_value(style, "font:") != '\0';
	return (has_size && !style_is_zero(style, "font-size:")) ||
	       style_is(style, "visibility:", "visible");
}

/* Mails laid out in cells of size 0, so that nothing stands between them, have text of
 * another size in these. With many elements inside one of them probably has. */
static bool is_visible_inside(const GumboNode *node, guint *left)
{
	const GumboVector *children = &node->v.element.children;
	for (guint i = 0; i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (child->type != GUMBO_NODE_ELEMENT)
			continue;
		const GumboElement *element = &child->v.element;
		g_autofree char *style = element_style(element);
		if (*left == 0 || style_is_visible(style) ||
		    (element->tag == GUMBO_TAG_FONT &&
		     *element_attribute(element, "size") != '\0'))
			return true;
		--*left;
		if (is_visible_inside(child, left))
			return true;
	}
	return false;
}

bool element_is_hidden(const GumboNode *node)
{
	const GumboElement *element = &node->v.element;
	g_autofree char *style = element_style(element);
	guint left = 50;
	if (gumbo_get_attribute(&element->attributes, "hidden") != NULL &&
	    *style_value(style, "display:") == '\0')
		return true;
	bool is_clipped = style_is(style, "overflow:", "hidden");
	return style_is(style, "display:", "none") || style_is_zero(style, "opacity:") ||
	       (style_is_zero(style, "height:") &&
		(is_clipped || style_is_zero(style, "width:"))) ||
	       (style_is_zero(style, "max-height:") && is_clipped) ||
	       (style_is_invisible(style) && !is_visible_inside(node, &left));
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
