/* fuzz_model.c - any bytes as what a model file holds, its checksum right, and asked. */
/* SPDX-License-Identifier: MIT */
#include "rules/model.h"
#include "rules/model_seal.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void ask(const Model *model, const char *text)
{
	g_autoptr(GArray) guesses = model_guess(model, "Subject", text);
	g_assert_cmpuint(guesses->len, >, 0);
	const Guess *best = &g_array_index(guesses, Guess, 0);
	g_autoptr(GPtrArray) reasons =
		model_reasons(model, "Subject", text, best->label, NULL, 3);
	g_assert_cmpuint(reasons->len, <=, 6);
}

/* As a file of its own, and as what stands behind a right head. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	g_autoptr(GBytes) payload = g_bytes_new(bytes, length);
	g_autoptr(GBytes) sealed = model_seal(payload);
	g_autoptr(Model) bare = model_parse(payload, NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(Model) model = model_parse(sealed, &error);

	g_assert_true((model != NULL) == (error == NULL));
	if (bare)
		ask(bare, "");
	if (model)
		ask(model, "a lamp came broken, возврат денег");
	return 0;
}
