/* people.c - addresses and the participants of tickets. */
/* SPDX-License-Identifier: MIT */
#include "store/people.h"
#include "store/driver.h"

/* Most mails bring nothing new: then nothing is written. */
static bool find_unchanged(Db *db, const char *address, const char *name,
			   const char *language, gint64 *id, GError **error)
{
	return db_run_id(db, id, error,
			 "SELECT id FROM address WHERE address = $1"
			 " AND ($2 = '' OR name = $2) AND ($3 = '' OR language = $3)",
			 "ttt", address, name, language);
}

bool people_intern(Db *db, const char *address, const char *name, const char *language,
		   gint64 now, gint64 *id, GError **error)
{
	name = name ? name : "";
	language = language ? language : "";
	if (!find_unchanged(db, address, name, language, id, error))
		return false;
	return *id ||
	       db_run_id(db, id, error,
			 "INSERT INTO address (address, name, language, created_at)"
			 " VALUES ($1, NULLIF($2, ''), NULLIF($3, ''), $4)"
			 " ON CONFLICT (address) DO UPDATE SET"
			 " name = COALESCE(excluded.name, address.name),"
			 " language = COALESCE(excluded.language, address.language)"
			 " RETURNING id",
			 "ttti", address, name, language, now);
}

bool people_find(Db *db, const char *address, gint64 *id, GError **error)
{
	return db_run_id(db, id, error, "SELECT id FROM address WHERE address = $1", "t",
			 address);
}

bool people_address(Db *db, gint64 id, char **address, char **name, char **language,
		    GError **error)
{
	g_autoptr(Statement) statement = db_prepare(
		db, "SELECT address, name, language FROM address WHERE id = $1", error);
	char **const wanted[] = {address, name, language};
	bool row;

	for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
		if (wanted[i])
			*wanted[i] = NULL;
	}
	if (!statement)
		return false;
	db_bind_int(statement, 1, id);
	if (!db_step(statement, &row, error))
		return false;
	for (gsize i = 0; row && i < G_N_ELEMENTS(wanted); i++) {
		if (wanted[i])
			*wanted[i] = db_text(statement, (int)i);
	}
	return true;
}

static const char *const role_names[] = {
	[PARTICIPANT_CUSTOMER] = "customer",
	[PARTICIPANT_CC] = "cc",
	[PARTICIPANT_REMOVED] = "removed",
};

void participant_free(Participant *participant)
{
	if (!participant)
		return;
	g_free(participant->address);
	g_free(participant->name);
	g_free(participant);
}

bool participant_put(Db *db, gint64 ticket, gint64 address, ParticipantRole role,
		     gint64 now, GError **error)
{
	return db_run(db, error,
		      "INSERT INTO participant (ticket, address, role, created_at)"
		      " VALUES ($1, $2, $3, $4)"
		      " ON CONFLICT (ticket, address) DO UPDATE SET role = excluded.role",
		      "iiti", ticket, address, role_names[role], now);
}

static void *participant_from_row(Statement *row, GError **error)
{
	g_autofree char *role = db_text(row, 3);
	Participant *participant = g_new0(Participant, 1);

	participant->id = db_int(row, 0);
	participant->address = db_text(row, 1);
	participant->name = db_text(row, 2);
	participant->role = g_strcmp0(role, role_names[PARTICIPANT_CUSTOMER]) == 0
				    ? PARTICIPANT_CUSTOMER
				    : PARTICIPANT_CC;
	participant->since = db_int(row, 4);
	return participant;
}

bool participant_list(Db *db, gint64 ticket, GPtrArray **participants, GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db,
			   "SELECT a.id, a.address, a.name, p.role, p.created_at"
			   " FROM participant p"
			   " JOIN address a ON a.id = p.address"
			   " WHERE p.ticket = $1 AND p.role <> 'removed'"
			   " ORDER BY CASE p.role WHEN 'customer' THEN 0 ELSE 1 END,"
			   " p.created_at, a.id",
			   error);

	*participants = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, ticket);
	return db_list(statement, participant_from_row, (GDestroyNotify)participant_free,
		       participants, error);
}

bool participant_is_removed(Db *db, gint64 ticket, gint64 address, bool *is,
			    GError **error)
{
	gint64 found;
	bool ok = db_run_id(db, &found, error,
			    "SELECT address FROM participant"
			    " WHERE ticket = $1 AND address = $2 AND role = 'removed'",
			    "ii", ticket, address);

	*is = found != 0;
	return ok;
}

bool participant_is(Db *db, gint64 ticket, gint64 address, bool *is, GError **error)
{
	gint64 found;
	bool ok = db_run_id(db, &found, error,
			    "SELECT address FROM participant"
			    " WHERE ticket = $1 AND address = $2 AND role <> 'removed'",
			    "ii", ticket, address);

	*is = found != 0;
	return ok;
}
