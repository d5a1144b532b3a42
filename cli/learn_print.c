/* learn_print.c - what was learned, printed. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/learn.h"

#include <stdio.h>

#define CONFUSIONS_SHOWN 5
#define LETTERS_SHOWN	 60

typedef struct {
	guint want, got, count;
} Confused;

static int by_count(const void *a, const void *b)
{
	const Confused *one = a, *two = b;

	if (one->count != two->count)
		return one->count < two->count ? 1 : -1;
	return one->want != two->want ? (one->want < two->want ? -1 : 1)
				      : (one->got < two->got ? -1 : one->got > two->got);
}

static GArray *confusions(const Lessons *lessons, const LearnReport *report)
{
	guint labels = lessons->labels->len;
	g_autofree guint *counts = g_new0(guint, (gsize)labels * labels);
	GArray *found = g_array_new(FALSE, FALSE, sizeof(Confused));

	for (guint i = 0; i < lessons->lessons->len; i++) {
		const Lesson *lesson = lessons->lessons->pdata[i];
		counts[(gsize)lesson->label * labels + report->answers[i]]++;
	}
	for (guint i = 0; i < labels; i++)
		for (guint j = 0; j < labels; j++) {
			Confused one = {i, j, counts[(gsize)i * labels + j]};
			if (i != j && one.count &&
			    !label_is_outside(lessons->labels->pdata[i]))
				g_array_append_val(found, one);
		}
	g_array_sort(found, by_count);
	return found;
}

static void confusions_print(const Lessons *lessons, const LearnReport *report)
{
	g_autoptr(GArray) found = confusions(lessons, report);

	for (guint i = 0; i < MIN(found->len, CONFUSIONS_SHOWN); i++) {
		const Confused *one = &g_array_index(found, Confused, i);
		printf("%s: %s taken for %s, %u of %u\n", i ? "then" : "costs most",
		       (char *)lessons->labels->pdata[one->want],
		       (char *)lessons->labels->pdata[one->got], one->count,
		       report->labels[one->want].lessons);
	}
}

static char *percent(guint part, guint all)
{
	return all ? g_strdup_printf("%.1f %%", 100.0 * part / all) : g_strdup("-");
}

static char **cells_new(const char *label, const LabelRecord *record)
{
	char **cells = g_new0(char *, 5);

	cells[0] = g_strdup_printf("%u", record->lessons);
	cells[1] = percent(record->right, record->lessons);
	cells[2] = percent(record->right, record->answered);
	cells[3] = g_strdup(label);
	return cells;
}

static void free_cells(gpointer cells)
{
	g_strfreev(cells);
}

static void labels_print(const Lessons *lessons, const LearnReport *report)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(free_cells);
	char **head = g_new0(char *, 5);

	head[0] = g_strdup("texts");
	head[1] = g_strdup("found");
	head[2] = g_strdup("right");
	head[3] = g_strdup("category");
	g_ptr_array_add(rows, head);
	for (guint i = 0; i < lessons->labels->len; i++)
		g_ptr_array_add(rows,
				cells_new(lessons->labels->pdata[i], &report->labels[i]));
	cli_columns(rows, 4);
}

static void suspicious_count_print(const Lessons *lessons, const LearnReport *report,
				   double above)
{
	g_autoptr(GArray) found = lessons_suspicious(lessons, report, above);

	if (found->len)
		printf("%u texts look as if their category were wrong; «postdesk learn "
		       "--suspicious» lists them\n",
		       found->len);
}

void learn_print(const Lessons *lessons, const Model *model, const LearnReport *report,
		 double above)
{
	ModelRecord record = model_record(model);

	printf("%u texts, %u categories\n", lessons->lessons->len, lessons->labels->len);
	if (!report)
		return;
	labels_print(lessons, report);
	printf("accuracy %.1f %%, macro-F1 %.3f, cross-validated in %u parts\n",
	       100 * record.accuracy, record.macro_f1, report->folds);
	confusions_print(lessons, report);
	if (record.threshold <= 1)
		printf("threshold %.2f: above it are %.0f %% of the texts, and %.0f %% "
		       "of "
		       "these are right\n",
		       record.threshold, 100 * record.coverage, 100 * record.precision);
	else
		printf("no threshold gives %.0f %% right answers: the model only adds to "
		       "the rules\n",
		       100 * record.precision);
	suspicious_count_print(lessons, report, above);
}

/* The beginning of a text on one line. */
static char *beginning(const char *text)
{
	g_autofree char *line = g_strdup(text);

	g_strdelimit(line, "\r\n\t", ' ');
	g_strstrip(line);
	return g_utf8_strlen(line, -1) > LETTERS_SHOWN
		       ? g_utf8_substring(line, 0, LETTERS_SHOWN)
		       : g_steal_pointer(&line);
}

void learn_print_suspicious(const Lessons *lessons, const LearnReport *report,
			    double above)
{
	g_autoptr(GArray) found = lessons_suspicious(lessons, report, above);
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(free_cells);

	for (guint i = 0; i < found->len; i++) {
		guint number = g_array_index(found, guint, i);
		const Lesson *lesson = lessons->lessons->pdata[number];
		char **cells = g_new0(char *, 6);
		cells[0] = lesson->ticket
				   ? g_strdup_printf("%" G_GINT64_FORMAT, lesson->ticket)
				   : g_strdup("-");
		cells[1] = g_strdup(lessons->labels->pdata[lesson->label]);
		cells[2] = g_strdup_printf("%.0f %%", 100 * report->likelihoods[number]);
		cells[3] = g_strdup(lessons->labels->pdata[report->answers[number]]);
		cells[4] = beginning(*lesson->text ? lesson->text : lesson->subject);
		g_ptr_array_add(rows, cells);
	}
	cli_columns(rows, 5);
}
