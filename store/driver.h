/* driver.h - the seam to a database engine: about ten functions at the level of SQL. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

/*
 * SQL text is the same for every engine: $1 … $n, RETURNING, ON CONFLICT. Statements are cached by
 * their text (a literal's address lives for ever). A statement is bound in order of $n, stepped,
 * read, and ended; ending it makes it reusable.
 */
typedef struct Statement Statement;

Statement *db_prepare(Db *db, const char *sql, GError **error); /* NULL on error */
void db_bind_int(Statement *statement, int n, gint64 value);
void db_bind_double(Statement *statement, int n, double value);
void db_bind_text(Statement *statement, int n, const char *value); /* NULL binds NULL; copied */
void db_bind_blob(Statement *statement, int n, GBytes *value);     /* NULL binds NULL; ref */
/* True with *row = true: a row is there; *row = false: done. False: error. */
bool db_step(Statement *statement, bool *row, GError **error);
gint64 db_int(Statement *statement, int column); /* columns count from 0; NULL reads as 0 */
double db_double(Statement *statement, int column);
char *db_text(Statement *statement, int column);   /* g_free; NULL reads as NULL */
GBytes *db_blob(Statement *statement, int column); /* NULL reads as NULL */
void db_end(Statement *statement);		   /* NULL allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Statement, db_end)

/* For a statement without rows: binds by format ("i" gint64, "t" const char *, "b" GBytes *,
 * "d" double), runs, ends. db_run(db, error, "UPDATE … $1 … $2", "ti", name, id) */
bool db_run(Db *db, GError **error, const char *sql, const char *types, ...);
