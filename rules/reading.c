/* reading.c - one mail as the rules read it: cut, folded and stemmed once, when first
 * asked. */
/* SPDX-License-Identifier: MIT */
#include "rules/reading.h"

#include <string.h>

static void free_index(gpointer index)
{
	stem_index_free(index);
}

Reading *reading_new(const RulesInput *input)
{
	Reading *reading = g_new0(Reading, 1);

	reading->input = input;
	reading->leader = "";
	reading->matcher = matcher_new();
	reading->stems = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_index);
	return reading;
}

void reading_free(Reading *reading)
{
	if (!reading)
		return;
	for (int i = 0; i < READING_TEXTS; i++)
		g_free(reading->texts[i]);
	matcher_free(reading->matcher);
	g_hash_table_unref(reading->stems);
	g_free(reading);
}

char *reading_cut(const char *text)
{
	gsize length = strlen(text);
	bool is_cut = length > READING_BYTES_MAX;

	if (is_cut)
		length = g_utf8_find_prev_char(text, text + READING_BYTES_MAX) - text;
	g_autofree char *valid = g_utf8_make_valid(text, length);
	g_autofree char *folded = g_utf8_normalize(valid, -1, G_NORMALIZE_NFC);
	return g_strconcat(folded, is_cut ? "…" : NULL, NULL);
}

static const char *raw_text(const Message *message, ReadingText which)
{
	const char *text = which == READING_SUBJECT ? message->subject
			   : which == READING_TEXT  ? message->reply_text
						    : message->quoted_text;
	return text ? text : "";
}

const char *reading_text(Reading *reading, ReadingText which)
{
	if (!reading->texts[which])
		reading->texts[which] =
			reading_cut(raw_text(reading->input->message, which));
	return reading->texts[which];
}

bool reading_has_scripts(Reading *reading, unsigned scripts)
{
	if (!reading->scripts_known)
		reading->scripts = text_scripts(reading_text(reading, READING_SUBJECT)) |
				   text_scripts(reading_text(reading, READING_TEXT));
	reading->scripts_known = true;
	return (scripts & ~reading->scripts) == 0;
}

const StemIndex *reading_stems(Reading *reading, const char *language)
{
	StemIndex *index = g_hash_table_lookup(reading->stems, language);

	if (index)
		return index;
	index = stem_index_new(language);
	stem_index_add(index, reading_text(reading, READING_SUBJECT));
	stem_index_add(index, reading_text(reading, READING_TEXT));
	stem_index_sort(index);
	g_hash_table_insert(reading->stems, index->language, index);
	return index;
}
