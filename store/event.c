/* event.c - the history of tickets, the settings, and the secrets and uses of tokens. */
/* SPDX-License-Identifier: MIT */
#include "store/event.h"
#include "store/driver.h"

#define TOKEN_KEYS_MAX 255

void event_free(Event *event)
{
	if (!event)
		return;
	g_free(event->who);
	g_free(event->what);
	g_free(event->before);
	g_free(event->after);
	g_free(event);
}

bool event_add(Db *db, gint64 ticket, gint64 at, const char *who, const char *what,
	       const char *before, const char *after, gint64 record, GError **error)
{
	return db_run(
		db, error,
		"INSERT INTO event (ticket, happened_at, who, what, old_value, new_value,"
		" record) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		"kittttk", ticket, at, who, what, before, after, record);
}

static void *event_from_row(Statement *row, GError **error)
{
	Event *event = g_new0(Event, 1);

	event->id = db_int(row, 0);
	event->ticket = db_int(row, 1);
	event->at = db_int(row, 2);
	event->who = db_text(row, 3);
	event->what = db_text(row, 4);
	event->before = db_text(row, 5);
	event->after = db_text(row, 6);
	event->record = db_int(row, 7);
	return event;
}

#define EVENT_COLUMNS                                                                    \
	"SELECT id, ticket, happened_at, who, what, old_value, new_value, record FROM "  \
	"event"

/* Ticket 0 has the events of the desk itself. */
bool event_list(Db *db, gint64 ticket, GPtrArray **events, GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db,
			   ticket ? EVENT_COLUMNS " WHERE ticket = $1 ORDER BY id"
				  : EVENT_COLUMNS " WHERE ticket IS NULL ORDER BY id",
			   error);

	*events = NULL;
	if (!statement)
		return false;
	if (ticket)
		db_bind_int(statement, 1, ticket);
	return db_list(statement, event_from_row, (GDestroyNotify)event_free, events,
		       error);
}

/* --- settings --- */

bool setting_load(Db *db, const char *key, char **value, GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db, "SELECT value FROM setting WHERE name = $1", error);
	bool row;

	*value = NULL;
	if (!statement)
		return false;
	db_bind_text(statement, 1, key);
	if (!db_step(statement, &row, error))
		return false;
	if (row)
		*value = db_text(statement, 0);
	return true;
}

bool setting_save(Db *db, const char *key, const char *value, GError **error)
{
	if (!value)
		return db_run(db, error, "DELETE FROM setting WHERE name = $1", "t", key);
	return db_run(db, error,
		      "INSERT INTO setting (name, value) VALUES ($1, $2)"
		      " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		      "tt", key, value);
}

static void *name_from_row(Statement *row, GError **error)
{
	return db_text(row, 0);
}

bool setting_names(Db *db, const char *prefix, GPtrArray **names, GError **error)
{
	g_autofree char *end = g_strconcat(prefix, "\xF4\x8F\xBF\xBF", NULL);
	g_autoptr(Statement) statement = db_prepare(
		db, "SELECT name FROM setting WHERE name >= $1 AND name < $2 ORDER BY name",
		error);

	*names = NULL;
	if (!statement)
		return false;
	db_bind_text(statement, 1, prefix);
	db_bind_text(statement, 2, end);
	return db_list(statement, name_from_row, g_free, names, error);
}

/* --- tokens --- */

void token_key_free(TokenKey *key)
{
	if (!key)
		return;
	g_bytes_unref(key->secret);
	g_free(key);
}

bool token_key_add(Db *db, GBytes *secret, gint64 now, GError **error)
{
	return db_run(db, error,
		      "INSERT INTO token_key (created_at, secret) VALUES ($1, $2)", "ib",
		      now, secret);
}

static void *token_key_from_row(Statement *row, GError **error)
{
	TokenKey *key = g_new0(TokenKey, 1);

	key->serial = db_int(row, 0);
	key->id = (db_int(row, 0) - 1) % TOKEN_KEYS_MAX + 1;
	key->created_at = db_int(row, 1);
	key->secret = db_blob(row, 2);
	return key;
}

bool token_key_list(Db *db, GPtrArray **keys, GError **error)
{
	g_autoptr(Statement) statement = db_prepare(
		db,
		"SELECT serial, created_at, secret FROM token_key WHERE serial >"
		" (SELECT MAX(serial) FROM token_key) - $1 ORDER BY serial",
		error);

	*keys = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, TOKEN_KEYS_MAX);
	return db_list(statement, token_key_from_row, (GDestroyNotify)token_key_free,
		       keys, error);
}

bool token_key_set_created(Db *db, gint64 serial, gint64 created_at, GError **error)
{
	return db_run(db, error, "UPDATE token_key SET created_at = $1 WHERE serial = $2",
		      "ii", created_at, serial);
}

bool token_key_drop(Db *db, gint64 serial, GError **error)
{
	return db_run(db, error, "DELETE FROM token_key WHERE serial = $1", "i", serial);
}

bool token_use(Db *db, const char *token, gint64 now, bool *first, GError **error)
{
	gint64 at;
	bool ok = db_run_id(db, &at, error,
			    "INSERT INTO token_used (token, used_at) VALUES ($1, $2)"
			    " ON CONFLICT (token) DO NOTHING RETURNING 1",
			    "ti", token, now);

	*first = at != 0;
	return ok;
}
