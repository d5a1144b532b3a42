/* learn.c - learns categories from confirmed tickets and labelled files. */
/* SPDX-License-Identifier: MIT */
#include "cli/learn.h"
#include "cli/cli.h"
#include "cli/teach.h"
#include "desk/learn.h"
#include "rules/known.h"
#include "rules/problem.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SUSPICIOUS_ABOVE 0.9 /* likelihood of another label */
#define UNKNOWN_SHOWN	 5

typedef struct {
	char **files;
	char *model;
	gboolean unmeasured, force, suspicious;
	const Taxonomy *taxonomy; /* NULL: any label will do */
} LearnAsk;

static bool progress(void *data, guint done, guint all)
{
	const guint *texts = data;

	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\rlearning from %u texts, step %u of %u%s", *texts,
			done + 1, all, done + 1 == all ? "\n" : "");
	return true;
}

/* A label that the desk does not know is learned for nothing: most likely a slip. Many
 * are the file's own. */
static void labels_check(const Lessons *lessons, const Taxonomy *taxonomy)
{
	guint unknown = 0;

	for (guint i = 0; i < lessons->labels->len; i++) {
		const char *label = lessons->labels->pdata[i];
		g_autoptr(GError) error = NULL;

		if (!label_is_outside(label) &&
		    !known_check("category", label, known_categories(taxonomy), &error) &&
		    unknown++ < UNKNOWN_SHOWN)
			cli_say("%s; the desk will not use it", error->message);
	}
	if (unknown > UNKNOWN_SHOWN)
		cli_say("so are %u more", unknown - UNKNOWN_SHOWN);
}

/* Of the tickets when the desk's own model is learned, and of the files. */
static bool lessons_collect(const Cli *cli, const LearnAsk *ask, bool with_tickets,
			    Lessons *lessons, int *code)
{
	if (with_tickets) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Desk) desk = cli_desk(cli, code);
		if (!desk)
			return false;
		if (!desk_lessons(desk, lessons, &error)) {
			*code = cli_failed(error);
			return false;
		}
	}
	for (char **file = ask->files; file && *file; file++) {
		*code = EXIT_FAILED;
		if (!teach_lessons(*file, lessons))
			return false;
	}
	return true;
}

/* Whether the new model may take the old one's place; says why not. */
static bool may_replace(const char *path, const Model *fresh, const Lessons *lessons)
{
	g_autoptr(GError) error = NULL;
	Comparison both;

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return true;
	g_autoptr(Model) old = model_load(path, &error);
	if (!old) {
		cli_say("%s; it is replaced", error->message);
		return true;
	}
	if (!models_compare(old, fresh, lessons, &both)) {
		printf("not compared with the model that is there: one of them was never "
		       "measured\n");
		return true;
	}
	printf("on the same %u texts: old macro-F1 %.3f, new %.3f (± %.3f)\n",
	       both.lessons, both.old_f1, both.new_f1, both.error);
	if (both.new_f1 >= both.old_f1 - both.error)
		return true;
	cli_say("%s: the model that is there is better, it stays; --force replaces it",
		path);
	return false;
}

static int model_keep(const LearnAsk *ask, const char *path, const Model *model,
		      const Lessons *lessons)
{
	g_autoptr(GError) error = NULL;

	if (!ask->force && !ask->unmeasured && !may_replace(path, model, lessons))
		return EXIT_FAILED;
	if (!model_save(model, path, &error))
		return cli_failed(error);
	printf("saved %s\n", path);
	return EXIT_DONE;
}

static int learn(const Cli *cli, const LearnAsk *ask, const char *path, double precision,
		 bool with_tickets)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Lessons) lessons = lessons_new();
	g_autoptr(LearnReport) report = NULL;
	int code = EXIT_DONE;

	if (!lessons_collect(cli, ask, with_tickets, lessons, &code))
		return code;
	if (ask->taxonomy)
		labels_check(lessons, ask->taxonomy);
	guint texts = lessons->lessons->len;
	const LearnOptions options = {.precision = precision,
				      .now = cli->now,
				      .unmeasured = ask->unmeasured,
				      .step = progress,
				      .data = &texts};
	g_autoptr(Model) model = model_learn(lessons, &options, &report, &error);
	if (!model)
		return cli_failed(error);
	if (ask->suspicious && report) {
		learn_print_suspicious(lessons, report, SUSPICIOUS_ABOVE);
		return EXIT_DONE;
	}
	learn_print(lessons, model, report, SUSPICIOUS_ABOVE);
	return model_keep(ask, path, model, lessons);
}

/* A model of one's own choice of file and texts has nothing to do with the desk. */
static int learn_apart(const Cli *cli, const LearnAsk *ask)
{
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Config) config = config_load(cli->config_path, problems);
	double precision = config ? config->auto_answer_precision : 0.95;

	return learn(cli, ask, ask->model, precision, false);
}

static int learn_for_desk(const Cli *cli, LearnAsk *ask)
{
	g_autoptr(Setup) setup = cli_setup(cli);

	if (!setup)
		return EXIT_FAILED;
	const Config *config = setup->config;
	ask->taxonomy = setup->taxonomy;
	/* Without a store there are no tickets yet: one is not made for this. */
	bool is_new = g_str_has_prefix(config->store, "sqlite:") &&
		      !g_file_test(config->store + strlen("sqlite:"), G_FILE_TEST_EXISTS);
	const char *path = ask->model ? ask->model : config->model;
	int code = learn(cli, ask, path, config->auto_answer_precision, !is_new);
	if (code == EXIT_DONE)
		cli_give(config, path);
	return code;
}

int cli_learn(const Cli *cli, int argc, char **argv)
{
	LearnAsk ask = {0};
	int code;
	GOptionEntry entries[] = {
		{"csv", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &ask.files,
		 "text,category with a header line; may be given again", "FILE"},
		{"model", 0, 0, G_OPTION_ARG_FILENAME, &ask.model,
		 "write this file, not the desk's; with --csv without its tickets",
		 "FILE"},
		{"no-validate", 0, 0, G_OPTION_ARG_NONE, &ask.unmeasured,
		 "one fit, nothing is measured or compared", NULL},
		{"suspicious", 0, 0, G_OPTION_ARG_NONE, &ask.suspicious,
		 "only list the texts whose category looks wrong", NULL},
		{"force", 0, 0, G_OPTION_ARG_NONE, &ask.force,
		 "replace a better model too", NULL},
		{0}};

	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	if (argc > 1)
		return cli_usage(cli);
	code = ask.model && ask.files ? learn_apart(cli, &ask)
				      : learn_for_desk(cli, &ask);
	g_strfreev(ask.files);
	g_free(ask.model);
	return code;
}
