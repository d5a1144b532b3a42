/* block.c - keeps the lines around the block for agents out of what others wrote. */
/* SPDX-License-Identifier: MIT */
#include "desk/block.h"

BlockPhrases block_phrases(const Catalogue *catalogue)
{
	return (BlockPhrases){catalogue_phrases(catalogue, "marker"),
			      catalogue_phrases(catalogue, "marker-end")};
}

void block_phrases_clear(BlockPhrases *phrases)
{
	g_clear_pointer(&phrases->begins, g_ptr_array_unref);
	g_clear_pointer(&phrases->ends, g_ptr_array_unref);
}

static const char *const *list_of(const GPtrArray *phrases)
{
	static const char *const none[] = {NULL};

	return phrases ? (const char *const *)phrases->pdata : none;
}

BlockMarks block_marks(const BlockPhrases *phrases)
{
	return (BlockMarks){list_of(phrases->begins), list_of(phrases->ends)};
}

static char *disarm(const char *text, void *data)
{
	BlockMarks marks = block_marks(data);

	return answer_disarm(text, &marks);
}

char *block_disarm(const Catalogue *catalogue, const char *text)
{
	g_auto(BlockPhrases) phrases = block_phrases(catalogue);

	return text ? disarm(text, &phrases) : NULL;
}

void block_disarm_value(const Catalogue *catalogue, Value *value)
{
	g_auto(BlockPhrases) phrases = block_phrases(catalogue);

	value_change_strings(value, disarm, &phrases);
}
