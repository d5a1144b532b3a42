/* replay.c - which decisions other rules would change, and what each rule is worth. */
/* SPDX-License-Identifier: MIT */
#include "cli/replay.h"
#include "cli/cli.h"
#include "rules/duration.h"
#include "rules/problem.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* For scripts: what a rule change does decides whether it goes live. */
enum { REPLAY_SAME = 0, REPLAY_CHANGES = 1, REPLAY_FAILED = 2 };

#define WALL_DAY_S 86400

static gint64 clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (gint64)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void progress(void *data, gint64 mails)
{
	fprintf(stderr, "\r%" G_GINT64_FORMAT " mails", mails);
}

/* "30d" before now, or a moment. */
static bool since_parse(const char *text, gint64 now, gint64 *since)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_local();
	gint64 span_s;

	bool is_span = duration_parse(text, WALL_DAY_S, &span_s, NULL);
	if (is_span)
		*since = now - span_s;
	if ((is_span || time_parse(text, zone, since)) && *since < now)
		return true;
	cli_say("--since %s: write a time such as 30d or 12h, or a past date such as "
		"2026-11-01",
		text);
	return false;
}

static Replay *replay_run(const Cli *cli, const char *rules, gint64 since)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) problems = problems_new();
	int code;
	g_autoptr(Desk) desk = cli_desk(cli, &code);
	bool is_watched = isatty(STDERR_FILENO);

	if (!desk)
		return NULL;
	const ReplayAsk ask = {.rules_dir = rules,
			       .since = since,
			       .clock_ns = clock_ns,
			       .progress = is_watched ? progress : NULL};
	Replay *replay = desk_replay(desk, &ask, problems, &error);
	if (is_watched)
		fprintf(stderr, "\r%20s\r", "");
	for (guint i = 0; i < problems->len; i++)
		fprintf(stderr, "%s\n", (const char *)problems->pdata[i]);
	if (error)
		cli_say("%s", error->message);
	return replay;
}

int cli_replay(const Cli *cli, int argc, char **argv)
{
	g_autofree char *since_text = NULL, *rules = NULL, *dir = NULL;
	gboolean json = FALSE;
	gint64 since;
	int code;
	GOptionEntry entries[] = {
		{"since", 0, 0, G_OPTION_ARG_STRING, &since_text,
		 "mail of this time; default 30d", "TIME"},
		{"rules", 0, 0, G_OPTION_ARG_FILENAME, &rules,
		 "the rules to try; else those in force, against what was decided then",
		 "DIR"},
		{"json", 0, 0, G_OPTION_ARG_NONE, &json, "one object", NULL},
		{0}};

	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	if (argc > 1)
		return cli_usage(cli);
	if (!since_parse(since_text ? since_text : "30d", cli->now, &since))
		return EXIT_USAGE;
	if (rules)
		dir = g_canonicalize_filename(rules, NULL);
	g_autoptr(Replay) replay = replay_run(cli, dir, since);
	if (!replay)
		return REPLAY_FAILED;
	(json ? replay_print_json : replay_print)(replay);
	return replay->changed ? REPLAY_CHANGES : REPLAY_SAME;
}
