/* classify.c - runs the rules over one mail and weighs what they say. */
/* SPDX-License-Identifier: MIT */
/*
 * Each rule whose conditions all hold adds its points to categories. The category with
 * most points leads; its rival is the best one outside its own branch (a parent and its
 * child do not contradict each other). With s points for the leader and m points ahead of
 * the rival,
 *
 *	confidence = (1 - 2^(-s/2)) * min(1, 2/5 + m/s)
 *
 * so +4 alone is 0.75, +6 alone 0.88, and a rival at half the points costs a tenth.
 * Siblings less than one point apart give their common parent, judged by their points
 * together.
 */
#include "rules/advice.h"
#include "rules/rule.h"
#include "rules/rules.h"

#include <math.h>
#include <string.h>

#define TIE 1.0 /* points: less apart is no difference */

typedef struct {
	const Taxonomy *taxonomy;
	Reading *reading;
	Classification *result;
	GHashTable *points;	  /* Category* -> double* */
	const Category *decisive; /* the last rule that named one without weight */
} Run;

static void score_free(gpointer data)
{
	Score *score = data;

	g_free(score->category);
	g_free(score);
}

static void action_free(gpointer data)
{
	Action *action = data;

	g_free(action->key);
	g_free(action->value);
	g_free(action->rule);
	g_free(action);
}

static Classification *classification_new(void)
{
	Classification *result = g_new0(Classification, 1);

	result->because = g_ptr_array_new_with_free_func(g_free);
	result->exceeded = g_ptr_array_new();
	result->scores = g_ptr_array_new_with_free_func(score_free);
	result->actions = g_ptr_array_new_with_free_func(action_free);
	return result;
}

void classification_free(Classification *classification)
{
	if (!classification)
		return;
	g_free(classification->category);
	g_free(classification->runner_up);
	g_ptr_array_unref(classification->because);
	g_ptr_array_unref(classification->exceeded);
	g_ptr_array_unref(classification->scores);
	g_ptr_array_unref(classification->actions);
	model_word_free(classification->model);
	g_free(classification);
}

static double points_of(const Run *run, const Category *category)
{
	const double *points = g_hash_table_lookup(run->points, category);

	return points ? *points : 0;
}

static void add_points(Run *run, const Category *category, double weight)
{
	double *points = g_new(double, 1);

	*points = points_of(run, category) + weight;
	g_hash_table_replace(run->points, (Category *)category, points);
}

/* path is ancestor or lies below it. */
static bool is_within(const char *path, const char *ancestor)
{
	gsize length = strlen(ancestor);

	return g_str_has_prefix(path, ancestor) && (!path[length] || path[length] == '.');
}

static bool same_branch(const char *a, const char *b)
{
	return is_within(a, b) || is_within(b, a);
}

/*
 * The category with most points; the taxonomy's order decides between equals. Those in
 * the branch of outside do not count (NULL: all do). NULL when none has any.
 */
static const Category *best(const Run *run, const char *outside)
{
	const Category *leader = NULL;
	double most = 0;
	GHashTableIter iter;
	gpointer key, value;

	g_hash_table_iter_init(&iter, run->points);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		const Category *category = key;
		double points = *(double *)value;
		if (points < most || points <= 0 ||
		    (outside && same_branch(category->path, outside)))
			continue;
		if (points == most && category->number > leader->number)
			continue;
		leader = category;
		most = points;
	}
	return leader;
}

static void act(Run *run, const Rule *rule, const RuleAction *action, const Proof *proof)
{
	if (action->category) {
		add_points(run, action->category, action->weight);
		if (action->decisive)
			run->decisive = action->category;
		g_string_append_printf(proof->reason, ", %s", action->category->path);
		if (!action->decisive)
			g_string_append_printf(proof->reason, " %+g", action->weight);
		return;
	}
	g_autofree char *value = rule_action_value(action, proof->captures);
	if (!value)
		return;
	g_string_append_printf(proof->reason, ", %s %s", action->key, value);
	if (action->stops)
		return;
	Action *outcome = g_new0(Action, 1);
	outcome->key = g_strdup(action->key);
	outcome->value = g_steal_pointer(&value);
	outcome->rule = g_strdup(rule->name);
	g_ptr_array_add(run->result->actions, outcome);
}

/* Whether all conditions hold; their reasons are collected in proof. */
static PatternResult all_hold(const Rule *rule, Reading *reading, Proof *proof)
{
	for (guint i = 0; i < rule->conditions->len; i++) {
		if (i)
			g_string_append(proof->reason, ", ");
		PatternResult result =
			condition_holds(rule->conditions->pdata[i], reading, proof);
		if (result != PATTERN_PRESENT)
			return result;
	}
	if (!rule->conditions->len)
		g_string_append(proof->reason, "every mail");
	return PATTERN_PRESENT;
}

/* What the look through the mail left of it. */
static bool may_hold(const Rule *rule, const Reading *reading)
{
	for (guint i = 0; i < rule->conditions->len; i++)
		if (!condition_may_hold(rule->conditions->pdata[i], reading))
			return false;
	return true;
}

/* Tries one rule and carries out its actions when it holds. */
static RuleFate run_rule(Run *run, const Rule *rule, Proof *proof)
{
	bool stops = false;

	g_hash_table_remove_all(proof->captures);
	g_string_truncate(proof->reason, 0);
	PatternResult result = all_hold(rule, run->reading, proof);
	if (result == PATTERN_EXCEEDED)
		g_string_assign(proof->reason,
				"over its limits of time or memory, not used");
	if (result == PATTERN_ABSENT)
		return RULE_ABSENT;
	for (guint i = 0; result == PATTERN_PRESENT && i < rule->actions->len; i++) {
		const RuleAction *action = rule->actions->pdata[i];
		act(run, rule, action, proof);
		stops = stops || action->stops;
	}
	g_ptr_array_add(run->result->because,
			g_strdup_printf("rule %s (%s): %s", rule->name, rule->place,
					proof->reason->str));
	if (result == PATTERN_EXCEEDED)
		g_ptr_array_add(run->result->exceeded,
				g_ptr_array_index(run->result->because,
						  run->result->because->len - 1));
	const Category *leader = run->decisive ? run->decisive : best(run, NULL);
	run->reading->leader = leader ? leader->path : "";
	return result == PATTERN_EXCEEDED ? RULE_EXCEEDED
	       : stops			  ? RULE_STOPPED
					  : RULE_HELD;
}

/* The same under the eyes of whoever looks on; true when it stops the others. */
static bool try_rule(Run *run, const Rule *rule, Proof *proof)
{
	const RulesWatch *watch = run->reading->input->watch;

	if (!watch)
		return run_rule(run, rule, proof) == RULE_STOPPED;
	watch->begins(watch->data, rule->number);
	RuleFate fate = run_rule(run, rule, proof);
	watch->ends(watch->data, rule->number, fate);
	return fate == RULE_STOPPED && !watch->past_stops;
}

static void run_rules(Run *run, const Rules *rules)
{
	g_autoptr(GHashTable) captures =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GString) reason = g_string_new(NULL);
	Proof proof = {captures, reason};

	if (!rules->tries_all)
		rule_index_look(rules->index, run->reading);
	for (guint i = 0; (i = reading_next_rule(run->reading, i)) < rules->rules->len;
	     i++) {
		const Rule *rule = rules->rules->pdata[i];
		if (may_hold(rule, run->reading) && try_rule(run, rule, &proof))
			return;
	}
}

static double confidence_of(double points, double rival)
{
	double ahead = points - rival;

	return (1 - exp2(-points / 2)) * CLAMP(0.4 + ahead / points, 0, 1);
}

/* The nearest category above both, NULL when there is none. */
static const Category *common_parent(const Run *run, const char *a, const char *b)
{
	g_autofree char *path = g_strdup(a);

	for (char *dot; (dot = strrchr(path, '.'));) {
		*dot = '\0';
		if (is_within(b, path))
			return taxonomy_category(run->taxonomy, path);
	}
	return NULL;
}

static void decide(Run *run, const char *category, double confidence,
		   const Category *rival)
{
	run->result->category = g_strdup(category);
	run->result->confidence = confidence;
	run->result->runner_up = g_strdup(rival ? rival->path : "");
}

static void decide_parent(Run *run, const Category *parent, const Category *leader,
			  const Category *rival)
{
	const Category *other = best(run, parent->path);
	double points = points_of(run, leader) + points_of(run, rival);

	decide(run, parent->path,
	       confidence_of(points, other ? points_of(run, other) : 0), leader);
	g_ptr_array_add(
		run->result->because,
		g_strdup_printf("%s and %s are equally likely: %s, which holds both",
				leader->path, rival->path, parent->path));
}

static void conclude(Run *run)
{
	const Category *leader = run->decisive ? run->decisive : best(run, NULL);

	if (!leader) {
		decide(run, "unclassified", 0, NULL);
		return;
	}
	const Category *rival = best(run, leader->path);
	double points = points_of(run, leader);
	double against = rival ? points_of(run, rival) : 0;
	const Category *parent =
		rival ? common_parent(run, leader->path, rival->path) : NULL;
	if (run->decisive)
		decide(run, leader->path, 1, rival);
	else if (parent && points - against < TIE)
		decide_parent(run, parent, leader, rival);
	else
		decide(run, leader->path, confidence_of(points, against), rival);
}

static gpointer copy_text(gconstpointer text, gpointer data)
{
	return g_strdup(text);
}

/* Adds the model's points, on request only where rules gave some. */
static void advise(Run *run, const Advice *advice, bool only_said)
{
	for (guint i = 0; i < advice->advised->len; i++) {
		const Advised *one = &g_array_index(advice->advised, Advised, i);
		if (!only_said || points_of(run, one->category) > 0)
			add_points(run, one->category, one->points);
	}
	const Category *leader = best(run, NULL);
	run->reading->leader = leader ? leader->path : "";
}

/* A model that is not sure of its best supports what the rules say; where they say
 * nothing, the parent that it is sure of stands. */
static void heed(Run *run, Advice *advice)
{
	run->result->model = g_steal_pointer(&advice->word);
	g_ptr_array_extend(run->result->because, advice->because, copy_text, NULL);
	if (advice->sure && !advice->is_parent)
		return;
	if (best(run, NULL) || !advice->is_parent)
		advise(run, advice, true);
	else
		add_points(run, advice->sure, advice_points_for(advice->likelihood));
}

static int compare_scores(gconstpointer a, gconstpointer b)
{
	const Score *first = *(Score *const *)a, *second = *(Score *const *)b;

	if (first->points != second->points)
		return first->points < second->points ? 1 : -1;
	return strcmp(first->category, second->category);
}

static void list_scores(Run *run)
{
	GHashTableIter iter;
	gpointer category, points;

	g_hash_table_iter_init(&iter, run->points);
	while (g_hash_table_iter_next(&iter, &category, &points)) {
		Score *score = g_new0(Score, 1);
		score->category = g_strdup(((Category *)category)->path);
		score->points = *(double *)points;
		g_ptr_array_add(run->result->scores, score);
	}
	g_ptr_array_sort(run->result->scores, compare_scores);
}

Classification *rules_classify(const Rules *rules, const RulesInput *input)
{
	g_autoptr(Reading) reading = reading_new(input, rules->index);
	g_autoptr(GHashTable) points =
		g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
	const Message *message = input->message;
	g_autoptr(Advice) advice =
		input->model ? advice_ask(input->model, rules->taxonomy, message->subject,
					  message->reply_text)
			     : NULL;
	Run run = {rules->taxonomy, reading, classification_new(), points, NULL};

	if (advice && advice->sure && !advice->is_parent)
		advise(&run, advice, false);
	run_rules(&run, rules);
	if (advice)
		heed(&run, advice);
	conclude(&run);
	list_scores(&run);
	return run.result;
}

const char *classification_action(const Classification *classification, const char *key)
{
	for (guint i = classification->actions->len; i > 0; i--) {
		const Action *action = classification->actions->pdata[i - 1];
		if (g_str_equal(action->key, key))
			return action->value;
	}
	return NULL;
}
