/* condition.c - the if lines of a rule: which belong together, and whether they hold. */
/* SPDX-License-Identifier: MIT */
#include "rules/condition.h"
#include "mail/error.h"
#include "rules/known.h"

#include <string.h>

#define SHOWN_CHARS_MAX 24 /* of the value of an if not line, in a reason */

static void value_free(gpointer data)
{
	ConditionValue *value = data;

	g_free(value->text);
	rule_pattern_free(value->pattern);
	word_list_free(value->words);
	g_free(value);
}

static bool takes_argument(const ConditionKind *kind)
{
	return g_str_has_suffix(kind->name, ".");
}

static const ConditionKind *find_in(const ConditionKind *kinds, const char *key)
{
	for (; kinds->name; kinds++)
		if (takes_argument(kinds) ? g_str_has_prefix(key, kinds->name)
					  : g_str_equal(key, kinds->name))
			return kinds;
	return NULL;
}

static const ConditionKind *find_kind(const char *key)
{
	const ConditionKind *kind = find_in(condition_texts, key);

	return kind ? kind : find_in(condition_facts, key);
}

/* "header" was meant to be "header.NAME". */
static bool lacks_argument(const char *key, GError **error)
{
	g_autofree char *stem =
		g_strdup_printf("%s%s", key, g_str_has_suffix(key, ".") ? "" : ".");
	const ConditionKind *kind = find_kind(stem);

	if (!kind || !g_str_equal(kind->name, stem))
		return false;
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
		    "condition %s needs a name after a dot; write %s%s", key, stem,
		    g_str_equal(stem, "words.") ? "en" : "NAME");
	return true;
}

static void unknown_kind(const char *key, GError **error)
{
	GPtrArray *names = g_ptr_array_new();

	for (const ConditionKind *kind = condition_texts; kind->name; kind++)
		g_ptr_array_add(names, (char *)kind->name);
	for (const ConditionKind *kind = condition_facts; kind->name; kind++)
		g_ptr_array_add(names, (char *)kind->name);
	known_check("condition", key, names, error);
}

Condition *condition_new(const char *key, bool negated, GError **error)
{
	const ConditionKind *kind = find_kind(key);

	if (!kind || (takes_argument(kind) && !key[strlen(kind->name)])) {
		if (!lacks_argument(key, error))
			unknown_kind(key, error);
		return NULL;
	}
	if (g_str_equal(kind->name, "header.") &&
	    strpbrk(key + strlen(kind->name), ":;()<>@,\"")) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "%s is no header; write its name without a colon: "
			    "header.X-Shop",
			    key);
		return NULL;
	}
	Condition *condition = g_new0(Condition, 1);
	condition->kind = kind;
	condition->key = g_strdup(key);
	condition->argument = condition->key + strlen(kind->name);
	condition->negated = negated;
	condition->values = g_ptr_array_new_with_free_func(value_free);
	return condition;
}

void condition_free(Condition *condition)
{
	if (!condition)
		return;
	g_free(condition->key);
	g_ptr_array_unref(condition->values);
	g_free(condition);
}

bool condition_add(Condition *condition, const char *text, const Config *config,
		   const Taxonomy *taxonomy, GError **error)
{
	for (guint i = 0; i < condition->values->len; i++)
		if (g_str_equal(((ConditionValue *)condition->values->pdata[i])->text,
				text)) {
			g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
				    "%s = %s is there twice; keep one line",
				    condition->key, text);
			return false;
		}
	ConditionValue *value = g_new0(ConditionValue, 1);
	value->text = g_strdup(text);
	g_ptr_array_add(condition->values, value);
	return condition->kind->read(condition, value, config, taxonomy, error);
}

bool condition_is(const Condition *condition, const char *key, bool negated)
{
	return condition->negated == negated && !g_ascii_strcasecmp(condition->key, key);
}

void condition_list_captures(const Condition *condition, GHashTable *names)
{
	for (guint i = 0; !condition->negated && i < condition->values->len; i++) {
		const ConditionValue *value = condition->values->pdata[i];
		if (value->pattern)
			rule_pattern_list_captures(value->pattern, names);
	}
}

bool condition_may_hold(const Condition *condition, const Reading *reading)
{
	for (guint i = 0; i < condition->values->len; i++) {
		const ConditionValue *value = condition->values->pdata[i];
		if (reading_has_clues(reading, value->clue, value->clues))
			return true;
	}
	return condition->negated;
}

static PatternResult any_fits(const Condition *condition, Reading *reading, Proof *proof)
{
	for (guint i = 0; i < condition->values->len; i++) {
		const ConditionValue *value = condition->values->pdata[i];
		if (!reading_has_clues(reading, value->clue, value->clues))
			continue;
		PatternResult result =
			condition->kind->fits(condition, value, reading, proof);
		if (result != PATTERN_ABSENT)
			return result;
	}
	return PATTERN_ABSENT;
}

static PatternResult none_fits(const Condition *condition, Reading *reading, Proof *proof)
{
	g_autoptr(GHashTable) captures =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GString) reason = g_string_new(NULL);
	Proof unwanted = {captures, reason};
	PatternResult result = any_fits(condition, reading, &unwanted);

	if (result == PATTERN_EXCEEDED)
		return result;
	if (result == PATTERN_PRESENT)
		return PATTERN_ABSENT;
	const ConditionValue *first = condition->values->pdata[0];
	glong length = g_utf8_strlen(first->text, -1);
	g_autofree char *start =
		g_utf8_substring(first->text, 0, MIN(length, SHOWN_CHARS_MAX));
	bool is_cut = length > SHOWN_CHARS_MAX || condition->values->len > 1;
	g_string_append_printf(proof->reason, "not %s %s%s", condition->key, start,
			       is_cut ? "…" : "");
	return PATTERN_PRESENT;
}

PatternResult condition_holds(const Condition *condition, Reading *reading, Proof *proof)
{
	return condition->negated ? none_fits(condition, reading, proof)
				  : any_fits(condition, reading, proof);
}
