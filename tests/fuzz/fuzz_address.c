/* fuzz_address.c - any bytes are an address; its form stays what it is. */
/* SPDX-License-Identifier: MIT */
#include "mail/address.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autofree char *form = address_normalise(text);
	g_assert_true(g_utf8_validate(form, -1, NULL));
	g_autofree char *again = address_normalise(form);
	g_assert_cmpstr(again, ==, form);
	g_autofree char *base = NULL, *extension = NULL;
	address_split(text, "+-", &base, &extension);
	address_same_organisation(text, "ann@example.co.uk");
	address_is_robot(text);
	return 0;
}
