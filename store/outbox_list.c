/* outbox_list.c - looks into the outbox: finds, lists, counts for the budgets. */
/* SPDX-License-Identifier: MIT */
#include "store/outbox_row.h"

#include <string.h>

#include "mail/address.h"

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

/* --- budgets: held mail has not been spent ---------------------------------------------
 */

bool outbox_count_automatic(Db *db, const char *recipient, gint64 ticket, gint64 since,
			    gint64 *count, GError **error)
{
	g_autofree char *base = NULL, *extension = NULL;

	address_split(recipient, "+", &base, &extension);
	const char *domain = address_domain(base);
	g_autofree char *local = g_strndup(base, strlen(base) - strlen(domain));
	g_autofree char *start = g_strdelimit(g_strdup(local), "@", '+');
	return db_run_id(
		db, count, error,
		"SELECT COUNT(*) FROM outbox WHERE created_at >= $1 AND (recipient = $2"
		" OR (domain = $3 AND automatic = 1"
		" AND substr(recipient, 1, length($4)) = $4))"
		" AND automatic = 1 AND state <> 'held'"
		" AND (CAST($5 AS BIGINT) = 0 OR ticket = $5)",
		"ittti", since, *base ? base : recipient, domain, start, ticket);
}

bool outbox_count_domain(Db *db, const char *domain, gint64 since, gint64 *count,
			 GError **error)
{
	return db_run_id(
		db, count, error,
		"SELECT COUNT(*) FROM outbox o WHERE o.domain = $1"
		" AND o.created_at >= $2 AND o.automatic = 1 AND o.state <> 'held'"
		" AND NOT EXISTS (SELECT 1 FROM address a"
		" JOIN ticket t ON t.customer = a.id"
		" WHERE a.address = o.recipient AND t.answered_at > 0)",
		"ti", domain, since);
}

bool outbox_count_kind(Db *db, const char *kind, const char *recipient, gint64 ticket,
		       gint64 since, gint64 *count, GError **error)
{
	return db_run_id(
		db, count, error,
		"SELECT COUNT(*) FROM outbox WHERE recipient = $1 AND created_at >= $2"
		" AND kind = $3 AND (CAST($4 AS BIGINT) = 0 OR ticket = $4)",
		"titi", recipient, since, kind, ticket);
}
