/* due.c - when something is due by a calendar, and why. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "rules/duration.h"
#include "rules/known.h"
#include "store/ticket.h"
#include "store/timer.h"

#include <stdio.h>

#define ACCOUNT_LINES_MAX 40

/* The due moment as RFC 3339 in the calendar's zone; NULL: *wrong says why not. */
static char *due_text(const Config *config, const char *name, const char *from,
		      const char *span, char **wrong, gint64 *since, gint64 *work_s)
{
	g_autoptr(GError) error = NULL;
	const Calendar *calendar = g_hash_table_lookup(config->calendars, name);
	if (!calendar) {
		known_check("calendar", name, known_calendars(config), &error);
		*wrong = g_strdup(error->message);
		return NULL;
	}
	GTimeZone *zone = calendar_timezone(calendar);
	if (!time_parse(from, zone, since)) {
		*wrong = g_strdup_printf("«%s» is no time: write 2026-11-22 09:00", from);
		return NULL;
	}
	if (!duration_parse(span, calendar_day_s(calendar), work_s, &error)) {
		*wrong = g_strdup(error->message);
		return NULL;
	}
	gint64 due_at = calendar_add(calendar, *since, *work_s);
	return due_at == G_MAXINT64 ? g_strdup("never") : time_rfc3339(due_at, zone);
}

static int due_print(const Config *config, const char *name, const char *from,
		     const char *span, bool explain)
{
	gint64 since, work_s;
	g_autofree char *wrong = NULL;
	g_autofree char *due =
		due_text(config, name, from, span, &wrong, &since, &work_s);
	if (!due) {
		cli_say("%s", wrong);
		return EXIT_USAGE;
	}
	printf("%s\n", due);
	if (explain) {
		const Calendar *calendar = g_hash_table_lookup(config->calendars, name);
		g_autofree char *account =
			calendar_explain(calendar, since, work_s, ACCOUNT_LINES_MAX);
		printf("%s", account);
	}
	return EXIT_DONE;
}

/* calendar<TAB>from<TAB>duration lines; each answers with one line, so that they stay in
 * step. */
static int due_lines(const Config *config)
{
	char *line = NULL;
	size_t size = 0;
	int code = EXIT_DONE, number = 0;
	while (getline(&line, &size, stdin) > 0) {
		gint64 since, work_s;
		g_autofree char *wrong = NULL;
		g_auto(GStrv) cells = g_strsplit(g_strchomp(line), "\t", -1);
		number++;
		g_autofree char *due =
			g_strv_length(cells) == 3
				? due_text(config, cells[0], cells[1], cells[2], &wrong,
					   &since, &work_s)
				: NULL;
		printf("%s\n", due ? due : "");
		if (due)
			continue;
		cli_say("stdin:%d: %s", number,
			wrong ? wrong : "want calendar, from, duration");
		code = EXIT_FAILED;
	}
	free(line);
	return code;
}

typedef struct {
	gint64 number;
	Ticket *ticket;
	GPtrArray *timers;
} Timers;

static bool timers_work(Db *db, void *data, GError **error)
{
	Timers *timers = data;
	g_clear_pointer(&timers->ticket, ticket_free);
	if (!ticket_load(db, timers->number, &timers->ticket, error))
		return false;
	return !timers->ticket ||
	       timer_list(db, timers->number, true, &timers->timers, error);
}

/* Why a timer is due when it is: what was used before, and what the calendar counts
 * since. */
static void timer_explain(const Config *config, const Timer *timer)
{
	const Sla *sla =
		timer->sla ? g_hash_table_lookup(config->slas, timer->sla) : NULL;
	const Calendar *calendar = sla ? sla->calendar : calendar_always();
	GTimeZone *zone = calendar_timezone(calendar);
	g_autofree char *target = duration_text(timer->target_s);
	g_autofree char *used = duration_text(timer->used_s);
	printf("%s: %s of %s (calendar %s), %s used before\n", timer->kind,
	       timer_state_name(timer->state), target, calendar_name(calendar), used);
	if (timer->state != TIMER_RUNNING || timer->due_at == G_MAXINT64)
		return;
	g_autofree char *since = time_rfc3339(timer->running_since, zone);
	g_autofree char *due = time_rfc3339(timer->due_at, zone);
	g_autofree char *account =
		calendar_explain(calendar, timer->running_since,
				 timer->target_s - timer->used_s, ACCOUNT_LINES_MAX);
	printf("  runs since %s\n%s  due %s\n", since, account, due);
}

static int due_ticket(const Cli *cli, const char *text)
{
	int code;
	Timers timers = {.number = cli_ticket(text)};
	if (!timers.number)
		return EXIT_USAGE;
	g_autoptr(Desk) desk = cli_desk(cli, &code);
	if (!desk || (code = cli_read(desk, timers_work, &timers)))
		return code;
	g_autoptr(Ticket) ticket = timers.ticket;
	if (!ticket) {
		cli_say("there is no ticket %" G_GINT64_FORMAT, timers.number);
		return EXIT_FAILED;
	}
	g_autoptr(Setup) setup = desk_setup(desk);
	for (guint i = 0; i < timers.timers->len; i++)
		timer_explain(setup->config, timers.timers->pdata[i]);
	if (!timers.timers->len)
		printf("nothing is due\n");
	g_ptr_array_unref(timers.timers);
	return EXIT_DONE;
}

int cli_due(const Cli *cli, int argc, char **argv)
{
	g_autofree char *calendar = NULL;
	g_autofree char *from = NULL;
	g_autofree char *span = NULL;
	gboolean lines = FALSE, explain = FALSE;
	int code;
	GOptionEntry entries[] = {{"calendar", 0, 0, G_OPTION_ARG_STRING, &calendar,
				   "a [calendar]", "NAME"},
				  {"from", 0, 0, G_OPTION_ARG_STRING, &from,
				   "start, in the calendar's zone", "TIME"},
				  {"for", 0, 0, G_OPTION_ARG_STRING, &span,
				   "working time: 4h, 2d, 1d4h", "SPAN"},
				  {"stdin", 0, 0, G_OPTION_ARG_NONE, &lines,
				   "calendar, from, span by tabs", NULL},
				  {"explain", 0, 0, G_OPTION_ARG_NONE, &explain,
				   "what counted, span by span", NULL},
				  {0}};
	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	if (argc == 2 && !lines)
		return due_ticket(cli, argv[1]);
	if (argc > 1 || (!lines && (!calendar || !from || !span)))
		return cli_usage(cli);
	/* Only the configuration: a calendar can be asked before there are rules. */
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Config) config = config_load(cli->config_path, problems);
	for (guint i = 0; i < problems->len; i++)
		fprintf(stderr, "%s\n", (char *)problems->pdata[i]);
	if (!config)
		return EXIT_FAILED;
	return lines ? due_lines(config)
		     : due_print(config, calendar, from, span, explain);
}
