/* word_index.c - where in a mail the words stand that rules look for, in one language. */
/* SPDX-License-Identifier: MIT */
/*
 * Each word of the mail is stemmed and looked up once, whatever number of rules look for
 * it. Their places are worked out only when some rule may hold at all: it needs the words
 * of its phrases in order.
 */
#include "rules/word_index.h"

/* The verb's part of a negation, or the word. */
static WordNumbers look_up(const Lexicon *lexicon, Stemmer *stemmer, const char *word)
{
	return (WordNumbers){lexicon_stem(lexicon, stemmer_stem(stemmer, word)),
			     lexicon_prefix(lexicon, word)};
}

WordIndex *word_index_new(const Lexicon *lexicon, const char *language,
			  const Tokens *tokens)
{
	WordIndex *index = g_new0(WordIndex, 1);
	g_autoptr(Stemmer) stemmer = stemmer_new(language);
	guint count = tokens->words->len;

	index->lexicon = lexicon;
	index->tokens = tokens;
	index->numbers = g_array_sized_new(FALSE, FALSE, sizeof(WordNumbers), count + 1);
	index->negated = g_new0(guint8, count + 1);
	for (guint i = 0; i <= count; i++) {
		const char *word = i < count ? tokens->words->pdata[i] : "not";
		g_autofree char *verb = stemmer_negated(stemmer, word);
		WordNumbers numbers = look_up(lexicon, stemmer, verb ? verb : word);
		index->negated[i] = verb != NULL;
		g_array_append_val(index->numbers, numbers);
	}
	return index;
}

void word_index_free(WordIndex *index)
{
	if (!index)
		return;
	g_array_unref(index->numbers);
	g_free(index->negated);
	if (index->places) {
		g_array_unref(index->places);
		g_array_unref(index->beginning);
		g_hash_table_unref(index->last);
	}
	g_free(index);
}

static void add_place(WordIndex *index, const Token *token, const WordNumbers *numbers)
{
	guint position = index->places->len;
	WordPlace place = {.start = token->start, .length = token->length};

	place.ends = !numbers;
	if (numbers)
		place.numbers = *numbers;
	if (place.numbers.stem) {
		gpointer stem = GUINT_TO_POINTER(place.numbers.stem);
		place.before = GPOINTER_TO_UINT(g_hash_table_lookup(index->last, stem));
		g_hash_table_insert(index->last, stem, GUINT_TO_POINTER(position + 1));
	}
	if (place.numbers.prefix)
		g_array_append_val(index->beginning, position);
	g_array_append_val(index->places, place);
}

static const WordNumbers *numbers_of(const WordIndex *index, guint word)
{
	return &g_array_index(index->numbers, WordNumbers, word);
}

void word_index_spread(WordIndex *index)
{
	const GArray *tokens = index->tokens->tokens;

	if (index->places)
		return;
	index->places = g_array_sized_new(FALSE, FALSE, sizeof(WordPlace), tokens->len);
	index->beginning = g_array_new(FALSE, FALSE, sizeof(guint));
	index->last = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < tokens->len; i++) {
		const Token *token = &g_array_index(tokens, Token, i);
		bool ends = token->word == TOKEN_END;
		add_place(index, token, ends ? NULL : numbers_of(index, token->word));
		if (!ends && index->negated[token->word])
			add_place(index, token,
				  numbers_of(index, index->tokens->words->len));
	}
}

guint word_index_last(const WordIndex *index, guint stem)
{
	gpointer last = g_hash_table_lookup(index->last, GUINT_TO_POINTER(stem));

	return last ? GPOINTER_TO_UINT(last) - 1 : WORD_NOWHERE;
}

bool word_begins(const WordIndex *index, const WordPlace *place, guint prefix)
{
	guint has = place->numbers.prefix;

	while (has && has != prefix)
		has = lexicon_shorter(index->lexicon, has);
	return has;
}
