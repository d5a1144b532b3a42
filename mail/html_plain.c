/* html_plain.c - the guard before the HTML parser, and the way around it. */
/* SPDX-License-Identifier: MIT */
#include "mail/html_plain.h"
#include "mail/limits.h"

#include <string.h>

/*
 * The cost of a tree is estimated from the tags alone: elements that stay open make it
 * deep, and each tag under many open elements can make the parser open all of them again.
 * What looks closed may be open for a parser (behind an end tag that does not count where
 * it stands), so tags are bounded by what their square takes.
 */
enum {
	OPEN_MAX = 400,
	COST_MAX = 4 * 1000 * 1000,
	TAG_COST = 100,	   /* of a tag that nothing seems to be open around */
	NAMELESS_COST = 8, /* of a "<" that begins no tag */
	TAG_BYTES_MAX = 32 * 1024,
	ATTRIBUTES_MAX = 200,
};

typedef struct {
	guint32 open[OPEN_MAX + 1];
	guint count;
	gsize cost;
	const char *close;   /* of the last tag; NULL */
	const char *comment; /* the end of the last comment; NULL */
} Estimate;

static guint32 name_hash(const char *name, gsize length)
{
	guint32 hash = 5381;
	for (gsize i = 0; i < length; i++)
		hash = hash * 33 + (guint32)g_ascii_tolower(name[i]);
	return hash;
}

static gsize name_length(const char *at, const char *end)
{
	gsize length = 0;
	while (at + length < end && g_ascii_isalnum(at[length]))
		length++;
	return length;
}

/* Elements that have no end or that the next of their kind ends. */
static bool never_nests(const char *name, gsize length)
{
	static const char *const names[] = {
		"p",	"br",	"img",	"hr",	  "li",	   "td",    "tr",    "th",
		"dt",	"dd",	"meta", "link",	  "input", "tbody", "thead", "html",
		"body", "head", "col",	"option", "base",  "area",  "wbr",   "o"};
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (strlen(names[i]) == length &&
		    g_ascii_strncasecmp(names[i], name, length) == 0)
			return true;
	return false;
}

/* Their end tags leave open what was opened inside of them. */
static bool is_formatting(const char *name, gsize length)
{
	static const char *const names[] = {"a",      "b",	"big",	"code", "em",
					    "font",   "i",	"nobr", "s",	"small",
					    "strike", "strong", "tt",	"u"};
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (strlen(names[i]) == length &&
		    g_ascii_strncasecmp(names[i], name, length) == 0)
			return true;
	return false;
}

static void tag_closed(Estimate *estimate, const char *name, gsize length)
{
	enum { LOOK = 4 };
	guint32 hash = name_hash(name, length);
	for (guint i = 0; i < LOOK && i < estimate->count; i++) {
		guint at = estimate->count - 1 - i;
		if (estimate->open[at] != hash)
			continue;
		if (is_formatting(name, length))
			memmove(estimate->open + at, estimate->open + at + 1,
				i * sizeof *estimate->open);
		estimate->count -= is_formatting(name, length) ? 1 : i + 1;
		return;
	}
}

/* An end tag in a comment or in another tag ends nothing. */
static bool is_end_tag(const Estimate *estimate, const char *at)
{
	return (estimate->comment == NULL || at >= estimate->comment) &&
	       (estimate->close == NULL || at >= estimate->close);
}

static void comment_start(Estimate *estimate, const char *at, const char *end)
{
	if (end - at < 4 || memcmp(at, "<!--", 4) != 0 ||
	    (estimate->comment != NULL && at < estimate->comment))
		return;
	const char *close = memmem(at + 2, (gsize)(end - at - 2), "-->", 3);
	estimate->comment = close == NULL ? end : close;
}

/* A tag inside of one that was looked at ends with it. */
static bool tag_is_tame(Estimate *estimate, const char *at, const char *end)
{
	if (estimate->close != NULL && at < estimate->close)
		return true;
	gsize room = MIN((gsize)(end - at), TAG_BYTES_MAX);
	const char *close = memchr(at, '>', room);
	if (close == NULL)
		return room < TAG_BYTES_MAX;
	guint attributes = 0;
	for (const char *c = at; c < close; c++)
		attributes += *c == '=';
	estimate->close = close;
	return attributes < ATTRIBUTES_MAX;
}

static bool tag_count(Estimate *estimate, const char *at, const char *end)
{
	bool closing = at[1] == '/';
	const char *name = at + (closing ? 2 : 1);
	gsize length = name_length(name, end);
	bool is_end = closing && is_end_tag(estimate, at);
	comment_start(estimate, at, end);
	if (length == 0) {
		estimate->cost += NAMELESS_COST;
		return estimate->cost <= COST_MAX;
	}
	estimate->cost += estimate->count + TAG_COST;
	if (estimate->cost > COST_MAX || !tag_is_tame(estimate, at, end))
		return false;
	if (never_nests(name, length))
		return true;
	if (closing && is_end)
		tag_closed(estimate, name, length);
	if (closing)
		return true;
	if (estimate->count >= OPEN_MAX)
		return false;
	estimate->open[estimate->count++] = name_hash(name, length);
	return true;
}

bool html_is_tame(const char *html, gsize length)
{
	Estimate estimate = {.count = 0, .cost = 0};
	const char *end = html + length, *at = html;
	while (at + 2 < end) {
		at = memchr(at, '<', end - at);
		if (at == NULL || at + 2 >= end)
			break;
		if (!tag_count(&estimate, at, end))
			return false;
		at++;
	}
	return true;
}

/* Behind </style> or </script>, or the end. */
static const char *skip_raw_text(const char *at, const char *end, const char *name)
{
	gsize length = strlen(name);
	while (at < end) {
		const char *close = memmem(at, end - at, "</", 2);
		if (close == NULL || close + 2 + length > end)
			return end;
		if (g_ascii_strncasecmp(close + 2, name, length) == 0)
			return close;
		at = close + 2;
	}
	return end;
}

static bool is_raw_text(const char *name, gsize length, const char *element)
{
	return length == strlen(element) &&
	       g_ascii_strncasecmp(name, element, length) == 0;
}

const char *html_tag_end(const char *at, const char *end, const char **close)
{
	if (*close < at)
		*close = memchr(at, '>', (gsize)(end - at));
	if (*close == NULL)
		*close = end;
	bool is_closed = *close < end && *close - at < TAG_BYTES_MAX;
	const char *behind = is_closed ? *close + 1 : at + 1;
	gsize length = name_length(at + 1, end);
	if (is_raw_text(at + 1, length, "style"))
		return skip_raw_text(behind, end, "style");
	if (is_raw_text(at + 1, length, "script"))
		return skip_raw_text(behind, end, "script");
	return behind;
}

static void entity_append(GString *text, const char **at, const char *end)
{
	static const struct {
		const char *name, *character;
	} entities[] = {{"amp;", "&"},	{"lt;", "<"},	{"gt;", ">"}, {"quot;", "\""},
			{"nbsp;", " "}, {"apos;", "'"}, {"#39;", "'"}};
	for (gsize i = 0; i < G_N_ELEMENTS(entities); i++) {
		gsize length = strlen(entities[i].name);
		if (*at + 1 + length <= end &&
		    strncmp(*at + 1, entities[i].name, length) == 0) {
			g_string_append(text, entities[i].character);
			*at += 1 + length;
			return;
		}
	}
	g_string_append_c(text, '&');
	++*at;
}

static void line_start(GString *text, const char *at, const char *end)
{
	static const char *const lines[] = {"br", "p",	"div", "tr",
					    "li", "h1", "h2",  "table"};
	const char *name = at + 1 + (at[1] == '/');
	gsize length = name_length(name, end);
	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
		if (strlen(lines[i]) == length &&
		    g_ascii_strncasecmp(lines[i], name, length) == 0 && text->len > 0 &&
		    text->str[text->len - 1] != '\n')
			g_string_append_c(text, '\n');
}

char *html_strip(const char *html, gsize length)
{
	GString *text = g_string_new(NULL);
	const char *at = html, *end = html + length, *close = NULL;
	while (at < end && text->len < 2 * MAIL_TEXT_BYTES_MAX) {
		if (*at == '<' && at + 1 < end &&
		    (g_ascii_isalpha(at[1]) || strchr("/!?", at[1]) != NULL)) {
			line_start(text, at, end);
			at = html_tag_end(at, end, &close);
		} else if (*at == '&') {
			entity_append(text, &at, end);
		} else if (g_ascii_isspace(*at)) {
			if (text->len > 0 && !g_ascii_isspace(text->str[text->len - 1]))
				g_string_append_c(text, *at);
			at++;
		} else {
			g_string_append_c(text, *at++);
		}
	}
	char *valid = g_utf8_make_valid(text->str, (gssize)text->len);
	g_string_free(text, TRUE);
	return valid;
}
