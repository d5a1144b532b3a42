/* schema.c - brings a store's schema up to the newest file, and refuses newer stores. */
/* SPDX-License-Identifier: MIT */
#include "store/schema.h"
#include "mail/error.h"

static bool refuse_newer(gint64 number, int known, GError **error)
{
	if (number <= known)
		return true;
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
		    "the store has schema %" G_GINT64_FORMAT
		    ", this postdesk knows %d: use the newer postdesk",
		    number, known);
	return false;
}

static bool apply_after(Db *db, gint64 number, const SchemaFile *files, gsize count,
			GError **error)
{
	if (!db_execute(db,
			"CREATE TABLE IF NOT EXISTS schema_version"
			" (number BIGINT PRIMARY KEY)",
			error))
		return false;
	for (gsize i = 0; i < count; i++) {
		if (files[i].number <= number)
			continue;
		if (!db_execute(db, files[i].sql, error) ||
		    !db_run(db, error, "INSERT INTO schema_version (number) VALUES ($1)",
			    "i", (gint64)files[i].number)) {
			g_prefix_error(error, "schema %d: ", files[i].number);
			return false;
		}
	}
	return true;
}

bool schema_apply(Db *db, const SchemaFile *files, gsize count, gint64 wait_ms,
		  GError **error)
{
	int known = count ? files[count - 1].number : 0;
	gint64 number;

	if (!db_schema_number(db, &number, error) || !refuse_newer(number, known, error))
		return false;
	if (number == known)
		return true;

	/* Another process may be doing the same: look again with the lock held. */
	if (!db_begin(db, wait_ms, error))
		return false;
	if (db_schema_number(db, &number, error) && refuse_newer(number, known, error) &&
	    apply_after(db, number, files, count, error))
		return db_commit(db, error);
	db_rollback(db);
	return false;
}
