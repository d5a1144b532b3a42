/* html_quote.c - knows the marks that mail clients leave on quotes and signatures. */
/* SPDX-License-Identifier: MIT */
#include "mail/html_quote.h"
#include "mail/html_element.h"

#include <string.h>

/* Attribute and value of a client's mark; '*' at the end: more may follow. */
static const struct {
	const char *name, *value;
	HtmlRole role;
} marks[] = {
	{"class", "gmail_attr", HTML_ATTRIBUTION},
	{"class", "moz-cite-prefix", HTML_ATTRIBUTION},
	{"class", "gmail_quote*", HTML_QUOTE_FRAME},
	{"class", "yahoo_quoted*", HTML_QUOTE},
	{"class", "ydp*yahoo_quoted", HTML_QUOTE},
	{"id", "yahoo_quoted*", HTML_QUOTE},
	{"id", "ydp*yahoo_quoted*", HTML_QUOTE},
	{"class", "protonmail_quote", HTML_QUOTE_FRAME},
	{"class", "tutanota_quote", HTML_QUOTE},
	{"class", "zmail_extra", HTML_QUOTE},
	{"class", "mail-quote-collapse", HTML_QUOTE},
	{"id", "mail-app-auto-quote", HTML_QUOTE},
	{"data-marker", "__QUOTED_TEXT__", HTML_QUOTE},
	{"data-marker", "__HEADERS__", HTML_ATTRIBUTION},
	{"id", "mail-editor-reference-message-container", HTML_QUOTE},
	{"name", "messageReplySection", HTML_QUOTE_FRAME},
	{"name", "quote", HTML_QUOTE},
	{"id", "reply-intro", HTML_ATTRIBUTION},
	{"class", "aolReplacedBody", HTML_QUOTE},
	{"id", "divRplyFwdMsg", HTML_OLD_MAIL},
	{"id", "replySplit", HTML_OLD_MAIL},
	{"class", "OutlookMessageHeader", HTML_OLD_MAIL},
	{"class", "gmail_signature*", HTML_SIGNATURE},
	{"class", "moz-signature", HTML_SIGNATURE},
	{"class", "k9mail-signature", HTML_SIGNATURE},
	{"class", "protonmail_signature_block*", HTML_SIGNATURE},
	{"class", "zmail_signature*", HTML_SIGNATURE},
	{"class", "elementToProof-signature", HTML_SIGNATURE},
	{"name", "messageSignatureSection", HTML_SIGNATURE},
	{"class", "front-signature", HTML_SIGNATURE},
	{"class", "sh-signature", HTML_SIGNATURE},
	{"id", "Zm-_Id_-Sgn", HTML_SIGNATURE},
	{"class", "missive_signature", HTML_SIGNATURE},
	{"id", "composer_signature", HTML_SIGNATURE},
	{"id", "Signature", HTML_SIGNATURE},
	{"id", "signature", HTML_SIGNATURE},
	{"id", "ms-outlook-mobile-signature", HTML_SIGNATURE},
	{"id", "AppleMailSignature", HTML_SIGNATURE},
	{"id", "mail-app-auto-default-signature", HTML_SIGNATURE},
	{"data-signature-widget", "*", HTML_SIGNATURE},
	{"data-marker", "__SIG_PRE__", HTML_SIGNATURE},
	{"data-marker", "__SIG_POST__", HTML_SIGNATURE},
};

/* pattern: literal, with any '*' standing for anything. */
static bool fits(const char *pattern, const char *word)
{
	return strchr(pattern, '*') ? g_pattern_match_simple(pattern, word)
				    : strcmp(pattern, word) == 0;
}

static HtmlRole word_role(const char *name, const char *word)
{
	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
		if (strcmp(marks[i].name, name) == 0 && fits(marks[i].value, word))
			return marks[i].role;
	return HTML_OWN;
}

static HtmlRole class_role(const char *value)
{
	g_auto(GStrv) words = g_strsplit_set(value, " \t\r\n\f", 50);
	HtmlRole role = HTML_OWN;
	for (char **word = words; *word && role == HTML_OWN; word++)
		if (**word)
			role = word_role("class", *word);
	return role;
}

static HtmlRole marked_role(const GumboElement *element)
{
	HtmlRole role = HTML_OWN;
	for (guint i = 0; i < element->attributes.length && role == HTML_OWN; i++) {
		const GumboAttribute *attribute = element->attributes.data[i];
		if (strcmp(attribute->name, "class") == 0)
			role = class_role(attribute->value);
		else if (strcmp(attribute->name, "style") != 0 && *attribute->value)
			role = word_role(attribute->name, attribute->value);
	}
	return role;
}

/* Outlook writes a rule above the old header block, or one at the left of a quote. */
static HtmlRole ruled_role(const GumboElement *element)
{
	if (!strstr(element_attribute(element, "style"), "border"))
		return HTML_OWN;
	g_autofree char *style = element_style(element);
	if (!g_str_has_prefix(style, "border:none;"))
		return HTML_OWN;
	if (strstr(style, "border-top:solid") && strstr(style, "padding:3.0pt"))
		return HTML_OLD_MAIL;
	return strstr(style, "border-left:solid") && strstr(style, "padding:0")
		       ? HTML_QUOTE
		       : HTML_OWN;
}

HtmlRole html_role(const GumboNode *node)
{
	const GumboElement *element = &node->v.element;

	/* Gmail's and K-9's blockquotes have the class of the frame around them. */
	if (element->tag == GUMBO_TAG_BLOCKQUOTE)
		return element_is_quote(element) ? HTML_QUOTE : HTML_OWN;
	if (element->attributes.length == 0)
		return HTML_OWN;
	HtmlRole role = marked_role(element);
	return role == HTML_OWN && element->tag == GUMBO_TAG_DIV ? ruled_role(element)
								 : role;
}

static bool has_blockquote(const GumboNode *node, int depth)
{
	enum { DEPTH_MAX = 1200 };
	if (node->type != GUMBO_NODE_ELEMENT || depth > DEPTH_MAX)
		return false;
	if (node->v.element.tag == GUMBO_TAG_BLOCKQUOTE)
		return true;
	for (guint i = 0; i < node->v.element.children.length; i++)
		if (has_blockquote(node->v.element.children.data[i], depth + 1))
			return true;
	return false;
}

bool html_has_blockquote(const GumboNode *node)
{
	return has_blockquote(node, 0);
}
