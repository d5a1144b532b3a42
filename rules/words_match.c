/* words_match.c - whether the words of a words.LANG line are in a mail. */
/* SPDX-License-Identifier: MIT */
#include "rules/words_term.h"

#include <math.h>

#define GAP_WORDS 4 /* what "*" in a phrase stands for at most */

static void slot_enter(Slot *slot, Lexicon *lexicon)
{
	for (guint i = 0; i < slot->alternatives->len; i++) {
		Alternative *wanted = &g_array_index(slot->alternatives, Alternative, i);
		wanted->number = wanted->stem
					 ? lexicon_add_stem(lexicon, wanted->stem)
					 : lexicon_add_prefix(lexicon, wanted->prefix);
	}
}

void word_list_enter(WordList *list, Lexicon *lexicon)
{
	for (guint i = 0; i < list->phrases->len; i++) {
		const Phrase *phrase = list->phrases->pdata[i];
		for (guint j = 0; j < phrase->slots->len; j++)
			slot_enter(phrase->slots->pdata[j], lexicon);
	}
}

/* Long words are rare ones. */
static double expected(const Slot *slot)
{
	double sum = 0;

	for (guint i = 0; i < slot->alternatives->len; i++) {
		const Alternative *wanted =
			&g_array_index(slot->alternatives, Alternative, i);
		const char *text = wanted->stem ? wanted->stem : wanted->prefix;
		sum += exp2(-(double)g_utf8_strlen(text, -1));
	}
	return sum;
}

static gint compare_slots(gconstpointer a, gconstpointer b)
{
	double one = expected(*(Slot *const *)a), two = expected(*(Slot *const *)b);

	return (one > two) - (one < two);
}

double word_list_clue(const WordList *list, guint n, GArray *numbers)
{
	g_autoptr(GPtrArray) slots = g_ptr_array_new();

	for (guint i = 0; i < list->phrases->len; i++) {
		const Phrase *phrase = list->phrases->pdata[i];
		for (guint j = 0; j < phrase->slots->len; j++)
			if (((Slot *)phrase->slots->pdata[j])->alternatives->len)
				g_ptr_array_add(slots, phrase->slots->pdata[j]);
	}
	g_ptr_array_sort(slots, compare_slots);
	if (n >= slots->len)
		return -1;
	const Slot *slot = slots->pdata[n];
	for (guint i = 0; i < slot->alternatives->len; i++)
		g_array_append_val(
			numbers,
			g_array_index(slot->alternatives, Alternative, i).number);
	return expected(slot);
}

static bool slot_fits(const Slot *slot, const WordIndex *index, const WordPlace *place)
{
	for (guint i = 0; i < slot->alternatives->len; i++) {
		const Alternative *wanted =
			&g_array_index(slot->alternatives, Alternative, i);
		if (wanted->stem ? wanted->number == place->numbers.stem
				 : word_begins(index, place, wanted->number))
			return true;
	}
	return false;
}

static const WordPlace *place_at(const WordIndex *index, guint position)
{
	return &index->places[position];
}

/* Where the phrase from its slot-th word on ends when it starts at position; else
 * WORD_NOWHERE. */
static guint phrase_end(const Phrase *phrase, guint slot, const WordIndex *index,
			guint position)
{
	for (; slot < phrase->slots->len; slot++, position++) {
		const Slot *wanted = phrase->slots->pdata[slot];
		if (!wanted->alternatives->len)
			break;
		if (position >= index->count)
			return WORD_NOWHERE;
		const WordPlace *place = place_at(index, position);
		if (place->ends || !slot_fits(wanted, index, place))
			return WORD_NOWHERE;
	}
	if (slot == phrase->slots->len)
		return position;
	for (guint gap = 0; gap <= GAP_WORDS; gap++) {
		guint end = phrase_end(phrase, slot + 1, index, position + gap);
		if (end != WORD_NOWHERE)
			return end;
		if (position + gap >= index->count ||
		    place_at(index, position + gap)->ends)
			return WORD_NOWHERE;
	}
	return WORD_NOWHERE;
}

static void tell_found(const WordIndex *index, guint start, guint end, GString *found)
{
	const WordPlace *first = place_at(index, start), *last = place_at(index, end - 1);

	if (found->len)
		g_string_append(found, ", ");
	g_string_append_len(found, first->start,
			    last->start + last->length - first->start);
}

static bool phrase_found_at(const Phrase *phrase, const WordIndex *index, guint start,
			    GString *found)
{
	guint end = phrase_end(phrase, 0, index, start);

	if (end == WORD_NOWHERE)
		return false;
	if (found)
		tell_found(index, start, end, found);
	return true;
}

static bool stem_found(const Phrase *phrase, const WordIndex *index, guint stem,
		       GString *found)
{
	guint at = word_index_last(index, stem);

	for (; at != WORD_NOWHERE; at = place_at(index, at)->before - 1)
		if (phrase_found_at(phrase, index, at, found))
			return true;
	return false;
}

static bool prefix_found(const Phrase *phrase, const WordIndex *index, guint prefix,
			 GString *found)
{
	for (guint i = 0; i < index->beginning->len; i++) {
		guint at = g_array_index(index->beginning, guint, i);
		if (word_begins(index, place_at(index, at), prefix) &&
		    phrase_found_at(phrase, index, at, found))
			return true;
	}
	return false;
}

static bool phrase_found(const Phrase *phrase, const WordIndex *index, GString *found)
{
	const Slot *first = phrase->slots->pdata[0];

	for (guint i = 0; i < first->alternatives->len; i++) {
		const Alternative *wanted =
			&g_array_index(first->alternatives, Alternative, i);
		if (wanted->stem ? stem_found(phrase, index, wanted->number, found)
				 : prefix_found(phrase, index, wanted->number, found))
			return true;
	}
	return false;
}

bool word_list_match(const WordList *list, const WordIndex *index, GString *found)
{
	for (guint i = 0; i < list->phrases->len; i++)
		if (!phrase_found(list->phrases->pdata[i], index, found))
			return false;
	return true;
}
