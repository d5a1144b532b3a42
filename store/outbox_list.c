/* outbox_list.c - looks into the outbox: finds and lists. */
/* SPDX-License-Identifier: MIT */
#include "store/outbox_row.h"

#define STATES	      4
#define LIMIT_DEFAULT 1000

static bool load_one(Statement *statement, Outgoing **outgoing, GError **error)
{
	bool row;

	if (!db_step(statement, &row, error))
		return false;
	if (row)
		*outgoing = outgoing_from_row(statement, error);
	return !row || *outgoing;
}

bool outbox_find(Db *db, const char *message_id, Outgoing **row, GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db,
			   "SELECT " OUTGOING_COLUMNS " FROM outbox WHERE message_id = $1"
			   " ORDER BY id LIMIT 1",
			   error);

	*row = NULL;
	if (!statement)
		return false;
	db_bind_text(statement, 1, message_id);
	return load_one(statement, row, error);
}

bool outbox_newest_to(Db *db, gint64 ticket, const char *recipient, Outgoing **row,
		      GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db,
			   "SELECT " OUTGOING_COLUMNS " FROM outbox WHERE ticket = $1"
			   " AND recipient = $2 ORDER BY id DESC LIMIT 1",
			   error);

	*row = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, ticket);
	db_bind_text(statement, 2, recipient);
	return load_one(statement, row, error);
}

bool outbox_load(Db *db, gint64 id, Outgoing **row, GError **error)
{
	g_autoptr(Statement) statement = db_prepare(
		db, "SELECT " OUTGOING_COLUMNS " FROM outbox WHERE id = $1", error);

	*row = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, id);
	if (!load_one(statement, row, error))
		return false;
	if (!*row || outgoing_load_raw(db, *row, error))
		return true;
	g_clear_pointer(row, outgoing_free);
	return false;
}

bool outbox_list(Db *db, unsigned states, gint64 ticket, int limit, GPtrArray **rows,
		 GError **error)
{
	g_autoptr(Statement) statement = db_prepare(
		db,
		ticket ? "SELECT " OUTGOING_COLUMNS " FROM outbox WHERE ticket = $6"
			 " AND state IN ($1, $2, $3, $4) ORDER BY id LIMIT $5"
		       : "SELECT " OUTGOING_COLUMNS " FROM outbox"
			 " WHERE state IN ($1, $2, $3, $4) ORDER BY id LIMIT $5",
		error);

	*rows = NULL;
	if (!statement)
		return false;
	for (int i = 0; i < STATES; i++) {
		bool wanted = !states || states & 1u << i;
		db_bind_text(statement, 1 + i,
			     wanted ? outbox_state_name((OutboxState)i) : NULL);
	}
	db_bind_int(statement, 5, limit > 0 ? limit : LIMIT_DEFAULT);
	if (ticket)
		db_bind_int(statement, 6, ticket);
	return db_list(statement, outgoing_from_row, (GDestroyNotify)outgoing_free, rows,
		       error);
}
