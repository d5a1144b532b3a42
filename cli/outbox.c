/* outbox.c - mail that waits to be sent: looking at it, trying again, giving it up. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "mail/error.h"
#include "rules/duration.h"
#include "store/outbox.h"

#include <jansson.h>
#include <stdio.h>

#define ROWS_MAX 1000

typedef struct {
	unsigned states;
	GPtrArray *rows;
} Waiting;

static bool waiting_work(Db *db, void *data, GError **error)
{
	Waiting *waiting = data;
	return outbox_list(db, waiting->states, 0, ROWS_MAX, &waiting->rows, error);
}

static void row_json(const Outgoing *row)
{
	g_autofree char *next = time_rfc3339(row->next_at, NULL);
	json_t *object =
		json_pack("{s:I, s:I, s:s?, s:s, s:s?, s:s?, s:i, s:s?, s:s?}", "id",
			  (json_int_t)row->id, "ticket", (json_int_t)row->ticket, "kind",
			  row->kind, "state", outbox_state_name(row->state), "recipient",
			  row->recipient, "subject", row->subject, "attempts",
			  row->attempts, "next", next, "error", row->error);
	g_autofree char *line = object ? json_dumps(object, JSON_COMPACT) : NULL;
	printf("%s\n", line ? line : "{}");
	json_decref(object);
}

static void rows_print(const GPtrArray *waiting)
{
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	for (guint i = 0; i < waiting->len; i++) {
		const Outgoing *row = waiting->pdata[i];
		char **cells = g_new0(char *, 8);
		cells[0] = g_strdup_printf("%" G_GINT64_FORMAT, row->id);
		cells[1] = g_strdup_printf("%" G_GINT64_FORMAT, row->ticket);
		cells[2] = g_strdup(row->kind ? row->kind : "-");
		cells[3] = g_strdup(outbox_state_name(row->state));
		cells[4] = g_strdup_printf("%d", row->attempts);
		cells[5] = g_strdup(row->recipient);
		cells[6] = g_strdup(row->error	   ? row->error
				    : row->subject ? row->subject
						   : "");
		g_ptr_array_add(rows, cells);
	}
	cli_columns(rows, 7);
}

static int outbox_print(Desk *desk, bool all, bool json)
{
	Waiting waiting = {.states = all ? 0 : ~(1U << OUTBOX_SENT)};
	int code = cli_read(desk, waiting_work, &waiting);
	if (code)
		return code;
	for (guint i = 0; json && i < waiting.rows->len; i++)
		row_json(waiting.rows->pdata[i]);
	if (!json)
		rows_print(waiting.rows);
	g_ptr_array_unref(waiting.rows);
	return EXIT_DONE;
}

typedef struct {
	bool drop;
	gint64 id, now;
} Change;

static bool change_work(Db *db, void *data, GError **error)
{
	const Change *change = data;
	g_autoptr(Outgoing) row = NULL;
	if (!outbox_load(db, change->id, &row, error))
		return false;
	if (!row || row->state == OUTBOX_SENT) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "outbox %" G_GINT64_FORMAT ": %s", change->id,
			    row ? "was sent already" : "there is no such row");
		return false;
	}
	if (change->drop)
		return outbox_set_failed(db, change->id, "dropped by hand", change->now,
					 error);
	return outbox_set_retry(db, change->id, change->now, "tried again by hand",
				error);
}

static int outbox_change(Desk *desk, const Cli *cli, bool drop, char **ids)
{
	int code = EXIT_DONE;
	for (char **id = ids; *id; id++) {
		g_autoptr(GError) error = NULL;
		Change change = {.drop = drop, .id = cli_number(*id), .now = cli->now};
		if (!change.id) {
			cli_say("«%s» is no number of postdesk outbox: write 17", *id);
			return EXIT_USAGE;
		}
		if (!store_write(desk_store(desk), change_work, &change, 20000, &error))
			code = cli_failed(error);
	}
	cli_wake(desk);
	return code;
}

int cli_outbox(const Cli *cli, int argc, char **argv)
{
	gboolean all = FALSE, json = FALSE;
	int code;
	GOptionEntry entries[] = {
		{"all", 0, 0, G_OPTION_ARG_NONE, &all, "with what was sent", NULL},
		{"json", 0, 0, G_OPTION_ARG_NONE, &json, "one object per line", NULL},
		{0}};
	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	const char *what = argc > 1 ? argv[1] : "list";
	bool drop = g_str_equal(what, "drop"),
	     change = drop || g_str_equal(what, "retry");
	if (change ? argc < 3 : argc > 2 || !g_str_equal(what, "list"))
		return cli_usage(cli);
	g_autoptr(Desk) desk = cli_desk(cli, &code);
	if (!desk)
		return code;
	return change ? outbox_change(desk, cli, drop, argv + 2)
		      : outbox_print(desk, all, json);
}
