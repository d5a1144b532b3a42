/* fold.c - letters in the form in which texts are compared. */
/* SPDX-License-Identifier: MIT */
/*
 * Plain Cyrillic and Greek letters are told by arithmetic: the tables of Unicode would be
 * most of what it costs to read a mail.
 */
#include "rules/fold.h"

#include <uchar.h>

/* From U+0386 on; "." stands for what is left to the tables. */
static const char16_t greek[] =
	u"α.εηι.ο.υω.αβγδεζηθικλμνξοπρ.στυφχψω..αεηι.αβγδεζηθικλμνξοπρ"
	u"σστυφχψω..ουω";
#define GREEK_FIRST 0x386
#define GREEK_COUNT (G_N_ELEMENTS(greek) - 1)

static bool is_cyrillic(gunichar c)
{
	return c >= 0x410 && c < 0x450;
}

static bool is_greek(gunichar c)
{
	return (c >= 0x370 && c < 0x400) || (c >= 0x1F00 && c < 0x2000);
}

static gunichar fold_rare(gunichar c)
{
	gunichar base, mark;

	c = g_unichar_tolower(c);
	while (is_greek(c) && g_unichar_decompose(c, &base, &mark) && mark)
		c = base;
	if (c == 0x3C2) /* ς */
		return 0x3C3;
	if (c == 0x451) /* ё */
		return 0x435;
	return c == 0x2019 ? '\'' : c;
}

gunichar fold_letter(gunichar c)
{
	if (c < 0x80)
		return (guchar)g_ascii_tolower((char)c);
	if (is_cyrillic(c))
		return c < 0x430 ? c + 0x20 : c;
	if (c >= GREEK_FIRST && c - GREEK_FIRST < GREEK_COUNT &&
	    greek[c - GREEK_FIRST] != '.')
		return greek[c - GREEK_FIRST];
	return fold_rare(c);
}

/* What \s finds: white space of every kind, and the Mongolian separator. */
static bool is_space(gunichar c)
{
	if (c < 0x80)
		return c == ' ' || (c >= '\t' && c <= '\r');
	switch (g_unichar_type(c)) {
	case G_UNICODE_SPACE_SEPARATOR:
	case G_UNICODE_LINE_SEPARATOR:
	case G_UNICODE_PARAGRAPH_SEPARATOR:
		return true;
	default:
		return c == 0x85 || c == 0x180E;
	}
}

/* Cyrillic letters keep apart from each other, and so do Greek ones. */
static void append_byte(GString *folded, gunichar c)
{
	g_string_append_c(folded, (char)(c < 0x80 ? c : 0x80 | ((c ^ c >> 7) & 0x7F)));
}

void fold_append_letter(GString *folded, gunichar c)
{
	if (is_cyrillic(c))
		append_byte(folded, c < 0x430 ? c + 0x20 : c);
	else if (!is_space(c))
		/* By way of the capital: ς and σ, µ and μ, ſ and s have the same. */
		append_byte(folded, g_unichar_tolower(g_unichar_toupper(c)));
	else if (!folded->len || folded->str[folded->len - 1] != ' ')
		g_string_append_c(folded, ' ');
}

void fold_append(GString *folded, const char *text)
{
	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		if (g_ascii_isgraph(*at))
			g_string_append_c(folded, g_ascii_tolower(*at));
		else
			fold_append_letter(folded, fold_letter_at(at));
	}
}

/* Letters that change neither by themselves nor behind any other letter. */
static bool is_composed(gunichar c)
{
	if (c < 0x300)
		return true;
	if (c >= 0x370 && c < 0x483)
		return c != 0x374 && c != 0x37E && c != 0x387;
	return (c >= 0x2010 && c < 0x205F) || (c >= 0x20A0 && c < 0x20C0) ||
	       (c >= 0x1F300 && c < 0x1FB00);
}

bool fold_is_composed(const char *text, gsize length)
{
	for (const char *at = text; at < text + length; at = g_utf8_next_char(at))
		if ((guchar)*at >= 0x80 && !is_composed(fold_letter_at(at)))
			return false;
	return true;
}
