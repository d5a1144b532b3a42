/* likeness.c - says how much two texts have in common. */
/* SPDX-License-Identifier: MIT */
#include "mail/likeness.h"

#include <glib.h>

#define WORDS_MAX 60 /* a machine says at the beginning what it has to say */
#define BYTES_MAX 1000
#define RUN	  3 /* words that follow each other */

/* Words in one case, without digits: numbers and dates are what a machine fills in. */
static GPtrArray *words_of(const char *text)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	GString *word = g_string_new(NULL);

	for (const char *at = text; words->len < WORDS_MAX; at = g_utf8_next_char(at)) {
		gunichar letter = at - text < BYTES_MAX ? g_utf8_get_char(at) : 0;
		if (g_unichar_isalpha(letter)) {
			g_string_append_unichar(word, g_unichar_tolower(letter));
			continue;
		}
		if (word->len && !g_unichar_isdigit(letter)) {
			g_ptr_array_add(words, g_strdup(word->str));
			g_string_truncate(word, 0);
		}
		if (!letter)
			break;
	}
	g_string_free(word, TRUE);
	return words;
}

static GHashTable *runs_of(const GPtrArray *words)
{
	GHashTable *runs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i + RUN <= words->len; i++)
		g_hash_table_add(runs, g_strjoin(" ", (char *)words->pdata[i],
						 (char *)words->pdata[i + 1],
						 (char *)words->pdata[i + 2], NULL));
	return runs;
}

double text_likeness(const char *one, const char *other)
{
	g_autoptr(GPtrArray) a = words_of(one);
	g_autoptr(GPtrArray) b = words_of(other);
	g_autoptr(GHashTable) x = runs_of(a);
	g_autoptr(GHashTable) y = runs_of(b);
	GHashTableIter iter;
	gpointer run;
	guint common = 0;

	g_hash_table_iter_init(&iter, x);
	while (g_hash_table_iter_next(&iter, &run, NULL))
		common += g_hash_table_contains(y, run);
	guint all = g_hash_table_size(x) + g_hash_table_size(y) - common;
	return all ? (double)common / all : 0;
}
