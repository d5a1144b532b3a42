/* answer_cut.h - the words of an answer, apart from the block that the desk put below. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/text.h"

/* The lines around the block, in every language that it may be in; NULL-terminated. */
typedef struct {
	const char *const *begins, *const *ends;
} BlockMarks;

/*
 * Where in text (UTF-8, LF lines) the sender's own words stand: neither quotes nor a
 * signature (text_reply_spans) nor the block. Its lines are found wrapped, quoted and
 * with other dashes. A block that is quoted ends where its quote ends, one that is not
 * ends with its last line or, when that is missing, with the text. What stands between
 * two blocks is nobody's own. TextSpan, in order.
 */
GArray *answer_spans(const char *text, const BlockMarks *marks);

/* text (UTF-8) without any of the marks: the first word of each gets "[sic]" behind it.
 * For what others wrote and is shown above or in a block. g_free. */
char *answer_disarm(const char *text, const BlockMarks *marks);

/* These bytes of text as one string. g_free. */
char *answer_join(const char *text, const GArray *spans);
