/* store_units.h - units of work that leave two marks, and the search for them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/error.h"
#include "store/driver.h"
#include "store/setting.h"
#include "store/store.h"

/* data: a name. Two rows, so that half a unit would show. */
static inline bool unit_mark(Db *db, void *data, GError **error)
{
	g_autofree char *second = g_strconcat(data, "/2", NULL);

	return setting_save(db, data, "1", error) && setting_save(db, second, "1", error);
}

/* Marks, then fails. */
static inline bool unit_mark_and_fail(Db *db, void *data, GError **error)
{
	unit_mark(db, data, NULL);
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID, "unit %s: changed its mind",
		    (char *)data);
	return false;
}

typedef struct {
	const char *name;
	gint64 marks;
} MarkCount;

static inline bool unit_count(Db *db, void *data, GError **error)
{
	MarkCount *count = data;

	return db_run_id(
		db, &count->marks, error,
		"SELECT COUNT(*) FROM setting WHERE name = $1 OR name = $1 || '/2'", "t",
		count->name);
}

/* 0 or 2 unless half of it is there. */
static inline int marks_of(Store *store, const char *name)
{
	MarkCount count = {.name = name};
	GError *error = NULL;

	store_read(store, unit_count, &count, &error);
	g_assert_no_error(error);
	return (int)count.marks;
}
