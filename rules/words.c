/* words.c - the value of a words.LANG line: which words must be there. */
/* SPDX-License-Identifier: MIT */
/*
 *	list   = term *(SP term)
 *	term   = slot | DQUOTE slot *(SP (slot | "*")) DQUOTE
 *	slot   = word *("|" word)
 *	word   = letters ["*"]
 */
#include "mail/error.h"
#include "rules/stem.h"
#include "rules/tokens.h"
#include "rules/words_term.h"

#include <string.h>

#define GAPS_MAX   2 /* "*" in one phrase: bounds the search */
#define PREFIX_MIN 3 /* letters before the "*" of a word */

static void alternative_clear(gpointer data)
{
	Alternative *alternative = data;

	g_free(alternative->stem);
	g_free(alternative->prefix);
}

static Slot *slot_new(void)
{
	Slot *slot = g_new0(Slot, 1);

	slot->alternatives = g_array_new(FALSE, TRUE, sizeof(Alternative));
	g_array_set_clear_func(slot->alternatives, alternative_clear);
	return slot;
}

static void slot_free(gpointer data)
{
	Slot *slot = data;

	g_array_unref(slot->alternatives);
	g_free(slot);
}

static Phrase *phrase_new(void)
{
	Phrase *phrase = g_new0(Phrase, 1);

	phrase->slots = g_ptr_array_new_with_free_func(slot_free);
	return phrase;
}

static void phrase_free(gpointer data)
{
	Phrase *phrase = data;

	if (!phrase)
		return;
	g_ptr_array_unref(phrase->slots);
	g_free(phrase);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Phrase, phrase_free)

static void slot_add(Slot *slot, const char *stem, const char *prefix)
{
	Alternative added = {.stem = g_strdup(stem), .prefix = g_strdup(prefix)};

	g_array_append_val(slot->alternatives, added);
}

/* The folded words of text, NULL for each end of a sentence but the last. */
static GPtrArray *words_of(Stemmer *stemmer, const char *text)
{
	g_autofree char *composed = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
	g_autoptr(Tokens) tokens = tokens_new();
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);

	tokens_add(tokens, composed ? composed : "");
	for (guint i = 0; i + 1 < tokens->tokens->len; i++) {
		guint number = g_array_index(tokens->tokens, Token, i).word;
		const char *word =
			number == TOKEN_END ? NULL : tokens->words->pdata[number];
		char *verb = word ? stemmer_negated(stemmer, word) : NULL;
		g_ptr_array_add(words, verb ? verb : g_strdup(word));
		if (verb)
			g_ptr_array_add(words, g_strdup("not"));
	}
	return words;
}

/* One word of a slot. A word that is several (haven't:
 * have not) is a phrase of its own. */
static bool read_word(Phrase *phrase, Slot *slot, Stemmer *stemmer, const char *text,
		      bool alone, GError **error)
{
	bool is_prefix = g_str_has_suffix(text, "*");
	g_autoptr(GPtrArray) words = words_of(stemmer, text);
	guint count = words->len;

	if (count > 1 && alone && !is_prefix) {
		for (guint i = 0; i + 1 < count && words->pdata[i]; i++) {
			Slot *before = slot_new();
			slot_add(before, stemmer_stem(stemmer, words->pdata[i]), NULL);
			g_ptr_array_add(phrase->slots, before);
		}
	} else if (count != 1) {
		g_set_error(
			error, POSTDESK_ERROR, POSTDESK_INVALID,
			"%s is not one word; write words with spaces between them, and "
			"\"two words\" that follow each other in quotes",
			*text ? text : "an empty alternative");
		return false;
	}
	const char *word = words->pdata[count - 1];
	if (!word) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID, "%s is not a word",
			    text);
		return false;
	}
	if (is_prefix && g_utf8_strlen(word, -1) < PREFIX_MIN) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "%s is too short; write at least %d letters before the *",
			    text, PREFIX_MIN);
		return false;
	}
	if (is_prefix)
		slot_add(slot, NULL, word);
	else
		slot_add(slot, stemmer_stem(stemmer, word), NULL);
	return true;
}

static bool read_gap(Phrase *phrase, GError **error)
{
	if (!phrase->slots->len || ++phrase->gaps > GAPS_MAX) {
		g_set_error(
			error, POSTDESK_ERROR, POSTDESK_INVALID,
			"write * only between the words of a phrase, at most %d times",
			GAPS_MAX);
		return false;
	}
	g_ptr_array_add(phrase->slots, slot_new());
	return true;
}

static bool read_slot(Phrase *phrase, Stemmer *stemmer, const char *text, GError **error)
{
	if (g_str_equal(text, "*"))
		return read_gap(phrase, error);
	g_auto(GStrv) words = g_strsplit(text, "|", -1);
	Slot *slot = slot_new();
	bool good = true;
	for (guint i = 0; words[i] && good; i++)
		good = read_word(phrase, slot, stemmer, words[i], !words[1], error);
	g_ptr_array_add(phrase->slots, slot);
	return good;
}

static Phrase *read_phrase(Stemmer *stemmer, const char *text, GError **error)
{
	g_auto(GStrv) slots = g_strsplit_set(text, " \t", -1);
	g_autoptr(Phrase) phrase = phrase_new();

	for (guint i = 0; slots[i]; i++)
		if (*slots[i] && !read_slot(phrase, stemmer, slots[i], error))
			return NULL;
	guint count = phrase->slots->len;
	if (!count || !((Slot *)phrase->slots->pdata[count - 1])->alternatives->len) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "a phrase begins and ends with a word");
		return NULL;
	}
	return g_steal_pointer(&phrase);
}

/* The term that begins at text, without its quotes; *rest is what follows. */
static char *cut_term(const char *text, const char **rest, GError **error)
{
	bool quoted = *text == '"';
	gsize length = strcspn(text + quoted, quoted ? "\"" : " \t\"");
	const char *end = text + quoted + length;

	if (quoted && !*end) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "the quote is not closed; write %s\"", text);
		return NULL;
	}
	*rest = end + quoted;
	if (**rest && !strchr(" \t", **rest)) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "a space is missing before %s; alternatives of whole"
			    " phrases go on lines of their own",
			    *rest);
		return NULL;
	}
	return g_strndup(text + quoted, length);
}

WordList *word_list_new(const char *language, const char *value, GError **error)
{
	g_autoptr(WordList) list = g_new0(WordList, 1);
	g_autoptr(Stemmer) stemmer = stemmer_new(language);
	const char *at = value + strspn(value, " \t");

	list->phrases = g_ptr_array_new_with_free_func(phrase_free);
	while (*at) {
		g_autofree char *term = cut_term(at, &at, error);
		Phrase *phrase = term ? read_phrase(stemmer, term, error) : NULL;
		if (!phrase)
			return NULL;
		g_ptr_array_add(list->phrases, phrase);
		at += strspn(at, " \t");
	}
	if (!list->phrases->len) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "no words; write the words that must all be there");
		return NULL;
	}
	return g_steal_pointer(&list);
}

void word_list_free(WordList *list)
{
	if (!list)
		return;
	g_ptr_array_unref(list->phrases);
	g_free(list);
}
