/* sqlite_statement.c - the driver for SQLite: statements, what they take and give. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "store/sqlite_part.h"

#define PARAMETERS_MAX 32

struct Statement {
	Db *db;
	sqlite3_stmt *handle;
	GPtrArray *blobs; /* bound, kept alive */
	/* $1 is a name to SQLite, numbered by first appearance: slots[1] is its number, 0
	 * when the text has no $1 */
	int slots[PARAMETERS_MAX + 1];
	int bind_result;
	bool taken, cached;
};

void sqlite_statement_free(Statement *statement)
{
	sqlite3_finalize(statement->handle);
	g_ptr_array_unref(statement->blobs);
	g_free(statement);
}

static void number_slots(Statement *statement)
{
	int count = sqlite3_bind_parameter_count(statement->handle);

	for (int i = 1; i <= count; i++) {
		const char *name = sqlite3_bind_parameter_name(statement->handle, i);
		gint64 n = name ? g_ascii_strtoll(name + 1, NULL, 10) : 0;
		g_assert(n >= 1 && n <= PARAMETERS_MAX);
		statement->slots[n] = i;
	}
}

static Statement *compile(Db *db, const char *sql, GError **error)
{
	sqlite3_stmt *handle = NULL;

	int result = sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
					&handle, NULL);
	if (result != SQLITE_OK) {
		sqlite_fail(db, result, error);
		return NULL;
	}
	Statement *statement = g_new0(Statement, 1);
	statement->db = db;
	statement->handle = handle;
	statement->blobs = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	number_slots(statement);
	return statement;
}

Statement *db_prepare(Db *db, const char *sql, GError **error)
{
	Statement *statement = g_hash_table_lookup(db->statements, sql);

	if (!statement || statement->taken) {
		bool cached = !statement;

		statement = compile(db, sql, error);
		if (!statement)
			return NULL;
		statement->cached = cached;
		if (cached)
			g_hash_table_insert(db->statements, g_strdup(sql), statement);
	}
	statement->taken = true;
	return statement;
}

void db_end(Statement *statement)
{
	if (!statement)
		return;
	sqlite3_reset(statement->handle);
	if (!statement->cached) {
		sqlite_statement_free(statement);
		return;
	}
	sqlite3_clear_bindings(statement->handle);
	g_ptr_array_set_size(statement->blobs, 0);
	statement->bind_result = SQLITE_OK;
	statement->taken = false;
}

static int slot(const Statement *statement, int n)
{
	return n <= PARAMETERS_MAX ? statement->slots[n] : 0;
}

static void note(Statement *statement, int result)
{
	if (result != SQLITE_OK)
		statement->bind_result = result;
}

void db_bind_int(Statement *statement, int n, gint64 value)
{
	note(statement, sqlite3_bind_int64(statement->handle, slot(statement, n), value));
}

static void bind_null(Statement *statement, int n)
{
	note(statement, sqlite3_bind_null(statement->handle, slot(statement, n)));
}

void db_bind_id(Statement *statement, int n, gint64 id)
{
	return id ? db_bind_int(statement, n, id) : bind_null(statement, n);
}

void db_bind_double(Statement *statement, int n, double value)
{
	note(statement,
	     sqlite3_bind_double(statement->handle, slot(statement, n), value));
}

void db_bind_text(Statement *statement, int n, const char *value)
{
	g_autofree char *valid = NULL;

	if (value && !g_utf8_validate(value, -1, NULL))
		value = valid = g_utf8_make_valid(value, -1);
	note(statement, sqlite3_bind_text(statement->handle, slot(statement, n), value,
					  -1, SQLITE_TRANSIENT));
}

void db_bind_blob(Statement *statement, int n, GBytes *value)
{
	gsize size;

	if (!value)
		return bind_null(statement, n);
	const void *bytes = g_bytes_get_data(value, &size);
	g_ptr_array_add(statement->blobs, g_bytes_ref(value));
	note(statement, sqlite3_bind_blob64(statement->handle, slot(statement, n),
					    size ? bytes : "", size, SQLITE_STATIC));
}

bool db_step(Statement *statement, bool *row, GError **error)
{
	Db *db = statement->db;

	*row = false;
	if (statement->bind_result != SQLITE_OK)
		return sqlite_fail(db, statement->bind_result, error);
	if (db->transaction && sqlite3_get_autocommit(db->handle)) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY,
			    "store: an earlier error ended the transaction");
		return false;
	}
	int result = sqlite3_step(statement->handle);
	*row = result == SQLITE_ROW;
	return result == SQLITE_ROW || result == SQLITE_DONE ||
	       sqlite_fail(db, result, error);
}

gint64 db_int(Statement *statement, int column)
{
	return sqlite3_column_int64(statement->handle, column);
}

double db_double(Statement *statement, int column)
{
	return sqlite3_column_double(statement->handle, column);
}

char *db_text(Statement *statement, int column)
{
	return g_strdup((const char *)sqlite3_column_text(statement->handle, column));
}

GBytes *db_blob(Statement *statement, int column)
{
	if (sqlite3_column_type(statement->handle, column) == SQLITE_NULL)
		return NULL;
	const void *bytes = sqlite3_column_blob(statement->handle, column);
	return g_bytes_new(bytes, sqlite3_column_bytes(statement->handle, column));
}
