/* feature.c - a text as hashed features: its words, word pairs and pieces of words. */
/* SPDX-License-Identifier: MIT */
/*
 * Words carry the meaning, pieces survive typing errors and unknown endings, pairs see
 * "card … not working" across what stands between. A hash takes the place of a
 * dictionary: equal features of any two texts have equal hashes, on any machine.
 */
#include "rules/feature.h"

#include <libstemmer.h>
#include <string.h>

#define WORD_BYTES_MAX 96 /* longer runs are no words of a language */
#define PAIR_REACH     4  /* words to the right */

/* One text, taken apart. */
typedef struct {
	GPtrArray *words; /* char*, folded */
	GPtrArray *stems; /* char* */
} Words;

/* Gets every feature once for each place where it stands. name: as people write it. */
typedef void (*Visit)(void *data, guint32 hash, FeatureView view, const char *first,
		      gsize first_length, const char *second);

typedef struct {
	struct sb_stemmer *latin, *cyrillic, *greek;
} Stemmers;

/* FNV-1a, mixed at the end so that short words fill all bits. */
static guint32 hash_bytes(guint32 seed, const char *bytes, gsize length)
{
	guint64 hash = 0xcbf29ce484222325u ^ seed;

	for (gsize i = 0; i < length; i++)
		hash = (hash ^ (guchar)bytes[i]) * 0x100000001b3u;
	hash ^= hash >> 29;
	hash *= 0xbf58476d1ce4e5b9u;
	return (guint32)(hash >> 32);
}

static guint32 hash_two(FeatureView view, guint32 a, guint32 b)
{
	guint32 first = GUINT32_TO_LE(a), second = GUINT32_TO_LE(b);
	char both[2 * sizeof(guint32)] = "";

	memcpy(both, &first, sizeof(first));
	memcpy(both + sizeof(first), &second, sizeof(second));
	return hash_bytes(view + 1, both, sizeof(both));
}

static void word_end(GPtrArray *words, GString *word)
{
	if (word->len && words->len < FEATURE_WORDS_MAX)
		g_ptr_array_add(words, g_strdup(word->str));
	g_string_truncate(word, 0);
}

/* Accents go, but й is a letter of its own and its endings need it. */
static void letter_add(GString *word, gunichar letter)
{
	if (letter == 0x306 && word->len >= 2 &&
	    g_str_has_suffix(word->str, "\xd0\xb8")) {
		g_string_truncate(word, word->len - 2);
		g_string_append_unichar(word, 0x439);
	} else if (!g_unichar_ismark(letter)) {
		g_string_append_unichar(word, letter);
	}
}

static bool belongs_to_word(gunichar letter)
{
	return g_unichar_isalnum(letter) || g_unichar_ismark(letter) || letter == '_';
}

/* hasn't is one word, as people who leave the apostrophe out write it. */
static bool is_apostrophe(gunichar letter)
{
	return letter == '\'' || letter == 0x2019;
}

static void words_add(GPtrArray *words, const char *text)
{
	gsize length = strlen(text);
	if (length > FEATURE_BYTES_MAX)
		length = g_utf8_find_prev_char(text, text + FEATURE_BYTES_MAX) - text;
	g_autofree char *wide = g_utf8_normalize(text, (gssize)length, G_NORMALIZE_ALL);
	g_autofree char *low = wide ? g_utf8_casefold(wide, -1) : g_strdup("");
	g_autofree char *plain = g_utf8_normalize(low, -1, G_NORMALIZE_ALL);
	g_autoptr(GString) word = g_string_new(NULL);

	for (const char *at = plain; *at; at = g_utf8_next_char(at)) {
		gunichar letter = g_utf8_get_char(at);
		if (belongs_to_word(letter) && word->len < WORD_BYTES_MAX)
			letter_add(word, letter);
		else if (!is_apostrophe(letter) && !belongs_to_word(letter))
			word_end(words, word);
		if (letter == '?' && words->len < FEATURE_WORDS_MAX)
			g_ptr_array_add(words, g_strdup("?"));
	}
	word_end(words, word);
}

static struct sb_stemmer *stemmer_of(struct sb_stemmer **stemmer, const char *language)
{
	if (!*stemmer && *language)
		*stemmer = sb_stemmer_new(language, NULL);
	return *stemmer;
}

static char *stem_of(Stemmers *stemmers, const char *word, const char *latin)
{
	gunichar letter = g_utf8_get_char(word);
	struct sb_stemmer *stemmer = letter < 0x250 ? stemmer_of(&stemmers->latin, latin)
				     : letter >= 0x370 && letter < 0x400
					     ? stemmer_of(&stemmers->greek, "el")
				     : letter >= 0x400 && letter < 0x530
					     ? stemmer_of(&stemmers->cyrillic, "ru")
					     : NULL;
	const sb_symbol *stem =
		stemmer ? sb_stemmer_stem(stemmer, (const sb_symbol *)word,
					  (int)strlen(word))
			: NULL;
	return stem ? g_strndup((const char *)stem, sb_stemmer_length(stemmer))
		    : g_strdup(word);
}

static void stemmer_free(struct sb_stemmer *stemmer)
{
	if (stemmer)
		sb_stemmer_delete(stemmer);
}

static void words_take(Words *words, const char *subject, const char *text,
		       const char *latin)
{
	Stemmers stemmers = {0};

	words->words = g_ptr_array_new_with_free_func(g_free);
	words->stems = g_ptr_array_new_with_free_func(g_free);
	words_add(words->words, subject ? subject : "");
	words_add(words->words, text ? text : "");
	for (guint i = 0; i < words->words->len; i++)
		g_ptr_array_add(words->stems,
				stem_of(&stemmers, words->words->pdata[i], latin));
	stemmer_free(stemmers.latin);
	stemmer_free(stemmers.cyrillic);
	stemmer_free(stemmers.greek);
}

static void words_drop(Words *words)
{
	g_ptr_array_unref(words->words);
	g_ptr_array_unref(words->stems);
}

/* The pieces of " word ", so that a beginning is another piece than a middle. */
static void visit_pieces(const char *word, Visit visit, void *data)
{
	gsize starts[WORD_BYTES_MAX + 8];
	guint letters = 0;
	char padded[WORD_BYTES_MAX + 16] = "";

	g_snprintf(padded, sizeof(padded), " %s ", word);
	for (const char *at = padded; *at; at = g_utf8_next_char(at))
		starts[letters++] = at - padded;
	starts[letters] = strlen(padded);
	for (guint i = 0; i < letters; i++) {
		for (guint n = 2; n <= 5 && i + n <= letters; n++) {
			const char *piece = padded + starts[i];
			gsize length = starts[i + n] - starts[i];
			FeatureView view = n == 4 ? FEATURE_FOUR : FEATURE_PIECE;
			visit(data, hash_bytes(100 + n, piece, length), view, piece,
			      length, NULL);
		}
	}
}

static void visit_words(const Words *words, Visit visit, void *data)
{
	guint count = words->stems->len;
	g_autofree guint32 *hashes = g_new0(guint32, count + 1);

	for (guint i = 0; i < count; i++) {
		const char *stem = words->stems->pdata[i];
		hashes[i] = hash_bytes(0, stem, strlen(stem));
	}
	for (guint i = 0; i < count; i++) {
		const char *word = words->words->pdata[i];
		visit(data, hashes[i], FEATURE_WORD, word, strlen(word), NULL);
		visit(data, hash_two(FEATURE_NEXT, i ? hashes[i - 1] : 0, hashes[i]),
		      FEATURE_NEXT, i ? words->words->pdata[i - 1] : "^",
		      i ? strlen(words->words->pdata[i - 1]) : 1, word);
		for (guint j = i + 1; j < count && j <= i + PAIR_REACH; j++)
			visit(data,
			      hash_two(FEATURE_PAIR, MIN(hashes[i], hashes[j]),
				       MAX(hashes[i], hashes[j])),
			      FEATURE_PAIR, word, strlen(word), words->words->pdata[j]);
		visit_pieces(word, visit, data);
	}
}

static void collect(void *data, guint32 hash, FeatureView view, const char *first,
		    gsize first_length, const char *second)
{
	Feature feature = {hash, 1, (guint16)view};

	g_array_append_val((GArray *)data, feature);
}

static int by_hash(const void *a, const void *b)
{
	const Feature *one = a, *two = b;

	return one->hash < two->hash ? -1 : one->hash > two->hash;
}

GArray *features_of(const char *subject, const char *text, const char *latin)
{
	GArray *features = g_array_sized_new(FALSE, FALSE, sizeof(Feature), 512);
	Words words;

	words_take(&words, subject, text, latin);
	visit_words(&words, collect, features);
	words_drop(&words);
	g_array_sort(features, by_hash);
	guint kept = 0;
	for (guint i = 0; i < features->len; i++) {
		Feature *one = &g_array_index(features, Feature, i);
		Feature *last = &g_array_index(features, Feature, kept ? kept - 1 : 0);
		if (kept && last->hash == one->hash)
			last->count++;
		else
			g_array_index(features, Feature, kept++) = *one;
	}
	g_array_set_size(features, kept);
	return features;
}

typedef struct {
	const GHashTable *wanted;
	GHashTable *names;
} Naming;

static void name_one(void *data, guint32 hash, FeatureView view, const char *first,
		     gsize first_length, const char *second)
{
	Naming *naming = data;
	gpointer key = GUINT_TO_POINTER(hash);

	if (!g_hash_table_contains((GHashTable *)naming->wanted, key) ||
	    g_hash_table_contains(naming->names, key))
		return;
	g_autofree char *word = g_strndup(first, first_length);
	char *name = view == FEATURE_NEXT   ? g_strdup_printf("%s %s", word, second)
		     : view == FEATURE_PAIR ? g_strdup_printf("%s … %s", word, second)
		     : view == FEATURE_WORD
			     ? g_strdup(word)
			     : g_strdup_printf("%s%s%s", *word == ' ' ? "" : "…",
					       g_strchug(word),
					       g_str_has_suffix(word, " ") ? "" : "…");
	g_hash_table_insert(naming->names, key, g_strchomp(name));
}

void features_name(const char *subject, const char *text, const char *latin,
		   const GHashTable *wanted, GHashTable *names)
{
	Naming naming = {wanted, names};
	Words words;

	words_take(&words, subject, text, latin);
	visit_words(&words, name_one, &naming);
	words_drop(&words);
}
