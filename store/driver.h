/* driver.h - the seam to a database engine: about ten functions at the level of SQL. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

/*
 * SQL text is the same for every engine: $1 … $n, RETURNING, ON CONFLICT. Statements are
 * cached by their text (a literal's address lives for ever). A statement is bound in
 * order of $n, stepped, read, and ended; ending it makes it reusable.
 */
typedef struct Statement Statement;

Statement *db_prepare(Db *db, const char *sql, GError **error); /* NULL on error */
void db_bind_int(Statement *statement, int n, gint64 value);
void db_bind_id(Statement *statement, int n, gint64 id); /* 0 binds NULL */
void db_bind_double(Statement *statement, int n, double value);
/* NULL binds NULL. Text is copied, made valid UTF-8; a blob is referenced. */
void db_bind_text(Statement *statement, int n, const char *value);
void db_bind_blob(Statement *statement, int n, GBytes *value);
/* True with *row = true: a row is there; *row = false: done. False: error. */
bool db_step(Statement *statement, bool *row, GError **error);
/* Columns count from 0; NULL reads as 0. */
gint64 db_int(Statement *statement, int column);
double db_double(Statement *statement, int column);
char *db_text(Statement *statement, int column);   /* g_free; NULL reads as NULL */
GBytes *db_blob(Statement *statement, int column); /* NULL reads as NULL */
void db_end(Statement *statement);		   /* NULL allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Statement, db_end)

/* For a statement without rows: binds by format ("i" gint64, "k" gint64 key of which 0 is
 * NULL, "t" const char *, "b" GBytes *, "d" double), runs, ends.
 * db_run(db, error, "UPDATE … $1 … $2", "ti", name, id) */
bool db_run(Db *db, GError **error, const char *sql, const char *types, ...);
/* The same for a statement with at most one row: *id is its first column, 0 without a
 * row. */
bool db_run_id(Db *db, gint64 *id, GError **error, const char *sql, const char *types,
	       ...);
/* Reads all rows: *list holds what from_row makes of each, to be freed with free_row. */
typedef void *(*DbRow)(Statement *row, GError **error);
bool db_list(Statement *statement, DbRow from_row, GDestroyNotify free_row,
	     GPtrArray **list, GError **error);

/* Where word stands in words, which name the values of an enumeration; -1: nowhere. */
int db_word(const char *word, const char *const *words, gsize count);
