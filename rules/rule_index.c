/* rule_index.c - which rules a mail can concern at all, found without trying them. */
/* SPDX-License-Identifier: MIT */
/*
 * What a condition's value looks for is a list of words, or an expression; a clue is a
 * set of words or literals of which it needs one. Each word and literal leads to its
 * clues. A rule is opened by the rarest clues of one of its conditions, the one that fits
 * least mails as far as can be told; rules without such a condition are always open.
 * Guarantee: what is left closed cannot hold.
 */
#include "rules/literal.h"
#include "rules/rule.h"
#include "rules/rule_clues.h"

#include <math.h>

#define EXPECTED_OF_NAME 0.1 /* less is a longer word, more a shorter one */
#define CLUES_MAX	 3   /* of one value: more would rarely be missing */

static void source_free(gpointer data)
{
	Source *source = data;

	g_free(source->name);
	g_free(source);
}

static void array_free(gpointer data)
{
	if (data)
		g_array_unref(data);
}

static void vocabulary_free(gpointer data)
{
	Vocabulary *vocabulary = data;

	g_free(vocabulary->language);
	word_memory_free(vocabulary->memory);
	lexicon_free(vocabulary->lexicon);
	g_ptr_array_unref(vocabulary->uses);
	g_free(vocabulary);
}

void rule_index_free(RuleIndex *index)
{
	if (!index)
		return;
	g_hash_table_unref(index->vocabularies);
	g_hash_table_unref(index->numbers);
	g_hash_table_unref(index->names);
	g_ptr_array_unref(index->namings);
	g_ptr_array_unref(index->literals);
	g_ptr_array_unref(index->uses);
	g_ptr_array_unref(index->sources);
	scan_free(index->scan);
	g_array_unref(index->opens);
	g_free(index->always);
	g_free(index);
}

static Vocabulary *vocabulary_of(RuleIndex *index, const char *language)
{
	Vocabulary *vocabulary = g_hash_table_lookup(index->vocabularies, language);

	if (vocabulary)
		return vocabulary;
	vocabulary = g_new0(Vocabulary, 1);
	vocabulary->language = g_strdup(language);
	vocabulary->lexicon = lexicon_new();
	vocabulary->memory = word_memory_new(language, vocabulary->lexicon);
	vocabulary->uses = g_ptr_array_new_with_free_func(array_free);
	g_hash_table_insert(index->vocabularies, vocabulary->language, vocabulary);
	return vocabulary;
}

static GArray *array_at(GPtrArray *arrays, guint place, guint element_bytes)
{
	if (place >= arrays->len)
		g_ptr_array_set_size(arrays, (gint)place + 1);
	if (!arrays->pdata[place])
		arrays->pdata[place] = g_array_new(FALSE, FALSE, element_bytes);
	return arrays->pdata[place];
}

static guint new_clue(RuleIndex *index)
{
	const guint none = 0;

	g_array_append_val(index->opens, none);
	return index->opens->len - 1;
}

static double enter_word_clue(RuleIndex *index, Vocabulary *vocabulary,
			      ConditionValue *value)
{
	g_autoptr(GArray) needed = g_array_new(FALSE, FALSE, sizeof(guint));
	double expected = word_list_clue(value->words, value->clues, needed);

	if (expected < 0)
		return expected;
	guint clue = new_clue(index);
	value->clues++;
	for (guint i = 0; i < needed->len; i++) {
		GArray *uses = array_at(vocabulary->uses, g_array_index(needed, guint, i),
					sizeof(guint));
		g_array_append_val(uses, clue);
	}
	return expected;
}

/* How often the rarest clue is to be expected. */
static double enter_words(RuleIndex *index, const Condition *condition,
			  ConditionValue *value)
{
	Vocabulary *vocabulary = vocabulary_of(index, condition->argument);

	word_list_enter(value->words, vocabulary->lexicon);
	double expected = enter_word_clue(index, vocabulary, value);
	while (value->clues < CLUES_MAX && enter_word_clue(index, vocabulary, value) >= 0)
		;
	return expected;
}

static Source *source_of(RuleIndex *index, const char *name, const Condition *condition)
{
	for (guint i = 0; i < index->sources->len; i++)
		if (g_str_equal(((Source *)index->sources->pdata[i])->name, name))
			return index->sources->pdata[i];
	Source *source = g_new0(Source, 1);
	source->name = g_strdup(name);
	source->condition = condition;
	source->number = index->sources->len;
	g_ptr_array_add(index->sources, source);
	return source;
}

static guint literal_number(RuleIndex *index, const char *literal)
{
	gpointer known = g_hash_table_lookup(index->numbers, literal);

	if (known)
		return GPOINTER_TO_UINT(known) - 1;
	char *kept = g_strdup(literal);
	g_ptr_array_add(index->literals, kept);
	g_hash_table_insert(index->numbers, kept, GUINT_TO_POINTER(index->literals->len));
	return index->literals->len - 1;
}

static void enter_literal_clue(RuleIndex *index, guint source, const GPtrArray *literals)
{
	Use use = {source, new_clue(index)};

	for (guint i = 0; i < literals->len; i++) {
		guint number = literal_number(index, literals->pdata[i]);
		GArray *uses = array_at(index->uses, number, sizeof(Use));
		g_array_append_val(uses, use);
	}
}

static double enter_pattern(RuleIndex *index, const Condition *condition,
			    ConditionValue *value)
{
	const GPtrArray *clues = rule_pattern_clues(value->pattern);
	guint source = source_of(index, condition->key, condition)->number;

	value->clues = MIN(clues->len, CLUES_MAX);
	for (guint i = 0; i < value->clues; i++)
		enter_literal_clue(index, source, clues->pdata[i]);
	return literal_expected(clues->pdata[0]);
}

char *rule_clues_name(const char *kind, const char *name)
{
	g_autofree char *lower = g_ascii_strdown(name, -1);

	return g_strconcat(kind, " ", lower, NULL);
}

static double enter_name(RuleIndex *index, const Condition *condition,
			 ConditionValue *value)
{
	char *key = rule_clues_name(condition->key, value->text);
	gpointer known = g_hash_table_lookup(index->names, key);
	guint place = known ? GPOINTER_TO_UINT(known) - 1 : index->namings->len;
	GArray *clues = array_at(index->namings, place, sizeof(guint));
	guint clue = new_clue(index);

	source_of(index, condition->key, condition)->names = true;
	value->clues = 1;
	g_array_append_val(clues, clue);
	g_hash_table_insert(index->names, key, GUINT_TO_POINTER(place + 1));
	return EXPECTED_OF_NAME;
}

/* How many mails a condition fits, as a number to compare; numbers its clues. */
static double enter_condition(RuleIndex *index, const Condition *condition)
{
	double expected = condition->negated ? INFINITY : 0;

	for (guint i = 0; i < condition->values->len; i++) {
		ConditionValue *value = condition->values->pdata[i];
		value->clue = index->opens->len;
		value->clues = 0;
		if (value->words)
			expected += enter_words(index, condition, value);
		else if (value->pattern && rule_pattern_clues(value->pattern))
			expected += enter_pattern(index, condition, value);
		else if (!value->pattern && condition->kind->each)
			expected += enter_name(index, condition, value);
		else
			expected = INFINITY;
	}
	return expected;
}

static void enter_rule(RuleIndex *index, const Rule *rule)
{
	const Condition *opening = NULL;
	double least = INFINITY;

	for (guint i = 0; i < rule->conditions->len; i++) {
		const Condition *condition = rule->conditions->pdata[i];
		double expected = enter_condition(index, condition);
		if (expected >= least)
			continue;
		least = expected;
		opening = condition;
	}
	if (!opening)
		rule_clues_set(index->always, rule->number);
	for (guint i = 0; opening && i < opening->values->len; i++) {
		const ConditionValue *value = opening->values->pdata[i];
		g_array_index(index->opens, guint, value->clue) = rule->number + 1;
	}
}

RuleIndex *rule_index_new(const GPtrArray *rules, const ScanDriver *driver)
{
	RuleIndex *index = g_new0(RuleIndex, 1);
	GHashTableIter iter;
	gpointer vocabulary;

	index->vocabularies =
		g_hash_table_new_full(g_str_hash, g_str_equal, NULL, vocabulary_free);
	index->literals = g_ptr_array_new_with_free_func(g_free);
	index->numbers = g_hash_table_new(g_str_hash, g_str_equal);
	index->uses = g_ptr_array_new_with_free_func(array_free);
	index->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	index->namings = g_ptr_array_new_with_free_func(array_free);
	index->sources = g_ptr_array_new_with_free_func(source_free);
	index->opens = g_array_new(FALSE, FALSE, sizeof(guint));
	index->rules = rules->len;
	index->always = g_new0(guint32, rule_clues_words(rules->len));
	rule_clues_set(index->always,
		       rules->len); /* where the search for open ones ends */
	for (guint i = 0; i < rules->len; i++)
		enter_rule(index, rules->pdata[i]);
	g_hash_table_iter_init(&iter, index->vocabularies);
	while (g_hash_table_iter_next(&iter, NULL, &vocabulary))
		lexicon_finish(((Vocabulary *)vocabulary)->lexicon);
	index->scan = scan_new(index->literals, driver);
	return index;
}

WordMemory *rule_index_memory(const RuleIndex *index, const char *language)
{
	const Vocabulary *vocabulary = g_hash_table_lookup(index->vocabularies, language);

	return vocabulary->memory;
}
