/* rule_look.c - reads a mail for the clues of all rules. */
/* SPDX-License-Identifier: MIT */
#include "rules/fold.h"
#include "rules/rule_clues.h"

bool rule_index_is_always(const RuleIndex *index, guint rule)
{
	return index->always[rule / 32] & 1u << rule % 32;
}

static void find_clue(const RuleIndex *index, Reading *reading, guint clue)
{
	guint rule = g_array_index(index->opens, guint, clue);

	rule_clues_set(reading->clues, clue);
	if (rule)
		rule_clues_set(reading->rules, rule - 1);
}

static void find_word(const RuleIndex *index, const Vocabulary *vocabulary, guint number,
		      Reading *reading)
{
	const GArray *uses =
		number < vocabulary->uses->len ? vocabulary->uses->pdata[number] : NULL;

	for (guint i = 0; uses && i < uses->len; i++)
		find_clue(index, reading, g_array_index(uses, guint, i));
}

static void look_for_words(const RuleIndex *index, const Vocabulary *vocabulary,
			   Reading *reading)
{
	const WordIndex *words = reading_words(reading, vocabulary->language);

	for (guint i = 0; i <= words->tokens->words->len; i++) {
		const WordNumbers *numbers = &words->numbers[i];
		find_word(index, vocabulary, numbers->stem, reading);
		guint prefix = numbers->prefix;
		for (; prefix; prefix = lexicon_shorter(vocabulary->lexicon, prefix))
			find_word(index, vocabulary, prefix, reading);
	}
}

/* One text that is searched for literals. */
typedef struct {
	const RuleIndex *index;
	Reading *reading;
	const Source *source;
	ScanRun *run;
	GString *folded;
} Look;

static void find_literal(guint literal, void *data)
{
	const Look *look = data;
	const GArray *uses = look->index->uses->pdata[literal];

	for (guint i = 0; i < uses->len; i++) {
		const Use *use = &g_array_index(uses, Use, i);
		if (use->source == look->source->number)
			find_clue(look->index, look->reading, use->clue);
	}
}

static bool look_through(const char *text, void *data)
{
	Look *look = data;

	g_string_truncate(look->folded, 0);
	fold_append(look->folded, text);
	scan_text(look->run, look->folded->str, look->folded->len, find_literal, look);
	return false;
}

static bool look_up_name(const char *name, void *data)
{
	const Look *look = data;
	const RuleIndex *index = look->index;
	g_autofree char *key = rule_clues_name(look->source->name, name);
	gpointer place = g_hash_table_lookup(index->names, key);
	const GArray *clues =
		place ? index->namings->pdata[GPOINTER_TO_UINT(place) - 1] : NULL;

	for (guint i = 0; clues && i < clues->len; i++)
		find_clue(index, look->reading, g_array_index(clues, guint, i));
	return false;
}

static void look_at_sources(const RuleIndex *index, Reading *reading)
{
	Look look = {index, reading, NULL, scan_run_new(index->scan), g_string_new(NULL)};

	for (guint i = 0; i < index->sources->len; i++) {
		look.source = index->sources->pdata[i];
		const Condition *condition = look.source->condition;
		condition->kind->each(condition, reading,
				      look.source->names ? look_up_name : look_through,
				      &look);
	}
	scan_run_free(look.run);
	g_string_free(look.folded, TRUE);
}

void rule_index_look(const RuleIndex *index, Reading *reading)
{
	GHashTableIter iter;
	gpointer vocabulary;

	reading->clues = g_new0(guint32, rule_clues_words(index->opens->len));
	reading->rules = g_memdup2(index->always,
				   rule_clues_words(index->rules) * sizeof(guint32));
	g_hash_table_iter_init(&iter, index->vocabularies);
	while (g_hash_table_iter_next(&iter, NULL, &vocabulary))
		look_for_words(index, vocabulary, reading);
	if (index->sources->len)
		look_at_sources(index, reading);
}
