/* classify.c - how often the rules agree with people, measured on a labelled file. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/csv.h"

#include <stdio.h>
#include <string.h>

typedef struct {
	guint right, all;
	GHashTable *confusion; /* "want -> got" -> count */
} Accuracy;

/* The text as a mail that has nothing else. */
static Message *message_of_text(const char *text)
{
	static const char head[] = "From: someone@example.org\r\n"
				   "Content-Type: text/plain; charset=utf-8\r\n\r\n";
	GByteArray *bytes = g_byte_array_new();
	g_byte_array_append(bytes, (const guint8 *)head, sizeof head - 1);
	g_byte_array_append(bytes, (const guint8 *)text, (guint)strlen(text));
	g_autoptr(GBytes) raw = g_byte_array_free_to_bytes(bytes);
	return message_parse(raw);
}

static void row_score(const Setup *setup, const char *text, const char *want, gint64 now,
		      Accuracy *score)
{
	g_autoptr(Message) message = message_of_text(text);
	const Queue *queue = setup->config->queues->pdata[0];
	RulesInput input = {.message = message, .queue = queue->name, .now = now};
	g_autoptr(Classification) got = rules_classify(setup->rules, &input);
	score->all++;
	if (g_str_equal(got->category, want)) {
		score->right++;
		return;
	}
	char *pair = g_strdup_printf("%s -> %s", want, got->category);
	guint count = GPOINTER_TO_UINT(g_hash_table_lookup(score->confusion, pair));
	g_hash_table_replace(score->confusion, pair, GUINT_TO_POINTER(count + 1));
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

static int csv_score(const Cli *cli, const Setup *setup, const char *path, bool confusion)
{
	g_autoptr(GBytes) bytes = cli_input(path);
	if (!bytes)
		return EXIT_FAILED;
	gsize length;
	const char *data = g_bytes_get_data(bytes, &length);
	g_autofree char *valid = g_utf8_make_valid(data ? data : "", (gssize)length);
	g_autoptr(GPtrArray) rows = csv_read(valid);
	int text = rows->len ? csv_column(rows->pdata[0], "text") : -1;
	int category = rows->len ? csv_column(rows->pdata[0], "category") : -1;
	if (text < 0 || category < 0) {
		cli_say("%s:1: the header line has to name the columns text and category",
			path);
		return EXIT_FAILED;
	}
	Accuracy score = {.confusion = g_hash_table_new_full(g_str_hash, g_str_equal,
							     g_free, NULL)};
	for (guint i = 1; i < rows->len; i++) {
		const GPtrArray *row = rows->pdata[i];
		if ((int)row->len > MAX(text, category))
			row_score(setup, row->pdata[text], row->pdata[category], cli->now,
				  &score);
		else
			cli_say("%s: row %u is short", path, i + 1);
	}
	printf("accuracy %.1f %%\n", score.all ? 100.0 * score.right / score.all : 0.0);
	if (confusion)
		confusion_print(score.confusion);
	g_hash_table_unref(score.confusion);
	return EXIT_DONE;
}

int cli_classify(const Cli *cli, int argc, char **argv)
{
	g_autofree char *csv = NULL;
	gboolean rules_only = FALSE, confusion = FALSE;
	int code;
	GOptionEntry entries[] = {{"csv", 0, 0, G_OPTION_ARG_FILENAME, &csv,
				   "text,category with a header line", "FILE"},
				  {"rules-only", 0, 0, G_OPTION_ARG_NONE, &rules_only,
				   "without the model", NULL},
				  {"confusion", 0, 0, G_OPTION_ARG_NONE, &confusion,
				   "what was taken for what", NULL},
				  {0}};
	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	if (!csv) {
		cli_say("usage: postdesk %s", cli->grammar);
		return EXIT_USAGE;
	}
	g_autoptr(Setup) setup = cli_setup(cli);
	return setup ? csv_score(cli, setup, csv, confusion) : EXIT_FAILED;
}
