/* fuzz_html.c - any text is HTML: readable text comes out, bounded and valid. */
/* SPDX-License-Identifier: MIT */
#include "mail/text.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *html = text_decode((const char *)data, size, "utf-8");
	g_autofree char *text = html_to_text(html, strlen(html));
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_autofree char *marked = html_to_marked_text(html, strlen(html));
	g_autofree char *reply = NULL, *quoted = NULL;
	text_split_reply(marked, &reply, &quoted);
	g_assert_true(g_utf8_validate(reply, -1, NULL));
	g_assert_true(g_utf8_validate(quoted, -1, NULL));
	return 0;
}
