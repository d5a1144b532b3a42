/* setting.c - small values that must survive, by name. */
/* SPDX-License-Identifier: MIT */
#include "store/setting.h"
#include "store/driver.h"

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

bool setting_load_number(Db *db, const char *key, gint64 *number, GError **error)
{
	g_autofree char *value = NULL;
	bool ok = setting_load(db, key, &value, error);

	*number = value ? g_ascii_strtoll(value, NULL, 10) : 0;
	return ok;
}

bool setting_save_number(Db *db, const char *key, gint64 number, GError **error)
{
	g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, number);

	return setting_save(db, key, value, error);
}

/* Sorts behind all names that start with prefix. g_free. */
static char *end_of(const char *prefix)
{
	return g_strconcat(prefix, "\xF4\x8F\xBF\xBF", NULL);
}

bool setting_expire(Db *db, const char *prefix, gint64 now, gint64 kept_s, GError **error)
{
	g_autofree char *end = end_of(prefix);

	return db_run(db, error,
		      "DELETE FROM setting WHERE name >= $1 AND name < $2"
		      " AND CAST(value AS BIGINT) NOT BETWEEN $3 AND $4",
		      "ttii", prefix, end, now - kept_s, now + kept_s);
}

static void *name_from_row(Statement *row, GError **error)
{
	return db_text(row, 0);
}

bool setting_names(Db *db, const char *prefix, GPtrArray **names, GError **error)
{
	g_autofree char *end = end_of(prefix);
	g_autoptr(Statement) statement = db_prepare(
		db,
		"SELECT name FROM setting WHERE name >= $1 AND name < $2 ORDER BY name",
		error);

	*names = NULL;
	if (!statement)
		return false;
	db_bind_text(statement, 1, prefix);
	db_bind_text(statement, 2, end);
	return db_list(statement, name_from_row, g_free, names, error);
}
