/* teach.c - lessons of labelled files; for the commands that learn and measure. */
/* SPDX-License-Identifier: MIT */
#include "cli/teach.h"
#include "cli/cli.h"
#include "cli/csv.h"

static const char *cell(const GPtrArray *row, int column)
{
	return column >= 0 && column < (int)row->len ? row->pdata[column] : "";
}

static void lesson_add(Lessons *lessons, const char *subject, const char *text,
		       const char *category)
{
	if (!lessons_add(lessons, subject, text, category, 0))
		cli_say("category «%.40s» is left out: there are more than %d, or its "
			"name is too long",
			category, LESSON_LABELS_MAX);
}

/* Some programs begin UTF-8 with a mark that is no part of the text. */
static const char *past_mark(const char *text)
{
	return g_str_has_prefix(text, "\xef\xbb\xbf") ? text + 3 : text;
}

bool teach_lessons(const char *path, Lessons *lessons)
{
	g_autoptr(GBytes) bytes = cli_input(path);
	if (!bytes)
		return false;
	gsize length;
	const char *start = g_bytes_get_data(bytes, &length);
	g_autofree char *valid = g_utf8_make_valid(start ? start : "", (gssize)length);
	g_autoptr(GPtrArray) rows = csv_read(past_mark(valid));
	const GPtrArray *head = rows->len ? rows->pdata[0] : NULL;
	int text = head ? csv_column(head, "text") : -1;
	int category = head ? csv_column(head, "category") : -1;
	int subject = head ? csv_column(head, "subject") : -1;

	if (text < 0 || category < 0) {
		cli_say("%s:1: the header line has to name the columns text and category",
			path);
		return false;
	}
	for (guint i = 1; i < rows->len; i++) {
		const GPtrArray *row = rows->pdata[i];
		if ((int)row->len > MAX(text, category))
			lesson_add(lessons, cell(row, subject), row->pdata[text],
				   row->pdata[category]);
		else
			cli_say("%s: row %u has fewer cells than the header%s", path,
				i + 1,
				i + 1 < rows->len ? "" : "; is a quote left open?");
	}
	return true;
}
