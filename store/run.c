/* run.c - shorthands over the driver: values bound by a format, rows read into a list. */
/* SPDX-License-Identifier: MIT */
#include "store/driver.h"

#include <stdarg.h>

static void bind_values(Statement *statement, const char *types, va_list values)
{
	for (int n = 1; types[n - 1]; n++) {
		switch (types[n - 1]) {
		case 'i':
			db_bind_int(statement, n, va_arg(values, gint64));
			break;
		case 'k':
			db_bind_id(statement, n, va_arg(values, gint64));
			break;
		case 'd':
			db_bind_double(statement, n, va_arg(values, double));
			break;
		case 't':
			db_bind_text(statement, n, va_arg(values, const char *));
			break;
		case 'b':
			db_bind_blob(statement, n, va_arg(values, GBytes *));
			break;
		default:
			g_assert_not_reached();
		}
	}
}

static bool run(Db *db, gint64 *id, GError **error, const char *sql, const char *types,
		va_list values)
{
	g_autoptr(Statement) statement = db_prepare(db, sql, error);
	bool row;

	*id = 0;
	if (!statement)
		return false;
	bind_values(statement, types, values);
	if (!db_step(statement, &row, error))
		return false;
	if (row)
		*id = db_int(statement, 0);
	return true;
}

bool db_run(Db *db, GError **error, const char *sql, const char *types, ...)
{
	gint64 none;
	va_list values;

	va_start(values, types);
	bool ok = run(db, &none, error, sql, types, values);
	va_end(values);
	return ok;
}

bool db_run_id(Db *db, gint64 *id, GError **error, const char *sql, const char *types,
	       ...)
{
	va_list values;

	va_start(values, types);
	bool ok = run(db, id, error, sql, types, values);
	va_end(values);
	return ok;
}

bool db_list(Statement *statement, DbRow from_row, GDestroyNotify free_row,
	     GPtrArray **list, GError **error)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(free_row);
	bool row;

	*list = NULL;
	while (db_step(statement, &row, error)) {
		if (!row) {
			*list = g_steal_pointer(&rows);
			return true;
		}
		void *item = from_row(statement, error);
		if (!item)
			return false;
		g_ptr_array_add(rows, item);
	}
	return false;
}

int db_word(const char *word, const char *const *words, gsize count)
{
	for (gsize i = 0; i < count; i++)
		if (g_strcmp0(word, words[i]) == 0)
			return (int)i;
	return -1;
}
