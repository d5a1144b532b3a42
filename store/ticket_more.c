/* ticket_more.c - what hangs on a ticket: further queues, fields, tags. */
/* SPDX-License-Identifier: MIT */
#include "store/driver.h"
#include "store/ticket.h"

bool ticket_add_queue(Db *db, gint64 ticket, const char *queue, GError **error)
{
	return db_run(db, error,
		      "INSERT INTO ticket_queue (ticket, queue)"
		      " SELECT $1, $2 WHERE NOT EXISTS"
		      " (SELECT 1 FROM ticket WHERE id = $1 AND queue = $2)"
		      " ON CONFLICT (ticket, queue) DO NOTHING",
		      "it", ticket, queue);
}

static void *text_from_row(Statement *row, GError **error)
{
	return db_text(row, 0);
}

/* The first column, which is never NULL, of every row. */
static bool list_texts(Db *db, const char *sql, gint64 ticket, GPtrArray **texts,
		       GError **error)
{
	g_autoptr(Statement) statement = db_prepare(db, sql, error);

	*texts = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, ticket);
	return db_list(statement, text_from_row, g_free, texts, error);
}

bool ticket_queues(Db *db, gint64 ticket, GPtrArray **names, GError **error)
{
	return list_texts(
		db, "SELECT queue FROM ticket_queue WHERE ticket = $1 ORDER BY queue",
		ticket, names, error);
}

bool ticket_set_field(Db *db, gint64 ticket, const char *key, const char *value,
		      GError **error)
{
	if (!value)
		return db_run(db, error,
			      "DELETE FROM ticket_field WHERE ticket = $1 AND name = $2",
			      "it", ticket, key);
	return db_run(db, error,
		      "INSERT INTO ticket_field (ticket, name, value) VALUES ($1, $2, $3)"
		      " ON CONFLICT (ticket, name) DO UPDATE SET value = excluded.value",
		      "itt", ticket, key, value);
}

bool ticket_fields(Db *db, gint64 ticket, GHashTable **fields, GError **error)
{
	g_autoptr(GHashTable) table =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(Statement) statement = db_prepare(
		db, "SELECT name, value FROM ticket_field WHERE ticket = $1", error);
	bool row;

	*fields = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, ticket);
	while (db_step(statement, &row, error)) {
		if (!row) {
			*fields = g_steal_pointer(&table);
			return true;
		}
		g_hash_table_insert(table, db_text(statement, 0), db_text(statement, 1));
	}
	return false;
}

bool ticket_with_field(Db *db, const char *key, const char *value, GArray **tickets,
		       GError **error)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(Statement) statement = db_prepare(
		db,
		"SELECT ticket FROM ticket_field WHERE name = $1 AND value = $2"
		" ORDER BY ticket",
		error);
	bool row;

	*tickets = NULL;
	if (!statement)
		return false;
	db_bind_text(statement, 1, key);
	db_bind_text(statement, 2, value);
	while (db_step(statement, &row, error)) {
		if (!row) {
			*tickets = g_steal_pointer(&found);
			return true;
		}
		gint64 ticket = db_int(statement, 0);
		g_array_append_val(found, ticket);
	}
	return false;
}

bool ticket_add_tag(Db *db, gint64 ticket, const char *tag, GError **error)
{
	return db_run(db, error,
		      "INSERT INTO ticket_tag (ticket, tag) VALUES ($1, $2)"
		      " ON CONFLICT (ticket, tag) DO NOTHING",
		      "it", ticket, tag);
}

bool ticket_tags(Db *db, gint64 ticket, GPtrArray **tags, GError **error)
{
	return list_texts(db, "SELECT tag FROM ticket_tag WHERE ticket = $1 ORDER BY tag",
			  ticket, tags, error);
}
