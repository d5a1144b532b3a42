/* rules_chance.h - the chance by which tests of the rules make up texts. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

#define SEED 4711

static inline const char *pick(GRand *chance, const char *const *words, gsize count)
{
	return words[g_rand_int_range(chance, 0, (gint32)count)];
}
#define PICK(chance, words) pick(chance, words, G_N_ELEMENTS(words))
