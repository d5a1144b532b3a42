/* connection.h - one connection to the database engine, as the store itself uses it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/driver.h"

typedef enum {
	DB_WRITER,
	DB_READER, /* refuses to change anything */
} DbMode;

/* Never creates the file. One thread at a time may use a connection. */
Db *db_open(const char *path, DbMode mode, gint64 wait_ms, GError **error);
void db_close(Db *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Db, db_close)

/* A writer's transaction starts with the write lock and waits wait_ms for other
 * processes. */
bool db_begin(Db *db, gint64 wait_ms, GError **error);
/* Durable when true. When false the transaction is undone. */
bool db_commit(Db *db, GError **error);
/* Harmless without a transaction. */
void db_rollback(Db *db);
/* False after an error that ended the transaction by itself. */
bool db_in_transaction(Db *db);
/* A script without parameters and rows. */
bool db_execute(Db *db, const char *sql, GError **error);

/* True once after an error of the disk, the memory or the file: the store is not well. */
bool db_had_trouble(Db *db);
/* True when the path that was opened names another file now, or none. */
bool db_has_moved(Db *db);
/* Bytes in the write-ahead log after the last commit. */
gint64 db_log_bytes(Db *db);
/* Moves the log into the file as far as nobody is in the way; that is no error. A log of
 * at least give_back_bytes is then emptied, a smaller one written over. */
bool db_checkpoint(Db *db, gint64 give_back_bytes, bool *complete, GError **error);
/* Writes a consistent copy to a file that must be empty. Not for a reader. */
bool db_copy(Db *db, const char *path, GError **error);

/* Numbered files that build the schema, ascending. */
typedef struct {
	int number;
	const char *sql;
} SchemaFile;
const SchemaFile *db_schema_files(gsize *count);
/* The highest number that the open file has; 0 for an empty one. */
bool db_schema_number(Db *db, gint64 *number, GError **error);
