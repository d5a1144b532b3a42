/* fuzz_answer.c - any HTML is cut to an answer that holds nothing that acts. */
/* SPDX-License-Identifier: MIT */
#include "mail/html_cut.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What we write is made of tags of ours and of escaped text. */
static void check_html(const char *html)
{
	static const char *const acts[] = {"<script", "<style",	 "<form", "<iframe",
					   "<input",  "<object", "<meta", "<link"};

	g_assert_true(g_utf8_validate(html, -1, NULL));
	for (gsize i = 0; i < G_N_ELEMENTS(acts); i++)
		g_assert_null(strstr(html, acts[i]));
	for (const char *at = html; (at = strchr(at, '<')) != NULL; at++)
		g_assert_true(at[1] == '/' || g_ascii_isalpha(at[1]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const begins[] = {"---- below this line: for agents ----",
					     NULL};
	static const char *const ends[] = {"---- end of the part for agents ----", NULL};
	const BlockMarks marks = {begins, ends};
	gsize skip = size > 0 ? data[0] : 0;
	g_autofree char *html = text_decode((const char *)data, size, "utf-8");
	g_autoptr(HtmlCut) cut = html_cut_read(html, strlen(html), &marks);
	if (!cut)
		return 0;
	g_autofree char *text = html_cut_text(cut);
	g_autofree char *all = html_cut_write(cut, 0);
	g_autofree char *rest = html_cut_write(cut, skip);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	if (all)
		check_html(all);
	if (rest)
		check_html(rest);
	return 0;
}
