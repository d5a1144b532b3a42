/* quote_marks.h - how clients mark quotes, for quote.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
	LINE_BLANK,
	LINE_TEXT,
	LINE_QUOTED,
	LINE_ATTRIBUTION, /* "On …, Ann wrote:" */
	LINE_SIGNATURE,
} LineKind;

typedef struct {
	const char *start;
	gsize length; /* without the line end */
	LineKind kind;
	bool kept; /* the sender's own */
} Line;

bool line_is_blank(const Line *line);
/* "> …" */
bool line_is_quoted(const Line *line);
/* "-----Original Message-----" and the like: what follows is old. */
bool line_is_delimiter(const Line *line);
/* "…: " with an address or a date: introduces a quote in any language. */
bool line_may_introduce(const Line *line);
/* Number of lines at the start of lines that are one attribution, 0 for none. */
guint attribution_length(const Line *lines, guint count);
/* True when "From: … Sent: … Subject: …" starts here, in any known language. */
bool is_header_block(const Line *lines, guint count);
/* Index of the first line of the signature; count when there is none. */
guint signature_start(const Line *lines, guint count);
