/* sqlite_part.h - what the files of the SQLite driver share: only they know its API. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/connection.h"

#include <sqlite3.h>

struct Db {
	sqlite3 *handle;
	DbMode mode;
	GHashTable *statements; /* text: Statement */
	bool transaction;	/* begun, and neither committed nor undone by us */
	bool trouble;
	gint64 page_bytes, log_pages;
};

/* Sets error for what SQLite returned, and notes trouble. Returns false. */
bool sqlite_fail(Db *db, int result, GError **error);
/* Gives up a compiled statement, cached or not. */
void sqlite_statement_free(Statement *statement);
