/* arrival.c - pages through the mails that came in. */
/* SPDX-License-Identifier: MIT */
#include "store/arrival.h"
#include "store/driver.h"

static void arrival_free(void *data)
{
	Arrival *arrival = data;

	g_free(arrival->evidence);
	g_free(arrival->sender);
	g_free(arrival);
}

static void *arrival_from_row(Statement *row, GError **error)
{
	Arrival *arrival = g_new0(Arrival, 1);

	arrival->id = db_int(row, 0);
	arrival->ticket = db_int(row, 1);
	arrival->received_at = db_int(row, 2);
	arrival->evidence = db_text(row, 3);
	arrival->sender = db_text(row, 4);
	arrival->opened = db_int(row, 5) != 0;
	return arrival;
}

bool arrival_list(Db *db, gint64 since, gint64 after, int limit, GPtrArray **arrivals,
		  GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db,
			   "SELECT r.id, r.ticket, r.received_at, r.evidence, r.sender,"
			   " CASE WHEN r.id = (SELECT MIN(f.id) FROM record f"
			   " WHERE f.ticket = r.ticket) THEN 1 ELSE 0 END"
			   " FROM record r WHERE r.kind = 'in' AND r.received_at >= $1"
			   " AND r.id > $2 ORDER BY r.id LIMIT $3",
			   error);

	*arrivals = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, since);
	db_bind_int(statement, 2, after);
	db_bind_int(statement, 3, limit);
	return db_list(statement, arrival_from_row, arrival_free, arrivals, error);
}
