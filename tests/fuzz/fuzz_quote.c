/* fuzz_quote.c - any text is split into reply and quotes, nothing is lost. */
/* SPDX-License-Identifier: MIT */
#include "mail/text.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t letters(const char *text)
{
	size_t count = 0;
	for (; *text != '\0'; text++)
		count += (unsigned char)*text > ' '; /* marks are none */
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = text_decode((const char *)data, size, NULL);
	g_autofree char *reply = NULL, *quoted = NULL;
	text_split_reply(text, &reply, &quoted);
	g_assert_cmpuint(letters(reply) + letters(quoted), ==, letters(text));
	g_assert_nonnull(text_language(reply));
	return 0;
}
