/* quote_lines.c - which lines of a text are quoted, and which introduce a quote. */
/* SPDX-License-Identifier: MIT */
#include "mail/quote_marks.h"
#include "mail/text.h"

#include <string.h>

static LineKind marked_kind(char mark)
{
	switch (mark) {
	case TEXT_ATTRIBUTION:
		return LINE_ATTRIBUTION;
	case TEXT_SIGNATURE:
		return LINE_SIGNATURE;
	case TEXT_OLD_MAIL:
		return LINE_OLD_MAIL;
	default:
		return LINE_TEXT;
	}
}

static Line *lines_split(const char *text, guint *count)
{
	GArray *lines = g_array_new(FALSE, TRUE, sizeof(Line));
	while (*text != '\0') {
		Line line = {.kind = marked_kind(*text)};
		line.marked = line.kind != LINE_TEXT;
		line.start = text += line.marked;
		line.length = strcspn(text, "\n");
		line.length = line_break_offset(&line);
		text += line.length + (text[line.length] == '\n');
		if (line_is_blank(&line))
			line.kind = LINE_BLANK;
		g_array_append_val(lines, line);
	}
	*count = lines->len;
	return (Line *)g_array_free(lines, FALSE);
}

static guint next_filled(const Line *lines, guint count, guint i)
{
	while (i < count && lines[i].kind == LINE_BLANK)
		i++;
	return i;
}

static void mark_quotes(Line *lines, guint count)
{
	for (guint i = 0; i < count; i++)
		if (!lines[i].marked && line_is_quoted(&lines[i]))
			lines[i].kind = LINE_QUOTED;
}

/* "-- " as it stands in what was signed: a line that begins with a dash gets another
 * (RFC 9580 7.2). */
static bool is_escaped_rule(const Line *line)
{
	return line_starts(line, "- --") && line->length <= strlen("- -- ");
}

/* Clear-signed PGP: the head up to a blank line and the signature are no text of the
 * sender. */
static void mark_armour(Line *lines, guint count)
{
	bool head = false, signature = false, is_signed = false;
	for (guint i = 0; i < count; i++) {
		Line *line = &lines[i];
		head = line_starts(line, "-----BEGIN PGP SIGNED MESSAGE-----") ||
		       (head && line->kind != LINE_BLANK);
		signature |= line_starts(line, "-----BEGIN PGP SIGNATURE-----") ||
			     (is_signed && !head && is_escaped_rule(line));
		is_signed |= head;
		if ((head || signature) && line->kind != LINE_BLANK)
			line->kind = LINE_SIGNATURE;
		if (line_starts(line, "-----END PGP SIGNATURE-----"))
			signature = is_signed = false;
	}
}

/* A rule and a few fields right above an attribution: Yandex writes both. */
static void mark_fields_above(Line *lines, guint attribution)
{
	enum { FIELDS_MAX = 4, RULE_BYTES = 8 };
	guint first = attribution;
	while (first > 0 && attribution - first < FIELDS_MAX &&
	       lines[first - 1].kind == LINE_TEXT && line_is_field(&lines[first - 1]))
		first--;
	if (first == attribution || first == 0 || lines[first - 1].length < RULE_BYTES ||
	    !line_is_separator(&lines[first - 1]))
		return;
	for (guint i = first - 1; i < attribution; i++)
		lines[i].kind = LINE_ATTRIBUTION;
}

/* An attribution of up to five lines ends with a colon; it is looked for upwards from
 * there. */
static void mark_attributions(Line *lines, guint count)
{
	enum { LOOK_LINES = 1500 };
	for (guint i = 0; i < count && i < LOOK_LINES; i++) {
		if (lines[i].kind == LINE_ATTRIBUTION)
			continue;
		guint triple = triple_attribution_length(lines + i, count - i);
		for (guint j = 0; j < triple; j++)
			lines[i + j].kind = LINE_ATTRIBUTION;
		guint used = attribution_length(lines, count, i);
		for (guint j = 0; j < used; j++)
			lines[i - j].kind = LINE_ATTRIBUTION;
		if (used > 0)
			mark_fields_above(lines, i + 1 - used);
	}
}

/* "BH> " or "| " behind an attribution: all lines that begin so are quoted. */
static void mark_other_quotes(Line *lines, guint count)
{
	for (guint i = 0; i + 1 < count; i++) {
		if (lines[i].kind != LINE_ATTRIBUTION)
			continue;
		guint first = next_filled(lines, count, i + 1);
		if (first >= count || lines[first].kind != LINE_TEXT)
			continue;
		const Line *line = &lines[first];
		gsize length = other_mark_length(line);
		g_autofree char *mark = g_strndup(line->start, length);
		for (guint j = first; length > 0 && j < count; j++)
			if (lines[j].kind == LINE_TEXT &&
			    line_starts(&lines[j], g_strchomp(mark)))
				lines[j].kind = LINE_QUOTED;
		if (length > 0)
			return;
	}
}

/* A line that ends with a colon right before a quote and names an address or a date. */
static void mark_unknown_attributions(Line *lines, guint count)
{
	for (guint i = 0; i < count; i++) {
		if (lines[i].kind != LINE_TEXT)
			continue;
		guint next = next_filled(lines, count, i + 1);
		if (next < count && next <= i + 2 && lines[next].kind == LINE_QUOTED &&
		    line_may_introduce(&lines[i]))
			lines[i].kind = LINE_ATTRIBUTION;
	}
}

/* The rule that a client draws above its quote. */
static void mark_rules(Line *lines, guint count)
{
	enum { RULE_BYTES = 20 };
	for (guint i = 0; i + 1 < count; i++)
		if (lines[i].kind == LINE_TEXT && lines[i].length >= RULE_BYTES &&
		    lines[i + 1].kind == LINE_QUOTED && line_is_separator(&lines[i]))
			lines[i].kind = LINE_ATTRIBUTION;
}

/* What was wrapped out of the quote it stands in. */
static void mend_wrapped_quotes(Line *lines, guint count)
{
	for (guint i = 1; i + 1 < count; i++)
		if (lines[i].kind == LINE_TEXT && lines[i - 1].kind == LINE_QUOTED &&
		    lines[i + 1].kind == LINE_QUOTED &&
		    line_is_wrapped_rest(&lines[i], &lines[i - 1]))
			lines[i].kind = LINE_QUOTED;
}

Line *lines_marked(const char *text, guint *count)
{
	Line *lines = lines_split(text, count);
	mark_armour(lines, *count);
	mark_quotes(lines, *count);
	mend_wrapped_quotes(lines, *count);
	mark_attributions(lines, *count);
	mark_other_quotes(lines, *count);
	mark_unknown_attributions(lines, *count);
	mark_rules(lines, *count);
	return lines;
}

bool quote_is_introduced(const Line *lines, guint count)
{
	enum { LOOK_LINES = 4 };
	Line inner[LOOK_LINES];
	guint first = next_filled(lines, count, 0), filled = 0;
	for (; filled < LOOK_LINES && first + filled < count; filled++) {
		Line *line = &inner[filled];
		*line = lines[first + filled];
		for (; line->length > 0 && strchr("> ", *line->start); line->length--)
			line->start++;
		line->kind = line_is_blank(line) ? LINE_BLANK : LINE_TEXT;
	}
	for (guint end = 0; end < filled; end++)
		if (attribution_length(inner, filled, end) == end + 1)
			return true;
	return false;
}
