/* lexicon.c - the words of one language that rules look for, each with a number. */
/* SPDX-License-Identifier: MIT */
/*
 * Prefixes are kept in order, each with the longest of the others that it has itself. All
 * prefixes of a word then stand on one chain, which begins at the last one that is not
 * behind the word: what lies in order between a prefix of the word and the word has that
 * prefix as well.
 */
#include "rules/lexicon.h"

#include <string.h>

typedef struct {
	char *text;
	guint number;
	guint shorter; /* place in prefixes + 1; 0: none */
} Prefix;

struct Lexicon {
	guint count;
	GHashTable *stems;   /* char*, owned -> number */
	GHashTable *numbers; /* prefix, owned by prefixes -> number */
	GArray *prefixes;    /* Prefix, in order */
	guint *places;	     /* by number: place in prefixes */
	guint first[256];    /* prefixes with a smaller first byte */
	guint8 begins[256];  /* 1: some stem begins with this byte */
};

static void prefix_clear(gpointer data)
{
	Prefix *prefix = data;

	g_free(prefix->text);
}

Lexicon *lexicon_new(void)
{
	Lexicon *lexicon = g_new0(Lexicon, 1);

	lexicon->stems = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	lexicon->numbers = g_hash_table_new(g_str_hash, g_str_equal);
	lexicon->prefixes = g_array_new(FALSE, TRUE, sizeof(Prefix));
	g_array_set_clear_func(lexicon->prefixes, prefix_clear);
	return lexicon;
}

void lexicon_free(Lexicon *lexicon)
{
	if (!lexicon)
		return;
	g_hash_table_unref(lexicon->stems);
	g_hash_table_unref(lexicon->numbers);
	g_array_unref(lexicon->prefixes);
	g_free(lexicon->places);
	g_free(lexicon);
}

guint lexicon_add_stem(Lexicon *lexicon, const char *stem)
{
	guint number = lexicon_stem(lexicon, stem);

	if (number)
		return number;
	lexicon->begins[(guchar)*stem] = 1;
	g_hash_table_insert(lexicon->stems, g_strdup(stem),
			    GUINT_TO_POINTER(++lexicon->count));
	return lexicon->count;
}

guint lexicon_add_prefix(Lexicon *lexicon, const char *prefix)
{
	gpointer known = g_hash_table_lookup(lexicon->numbers, prefix);

	if (known)
		return GPOINTER_TO_UINT(known);
	Prefix added = {.text = g_strdup(prefix), .number = ++lexicon->count};
	g_array_append_val(lexicon->prefixes, added);
	g_hash_table_insert(lexicon->numbers, added.text, GUINT_TO_POINTER(added.number));
	return added.number;
}

static const Prefix *prefix_at(const Lexicon *lexicon, guint place)
{
	return &g_array_index(lexicon->prefixes, Prefix, place);
}

static gint compare_prefixes(gconstpointer a, gconstpointer b)
{
	return strcmp(((const Prefix *)a)->text, ((const Prefix *)b)->text);
}

/* The longest prefix of text among those on the chain that begins at place + 1. */
static guint longest(const Lexicon *lexicon, guint chain, const char *text)
{
	while (chain && !g_str_has_prefix(text, prefix_at(lexicon, chain - 1)->text))
		chain = prefix_at(lexicon, chain - 1)->shorter;
	return chain;
}

void lexicon_finish(Lexicon *lexicon)
{
	g_array_sort(lexicon->prefixes, compare_prefixes);
	lexicon->places = g_new0(guint, lexicon->count + 1);
	for (guint i = 0; i < lexicon->prefixes->len; i++) {
		Prefix *prefix = &g_array_index(lexicon->prefixes, Prefix, i);
		prefix->shorter = longest(lexicon, i, prefix->text);
		lexicon->places[prefix->number] = i;
		for (guint byte = (guchar)*prefix->text + 1; byte < 256; byte++)
			lexicon->first[byte] = i + 1;
	}
}

guint lexicon_count(const Lexicon *lexicon)
{
	return lexicon->count;
}

guint lexicon_stem(const Lexicon *lexicon, const char *stem)
{
	if (!lexicon->begins[(guchar)*stem])
		return 0;
	return GPOINTER_TO_UINT(g_hash_table_lookup(lexicon->stems, stem));
}

guint lexicon_prefix(const Lexicon *lexicon, const char *word)
{
	guchar byte = *word;
	guint start = lexicon->first[byte], low = start;
	guint high = byte == 255 ? lexicon->prefixes->len : lexicon->first[byte + 1];

	while (low < high) {
		guint middle = low + (high - low) / 2;
		if (strcmp(prefix_at(lexicon, middle)->text, word) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	guint chain = low > start ? longest(lexicon, low, word) : 0;
	return chain ? prefix_at(lexicon, chain - 1)->number : 0;
}

guint lexicon_shorter(const Lexicon *lexicon, guint prefix)
{
	guint chain = prefix_at(lexicon, lexicon->places[prefix])->shorter;

	return chain ? prefix_at(lexicon, chain - 1)->number : 0;
}
