/* event.c - the history of tickets. */
/* SPDX-License-Identifier: MIT */
#include "store/event.h"
#include "store/driver.h"

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
