/* replay_print.c - a replay as tables and as JSON. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/replay.h"
#include "rules/duration.h"

#include <jansson.h>
#include <stdio.h>

#define ALWAYS_SHOWN 10

/* --- what is known of a rule --- */

/* What a rule of this name did among the old ones; NULL: there was none. */
static const TallyRow *old_row(const Replay *replay, const char *name)
{
	guint rule;

	return replay->old && rules_find(replay->old->rules, name, &rule)
		       ? tally_row(replay->old_tally, rule)
		       : NULL;
}

/* "" for a rule that does its work. */
static const char *fate_of(const TallyRow *row)
{
	if (row->held)
		return row->idle == row->held ? "outvoted" : "";
	return row->stopped ? "stopped" : "never hit";
}

/* "rule refund (shop.ini:12)". g_free. */
static char *rule_title(const Rules *rules, guint rule)
{
	return g_strdup_printf("rule %s (%s)", rules_name(rules, rule),
			       rules_place(rules, rule));
}

static char *reason_of(const Rules *rules, const TallyRow *row)
{
	g_autofree char *rival =
		row->rival >= 0 ? rule_title(rules, (guint)row->rival) : NULL;

	if (g_str_equal(fate_of(row), "stopped"))
		return g_strdup_printf("met by %" G_GINT64_FORMAT
				       " mail%s, always behind %s, which stops",
				       row->stopped, row->stopped == 1 ? "" : "s",
				       rival ? rival : "a rule");
	return g_strdup_printf(
		"held on %" G_GINT64_FORMAT " mail%s, never came through%s%s", row->held,
		row->held == 1 ? "" : "s", rival ? ", most often because of " : "",
		rival ? rival : "");
}

/* --- tables --- */

static GPtrArray *rows_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
}

static char *word_or(const char *word)
{
	return g_strdup(*word ? word : "-");
}

static char *number(gint64 count)
{
	return g_strdup_printf("%" G_GINT64_FORMAT, count);
}

/* The reasons stand beside the first change of a mail. */
static void print_changes(const Replay *replay)
{
	g_autoptr(GPtrArray) rows = rows_new();
	gint64 last = 0;

	for (guint i = 0; i < replay->changes->len; i++) {
		const ReplayChange *change = replay->changes->pdata[i];
		char **row = g_new0(char *, 8);
		row[0] = number(change->ticket);
		row[1] = time_rfc3339(change->at, NULL);
		row[2] = g_strdup(outcome_part_name(change->part));
		row[3] = word_or(change->before);
		row[4] = g_strdup("->");
		row[5] = word_or(change->after);
		row[6] = g_strdup(change->record == last || !*change->because
					  ? " "
					  : change->because);
		last = change->record;
		g_ptr_array_add(rows, row);
	}
	cli_columns(rows, 7);
}

static int by_hits(const void *a, const void *b, void *data)
{
	guint one = GPOINTER_TO_UINT(*(gpointer *)a);
	guint two = GPOINTER_TO_UINT(*(gpointer *)b);
	gint64 first = tally_row(data, one)->held, second = tally_row(data, two)->held;

	return first != second ? (first < second) - (first > second)
			       : (one > two) - (one < two);
}

static void print_hits(const Replay *replay)
{
	const Rules *rules = replay->new->rules;
	g_autoptr(GPtrArray) hit = g_ptr_array_new();
	g_autoptr(GPtrArray) rows = rows_new();
	const char *const head[] = {"hits", "before", "ms", "rule", NULL};

	for (guint i = 0; i < rules_count(rules); i++)
		if (tally_row(replay->new_tally, i)->held)
			g_ptr_array_add(hit, GUINT_TO_POINTER(i));
	g_ptr_array_sort_with_data(hit, by_hits, replay->new_tally);
	g_ptr_array_add(rows, g_strdupv((char **)head));
	for (guint i = 0; i < hit->len; i++) {
		guint rule = GPOINTER_TO_UINT(hit->pdata[i]);
		const TallyRow *row = tally_row(replay->new_tally, rule);
		const TallyRow *old = old_row(replay, rules_name(rules, rule));
		char **cells = g_new0(char *, 5);
		cells[0] = number(row->held);
		cells[1] = old ? number(old->held) : g_strdup("-");
		cells[2] = g_strdup_printf("%.1f", (double)row->time_ns / 1e6);
		cells[3] = rule_title(rules, rule);
		g_ptr_array_add(rows, cells);
	}
	cli_columns(rows, 4);
}

static void print_useless(const Replay *replay, const char *fate)
{
	const Rules *rules = replay->new->rules;

	for (guint i = 0; i < rules_count(rules); i++) {
		const TallyRow *row = tally_row(replay->new_tally, i);
		if (!g_str_equal(fate_of(row), fate))
			continue;
		g_autofree char *title = rule_title(rules, i);
		g_autofree char *reason = reason_of(rules, row);
		if (g_str_equal(fate, "never hit"))
			printf("never hit: %s\n", title);
		else
			printf("shadowed: %s: %s\n", title, reason);
	}
}

static void print_slow(const Replay *replay)
{
	const Rules *rules = replay->new->rules;

	for (guint i = 0; i < rules_count(rules); i++) {
		const TallyRow *row = tally_row(replay->new_tally, i);
		g_autofree char *title = rule_title(rules, i);
		if (row->exceeded)
			printf("over its limits: %s, on %" G_GINT64_FORMAT " mails\n",
			       title, row->exceeded);
	}
}

static int by_time(const void *a, const void *b, void *data)
{
	gint64 first = tally_row(data, GPOINTER_TO_UINT(*(gpointer *)a))->time_ns;
	gint64 second = tally_row(data, GPOINTER_TO_UINT(*(gpointer *)b))->time_ns;

	return (first < second) - (first > second);
}

/* What costs time on mails that it has nothing to do with; the slowest first. */
static void print_always(const Replay *replay)
{
	const Rules *rules = replay->new->rules;
	g_autoptr(GPtrArray) always = g_ptr_array_new();

	for (guint i = 0; i < rules_count(rules); i++)
		if (rules_is_always_tried(rules, i))
			g_ptr_array_add(always, GUINT_TO_POINTER(i));
	g_ptr_array_sort_with_data(always, by_time, replay->new_tally);
	for (guint i = 0; i < MIN(always->len, ALWAYS_SHOWN); i++) {
		guint rule = GPOINTER_TO_UINT(always->pdata[i]);
		g_autofree char *title = rule_title(rules, rule);
		printf("tried on every mail: %s, %.1f ms\n", title,
		       (double)tally_row(replay->new_tally, rule)->time_ns / 1e6);
	}
	if (always->len > ALWAYS_SHOWN)
		printf("tried on every mail: and %u more\n", always->len - ALWAYS_SHOWN);
}

static void print_gone(const Replay *replay)
{
	for (guint i = 0; replay->old && i < rules_count(replay->old->rules); i++) {
		const char *name = rules_name(replay->old->rules, i);
		guint other;
		if (!rules_find(replay->new->rules, name, &other))
			printf("no longer there: rule %s, %" G_GINT64_FORMAT " hits\n",
			       name, tally_row(replay->old_tally, i)->held);
	}
}

static gint64 rules_ns(const Replay *replay)
{
	gint64 sum_ns = 0;

	for (guint i = 0; i < rules_count(replay->new->rules); i++)
		sum_ns += tally_row(replay->new_tally, i)->time_ns;
	return sum_ns;
}

void replay_print(const Replay *replay)
{
	printf("mails read again: %" G_GINT64_FORMAT
	       "; that opened a ticket: %" G_GINT64_FORMAT "; changed: %" G_GINT64_FORMAT
	       "\n",
	       replay->mails, replay->opened, replay->changed);
	if (replay->without)
		printf("without a mail to read, as what was said on the phone: "
		       "%" G_GINT64_FORMAT "\n",
		       replay->without);
	print_changes(replay);
	printf("\n%u rules, %.1f ms in all\n", rules_count(replay->new->rules),
	       (double)rules_ns(replay) / 1e6);
	print_hits(replay);
	print_useless(replay, "outvoted");
	print_useless(replay, "stopped");
	print_useless(replay, "never hit");
	print_slow(replay);
	print_always(replay);
	print_gone(replay);
}

/* --- JSON --- */

static json_t *changes_json(const Replay *replay)
{
	json_t *list = json_array();

	for (guint i = 0; i < replay->changes->len; i++) {
		const ReplayChange *change = replay->changes->pdata[i];
		g_autofree char *at = time_rfc3339(change->at, NULL);
		json_array_append_new(
			list, json_pack("{s:I, s:s, s:s, s:s, s:s, s:s}", "ticket",
					(json_int_t)change->ticket, "received", at,
					"what", outcome_part_name(change->part), "before",
					change->before, "after", change->after, "because",
					change->because));
	}
	return list;
}

static json_t *rule_json(const Replay *replay, guint rule)
{
	const Rules *rules = replay->new->rules;
	const TallyRow *row = tally_row(replay->new_tally, rule);
	const TallyRow *old = old_row(replay, rules_name(rules, rule));
	json_t *object = json_pack(
		"{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:b, s:s}", "rule",
		rules_name(rules, rule), "place", rules_place(rules, rule), "hits",
		(json_int_t)row->held, "idle", (json_int_t)row->idle, "stopped",
		(json_int_t)row->stopped, "exceeded", (json_int_t)row->exceeded,
		"time_us", (json_int_t)(row->time_ns / 1000), "always_tried",
		rules_is_always_tried(rules, rule), "fate", fate_of(row));

	if (old)
		json_object_set_new(object, "hits_before", json_integer(old->held));
	if (row->rival >= 0)
		json_object_set_new(object, "rival",
				    json_string(rules_name(rules, (guint)row->rival)));
	return object;
}

void replay_print_json(const Replay *replay)
{
	json_t *rules = json_array();

	for (guint i = 0; i < rules_count(replay->new->rules); i++)
		json_array_append_new(rules, rule_json(replay, i));
	json_t *object = json_pack(
		"{s:I, s:I, s:I, s:I, s:o, s:o}", "mails", (json_int_t)replay->mails,
		"opened", (json_int_t)replay->opened, "not_kept",
		(json_int_t)replay->without, "changed", (json_int_t)replay->changed,
		"changes", changes_json(replay), "rules", rules);
	char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;

	printf("%s\n", text ? text : "{}");
	free(text);
	json_decref(object);
}
