/* quote.c - what the sender newly wrote, apart from quotes and signature. */
/* SPDX-License-Identifier: MIT */
#include "mail/text.h"

#include <string.h>

#include "mail/quote_marks.h"

/*
 * Lines get a kind, then runs of quoted lines and what introduces them are dropped at the
 * beginning and at the end; between answers they stay, because the answers cannot be read
 * without them. What follows an old header block or a delimiter goes as a whole.
 */

typedef struct {
	Line *lines;
	guint count;
	guint end; /* lines from here on are not the sender's */
} Split;

static Line *lines_split(const char *text, guint *count)
{
	GArray *lines = g_array_new(FALSE, TRUE, sizeof(Line));
	while (*text != '\0') {
		Line line = {.start = text, .length = strcspn(text, "\n")};
		text += line.length + (text[line.length] == '\n');
		line.kind = line_is_blank(&line) ? LINE_BLANK : LINE_TEXT;
		g_array_append_val(lines, line);
	}
	*count = lines->len;
	return (Line *)g_array_free(lines, FALSE);
}

static guint next_filled(const Split *split, guint i)
{
	while (i < split->count && split->lines[i].kind == LINE_BLANK)
		i++;
	return i;
}

static void mark_quotes(Split *split)
{
	for (guint i = 0; i < split->count; i++)
		if (line_is_quoted(&split->lines[i]))
			split->lines[i].kind = LINE_QUOTED;
}

/* "On … wrote:", on up to five lines, a blank line among them. */
static void mark_attributions(Split *split)
{
	for (guint i = 0; i < split->count; i++) {
		if (split->lines[i].kind != LINE_TEXT)
			continue;
		guint used = attribution_length(split->lines + i, split->count - i);
		for (guint j = 0; j < used; j++)
			split->lines[i + j].kind = LINE_ATTRIBUTION;
		if (used > 0)
			i += used - 1;
	}
}

/* A line that ends with a colon right before a quote and names an address or a date. */
static void mark_unknown_attributions(Split *split)
{
	for (guint i = 0; i < split->count; i++) {
		if (split->lines[i].kind != LINE_TEXT)
			continue;
		guint next = next_filled(split, i + 1);
		if (next < split->count && next <= i + 2 &&
		    split->lines[next].kind == LINE_QUOTED &&
		    line_may_introduce(&split->lines[i]))
			split->lines[i].kind = LINE_ATTRIBUTION;
	}
}

/* The first line of an old header block or a delimiter; count when there is none. */
static guint find_cut(const Split *split)
{
	for (guint i = 0; i < split->count; i++) {
		if (split->lines[i].kind != LINE_TEXT)
			continue;
		if (line_is_delimiter(&split->lines[i]) ||
		    is_header_block(split->lines + i, split->count - i))
			return i;
	}
	return split->count;
}

/* An attribution without a quoted line behind it introduces everything that follows. */
static guint find_bare_attribution(const Split *split)
{
	for (guint i = 0; i < split->count; i++) {
		if (split->lines[i].kind != LINE_ATTRIBUTION)
			continue;
		guint next = i;
		while (next < split->count && (split->lines[next].kind == LINE_ATTRIBUTION ||
					       split->lines[next].kind == LINE_BLANK))
			next++;
		if (next >= split->count || split->lines[next].kind != LINE_QUOTED)
			return i;
		i = next;
	}
	return split->count;
}

static void mark_signature(Split *split)
{
	guint start = signature_start(split->lines, split->end);
	for (guint i = start; i < split->end; i++) {
		if (split->lines[i].kind == LINE_QUOTED ||
		    split->lines[i].kind == LINE_ATTRIBUTION)
			break;
		if (split->lines[i].kind == LINE_TEXT)
			split->lines[i].kind = LINE_SIGNATURE;
	}
}

static bool is_kept_text(const Line *line)
{
	return line->kind == LINE_TEXT;
}

static char *join(const Split *split, bool (*wanted)(const Split *, guint))
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < split->count; i++)
		if (wanted(split, i)) {
			g_string_append_len(text, split->lines[i].start,
					    (gssize)split->lines[i].length);
			g_string_append_c(text, '\n');
		}
	return g_string_free(text, FALSE);
}

static bool is_reply(const Split *split, guint i)
{
	return split->lines[i].kept;
}

static bool is_rest(const Split *split, guint i)
{
	return !split->lines[i].kept;
}

/* Between the first and the last line of own text everything but signatures stays. */
static void keep_own(Split *split)
{
	guint first = 0, last = split->end;
	while (first < split->end && !is_kept_text(&split->lines[first]))
		first++;
	while (last > first && !is_kept_text(&split->lines[last - 1]))
		last--;
	for (guint i = first; i < last; i++)
		split->lines[i].kept = split->lines[i].kind != LINE_SIGNATURE;
}

void text_split_reply(const char *text, char **reply, char **quoted)
{
	Split split = {0};
	split.lines = lines_split(text, &split.count);
	mark_quotes(&split);
	mark_attributions(&split);
	mark_unknown_attributions(&split);
	split.end = MIN(find_cut(&split), find_bare_attribution(&split));
	mark_signature(&split);
	keep_own(&split);
	*reply = g_strchomp(join(&split, is_reply));
	*quoted = join(&split, is_rest);
	g_free(split.lines);
}
