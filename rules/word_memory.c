/* word_memory.c - what words are to one language's rules, worked out once and kept. */
/* SPDX-License-Identifier: MIT */
/*
 * Most words of a mail came in others before, and to stem one takes ten times as long as
 * to find it here. What strangers write may not take more memory than this: a full memory
 * is emptied, and soon holds the usual words again.
 */
#include "rules/word_memory.h"
#include "rules/stem.h"

#include <pthread.h>

#define WORDS_MAX 8192

struct WordMemory {
	const Lexicon *lexicon;
	pthread_mutex_t lock; /* of what follows */
	Stemmer *stemmer;
	GHashTable *known; /* word -> WordNumbers */
};

WordMemory *word_memory_new(const char *language, const Lexicon *lexicon)
{
	WordMemory *memory = g_new0(WordMemory, 1);

	memory->lexicon = lexicon;
	pthread_mutex_init(&memory->lock, NULL);
	memory->stemmer = stemmer_new(language);
	memory->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return memory;
}

void word_memory_free(WordMemory *memory)
{
	g_hash_table_unref(memory->known);
	stemmer_free(memory->stemmer);
	pthread_mutex_destroy(&memory->lock);
	g_free(memory);
}

const Lexicon *word_memory_lexicon(const WordMemory *memory)
{
	return memory->lexicon;
}

static const WordNumbers *learn(WordMemory *memory, const char *word)
{
	g_autofree char *verb = stemmer_negated(memory->stemmer, word);
	const char *main_part = verb ? verb : word;
	WordNumbers *numbers = g_new(WordNumbers, 1);

	numbers->stem =
		lexicon_stem(memory->lexicon, stemmer_stem(memory->stemmer, main_part));
	numbers->prefix = lexicon_prefix(memory->lexicon, main_part);
	numbers->negated = verb != NULL;
	if (g_hash_table_size(memory->known) == WORDS_MAX)
		g_hash_table_remove_all(memory->known);
	g_hash_table_insert(memory->known, g_strdup(word), numbers);
	return numbers;
}

static WordNumbers numbers_of(WordMemory *memory, const char *word)
{
	const WordNumbers *known = g_hash_table_lookup(memory->known, word);

	return known ? *known : *learn(memory, word);
}

void word_memory_look_up(WordMemory *memory, const GPtrArray *words, WordNumbers *numbers)
{
	pthread_mutex_lock(&memory->lock);
	for (guint i = 0; i < words->len; i++)
		numbers[i] = numbers_of(memory, words->pdata[i]);
	numbers[words->len] = numbers_of(memory, "not");
	pthread_mutex_unlock(&memory->lock);
}
