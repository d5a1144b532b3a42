/* words.c - the value of a words.LANG line: which words must be there. */
/* SPDX-License-Identifier: MIT */
/*
 *	list   = term *(SP term)
 *	term   = slot | DQUOTE slot *(SP (slot | "*")) DQUOTE
 *	slot   = word *("|" word)
 *	word   = letters ["*"]
 */
#include "rules/words.h"

#include <string.h>

#include "mail/error.h"

#define GAP_WORDS  4 /* what "*" in a phrase stands for at most */
#define GAPS_MAX   2 /* "*" in one phrase: bounds the search */
#define PREFIX_MIN 3 /* letters before the "*" of a word */

typedef struct {
	char *stem;   /* or */
	char *prefix; /* of the folded word */
} Alternative;

typedef struct {
	GArray *alternatives; /* Alternative; empty: up to GAP_WORDS of any words */
} Slot;

typedef struct {
	GPtrArray *slots; /* Slot* */
	guint gaps;
} Phrase;

struct WordList {
	GPtrArray *phrases; /* Phrase* */
	unsigned scripts;   /* a text without one of these cannot match */
};

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

static void slot_add(Slot *slot, const StemWord *word, bool is_prefix)
{
	guint count = slot->alternatives->len;

	g_array_set_size(slot->alternatives, count + 1);
	Alternative *added = &g_array_index(slot->alternatives, Alternative, count);
	if (is_prefix)
		added->prefix = g_strdup(word->folded);
	else
		added->stem = g_strdup(word->stem);
}

/* One word of a slot. A word that is several (haven't: have not) is a phrase of its own.
 */
static bool read_word(Phrase *phrase, Slot *slot, const char *language, const char *text,
		      bool alone, GError **error)
{
	bool is_prefix = g_str_has_suffix(text, "*");
	g_autoptr(StemIndex) index = stem_index_new(language);

	stem_index_add(index, text);
	guint count = index->words->len - 1; /* the last is the end of the text */
	if (count > 1 && alone && !is_prefix) {
		for (guint i = 0; i + 1 < count; i++) {
			Slot *before = slot_new();
			slot_add(before, &g_array_index(index->words, StemWord, i),
				 false);
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
	const StemWord *word = &g_array_index(index->words, StemWord, count - 1);
	if (!word->folded) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID, "%s is not a word",
			    text);
		return false;
	}
	if (is_prefix && g_utf8_strlen(word->folded, -1) < PREFIX_MIN) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "%s is too short; write at least %d letters before the *",
			    text, PREFIX_MIN);
		return false;
	}
	slot_add(slot, word, is_prefix);
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

static bool read_slot(Phrase *phrase, const char *language, const char *text,
		      GError **error)
{
	if (g_str_equal(text, "*"))
		return read_gap(phrase, error);
	g_auto(GStrv) words = g_strsplit(text, "|", -1);
	Slot *slot = slot_new();
	bool good = true;
	for (guint i = 0; words[i] && good; i++)
		good = read_word(phrase, slot, language, words[i], !words[1], error);
	g_ptr_array_add(phrase->slots, slot);
	return good;
}

static Phrase *read_phrase(const char *language, const char *text, GError **error)
{
	g_auto(GStrv) slots = g_strsplit_set(text, " \t", -1);
	g_autoptr(Phrase) phrase = phrase_new();

	for (guint i = 0; slots[i]; i++)
		if (*slots[i] && !read_slot(phrase, language, slots[i], error))
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
			    "a space is missing before %s; alternatives of whole phrases "
			    "go on "
			    "lines of their own",
			    *rest);
		return NULL;
	}
	return g_strndup(text + quoted, length);
}

/* What every alternative of a word is written in. */
static unsigned slot_scripts(const Slot *slot)
{
	unsigned scripts = slot->alternatives->len ? ~0u : 0;

	for (guint i = 0; i < slot->alternatives->len; i++) {
		const Alternative *wanted =
			&g_array_index(slot->alternatives, Alternative, i);
		scripts &= text_scripts(wanted->stem ? wanted->stem : wanted->prefix);
	}
	return scripts;
}

static unsigned phrase_scripts(const Phrase *phrase)
{
	unsigned scripts = 0;

	for (guint i = 0; i < phrase->slots->len; i++)
		scripts |= slot_scripts(phrase->slots->pdata[i]);
	return scripts;
}

WordList *word_list_new(const char *language, const char *value, GError **error)
{
	g_autoptr(WordList) list = g_new0(WordList, 1);
	const char *at = value + strspn(value, " \t");

	list->phrases = g_ptr_array_new_with_free_func(phrase_free);
	while (*at) {
		g_autofree char *term = cut_term(at, &at, error);
		Phrase *phrase = term ? read_phrase(language, term, error) : NULL;
		if (!phrase)
			return NULL;
		g_ptr_array_add(list->phrases, phrase);
		list->scripts |= phrase_scripts(phrase);
		at += strspn(at, " \t");
	}
	if (!list->phrases->len) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "no words; write the words that must all be there");
		return NULL;
	}
	return g_steal_pointer(&list);
}

unsigned word_list_scripts(const WordList *list)
{
	return list->scripts;
}

void word_list_free(WordList *list)
{
	if (!list)
		return;
	g_ptr_array_unref(list->phrases);
	g_free(list);
}

static bool slot_fits(const Slot *slot, const StemWord *word)
{
	for (guint i = 0; i < slot->alternatives->len; i++) {
		const Alternative *wanted =
			&g_array_index(slot->alternatives, Alternative, i);
		if (wanted->stem ? g_str_equal(wanted->stem, word->stem)
				 : g_str_has_prefix(word->folded, wanted->prefix))
			return true;
	}
	return false;
}

/* Where the phrase from its slot-th word on ends when it starts at position; else
 * STEM_NOWHERE. */
static guint phrase_end(const Phrase *phrase, guint slot, const StemIndex *index,
			guint position)
{
	for (; slot < phrase->slots->len; slot++, position++) {
		const Slot *wanted = phrase->slots->pdata[slot];
		if (!wanted->alternatives->len)
			break;
		if (position >= index->words->len)
			return STEM_NOWHERE;
		const StemWord *word = &g_array_index(index->words, StemWord, position);
		if (!word->stem || !slot_fits(wanted, word))
			return STEM_NOWHERE;
	}
	if (slot == phrase->slots->len)
		return position;
	for (guint gap = 0; gap <= GAP_WORDS; gap++) {
		guint end = phrase_end(phrase, slot + 1, index, position + gap);
		if (end != STEM_NOWHERE)
			return end;
		if (position + gap >= index->words->len ||
		    !g_array_index(index->words, StemWord, position + gap).stem)
			return STEM_NOWHERE;
	}
	return STEM_NOWHERE;
}

static void tell_found(const StemIndex *index, guint start, guint end, GString *found)
{
	const StemWord *first = &g_array_index(index->words, StemWord, start);
	const StemWord *last = &g_array_index(index->words, StemWord, end - 1);

	if (found->len)
		g_string_append(found, ", ");
	g_string_append_len(found, first->start,
			    last->start + last->length - first->start);
}

static bool phrase_found_at(const Phrase *phrase, const StemIndex *index, guint start,
			    GString *found)
{
	guint end = phrase_end(phrase, 0, index, start);

	if (end == STEM_NOWHERE)
		return false;
	if (found)
		tell_found(index, start, end, found);
	return true;
}

static bool stem_found(const Phrase *phrase, const StemIndex *index, const char *stem,
		       GString *found)
{
	guint at = stem_index_last(index, stem);

	for (; at != STEM_NOWHERE; at = g_array_index(index->words, StemWord, at).next)
		if (phrase_found_at(phrase, index, at, found))
			return true;
	return false;
}

/* Of the words with this prefix the first in the text that the phrase begins with. */
static bool prefix_found(const Phrase *phrase, const StemIndex *index, const char *prefix,
			 GString *found)
{
	guint first = STEM_NOWHERE;

	for (guint i = stem_index_prefix(index, prefix); i < index->sorted->len; i++) {
		guint at = g_array_index(index->sorted, guint, i);
		if (!g_str_has_prefix(g_array_index(index->words, StemWord, at).folded,
				      prefix))
			break;
		if (at < first && phrase_found_at(phrase, index, at, NULL))
			first = at;
	}
	return first != STEM_NOWHERE && phrase_found_at(phrase, index, first, found);
}

static bool phrase_found(const Phrase *phrase, const StemIndex *index, GString *found)
{
	const Slot *first = phrase->slots->pdata[0];

	for (guint i = 0; i < first->alternatives->len; i++) {
		const Alternative *wanted =
			&g_array_index(first->alternatives, Alternative, i);
		if (wanted->stem ? stem_found(phrase, index, wanted->stem, found)
				 : prefix_found(phrase, index, wanted->prefix, found))
			return true;
	}
	return false;
}

bool word_list_match(const WordList *list, const StemIndex *index, GString *found)
{
	for (guint i = 0; i < list->phrases->len; i++)
		if (!phrase_found(list->phrases->pdata[i], index, found))
			return false;
	return true;
}
