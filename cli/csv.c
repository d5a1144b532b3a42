/* csv.c - reads comma-separated values. */
/* SPDX-License-Identifier: MIT */
#include "cli/csv.h"

/* One cell; returns what stands behind it: ',', '\n' or '\0'. */
static const char *cell_read(const char *at, GString *cell)
{
	if (*at != '"') {
		while (*at && *at != ',' && *at != '\n') {
			g_string_append_c(cell, *at);
			at++;
		}
		if (cell->len && cell->str[cell->len - 1] == '\r')
			g_string_truncate(cell, cell->len - 1);
		return at;
	}
	for (at++; *at; at++) {
		if (*at != '"')
			g_string_append_c(cell, *at);
		else if (at[1] == '"')
			g_string_append_c(cell, *at++);
		else
			break;
	}
	while (*at && *at != ',' && *at != '\n')
		at++;
	return at;
}

GPtrArray *csv_read(const char *text)
{
	GPtrArray *rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	GPtrArray *row = NULL;
	const char *at = text;
	while (*at || row) { /* behind the last comma stands a cell, empty or not */
		GString *cell = g_string_new(NULL);
		if (!row)
			row = g_ptr_array_new_with_free_func(g_free);
		at = cell_read(at, cell);
		g_ptr_array_add(row, g_string_free(cell, FALSE));
		if (*at == ',') {
			at++;
			continue;
		}
		at += *at == '\n';
		if (row->len > 1 || *(char *)row->pdata[0])
			g_ptr_array_add(rows, row);
		else
			g_ptr_array_unref(row);
		row = NULL;
	}
	return rows;
}

int csv_column(const GPtrArray *header, const char *name)
{
	for (guint i = 0; i < header->len; i++) {
		g_autofree char *cell = g_strstrip(g_strdup(header->pdata[i]));
		if (!g_ascii_strcasecmp(cell, name))
			return (int)i;
	}
	return -1;
}
