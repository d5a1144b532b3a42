/* stem.c - words in any inflected form, by Snowball's stemmers. */
/* SPDX-License-Identifier: MIT */
/*
 * A stemmer knows the endings of one alphabet, and leaves the words of others as they
 * are. Those are not even shown to it: most mails are in one language, and most rules in
 * several.
 */
#include "rules/stem.h"

#include <libstemmer.h>
#include <stdbool.h>
#include <string.h>

struct Stemmer {
	struct sb_stemmer *snowball;
	bool (*changes)(const char *word); /* NULL: perhaps every word */
	bool english;
};

const char *const *stem_languages(void)
{
	static const char *const languages[] = {
		"ar", "ca", "da", "de", "el", "en", "es", "eu", "fi", "fr",
		"ga", "hi", "hu", "hy", "id", "it", "lt", "ne", "nl", "no",
		"pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi", NULL};
	return languages;
}

static bool has_lead(const char *word, guchar first, guchar last)
{
	for (; *word; word++)
		if ((guchar)*word >= first && (guchar)*word <= last)
			return true;
	return false;
}

static bool has_latin(const char *word)
{
	for (; *word; word++)
		if ((guchar)*word < 0x80 ||
		    ((guchar)*word >= 0xC2 && (guchar)*word < 0xCE) ||
		    ((guchar)*word >= 0xE1 && (guchar)*word < 0xF0))
			return true;
	return false;
}

static bool has_cyrillic(const char *word)
{
	return has_lead(word, 0xD0, 0xD4);
}

static bool has_greek(const char *word)
{
	return has_lead(word, 0xCD, 0xCF) || has_lead(word, 0xE1, 0xE1);
}

Stemmer *stemmer_new(const char *language)
{
	static const char *const latin[] = {"ca", "da", "de", "en", "es", "eu", "fi",
					    "fr", "ga", "hu", "id", "it", "lt", "nl",
					    "no", "pt", "ro", "sv", "tr", NULL};
	Stemmer *stemmer = g_new0(Stemmer, 1);

	stemmer->snowball = sb_stemmer_new(language, "UTF_8");
	g_assert(stemmer->snowball);
	stemmer->english = g_str_equal(language, "en");
	if (g_str_equal(language, "ru"))
		stemmer->changes = has_cyrillic;
	else if (g_str_equal(language, "el"))
		stemmer->changes = has_greek;
	else if (g_strv_contains(latin, language))
		stemmer->changes = has_latin;
	return stemmer;
}

void stemmer_free(Stemmer *stemmer)
{
	if (!stemmer)
		return;
	sb_stemmer_delete(stemmer->snowball);
	g_free(stemmer);
}

const char *stemmer_stem(Stemmer *stemmer, const char *word)
{
	if (stemmer->changes && !stemmer->changes(word))
		return word;
	const sb_symbol *stem = sb_stemmer_stem(
		stemmer->snowball, (const sb_symbol *)word, (int)strlen(word));
	return stem ? (const char *)stem : word;
}

char *stemmer_negated(const Stemmer *stemmer, const char *word)
{
	static const char *const bare[] = {
		"dont",	   "doesnt",   "didnt",	 "havent", "hasnt", "cant",
		"wont",	   "isnt",     "wasnt",	 "arent",  "hadnt", "couldnt",
		"wouldnt", "shouldnt", "werent", "cannot", NULL};
	gsize length = strlen(word);

	if (!stemmer->english || length < 3 || word[length - 1] != 't')
		return NULL;
	if (g_str_has_suffix(word, "n't"))
		return g_strndup(word, length - 3);
	if (!g_strv_contains(bare, word))
		return NULL;
	return g_strndup(word, length - (g_str_has_suffix(word, "not") ? 3 : 2));
}
