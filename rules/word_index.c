/* word_index.c - where in a mail the words stand that rules look for, in one language. */
/* SPDX-License-Identifier: MIT */
/*
 * Each word of the mail is looked up once, whatever number of rules look for it. Their
 * places are worked out only when some rule may hold at all: it needs the words of its
 * phrases in order.
 */
#include "rules/word_index.h"

WordIndex *word_index_new(WordMemory *memory, const Tokens *tokens)
{
	WordIndex *index = g_new0(WordIndex, 1);

	index->lexicon = word_memory_lexicon(memory);
	index->tokens = tokens;
	index->numbers = g_new(WordNumbers, tokens->words->len + 1);
	word_memory_look_up(memory, tokens->words, index->numbers);
	return index;
}

void word_index_free(WordIndex *index)
{
	if (!index)
		return;
	g_free(index->numbers);
	g_free(index->last);
	g_free(index->places);
	if (index->beginning)
		g_array_unref(index->beginning);
	g_free(index);
}

static void add_place(WordIndex *index, const Token *token, const WordNumbers *numbers)
{
	guint position = index->count++;
	WordPlace *place = &index->places[position];

	*place = (WordPlace){.start = token->start, .length = token->length};
	place->ends = !numbers;
	if (numbers)
		place->numbers = *numbers;
	if (place->numbers.stem) {
		guint *last = &index->last[place->numbers.stem];
		place->before = *last;
		*last = position + 1;
	}
	if (place->numbers.prefix)
		g_array_append_val(index->beginning, position);
}

void word_index_spread(WordIndex *index)
{
	const GArray *tokens = index->tokens->tokens;
	const WordNumbers *not = &index->numbers[index->tokens->words->len];

	if (index->places)
		return;
	index->places = g_new(WordPlace, 2 * tokens->len); /* with a "not" for each */
	index->beginning = g_array_new(FALSE, FALSE, sizeof(guint));
	index->last = g_new0(guint, lexicon_count(index->lexicon) + 1);
	for (guint i = 0; i < tokens->len; i++) {
		const Token *token = &g_array_index(tokens, Token, i);
		const WordNumbers *numbers =
			token->word == TOKEN_END ? NULL : &index->numbers[token->word];
		add_place(index, token, numbers);
		if (numbers && numbers->negated)
			add_place(index, token, not );
	}
}

guint word_index_last(const WordIndex *index, guint stem)
{
	return index->last[stem] ? index->last[stem] - 1 : WORD_NOWHERE;
}

bool word_begins(const WordIndex *index, const WordPlace *place, guint prefix)
{
	guint has = place->numbers.prefix;

	while (has && has != prefix)
		has = lexicon_shorter(index->lexicon, has);
	return has;
}
