/* block.h - the lines around the block for agents, which others may not write. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/answer_cut.h"
#include "templates/catalogue.h"

/* In every language that a notice may have been in. */
typedef struct {
	const char *begins[4], *ends[4];
} BlockPhrases;

/* Borrowed from the catalogue. */
void block_phrases(BlockPhrases *phrases, const Catalogue *catalogue);

/* Words of others as they may stand in a mail to an agent, where lines that look like the
 * desk's own would end or begin a block. NULL stays NULL. g_free. */
char *block_disarm(const Catalogue *catalogue, const char *text);
/* The same for all strings of a tree. */
void block_disarm_value(const Catalogue *catalogue, Value *value);
