/* sanitise.c - lets through of HTML what a reader needs and nothing that acts. */
/* SPDX-License-Identifier: MIT */
#include "mail/sanitise.h"
#include "mail/draft.h"
#include "mail/html_element.h"

#include <string.h>

enum { VALUE_BYTES_MAX = 2000, STYLE_BYTES_MAX = 2000 };

static const GumboTag allowed[] = {
	GUMBO_TAG_A,	   GUMBO_TAG_ABBR,     GUMBO_TAG_ADDRESS, GUMBO_TAG_B,
	GUMBO_TAG_BDI,	   GUMBO_TAG_BDO,      GUMBO_TAG_BIG,	  GUMBO_TAG_BLOCKQUOTE,
	GUMBO_TAG_CAPTION, GUMBO_TAG_CENTER,   GUMBO_TAG_CITE,	  GUMBO_TAG_CODE,
	GUMBO_TAG_COL,	   GUMBO_TAG_COLGROUP, GUMBO_TAG_DD,	  GUMBO_TAG_DEL,
	GUMBO_TAG_DFN,	   GUMBO_TAG_DIV,      GUMBO_TAG_DL,	  GUMBO_TAG_DT,
	GUMBO_TAG_EM,	   GUMBO_TAG_FONT,     GUMBO_TAG_H1,	  GUMBO_TAG_H2,
	GUMBO_TAG_H3,	   GUMBO_TAG_H4,       GUMBO_TAG_H5,	  GUMBO_TAG_H6,
	GUMBO_TAG_I,	   GUMBO_TAG_IMG,      GUMBO_TAG_INS,	  GUMBO_TAG_KBD,
	GUMBO_TAG_LI,	   GUMBO_TAG_MARK,     GUMBO_TAG_OL,	  GUMBO_TAG_P,
	GUMBO_TAG_PRE,	   GUMBO_TAG_Q,	       GUMBO_TAG_S,	  GUMBO_TAG_SAMP,
	GUMBO_TAG_SMALL,   GUMBO_TAG_SPAN,     GUMBO_TAG_STRIKE,  GUMBO_TAG_STRONG,
	GUMBO_TAG_SUB,	   GUMBO_TAG_SUP,      GUMBO_TAG_TABLE,	  GUMBO_TAG_TBODY,
	GUMBO_TAG_TD,	   GUMBO_TAG_TFOOT,    GUMBO_TAG_TH,	  GUMBO_TAG_THEAD,
	GUMBO_TAG_TR,	   GUMBO_TAG_TT,       GUMBO_TAG_U,	  GUMBO_TAG_UL,
	GUMBO_TAG_VAR,
};

/* The elements that an attribute may stand on; ' ' before and behind each. */
static const struct {
	const char *name, *elements; /* NULL: any */
} attributes[] = {
	{"href", " a "},
	{"src", " img "},
	{"alt", " img "},
	{"title", NULL},
	{"style", NULL},
	{"dir", NULL},
	{"lang", NULL},
	{"type", " ol ul li blockquote "},
	{"start", " ol "},
	{"value", " li "},
	{"align", NULL},
	{"valign", " td th tr tbody thead tfoot "},
	{"width", " img table td th col colgroup "},
	{"height", " img table td th tr "},
	{"border", " table img "},
	{"cellpadding", " table "},
	{"cellspacing", " table "},
	{"colspan", " td th "},
	{"rowspan", " td th "},
	{"span", " col colgroup "},
	{"bgcolor", " table tr td th "},
	{"color", " font "},
	{"face", " font "},
	{"size", " font "},
};

static const char *const properties[] = {
	"background-color",
	"border",
	"border-bottom",
	"border-collapse",
	"border-color",
	"border-left",
	"border-radius",
	"border-right",
	"border-spacing",
	"border-style",
	"border-top",
	"border-width",
	"color",
	"direction",
	"font",
	"font-family",
	"font-size",
	"font-style",
	"font-weight",
	"height",
	"letter-spacing",
	"line-height",
	"list-style-type",
	"margin",
	"margin-bottom",
	"margin-left",
	"margin-right",
	"margin-top",
	"max-width",
	"padding",
	"padding-bottom",
	"padding-left",
	"padding-right",
	"padding-top",
	"text-align",
	"text-decoration",
	"text-indent",
	"text-transform",
	"vertical-align",
	"white-space",
	"width",
	"word-break",
	"word-wrap",
};

static bool is_in(const char *const *list, gsize count, const char *word)
{
	for (gsize i = 0; i < count; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

bool sanitise_allows(const GumboElement *element)
{
	if (element->tag_namespace != GUMBO_NAMESPACE_HTML)
		return false;
	for (gsize i = 0; i < G_N_ELEMENTS(allowed); i++)
		if (allowed[i] == element->tag)
			return true;
	return false;
}

/* --- text and addresses --- */

void sanitise_escape(GString *out, const char *text, gsize length)
{
	for (gsize i = 0; i < length; i++) {
		switch (text[i]) {
		case '&':
			g_string_append(out, "&amp;");
			break;
		case '<':
			g_string_append(out, "&lt;");
			break;
		case '>':
			g_string_append(out, "&gt;");
			break;
		case '"':
			g_string_append(out, "&quot;");
			break;
		default:
			if ((unsigned char)text[i] >= ' ' || text[i] == '\t')
				g_string_append_c(out, text[i]);
		}
	}
}

void sanitise_text(GString *out, const char *text, gsize length)
{
	g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);

	sanitise_escape(out, valid, strlen(valid));
}

/* Browsers skip white space and control characters inside an address. g_free. */
static char *packed_address(const char *address)
{
	GString *packed = g_string_new(NULL);

	for (; *address && packed->len < VALUE_BYTES_MAX; address++)
		if ((unsigned char)*address > ' ' && *address != 0x7f)
			g_string_append_c(packed, *address);
	return g_string_free(packed, FALSE);
}

static bool is_link(const char *address)
{
	static const char *const schemes[] = {"http://", "https://", "mailto:", "tel:"};

	for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++)
		if (g_ascii_strncasecmp(address, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

static char *checked_address(const char *name, const char *value)
{
	g_autofree char *packed = packed_address(value);

	if (strcmp(name, "href") == 0)
		return is_link(packed) ? g_steal_pointer(&packed) : NULL;
	if (g_ascii_strncasecmp(packed, "cid:", 4) != 0)
		return NULL;
	g_autofree char *id = draft_picture_id(packed + 4);
	return g_strconcat("cid:", id, NULL);
}

void sanitise_link(GString *out, const char *address, const char *words)
{
	g_autofree char *checked = checked_address("href", address);

	if (checked) {
		g_string_append(out, "<a href=\"");
		sanitise_text(out, checked, strlen(checked));
		g_string_append(out, "\">");
	}
	sanitise_text(out, words, strlen(words));
	if (checked)
		g_string_append(out, "</a>");
}

/* --- styles --- */

/* Words, numbers, colours and rgb(…): nothing that loads, computes or escapes. */
static bool is_plain_value(const char *value)
{
	g_autofree char *lower = g_ascii_strdown(value, -1);

	for (const char *at = lower; *at; at++)
		if (!g_ascii_isalnum(*at) && !strchr(" .,#%()-'\"!+/", *at) &&
		    (unsigned char)*at < 0x80)
			return false;
	return !strstr(lower, "url") && !strstr(lower, "expression") &&
	       !strstr(lower, "image") && !strstr(lower, "var(") &&
	       !strstr(lower, "attr(");
}

static void add_property(GString *styles, const char *declaration)
{
	g_auto(GStrv) parts = g_strsplit(declaration, ":", 2);

	if (g_strv_length(parts) != 2)
		return;
	g_autofree char *name = g_ascii_strdown(g_strstrip(parts[0]), -1);
	const char *value = g_strstrip(parts[1]);
	if (*value && is_in(properties, G_N_ELEMENTS(properties), name) &&
	    is_plain_value(value))
		g_string_append_printf(styles, "%s%s:%s", styles->len ? ";" : "", name,
				       value);
}

static char *checked_style(const char *value)
{
	g_autofree char *style = g_strndup(value, STYLE_BYTES_MAX);
	g_autoptr(GString) styles = g_string_new(NULL);
	g_auto(GStrv) declarations = g_strsplit(style, ";", 100);

	for (char **one = declarations; *one; one++)
		add_property(styles, *one);
	return styles->len ? g_strdup(styles->str) : NULL;
}

/* --- tags --- */

static bool stands_on(const char *elements, GumboTag tag)
{
	if (!elements)
		return true;
	g_autofree char *word = g_strdup_printf(" %s ", gumbo_normalized_tagname(tag));
	return strstr(elements, word) != NULL;
}

static void add_attribute(GString *out, GumboTag tag, const GumboAttribute *attribute)
{
	for (gsize i = 0; i < G_N_ELEMENTS(attributes); i++) {
		const char *name = attributes[i].name;
		if (strcmp(name, attribute->name) != 0 ||
		    !stands_on(attributes[i].elements, tag))
			continue;
		g_autofree char *value =
			strcmp(name, "style") == 0 ? checked_style(attribute->value)
			: strcmp(name, "href") == 0 || strcmp(name, "src") == 0
				? checked_address(name, attribute->value)
				: g_strndup(attribute->value, VALUE_BYTES_MAX);
		if (!value)
			return;
		g_string_append_printf(out, " %s=\"", name);
		sanitise_text(out, value, strlen(value));
		g_string_append_c(out, '"');
		return;
	}
}

void sanitise_open(GString *out, const GumboElement *element)
{
	g_string_append_printf(out, "<%s", gumbo_normalized_tagname(element->tag));
	for (guint i = 0; i < element->attributes.length; i++)
		add_attribute(out, element->tag, element->attributes.data[i]);
	g_string_append_c(out, '>');
}

void sanitise_close(GString *out, const GumboElement *element)
{
	g_string_append_printf(out, "</%s>", gumbo_normalized_tagname(element->tag));
}
