/* reading.c - one mail as the rules read it: cut, folded and stemmed once. */
/* SPDX-License-Identifier: MIT */
#include "rules/reading.h"
#include "rules/fold.h"
#include "rules/rule_index.h"

#include <string.h>

static void free_index(gpointer index)
{
	word_index_free(index);
}

Reading *reading_new(const RulesInput *input, const RuleIndex *index)
{
	Reading *reading = g_new0(Reading, 1);

	reading->input = input;
	reading->index = index;
	reading->leader = "";
	reading->matcher = matcher_new();
	reading->words = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_index);
	return reading;
}

void reading_free(Reading *reading)
{
	if (!reading)
		return;
	for (int i = 0; i < READING_TEXTS; i++)
		g_free(reading->texts[i]);
	matcher_free(reading->matcher);
	g_hash_table_unref(reading->words);
	tokens_free(reading->tokens);
	g_free(reading->clues);
	g_free(reading->rules);
	g_free(reading);
}

char *reading_cut(const char *text)
{
	gsize length = strlen(text);
	bool is_cut = length > READING_BYTES_MAX;

	if (is_cut)
		length = g_utf8_find_prev_char(text, text + READING_BYTES_MAX) - text;
	if (!is_cut && g_utf8_validate(text, (gssize)length, NULL) &&
	    fold_is_composed(text, length))
		return g_strdup(text);
	g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
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

WordIndex *reading_words(Reading *reading, const char *language)
{
	WordIndex *index = g_hash_table_lookup(reading->words, language);

	if (index)
		return index;
	if (!reading->tokens) {
		reading->tokens = tokens_new();
		tokens_add(reading->tokens, reading_text(reading, READING_SUBJECT));
		tokens_add(reading->tokens, reading_text(reading, READING_TEXT));
	}
	index = word_index_new(rule_index_memory(reading->index, language),
			       reading->tokens);
	g_hash_table_insert(reading->words, (char *)language, index);
	return index;
}
