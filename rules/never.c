/* never.c - finds rules that no mail can ever meet. */
/* SPDX-License-Identifier: MIT */
#include "rules/never.h"
#include "rules/problem.h"
#include "rules/sizes.h"

#include <string.h>

typedef struct {
	const Rules *rules;
	GPtrArray *problems;
	GHashTable *scored;   /* paths that rules so far give points to */
	GHashTable *stoppers; /* condition and value -> Rule* that stop there */
} Search;

static void tell(const Search *search, const Rule *rule, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

static void tell(const Search *search, const Rule *rule, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	g_autofree char *why = g_strdup_vprintf(format, values);
	va_end(values);
	problem_add(search->problems, rule->file, rule->line,
		    "rule %s can never fire: %s", rule->name, why);
}

static const Condition *find_condition(const Rule *rule, const char *key, bool negated)
{
	for (guint i = 0; i < rule->conditions->len; i++)
		if (condition_is(rule->conditions->pdata[i], key, negated))
			return rule->conditions->pdata[i];
	return NULL;
}

static bool has_value(const Condition *condition, const char *text)
{
	for (guint i = 0; i < condition->values->len; i++) {
		const ConditionValue *value = condition->values->pdata[i];
		if (strcmp(value->text, text) == 0)
			return true;
	}
	return false;
}

/* Each value of some is a value of all. */
static bool is_part_of(const Condition *some, const Condition *all)
{
	for (guint i = 0; i < some->values->len; i++)
		if (!has_value(all, ((ConditionValue *)some->values->pdata[i])->text))
			return false;
	return true;
}

/* --- conditions that take each other away --- */

/* The queue that takes the largest mail; NULL: none is known. */
static const Queue *widest(const Config *config)
{
	const Queue *found = NULL;

	for (guint i = 0; config && i < config->queues->len; i++) {
		const Queue *queue = config->queues->pdata[i];
		if (!found || queue->limit_bytes > found->limit_bytes)
			found = queue;
	}
	return found;
}

static void check_sizes(const Search *search, const Rule *rule, const char *key,
			const Condition *wanted, const Condition *unwanted)
{
	const Queue *queue = widest(search->rules->config);

	if (!sizes_fit(wanted, unwanted, G_MAXINT64))
		tell(search, rule, "no size fits all its lines of %s", key);
	else if (queue && !sizes_fit(wanted, unwanted, queue->limit_bytes))
		tell(search, rule,
		     "no queue takes a mail of that %s; limit of [queue %s] is the "
		     "highest",
		     key, queue->name);
}

/* "if not spam = yes" and "if not spam = no", or both of a calendar's hours. */
static bool leaves_nothing(const Condition *unwanted)
{
	for (guint i = 0; i < unwanted->values->len; i++) {
		const ConditionValue *value = unwanted->values->pdata[i];
		if (!g_str_has_suffix(value->text, "yes"))
			continue;
		g_autofree char *opposite = g_strdup(value->text);
		memcpy(opposite + strlen(opposite) - 3, "no", 3);
		if (has_value(unwanted, opposite))
			return true;
	}
	return false;
}

static bool is_yes_no(const Condition *condition)
{
	return strcmp(condition->kind->name, "hours") == 0 ||
	       strcmp(condition->kind->name, "spam") == 0;
}

static void check_condition(const Search *search, const Rule *rule,
			    const Condition *condition)
{
	const Condition *other =
		find_condition(rule, condition->key, !condition->negated);

	if (condition_is_size(condition)) {
		const Condition *wanted = condition->negated ? other : condition;
		if (condition == wanted || !wanted)
			check_sizes(search, rule, condition->key, wanted,
				    condition->negated ? condition : other);
	} else if (!condition->negated && other && is_part_of(condition, other)) {
		tell(search, rule,
		     "if not %s takes away all that if %s asks for; leave one of them "
		     "out",
		     condition->key, condition->key);
	} else if (condition->negated && is_yes_no(condition) &&
		   leaves_nothing(condition)) {
		tell(search, rule,
		     "its if not %s lines leave nothing, neither yes nor no; leave one "
		     "out",
		     condition->key);
	}
}

/* --- what the desk never has --- */

static const struct {
	const char *name;
	Evidence bit;
} evidences[] = {
	{"auth", EVIDENCE_AUTH},       {"cert", EVIDENCE_CERT},
	{"token", EVIDENCE_TOKEN},     {"dmarc", EVIDENCE_DMARC},
	{"trusted", EVIDENCE_TRUSTED},
};

static bool is_weighed(const Config *config, const char *evidence)
{
	for (gsize i = 0; i < G_N_ELEMENTS(evidences); i++)
		if (!g_ascii_strcasecmp(evidence, evidences[i].name))
			return config->agent_evidence & evidences[i].bit;
	return true;
}

static void check_evidence(const Search *search, const Rule *rule)
{
	const Condition *wanted = find_condition(rule, "evidence", false);
	const Config *config = search->rules->config;

	for (guint i = 0; config && wanted && i < wanted->values->len; i++)
		if (is_weighed(config,
			       ((ConditionValue *)wanted->values->pdata[i])->text))
			return;
	if (config && wanted)
		tell(search, rule, "agent_evidence in %s does not have %s; add it there",
		     config->file ? config->file : "the configuration",
		     ((ConditionValue *)wanted->values->pdata[0])->text);
}

/* On a reply the ticket's category counts, but only these have an effect there. */
static bool acts_on_replies(const Rule *rule)
{
	for (guint i = 0; i < rule->actions->len; i++) {
		const RuleAction *action = rule->actions->pdata[i];
		if (action->stops || g_str_has_prefix(action->key, "field.") ||
		    g_str_equal(action->key, "tag") || g_str_equal(action->key, "notify"))
			return true;
	}
	return false;
}

static bool is_scored(const Search *search, const char *path)
{
	return strcmp(path, "unclassified") == 0 ||
	       g_hash_table_contains(search->scored, path);
}

static void check_category(const Search *search, const Rule *rule)
{
	const Condition *wanted = find_condition(rule, "category", false);

	/* A rule with a mistake, or a category that is not known,
	 * may have been the one. */
	if (!wanted || acts_on_replies(rule) || search->rules->lacks_rules ||
	    search->rules->refused->len || !taxonomy_is_whole(search->rules->taxonomy))
		return;
	for (guint i = 0; i < wanted->values->len; i++)
		if (is_scored(search, ((ConditionValue *)wanted->values->pdata[i])->text))
			return;
	tell(search, rule,
	     "no rule above it gives points to %s; move it below one that does",
	     ((ConditionValue *)wanted->values->pdata[0])->text);
}

/* A category that leads is found by its parents' names too. */
static void note_scores(Search *search, const Rule *rule)
{
	for (guint i = 0; i < rule->actions->len; i++) {
		const RuleAction *action = rule->actions->pdata[i];
		if (!action->category || (!action->decisive && action->weight <= 0))
			continue;
		g_autofree char *path = g_strdup(action->category->path);
		for (char *dot = path; dot; dot = strrchr(path, '.')) {
			if (dot != path)
				*dot = '\0';
			g_hash_table_add(search->scored, g_strdup(path));
		}
	}
}

/* --- behind one that stops --- */

static bool stops(const Rule *rule)
{
	for (guint i = 0; i < rule->actions->len; i++)
		if (((RuleAction *)rule->actions->pdata[i])->stops)
			return true;
	return false;
}

/* Every mail that fits rule fits the earlier one. */
static bool implies(const Rule *rule, const Rule *earlier)
{
	for (guint i = 0; i < earlier->conditions->len; i++) {
		const Condition *asked = earlier->conditions->pdata[i];
		const Condition *own = find_condition(rule, asked->key, asked->negated);
		if (!own ||
		    !(asked->negated ? is_part_of(asked, own) : is_part_of(own, asked)))
			return false;
	}
	return true;
}

static char *token_of(const Condition *condition, const ConditionValue *value)
{
	g_autofree char *key = g_ascii_strdown(condition->key, -1);

	return g_strdup_printf("%s %d %s", key, condition->negated, value->text);
}

static const Rule *find_stopper(const Search *search, const Rule *rule)
{
	for (guint i = 0; i < rule->conditions->len; i++) {
		const Condition *condition = rule->conditions->pdata[i];
		for (guint k = 0; k < condition->values->len; k++) {
			g_autofree char *token =
				token_of(condition, condition->values->pdata[k]);
			const GPtrArray *there =
				g_hash_table_lookup(search->stoppers, token);
			for (guint n = 0; there && n < there->len; n++)
				if (implies(rule, there->pdata[n]))
					return there->pdata[n];
		}
	}
	return NULL;
}

/* The condition under which the fewest rules stand already. */
static const Condition *rarest(const Search *search, const Rule *rule)
{
	const Condition *found = NULL;
	guint fewest = G_MAXUINT;

	for (guint i = 0; i < rule->conditions->len && fewest > 0; i++) {
		const Condition *condition = rule->conditions->pdata[i];
		g_autofree char *token = token_of(condition, condition->values->pdata[0]);
		const GPtrArray *there = g_hash_table_lookup(search->stoppers, token);
		guint count = there ? there->len : 0;
		if (count < fewest) {
			fewest = count;
			found = condition;
		}
	}
	return found;
}

/* What leads changes from rule to rule: a stop at a category says nothing
 * of later ones. */
static void note_stopper(Search *search, const Rule *rule)
{
	const Condition *condition = rarest(search, rule);

	if (!condition || !stops(rule) || find_condition(rule, "category", false) ||
	    find_condition(rule, "category", true))
		return;
	for (guint i = 0; i < condition->values->len; i++) {
		char *token = token_of(condition, condition->values->pdata[i]);
		GPtrArray *there = g_hash_table_lookup(search->stoppers, token);
		if (!there) {
			there = g_ptr_array_new();
			g_hash_table_insert(search->stoppers, token, there);
		} else {
			g_free(token);
		}
		g_ptr_array_add(there, (gpointer)rule);
	}
}

static void check_stopped(const Search *search, const Rule *rule)
{
	const Rule *stopper = find_stopper(search, rule);

	if (stopper)
		tell(search, rule,
		     "rule %s (%s) stops at all mail that it fits; move it above that "
		     "one",
		     stopper->name, stopper->place);
}

/* False: every mail stops here, and nothing behind it needs to be looked at. */
static bool goes_on(const Search *search, const Rule *rule)
{
	const GPtrArray *all = search->rules->rules;

	if (rule->conditions->len || !stops(rule) || rule->number + 1 == all->len)
		return true;
	const Rule *next = all->pdata[rule->number + 1];
	problem_add(search->problems, next->file, next->line,
		    "rule %s can never run: rule %s (%s) stops at every mail; give that "
		    "one an if line",
		    next->name, rule->name, rule->place);
	return false;
}

void rules_check_never(const Rules *rules, GPtrArray *problems)
{
	g_autoptr(GHashTable) scored =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) stoppers = g_hash_table_new_full(
		g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
	Search search = {rules, problems, scored, stoppers};

	for (guint i = 0; i < rules->rules->len; i++) {
		const Rule *rule = rules->rules->pdata[i];
		for (guint k = 0; k < rule->conditions->len; k++)
			check_condition(&search, rule, rule->conditions->pdata[k]);
		check_evidence(&search, rule);
		check_category(&search, rule);
		check_stopped(&search, rule);
		note_scores(&search, rule);
		note_stopper(&search, rule);
		if (!goes_on(&search, rule))
			return;
	}
}
