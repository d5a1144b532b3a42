/* sqlite.c - the driver for SQLite: the only file that knows its API. */
/* SPDX-License-Identifier: MIT */

/*
 * Errors become what the caller must do: a full disk, a lock, lost memory are BUSY; a
 * damaged file and wrong SQL are BROKEN. An error may end the whole transaction; after
 * that no statement may run until the next one begins, since it would commit by itself.
 */
#include "mail/error.h"
#include "store/connection.h"

#include <sqlite3.h>

#define LOCK_RETRY_US  (5 * 1000)
#define PARAMETERS_MAX 32
#define WRITER_CACHE   "-8192" /* KiB: a batch and the inner pages of every index */

struct Db {
	sqlite3 *handle;
	DbMode mode;
	GHashTable *statements; /* text: Statement */
	bool transaction;	/* begun, and neither committed nor undone by us */
	bool trouble;
	gint64 page_bytes, log_pages;
};

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

static const SchemaFile schema_files[] = {
#include "schema.inc"
};

const SchemaFile *db_schema_files(gsize *count)
{
	*count = G_N_ELEMENTS(schema_files);
	return schema_files;
}

/* --- errors ---------------------------------------------------------------------------
 */

/* READONLY is a file that was moved, or a disk that the kernel has given up. */
static const int busy_results[] = {
	SQLITE_BUSY, SQLITE_LOCKED,   SQLITE_FULL,     SQLITE_IOERR,	SQLITE_NOMEM,
	SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PROTOCOL, SQLITE_INTERRUPT,
};

static int error_code(int result)
{
	for (gsize i = 0; i < G_N_ELEMENTS(busy_results); i++) {
		if ((result & 0xff) == busy_results[i])
			return POSTDESK_BUSY;
	}
	return (result & 0xff) == SQLITE_TOOBIG ? POSTDESK_INVALID : POSTDESK_BROKEN;
}

static bool is_trouble(int result)
{
	return (result & 0xff) == SQLITE_CORRUPT || (result & 0xff) == SQLITE_NOTADB ||
	       error_code(result) == POSTDESK_BUSY;
}

static bool fail(Db *db, int result, GError **error)
{
	if (is_trouble(result))
		db->trouble = true;
	g_set_error(error, POSTDESK_ERROR, error_code(result), "store: %s (SQLite %d)",
		    db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(result),
		    result);
	return false;
}

bool db_had_trouble(Db *db)
{
	bool had = db->trouble;

	db->trouble = false;
	return had;
}

/* --- the connection -------------------------------------------------------------------
 */

static void statement_free(Statement *statement)
{
	sqlite3_finalize(statement->handle);
	g_ptr_array_unref(statement->blobs);
	g_free(statement);
}

/* Also replaces SQLite's own checkpoint at 1000 pages, which would stall the commit. */
static int log_grew(void *data, sqlite3 *handle, const char *name, int pages)
{
	((Db *)data)->log_pages = pages;
	return SQLITE_OK;
}

bool db_execute(Db *db, const char *sql, GError **error)
{
	int result = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return result == SQLITE_OK || fail(db, result, error);
}

bool db_has_moved(Db *db)
{
	int moved = 1;

	sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
	return moved != 0;
}

/* The engine does not wait for this lock; a new store may be made by several at once. */
static bool use_log(Db *db, gint64 wait_ms, GError **error)
{
	gint64 deadline_us = g_get_monotonic_time() + wait_ms * 1000;

	for (;;) {
		int result = sqlite3_exec(db->handle, "PRAGMA journal_mode=WAL", 0, 0, 0);
		if (result == SQLITE_OK)
			return true;
		bool late = g_get_monotonic_time() > deadline_us;
		if (late || (result & 0xff) != SQLITE_BUSY)
			return fail(db, result, error);
		g_usleep(LOCK_RETRY_US);
	}
}

static bool configure(Db *db, GError **error)
{
	if (!db_execute(db,
			"PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
			"PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF",
			error))
		return false;
	if (db->mode == DB_READER)
		return db_execute(db, "PRAGMA query_only=ON", error);
	sqlite3_wal_hook(db->handle, log_grew, db);
	if (!db_execute(db, "PRAGMA cache_size=" WRITER_CACHE, error))
		return false;
	return db_run_id(db, &db->page_bytes, error, "PRAGMA page_size", "");
}

Db *db_open(const char *path, DbMode mode, gint64 wait_ms, GError **error)
{
	g_autoptr(Db) db = g_new0(Db, 1);

	db->mode = mode;
	db->statements = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					       (GDestroyNotify)statement_free);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	int result = sqlite3_open_v2(path, &db->handle, flags, NULL);
	if (result != SQLITE_OK) {
		fail(db, result, error);
		g_prefix_error(error, "%s: ", path);
		return NULL;
	}
	sqlite3_busy_timeout(db->handle, (int)CLAMP(wait_ms, 0, G_MAXINT));
	if (!use_log(db, wait_ms, error) || !configure(db, error)) {
		g_prefix_error(error, "%s: ", path);
		return NULL;
	}
	return g_steal_pointer(&db);
}

void db_close(Db *db)
{
	if (!db)
		return;
	g_hash_table_unref(db->statements);
	sqlite3_close(db->handle);
	g_free(db);
}

/* --- transactions ---------------------------------------------------------------------
 */

bool db_begin(Db *db, gint64 wait_ms, GError **error)
{
	sqlite3_busy_timeout(db->handle, (int)CLAMP(wait_ms, 0, G_MAXINT));
	if (!db_run(db, error, db->mode == DB_WRITER ? "BEGIN IMMEDIATE" : "BEGIN", ""))
		return false;
	db->transaction = true;
	return true;
}

bool db_in_transaction(Db *db)
{
	return db->transaction && !sqlite3_get_autocommit(db->handle);
}

void db_rollback(Db *db)
{
	if (!sqlite3_get_autocommit(db->handle))
		db_execute(db, "ROLLBACK", NULL);
	db->transaction = false;
}

bool db_commit(Db *db, GError **error)
{
	if (db_run(db, error, "COMMIT", "")) {
		db->transaction = false;
		return true;
	}
	db_rollback(db);
	return false;
}

gint64 db_log_bytes(Db *db)
{
	return db->log_pages * db->page_bytes;
}

/* A log that grows needs the file system's own log for each sync, one that is written
 * over does not, which makes a sync a third cheaper. */
bool db_checkpoint(Db *db, gint64 give_back_bytes, bool *complete, GError **error)
{
	int frames = 0, moved = 0;

	int result = sqlite3_wal_checkpoint_v2(
		db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, &frames, &moved);
	*complete = result == SQLITE_OK && frames == moved;
	if (*complete && frames * db->page_bytes >= give_back_bytes) {
		sqlite3_busy_timeout(db->handle, 0);
		result = sqlite3_wal_checkpoint_v2(
			db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	}
	return (result & 0xff) == SQLITE_BUSY || result == SQLITE_OK ||
	       fail(db, result, error);
}

bool db_copy(Db *db, const char *path, GError **error)
{
	return db_run(db, error, "VACUUM INTO $1", "t", path);
}

bool db_schema_number(Db *db, gint64 *number, GError **error)
{
	if (!db_run_id(db, number, error,
		       "SELECT COUNT(*) FROM sqlite_master"
		       " WHERE type = 'table' AND name = 'schema_version'",
		       ""))
		return false;
	return !*number ||
	       db_run_id(db, number, error, "SELECT MAX(number) FROM schema_version", "");
}

/* --- statements -----------------------------------------------------------------------
 */

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
		fail(db, result, error);
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
		statement_free(statement);
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
		return fail(db, statement->bind_result, error);
	if (db->transaction && sqlite3_get_autocommit(db->handle)) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY,
			    "store: an earlier error ended the transaction");
		return false;
	}
	int result = sqlite3_step(statement->handle);
	*row = result == SQLITE_ROW;
	return result == SQLITE_ROW || result == SQLITE_DONE || fail(db, result, error);
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
