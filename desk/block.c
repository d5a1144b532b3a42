/* block.c - keeps the lines around the block for agents out of what others wrote. */
/* SPDX-License-Identifier: MIT */
#include "desk/block.h"

static const char *const languages[] = {"en", "ru", "el"};

G_STATIC_ASSERT(G_N_ELEMENTS(languages) + 1 ==
		G_N_ELEMENTS(((BlockPhrases *)NULL)->begins));

void block_phrases(BlockPhrases *phrases, const Catalogue *catalogue)
{
	*phrases = (BlockPhrases){0};
	for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
		phrases->begins[i] = catalogue_phrase(catalogue, languages[i], "marker");
		phrases->ends[i] =
			catalogue_phrase(catalogue, languages[i], "marker-end");
	}
}

static char *disarm(const char *text, void *data)
{
	const BlockPhrases *phrases = data;
	BlockMarks marks = {phrases->begins, phrases->ends};

	return answer_disarm(text, &marks);
}

char *block_disarm(const Catalogue *catalogue, const char *text)
{
	BlockPhrases phrases;

	block_phrases(&phrases, catalogue);
	return text ? disarm(text, &phrases) : NULL;
}

void block_disarm_value(const Catalogue *catalogue, Value *value)
{
	BlockPhrases phrases;

	block_phrases(&phrases, catalogue);
	value_change_strings(value, disarm, &phrases);
}
