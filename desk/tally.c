/* tally.c - looks on while rules are tried, and says which of them are of no use. */
/* SPDX-License-Identifier: MIT */
/*
 * A rule comes through on a mail when a category that it gave points to is in the branch
 * of the outcome, when it set something that no later rule set again, or when it stopped
 * the others. A rule that holds and never comes through is outvoted; one that never gets
 * its turn although its conditions are met is stopped. Both are shadowed.
 */
#include "desk/tally.h"

#include <string.h>

struct Tally {
	const Rules *rules;
	gint64 (*clock_ns)(void);
	RulesWatch watch, past;
	TallyRow *rows;
	GHashTable **rivals; /* of each rule: another one -> mails; NULL: none yet */
	GArray *held;	     /* guint: rules that held on this mail */
	gint64 begun_ns;
	int stopper; /* -1: nobody stopped */
};

static void begins(void *data, guint rule)
{
	Tally *tally = data;

	if (tally->clock_ns)
		tally->begun_ns = tally->clock_ns();
}

static void ends(void *data, guint rule, RuleFate fate)
{
	Tally *tally = data;
	TallyRow *row = &tally->rows[rule];

	if (tally->clock_ns)
		row->time_ns += tally->clock_ns() - tally->begun_ns;
	row->exceeded += fate == RULE_EXCEEDED;
	if (fate != RULE_HELD && fate != RULE_STOPPED)
		return;
	g_array_append_val(tally->held, rule);
	if (fate == RULE_STOPPED && tally->stopper < 0)
		tally->stopper = (int)rule;
}

/* The second run is only to see which conditions are met: it costs a desk nothing. */
static void past_begins(void *data, guint rule)
{
}

static void past_ends(void *data, guint rule, RuleFate fate)
{
	Tally *tally = data;

	if (fate == RULE_HELD || fate == RULE_STOPPED)
		g_array_append_val(tally->held, rule);
}

Tally *tally_new(const Rules *rules, gint64 (*clock_ns)(void))
{
	Tally *tally = g_new0(Tally, 1);
	guint count = rules_count(rules);

	tally->rules = rules;
	tally->clock_ns = clock_ns;
	tally->watch = (RulesWatch){begins, ends, tally, false};
	tally->past = (RulesWatch){past_begins, past_ends, tally, true};
	tally->rows = g_new0(TallyRow, count);
	tally->rivals = g_new0(GHashTable *, count);
	tally->held = g_array_new(FALSE, FALSE, sizeof(guint));
	tally->stopper = -1;
	return tally;
}

void tally_free(Tally *tally)
{
	if (!tally)
		return;
	for (guint i = 0; i < rules_count(tally->rules); i++)
		g_clear_pointer(&tally->rivals[i], g_hash_table_unref);
	g_free(tally->rivals);
	g_free(tally->rows);
	g_array_unref(tally->held);
	g_free(tally);
}

static const RulesWatch *begin_mail(Tally *tally, const RulesWatch *watch)
{
	g_array_set_size(tally->held, 0);
	return watch;
}

const RulesWatch *tally_watch(Tally *tally)
{
	tally->stopper = -1;
	return begin_mail(tally, &tally->watch);
}

const RulesWatch *tally_watch_past(Tally *tally)
{
	return begin_mail(tally, &tally->past);
}

static void blame(Tally *tally, guint rule, guint rival)
{
	GHashTable **rivals = &tally->rivals[rule];
	gpointer key = GUINT_TO_POINTER(rival);

	if (!*rivals)
		*rivals = g_hash_table_new(g_direct_hash, g_direct_equal);
	guint mails = GPOINTER_TO_UINT(g_hash_table_lookup(*rivals, key));
	g_hash_table_replace(*rivals, key, GUINT_TO_POINTER(mails + 1));
}

/* The rule that held on this mail and has this name. */
static bool find_held(const Tally *tally, const char *name, guint *found)
{
	for (guint i = 0; i < tally->held->len; i++) {
		*found = g_array_index(tally->held, guint, i);
		if (strcmp(rules_name(tally->rules, *found), name) == 0)
			return true;
	}
	return false;
}

static bool adds_up(const char *key)
{
	return g_str_equal(key, "tag") || g_str_equal(key, "notify");
}

/* True when something that the rule set stood to the end; *winner is who set it over. */
static bool sets_something(const Tally *tally, const Classification *found, guint rule,
			   const Action **winner)
{
	const char *name = rules_name(tally->rules, rule);

	for (guint i = 0; i < found->actions->len; i++) {
		const Action *action = found->actions->pdata[i], *last = action;
		if (strcmp(action->rule, name) != 0)
			continue;
		for (guint k = i + 1; k < found->actions->len; k++) {
			const Action *later = found->actions->pdata[k];
			if (g_str_equal(later->key, action->key))
				last = later;
		}
		if (last == action || adds_up(action->key))
			return true;
		*winner = last;
	}
	return false;
}

/* The rule on this mail that did most for the category. -1: none did anything. */
static int find_rival(const Tally *tally, const char *category)
{
	double most = 0;
	int rival = -1;

	for (guint i = 0; i < tally->held->len; i++) {
		guint rule = g_array_index(tally->held, guint, i);
		double points = rules_points(tally->rules, rule, category);
		if (points > most) {
			most = points;
			rival = (int)rule;
		}
	}
	return rival;
}

static void count_idle(Tally *tally, const Classification *found, guint rule,
		       const Action *winner)
{
	guint setter;
	int rival = winner && find_held(tally, winner->rule, &setter)
			    ? (int)setter
			    : find_rival(tally, found->category);

	tally->rows[rule].idle++;
	if (rival >= 0)
		blame(tally, rule, (guint)rival);
}

bool tally_count(Tally *tally, const Classification *classification)
{
	for (guint i = 0; i < tally->held->len; i++) {
		guint rule = g_array_index(tally->held, guint, i);
		const Action *winner = NULL;
		tally->rows[rule].held++;
		if ((int)rule == tally->stopper ||
		    rules_points(tally->rules, rule, classification->category) > 0 ||
		    sets_something(tally, classification, rule, &winner))
			continue;
		count_idle(tally, classification, rule, winner);
	}
	return tally->stopper >= 0;
}

void tally_count_past(Tally *tally)
{
	for (guint i = 0; i < tally->held->len; i++) {
		guint rule = g_array_index(tally->held, guint, i);
		if ((int)rule <= tally->stopper)
			continue;
		tally->rows[rule].stopped++;
		blame(tally, rule, (guint)tally->stopper);
	}
}

const TallyRow *tally_row(Tally *tally, guint rule)
{
	TallyRow *row = &tally->rows[rule];
	GHashTableIter iter;
	gpointer rival, mails;
	guint most = 0;

	row->rival = -1;
	if (!tally->rivals[rule])
		return row;
	g_hash_table_iter_init(&iter, tally->rivals[rule]);
	while (g_hash_table_iter_next(&iter, &rival, &mails)) {
		guint count = GPOINTER_TO_UINT(mails);
		gint64 number = GPOINTER_TO_UINT(rival);
		if (count > most || (count == most && number < row->rival)) {
			most = count;
			row->rival = number;
		}
	}
	return row;
}
