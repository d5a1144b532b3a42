/* html_cut.h - an agent's HTML answer without quotes, signature, block and commands. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/answer_cut.h"

typedef struct HtmlCut HtmlCut;

/*
 * Reads html (UTF-8, decoded) as mail clients write replies: quotes of every client go
 * unless the sender has answered between their lines, signatures and the block between
 * marks go. Time and memory are bounded. NULL when the document is made to grow without
 * end, or too long: then only the text can be sent.
 */
HtmlCut *html_cut_read(const char *html, gsize length, const BlockMarks *marks);
void html_cut_free(HtmlCut *cut);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HtmlCut, html_cut_free)

/* What is left, line by line: quoted lines have "> ", pictures are U+FFFC. g_free. */
char *html_cut_text(const HtmlCut *cut);

/*
 * The same as HTML that may be sent (sanitise.h), without the first skip bytes of
 * html_cut_text. Neither <html> nor <body>. g_free; NULL when nothing is left.
 */
char *html_cut_write(const HtmlCut *cut, gsize skip);
