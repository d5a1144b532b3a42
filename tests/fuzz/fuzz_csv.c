/* fuzz_csv.c - any text is a table of labelled texts; written again it reads the same. */
/* SPDX-License-Identifier: MIT */
#include "cli/csv.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_cell(GString *text, const char *cell)
{
	g_string_append_c(text, '"');
	for (; *cell; cell++) {
		if (*cell == '"')
			g_string_append_c(text, '"');
		g_string_append_c(text, *cell);
	}
	g_string_append_c(text, '"');
}

static char *write_rows(const GPtrArray *rows)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < rows->len; i++) {
		const GPtrArray *row = rows->pdata[i];
		for (guint j = 0; j < row->len; j++) {
			if (j > 0)
				g_string_append_c(text, ',');
			write_cell(text, row->pdata[j]);
		}
		g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autoptr(GPtrArray) rows = csv_read(text);
	g_autofree char *written = write_rows(rows);
	g_autoptr(GPtrArray) again = csv_read(written);

	g_assert_cmpuint(again->len, ==, rows->len);
	for (guint i = 0; i < rows->len; i++) {
		const GPtrArray *row = rows->pdata[i], *other = again->pdata[i];
		g_assert_cmpuint(row->len, ==, other->len);
		for (guint j = 0; j < row->len; j++)
			g_assert_cmpstr(row->pdata[j], ==, other->pdata[j]);
	}
	if (rows->len > 0)
		csv_column(rows->pdata[0], "text");
	return 0;
}
