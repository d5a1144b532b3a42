/* quote_marks.h - how clients mark quotes, for quote.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/pattern.h"

#include <glib.h>
#include <stdbool.h>

typedef enum {
	LINE_BLANK,
	LINE_TEXT,
	LINE_QUOTED,
	LINE_ATTRIBUTION, /* "On …, Ann wrote:" */
	LINE_SIGNATURE,
	LINE_OLD_MAIL, /* the mail that is answered begins, its client says */
} LineKind;

typedef struct {
	const char *start; /* behind a mark of text.h */
	gsize length;	   /* without the line end */
	LineKind kind;
	bool marked; /* the kind is its client's word */
	bool kept;   /* the sender's own */
} Line;

/* False for a line that is longer than limit. */
bool line_matches(Pattern *pattern, const Line *line, gsize limit);
bool line_is_blank(const Line *line);
/* "> …" */
bool line_is_quoted(const Line *line);
/* Length of a mark like "BH> " or "| " at the start; 0 for none. */
gsize other_mark_length(const Line *line);
/* Only dashes, underscores and the like. */
bool line_is_separator(const Line *line);
/* "---- some words ----" or "Original Message": before an old header block it belongs to
 * it. */
bool line_is_framed(const Line *line);
/* What did not fit on the quoted line above, and lost its mark when it was wrapped. */
bool line_is_wrapped_rest(const Line *line, const Line *above);
/* "Subject: …" and the like, in any known language. */
bool line_is_field(const Line *line);
/* "-----Original Message-----" and the like: what follows is old. */
bool line_is_delimiter(const Line *line);
/* "…: " with an address or a date: introduces a quote in any language. */
bool line_may_introduce(const Line *line);
/* Number of lines up to and with lines[end] that are one attribution, 0 for none. */
guint attribution_length(const Line *lines, guint count, guint end);
/* The same of one that itself begins with quote marks, downwards from lines[0]. */
guint triple_attribution_length(const Line *lines, guint count);
/* Where the line ends for the reader: before an attribution that shares it with the text
 * before, or behind one; else the length. */
gsize line_break_offset(const Line *line);
/* Number of lines of "From: … Sent: … Subject: …", in any known language, 0 for none. */
guint header_block_length(const Line *lines, guint count);
/* signature.c: true when a signature starts with lines[0], after a blank line or not. */
bool starts_signature(const Line *lines, guint count, bool new_paragraph);
/* A rule, and behind it what a list, a provider or a scanner adds on the way. */
bool starts_added_footer(const Line *lines, guint count);
/* "Sent from my phone" */
bool line_is_sent_from(const Line *line);
/* "I need:" or an item: more items may follow. */
bool line_opens_list(const Line *line);
bool line_starts(const Line *line, const char *text);

/* quote_lines.c: the lines of a text, which must live as long as they do, with their
 * kinds but for signatures; nothing is kept yet. g_free. */
Line *lines_marked(const char *text, guint *count);
/* True when the quote that lines begin with has its attribution inside, as Apple Mail
 * writes it. */
bool quote_is_introduced(const Line *lines, guint count);
