/* block.h - the lines around the block for agents, which others may not write. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/answer_cut.h"
#include "templates/catalogue.h"

/* In every language that a notice may have been in; all zero: none. */
typedef struct {
	GPtrArray *begins, *ends; /* const char* and NULL, borrowed from the catalogue */
} BlockPhrases;

BlockPhrases block_phrases(const Catalogue *catalogue);
void block_phrases_clear(BlockPhrases *phrases);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BlockPhrases, block_phrases_clear)

/* What mail/ cuts by. Borrowed from phrases. */
BlockMarks block_marks(const BlockPhrases *phrases);

/* Words of others as they may stand in a mail to an agent, where lines that look like the
 * desk's own would end or begin a block. NULL stays NULL. g_free. */
char *block_disarm(const Catalogue *catalogue, const char *text);
/* The same for all strings of a tree. */
void block_disarm_value(const Catalogue *catalogue, Value *value);
