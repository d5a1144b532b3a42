/* classify.c - how often rules and model agree with people, measured on labelled mail. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/teach.h"
#include "rules/model.h"

#include <stdio.h>
#include <string.h>

#define NOT_GIVEN (-G_MAXDOUBLE)

typedef struct {
	char *csv, *model;
	gboolean rules_only, model_only, confusion;
	int top;
	double threshold; /* below it a text belongs to no category; < 0: the model's own,
			   * where some rows do not */
} ClassifyAsk;

typedef struct {
	const ClassifyAsk *ask;
	const Setup *setup; /* NULL: the model alone */
	const Model *model; /* NULL: the rules alone */
	bool has_outside;   /* some rows belong to no category: it may be the answer */
	double outside_below;
	gint64 now;
	guint right, all;	    /* all rows */
	guint inside, inside_right; /* rows that belong to a category */
	guint first, among; /* of these: the model's best is right; one of its best is */
	guint known, sure,
		sure_right;    /* rows that the desk knows; decides; decides well */
	GHashTable *confusion; /* "want -> got" -> count */
} Measure;

/* The text as a mail that has nothing else. */
static Message *message_of_text(const char *subject, const char *text)
{
	g_autofree char *clean = g_strdelimit(g_strdup(subject), "\r\n", ' ');
	g_autofree char *mail =
		g_strdup_printf("From: someone@example.org\r\nSubject: %s\r\n"
				"Content-Type: text/plain; charset=utf-8\r\n\r\n%s",
				clean, text);
	g_autoptr(GBytes) raw = g_bytes_new(mail, strlen(mail));
	return message_parse(raw);
}

/* The model's likeliest category; NULL: it has none, or there is no model. */
static const Guess *likeliest(const GArray *guesses)
{
	for (guint i = 0; guesses && i < guesses->len; i++) {
		const Guess *guess = &g_array_index(guesses, Guess, i);
		if (!label_is_outside(guess->label))
			return guess;
	}
	return NULL;
}

/* Whether it is one of the first so many categories. */
static bool is_among(const GArray *guesses, const char *want, int first)
{
	int seen = 0;

	for (guint i = 0; i < guesses->len && seen < first; i++) {
		const Guess *guess = &g_array_index(guesses, Guess, i);
		if (label_is_outside(guess->label))
			continue;
		if (g_str_equal(guess->label, want))
			return true;
		seen++;
	}
	return false;
}

static bool is_above(const char *parent, const char *path)
{
	gsize length = strlen(parent);

	return g_str_has_prefix(path, parent) && path[length] == '.';
}

static bool agree(const char *want, const char *got)
{
	return g_str_equal(want, got) ||
	       (label_is_outside(want) && label_is_outside(got));
}

/* The desk's category. A label that it does not know can only be the model's. Where the
 * desk leaves open what it is, or says it less exactly, the model's best counts, unless
 * none can be right too. */
static char *answer_of(Measure *measure, const Lesson *row, const char *want,
		       const GArray *guesses)
{
	const Guess *best = likeliest(guesses);
	const char *guessed = best && best->likelihood >= measure->outside_below
				      ? best->label
				      : "unclassified";

	if (!measure->setup ||
	    (best && !taxonomy_category(measure->setup->taxonomy, best->label)))
		return g_strdup(guessed);
	g_autoptr(Message) message = message_of_text(row->subject, row->text);
	const Queue *queue = measure->setup->config->queues->pdata[0];
	const RulesInput input = {.message = message,
				  .queue = queue->name,
				  .now = measure->now,
				  .model = measure->model};
	g_autoptr(Classification) got = rules_classify(measure->setup->rules, &input);
	bool is_open = label_is_outside(got->category);
	measure->known++;
	measure->sure += !is_open;
	measure->sure_right += !is_open && g_str_equal(got->category, want);
	if (!measure->has_outside && (is_open || is_above(got->category, guessed)))
		return g_strdup(guessed);
	return g_strdup(got->category);
}

static void row_measure(Measure *measure, const Lesson *row, const char *want)
{
	g_autoptr(GArray) guesses =
		measure->model ? model_guess(measure->model, row->subject, row->text)
			       : NULL;
	g_autofree char *got = answer_of(measure, row, want, guesses);
	bool is_right = agree(want, got), is_inside = !label_is_outside(want);

	measure->all++;
	measure->right += is_right;
	measure->inside += is_inside;
	measure->inside_right += is_inside && is_right;
	if (is_inside && guesses) {
		measure->first += is_among(guesses, want, 1);
		measure->among += is_among(guesses, want, measure->ask->top);
	}
	if (is_right)
		return;
	char *pair = g_strdup_printf("%s -> %s", want, got);
	guint count = GPOINTER_TO_UINT(g_hash_table_lookup(measure->confusion, pair));
	g_hash_table_replace(measure->confusion, pair, GUINT_TO_POINTER(count + 1));
}

static int by_count(const void *a, const void *b, void *data)
{
	guint one = GPOINTER_TO_UINT(g_hash_table_lookup(data, *(char *const *)a));
	guint two = GPOINTER_TO_UINT(g_hash_table_lookup(data, *(char *const *)b));
	return one != two ? (one < two ? 1 : -1)
			  : strcmp(*(char *const *)a, *(char *const *)b);
}

static void confusion_print(GHashTable *confusion)
{
	g_autoptr(GPtrArray) pairs = g_ptr_array_new();
	GHashTableIter iter;
	gpointer pair;
	g_hash_table_iter_init(&iter, confusion);
	while (g_hash_table_iter_next(&iter, &pair, NULL))
		g_ptr_array_add(pairs, pair);
	g_ptr_array_sort_with_data(pairs, by_count, confusion);
	for (guint i = 0; i < pairs->len; i++)
		printf("%u\t%s\n",
		       GPOINTER_TO_UINT(g_hash_table_lookup(confusion, pairs->pdata[i])),
		       (char *)pairs->pdata[i]);
}

static double percent(guint part, guint all)
{
	return all ? 100.0 * part / all : 0.0;
}

static void measure_print(const Measure *measure)
{
	guint outside = measure->all - measure->inside;
	guint caught = measure->right - measure->inside_right;

	printf("accuracy %.1f %%\n", percent(measure->right, measure->all));
	if (outside)
		printf("in scope %.1f %%, out of scope caught %.1f %%\n",
		       percent(measure->inside_right, measure->inside),
		       percent(caught, outside));
	if (measure->known && measure->model)
		printf("sure of %.1f %%, %.1f %% of these are right\n",
		       percent(measure->sure, measure->known),
		       percent(measure->sure_right, measure->sure));
	if (measure->outside_below > 0 && measure->model)
		printf("in scope %.1f %% without its threshold of %.2f\n",
		       percent(measure->first, measure->inside), measure->outside_below);
	if (measure->ask->top > 1 && measure->model)
		printf("among %d %.1f %%\n", measure->ask->top,
		       percent(measure->among, measure->inside));
	if (measure->ask->confusion)
		confusion_print(measure->confusion);
}

/* The model that was named, else the desk's if there is one. False: said why not. */
static bool model_find(const ClassifyAsk *ask, const Setup *setup, Model **model)
{
	g_autoptr(GError) error = NULL;
	const char *path = ask->model ? ask->model : setup ? setup->config->model : NULL;

	*model = NULL;
	if (ask->rules_only || !path)
		return true;
	if (!ask->model && !ask->model_only && !g_file_test(path, G_FILE_TEST_EXISTS))
		return true;
	if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
		cli_say("there is no model %s: postdesk learn makes one", path);
		return false;
	}
	*model = model_load(path, &error);
	if (!*model)
		cli_say("%s", error->message);
	return *model != NULL;
}

static bool has_outside(const Lessons *rows)
{
	for (guint i = 0; i < rows->labels->len; i++)
		if (label_is_outside(rows->labels->pdata[i]))
			return true;
	return false;
}

static int classify(const Cli *cli, const ClassifyAsk *ask)
{
	bool is_alone = ask->model && ask->model_only;
	g_autoptr(Setup) setup = is_alone ? NULL : cli_setup(cli);
	g_autoptr(Model) model = NULL;

	if ((!is_alone && !setup) || !model_find(ask, setup, &model))
		return EXIT_FAILED;
	g_autoptr(Lessons) rows = lessons_new();
	if (!teach_lessons(ask->csv, rows))
		return EXIT_FAILED;
	Measure measure = {.ask = ask,
			   .has_outside = has_outside(rows),
			   .setup = ask->model_only ? NULL : setup,
			   .model = model,
			   .now = cli->now,
			   .confusion = g_hash_table_new_full(g_str_hash, g_str_equal,
							      g_free, NULL)};
	if (ask->threshold >= 0)
		measure.outside_below = ask->threshold;
	else if (model && measure.has_outside)
		measure.outside_below = model_record(model).outside_below;
	for (guint i = 0; i < rows->lessons->len; i++) {
		const Lesson *row = rows->lessons->pdata[i];
		row_measure(&measure, row, rows->labels->pdata[row->label]);
	}
	measure_print(&measure);
	g_hash_table_unref(measure.confusion);
	return EXIT_DONE;
}

static bool numbers_are_sane(const ClassifyAsk *ask)
{
	bool is_part = ask->threshold >= 0 && ask->threshold <= 1;

	if (ask->threshold != NOT_GIVEN && !is_part)
		cli_say("--threshold %g: write a likelihood from 0 to 1, such as 0.4",
			ask->threshold);
	else if (ask->top < 1)
		cli_say("--top %d: write 1 or more", ask->top);
	else
		return true;
	return false;
}

int cli_classify(const Cli *cli, int argc, char **argv)
{
	ClassifyAsk ask = {.top = 1, .threshold = NOT_GIVEN};
	int code;
	GOptionEntry entries[] = {{"csv", 0, 0, G_OPTION_ARG_FILENAME, &ask.csv,
				   "text,category with a header line", "FILE"},
				  {"rules-only", 0, 0, G_OPTION_ARG_NONE, &ask.rules_only,
				   "without the model", NULL},
				  {"model-only", 0, 0, G_OPTION_ARG_NONE, &ask.model_only,
				   "without the rules", NULL},
				  {"model", 0, 0, G_OPTION_ARG_FILENAME, &ask.model,
				   "this model, not the desk's", "FILE"},
				  {"threshold", 0, 0, G_OPTION_ARG_DOUBLE, &ask.threshold,
				   "below this likelihood the model says unclassified",
				   "N"},
				  {"top", 0, 0, G_OPTION_ARG_INT, &ask.top,
				   "also how often it is among the model's first N", "N"},
				  {"confusion", 0, 0, G_OPTION_ARG_NONE, &ask.confusion,
				   "what was taken for what", NULL},
				  {0}};
	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	if (!ask.csv || argc > 1 || (ask.rules_only && ask.model_only))
		code = cli_usage(cli);
	else
		code = numbers_are_sane(&ask) ? classify(cli, &ask) : EXIT_USAGE;
	g_free(ask.csv);
	g_free(ask.model);
	return code;
}
