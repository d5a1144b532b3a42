/* language_hints.c - letters, endings and small words that tell languages apart. */
/* SPDX-License-Identifier: MIT */
#include "mail/find.h"
#include "mail/language.h"

/*
 * Two words are too little for statistics of whole languages, but people can tell them:
 * by letters that only one language has, by the way words end, and by the small words.
 * Both lists are turned once into tables of what speaks for which languages.
 */
enum { ENDING_LETTERS_MAX = 6 };

typedef struct {
	GHashTable *words, *endings; /* word to a set of languages, a bit for each */
} Index;

static bool is_cyrillic(const LanguageWords *language)
{
	return strcmp(language->code, "ru") == 0 || strcmp(language->code, "uk") == 0 ||
	       strcmp(language->code, "bg") == 0;
}

/* Length of the next word of a list; the list moves to it. 0 at the end. */
static gsize list_next(const char **list)
{
	*list += strspn(*list, " ");
	return strcspn(*list, " ");
}

static void index_add(GHashTable *table, const char *list, guint bit)
{
	for (gsize item = list_next(&list); item > 0;
	     list += item, item = list_next(&list)) {
		g_autofree char *word = g_strndup(list, item);
		guint known = GPOINTER_TO_UINT(g_hash_table_lookup(table, word));
		g_hash_table_insert(table, g_strdup(word),
				    GUINT_TO_POINTER(known | 1u << bit));
	}
}

static Index *index_make(void)
{
	Index *index = g_new(Index, 1);
	index->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	index->endings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < HINT_LANGUAGES; i++) {
		index_add(index->words, language_words[i].words, i);
		index_add(index->endings, language_words[i].endings, i);
	}
	return index;
}

/* Made at the first use (thread-safe), then never changed. */
static const Index *index_of_languages(void)
{
	static gsize made;
	if (g_once_init_enter(&made))
		g_once_init_leave(&made, (gsize)index_make());
	return (const Index *)made;
}

/* A single letter is a word of many languages. */
static void words_score(guint set, const char *word, double scores[HINT_LANGUAGES])
{
	double score = *g_utf8_next_char(word) == '\0' ? 0.4 : 1.0;
	for (guint i = 0; i < HINT_LANGUAGES; i++)
		if (set >> i & 1)
			scores[i] += score;
}

/* Each language counts the longest of its endings that the word has, with something
 * before it. */
static void endings_score(const Index *index, guint but, const char *word,
			  double scores[HINT_LANGUAGES])
{
	static const double by_ending[ENDING_LETTERS_MAX + 1] = {0,   0.3, 0.4, 0.8,
								 1.1, 1.1, 1.1};
	glong letters = g_utf8_strlen(word, -1);
	guint done = but;
	for (glong ending = MIN(letters - 2, ENDING_LETTERS_MAX); ending > 0; ending--) {
		const char *tail = g_utf8_offset_to_pointer(word, letters - ending);
		guint set = GPOINTER_TO_UINT(g_hash_table_lookup(index->endings, tail));
		for (guint i = 0; i < HINT_LANGUAGES; i++)
			if ((set & ~done) >> i & 1)
				scores[i] += by_ending[ending];
		done |= set;
	}
}

static double letters_score(const LanguageWords *language, const char *text,
			    bool is_ascii)
{
	enum { COUNT_MAX = 3 };
	const char *list = language->letters, *end = text + strlen(text);
	double score = 0;
	for (gsize item = list_next(&list); item > 0;
	     list += item, item = list_next(&list)) {
		if (is_ascii && (guchar)*list >= 128)
			continue;
		double weight = g_utf8_strlen(list, (gssize)item) == 1 ? 1.0 : 0.4;
		const char *at = text;
		for (int i = 0; i < COUNT_MAX; i++) {
			const char *found = find_piece(at, end - at, list, item);
			if (found == NULL)
				break;
			score += weight;
			at = found + item;
		}
	}
	return score;
}

void language_hints(const char *const *words, const char *text, bool cyrillic,
		    LanguageScore scores[HINT_LANGUAGES])
{
	const Index *index = index_of_languages();
	double sums[HINT_LANGUAGES] = {0};
	bool is_ascii = g_str_is_ascii(text);
	for (const char *const *word = words; *word != NULL; word++) {
		guint set = GPOINTER_TO_UINT(g_hash_table_lookup(index->words, *word));
		words_score(set, *word, sums);
		endings_score(index, set, *word, sums);
	}
	for (gsize i = 0; i < HINT_LANGUAGES; i++) {
		scores[i] = (LanguageScore){language_words[i].code,
					    is_cyrillic(&language_words[i]), 0};
		if (scores[i].cyrillic == cyrillic)
			scores[i].score = sums[i] + letters_score(&language_words[i],
								  text, is_ascii);
	}
}

const char *language_hint_code(const char *code)
{
	for (gsize i = 0; i < HINT_LANGUAGES; i++)
		if (strcmp(language_words[i].code, code) == 0)
			return language_words[i].code;
	return NULL;
}
