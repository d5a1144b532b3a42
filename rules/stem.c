/* stem.c - a text as words in any inflected form, by Snowball's stemmers. */
/* SPDX-License-Identifier: MIT */
/*
 * A text is taken apart once: each word is folded (case, Greek accents and final sigma,
 * ё, n't to "not") and stemmed; the positions of one stem are chained. A word list then
 * costs a few hash look-ups. Stemmer objects are not thread-safe, so each index has its
 * own.
 */
#include "rules/stem.h"

#include <stdbool.h>
#include <string.h>

#define WORD_BYTES_MAX 128 /* longer runs are no words of a language */

const char *const *stem_languages(void)
{
	static const char *const languages[] = {
		"ar", "ca", "da", "de", "el", "en", "es", "eu", "fi", "fr",
		"ga", "hi", "hu", "hy", "id", "it", "lt", "ne", "nl", "no",
		"pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi", NULL};
	return languages;
}

static bool is_greek(gunichar c)
{
	return (c >= 0x370 && c < 0x400) || (c >= 0x1F00 && c < 0x2000);
}

static bool is_hyphen(gunichar c)
{
	return c == '-' || c == 0x2010 || c == 0x2011;
}

static gunichar fold_letter(gunichar c)
{
	gunichar base, mark;

	while (is_greek(c) && g_unichar_decompose(c, &base, &mark) && mark)
		c = base;
	if (c == 0x3C2) /* ς */
		return 0x3C3;
	if (c == 0x451) /* ё */
		return 0x435;
	return c == 0x2019 ? '\'' : c;
}

/* ASCII needs no tables: most words of most mails. NULL: it is not all ASCII. */
static char *fold_ascii(const char *start, gsize length)
{
	char *folded = g_malloc(length + 1), *to = folded;

	for (gsize i = 0; i < length; i++) {
		if ((guchar)start[i] >= 0x80) {
			g_free(folded);
			return NULL;
		}
		if (!is_hyphen((guchar)start[i]))
			*to++ = g_ascii_tolower(start[i]);
	}
	*to = '\0';
	return folded;
}

/* One word in the form in which words are compared. */
static char *fold_word(const char *start, gsize length)
{
	char *ascii = fold_ascii(start, length);
	if (ascii)
		return ascii;
	g_autofree char *lower = g_utf8_strdown(start, length);
	g_autoptr(GString) folded = g_string_sized_new(length);

	for (const char *at = lower; *at; at = g_utf8_next_char(at)) {
		gunichar c = fold_letter(g_utf8_get_char(at));
		if (!is_hyphen(c))
			g_string_append_unichar(folded, c);
	}
	return g_string_free(g_steal_pointer(&folded), FALSE);
}

static bool is_letter(gunichar c)
{
	if (c < 0x80)
		return g_ascii_isalnum(c);
	return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/*
 * Whether the sign at at joins two parts of one word: an apostrophe between letters, a
 * hyphen behind a single letter (e-mail is email, but next-day is two words).
 */
static bool is_joint(const char *start, const char *at)
{
	gunichar c = g_utf8_get_char(at);

	if (!is_letter(g_utf8_get_char(g_utf8_next_char(at))))
		return false;
	return c == '\'' || c == 0x2019 ||
	       (is_hyphen(c) && at == g_utf8_next_char(start) &&
		g_unichar_isalpha(g_utf8_get_char(start)));
}

/* The end of the word that begins at start. */
static const char *word_end(const char *start)
{
	const char *at = start;

	while (*at) {
		if (g_ascii_isalnum(*at))
			at++;
		else if (is_letter(g_utf8_get_char(at)) || is_joint(start, at))
			at = g_utf8_next_char(at);
		else
			break;
	}
	return at;
}

static bool ends_sentence(const char *at)
{
	gunichar c = g_utf8_get_char(at);
	gunichar next = g_utf8_get_char(g_utf8_next_char(at));

	if (c == '\n')
		return next == '\n';
	return strchr(".!?;", (int)MIN(c, 127)) && (next == 0 || g_unichar_isspace(next));
}

/*
 * English negations, also as typed in haste: "haven't" and "havent" are have + not.
 * Returns the verb's part, NULL when word is none.
 */
static char *english_negated(const char *word)
{
	static const char *const bare[] = {
		"dont",	   "doesnt",   "didnt",	 "havent", "hasnt", "cant",
		"wont",	   "isnt",     "wasnt",	 "arent",  "hadnt", "couldnt",
		"wouldnt", "shouldnt", "werent", "cannot", NULL};
	gsize length = strlen(word);

	if (g_str_has_suffix(word, "n't"))
		return g_strndup(word, length - 3);
	if (!g_strv_contains(bare, word))
		return NULL;
	return g_strndup(word, length - (g_str_has_suffix(word, "not") ? 3 : 2));
}

typedef void (*WordHandler)(const char *folded, const char *start, gsize length,
			    void *data);

static void tell_word(const char *language, const char *start, gsize length,
		      WordHandler handler, void *data)
{
	g_autofree char *folded = fold_word(start, length);
	g_autofree char *verb =
		g_str_equal(language, "en") ? english_negated(folded) : NULL;

	handler(verb ? verb : folded, start, length, data);
	if (verb)
		handler("not", start, length, data);
}

/* Calls handler for each word in order, and with NULL at each end of a sentence. */
static void each_word(const char *language, const char *text, WordHandler handler,
		      void *data)
{
	for (const char *at = text; *at;) {
		if (is_letter(g_utf8_get_char(at))) {
			const char *end = word_end(at);
			if (end - at <= WORD_BYTES_MAX)
				tell_word(language, at, end - at, handler, data);
			at = end;
			continue;
		}
		if (ends_sentence(at))
			handler(NULL, at, 0, data);
		at = g_utf8_next_char(at);
	}
}

static const char *stem_of(struct sb_stemmer *stemmer, const char *word)
{
	const sb_symbol *stem =
		sb_stemmer_stem(stemmer, (const sb_symbol *)word, (int)strlen(word));
	return stem ? (const char *)stem : word;
}

StemIndex *stem_index_new(const char *language)
{
	StemIndex *index = g_new0(StemIndex, 1);

	index->language = g_strdup(language);
	index->stemmer = sb_stemmer_new(language, "UTF_8");
	g_assert(index->stemmer);
	index->strings = g_string_chunk_new(4096);
	index->words = g_array_new(FALSE, TRUE, sizeof(StemWord));
	index->sorted = g_array_new(FALSE, FALSE, sizeof(guint));
	index->by_stem = g_hash_table_new(g_str_hash, g_str_equal);
	index->stem_of = g_hash_table_new(NULL, NULL);
	index->texts = g_ptr_array_new_with_free_func(g_free);
	return index;
}

/* A mail repeats its words; each is stemmed once. folded is one of index->strings. */
static const char *known_stem(StemIndex *index, const char *folded)
{
	const char *stem = g_hash_table_lookup(index->stem_of, folded);

	if (stem)
		return stem;
	stem = g_string_chunk_insert_const(index->strings, stem_of(index->stemmer, folded));
	g_hash_table_insert(index->stem_of, (char *)folded, (char *)stem);
	return stem;
}

static void add_word(const char *folded, const char *start, gsize length, void *data)
{
	StemIndex *index = data;
	StemWord word = {.start = start, .length = length, .next = STEM_NOWHERE};

	if (folded) {
		word.folded = g_string_chunk_insert_const(index->strings, folded);
		word.stem = known_stem(index, word.folded);
		word.next = stem_index_last(index, word.stem);
		g_hash_table_insert(index->by_stem, (char *)word.stem,
				    GUINT_TO_POINTER(index->words->len + 1));
	}
	g_array_append_val(index->words, word);
}

void stem_index_add(StemIndex *index, const char *text)
{
	char *kept = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);

	if (!kept)
		return;
	g_ptr_array_add(index->texts, kept);
	each_word(index->language, kept, add_word, index);
	add_word(NULL, kept, 0, index);
}

unsigned text_scripts(const char *text)
{
	unsigned scripts = 0;

	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		if ((guchar)*at < 0x80)
			continue;
		gunichar c = g_utf8_get_char(at);
		GUnicodeScript script = g_unichar_get_script(c);
		if (script == G_UNICODE_SCRIPT_GREEK)
			scripts |= SCRIPT_GREEK;
		else if (script == G_UNICODE_SCRIPT_CYRILLIC)
			scripts |= SCRIPT_CYRILLIC;
		else if (script == G_UNICODE_SCRIPT_COMMON && g_unichar_isalpha(c))
			scripts |= SCRIPT_GREEK; /* the micro sign folds to a mu */
	}
	return scripts;
}

static gint by_folded(gconstpointer a, gconstpointer b, gpointer index)
{
	const GArray *words = ((const StemIndex *)index)->words;
	guint one = *(const guint *)a, two = *(const guint *)b;

	return strcmp(g_array_index(words, StemWord, one).folded,
		      g_array_index(words, StemWord, two).folded);
}

void stem_index_sort(StemIndex *index)
{
	g_array_set_size(index->sorted, 0);
	for (guint at = 0; at < index->words->len; at++)
		if (g_array_index(index->words, StemWord, at).folded)
			g_array_append_val(index->sorted, at);
	g_array_sort_with_data(index->sorted, by_folded, index);
}

guint stem_index_prefix(const StemIndex *index, const char *prefix)
{
	guint low = 0, high = index->sorted->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;
		guint at = g_array_index(index->sorted, guint, middle);
		if (strcmp(g_array_index(index->words, StemWord, at).folded, prefix) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void stem_index_free(StemIndex *index)
{
	if (!index)
		return;
	g_free(index->language);
	sb_stemmer_delete(index->stemmer);
	g_hash_table_unref(index->stem_of);
	g_string_chunk_free(index->strings);
	g_array_unref(index->words);
	g_array_unref(index->sorted);
	g_hash_table_unref(index->by_stem);
	g_ptr_array_unref(index->texts);
	g_free(index);
}

guint stem_index_last(const StemIndex *index, const char *stem)
{
	gpointer last = g_hash_table_lookup(index->by_stem, stem);

	return last ? GPOINTER_TO_UINT(last) - 1 : STEM_NOWHERE;
}
