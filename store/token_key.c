/* token_key.c - the secrets of tokens, and which tokens were used up. */
/* SPDX-License-Identifier: MIT */
#include "store/token_key.h"
#include "store/driver.h"

#define TOKEN_KEYS_MAX 255

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
