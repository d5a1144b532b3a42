/* sqlite.c - the driver for SQLite: connections, transactions, what errors mean. */
/* SPDX-License-Identifier: MIT */

/*
 * Errors become what the caller must do: a full disk, a lock, lost memory are BUSY; a
 * damaged file and wrong SQL are BROKEN. An error may end the whole transaction; after
 * that no statement may run until the next one begins, since it would commit by itself.
 */
#include "mail/error.h"
#include "store/sqlite_part.h"

#define LOCK_RETRY_US (5 * 1000)
#define WRITER_CACHE  "-8192" /* KiB: a batch and the inner pages of every index */

static const SchemaFile schema_files[] = {
#include "schema.inc"
};

const SchemaFile *db_schema_files(gsize *count)
{
	*count = G_N_ELEMENTS(schema_files);
	return schema_files;
}

/* --- errors --- */

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

bool sqlite_fail(Db *db, int result, GError **error)
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

/* --- the connection --- */

/* Also replaces SQLite's own checkpoint at 1000 pages, which would stall the commit. */
static int log_grew(void *data, sqlite3 *handle, const char *name, int pages)
{
	((Db *)data)->log_pages = pages;
	return SQLITE_OK;
}

bool db_execute(Db *db, const char *sql, GError **error)
{
	int result = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return result == SQLITE_OK || sqlite_fail(db, result, error);
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
			return sqlite_fail(db, result, error);
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
					       (GDestroyNotify)sqlite_statement_free);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	int result = sqlite3_open_v2(path, &db->handle, flags, NULL);
	if (result != SQLITE_OK) {
		sqlite_fail(db, result, error);
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

/* --- transactions --- */

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
	       sqlite_fail(db, result, error);
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
