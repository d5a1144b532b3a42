/* fuzz_charset.c - any bytes in the charset of the first line: UTF-8 comes out. */
/* SPDX-License-Identifier: MIT */
#include "mail/text.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *newline = size == 0 ? NULL : memchr(data, '\n', size);
	if (newline == NULL)
		return 0;
	gsize name = (gsize)(newline - data);
	g_autofree char *charset = g_strndup((const char *)data, name);
	g_autofree char *text =
		text_decode((const char *)newline + 1, size - name - 1, charset);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_nonnull(text_language(text));
	return 0;
}
