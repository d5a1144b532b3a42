/* identity.c - which mail was seen before, by its references and identity. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "store/driver.h"
#include "store/pack.h"
#include "store/record.h"

#define IDENTITY_S (14 * 24 * 3600)

/* --- references --- */

bool reference_add(Db *db, const char *message_id, gint64 ticket, gint64 now,
		   GError **error)
{
	return db_run(
		db, error,
		"INSERT INTO reference (message_id, ticket, seen_at) VALUES ($1, $2, $3)"
		" ON CONFLICT (message_id) DO NOTHING",
		"tii", message_id, ticket, now);
}

bool reference_find(Db *db, const char *message_id, const char *queue, gint64 *ticket,
		    GError **error)
{
	return db_run_id(
		db, ticket, error,
		"SELECT t.id FROM reference r JOIN ticket t ON t.id = r.ticket"
		" WHERE r.message_id = $1"
		" AND (CAST($2 AS TEXT) = '' OR t.queue = $2 OR EXISTS"
		" (SELECT 1 FROM ticket_queue q WHERE q.ticket = t.id AND q.queue = $2))",
		"tt", message_id, queue ? queue : "");
}

/* --- identities --- */

void identity_free(Identity *identity)
{
	if (!identity)
		return;
	g_free(identity->message_id);
	g_free(identity->from_address);
	g_free(identity->content_hash);
	g_free(identity->queues);
	g_free(identity->verdict);
	g_free(identity);
}

static const char *text_or_empty(const char *text)
{
	return text ? text : "";
}

/* An older row than the promise of 14 days that nobody has removed yet gives way, and
 * goes to the end, since rows stand in the order of time. */
bool identity_insert(Db *db, const Identity *identity, GError **error)
{
	gint64 id;

	if (!db_run_id(db, &id, error,
		       "INSERT INTO identity (message_id, from_address, content_hash,"
		       " ticket, record, queues, verdict, taken_at)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
		       " ON CONFLICT (message_id, from_address, content_hash) DO UPDATE"
		       " SET id = (SELECT MAX(id) + 1 FROM identity),"
		       " ticket = excluded.ticket, record = excluded.record,"
		       " queues = excluded.queues, verdict = excluded.verdict,"
		       " taken_at = excluded.taken_at"
		       " WHERE identity.taken_at <= $9 RETURNING id",
		       "tttkkttii", text_or_empty(identity->message_id),
		       text_or_empty(identity->from_address),
		       text_or_empty(identity->content_hash), identity->ticket,
		       identity->record, text_or_empty(identity->queues),
		       identity->verdict, identity->at, identity->at - IDENTITY_S))
		return false;
	if (!id)
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY,
			    "mail %s: was taken a moment ago", identity->message_id);
	return id != 0;
}

static void *identity_from_row(Statement *row, GError **error)
{
	Identity *identity = g_new0(Identity, 1);

	identity->message_id = db_text(row, 0);
	identity->from_address = db_text(row, 1);
	identity->content_hash = db_text(row, 2);
	identity->ticket = db_int(row, 3);
	identity->record = db_int(row, 4);
	identity->queues = db_text(row, 5);
	identity->verdict = db_text(row, 6);
	identity->at = db_int(row, 7);
	return identity;
}

#define IDENTITY_COLUMNS                                                                 \
	"SELECT i.message_id, i.from_address, i.content_hash, t.id, i.record, i.queues," \
	" i.verdict, i.taken_at FROM identity i LEFT JOIN ticket t ON t.id = i.ticket"

static bool identity_rows(Statement *statement, const char *key, const char *from_address,
			  gint64 since, GPtrArray **found, GError **error)
{
	*found = NULL;
	if (!statement)
		return false;
	db_bind_text(statement, 1, text_or_empty(key));
	db_bind_text(statement, 2, text_or_empty(from_address));
	db_bind_int(statement, 3, since);
	return db_list(statement, identity_from_row, (GDestroyNotify)identity_free, found,
		       error);
}

bool identity_find(Db *db, const char *message_id, const char *from_address, gint64 since,
		   GPtrArray **found, GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db,
			   IDENTITY_COLUMNS
			   " WHERE i.message_id = $1 AND i.from_address = $2"
			   " AND i.taken_at >= $3 ORDER BY i.taken_at DESC, i.id DESC",
			   error);

	return identity_rows(statement, message_id, from_address, since, found, error);
}

bool identity_find_derived(Db *db, const char *content_hash, const char *from_address,
			   gint64 since, GPtrArray **found, GError **error)
{
	g_autoptr(Statement) statement = db_prepare(
		db,
		IDENTITY_COLUMNS " WHERE i.content_hash = $1 AND i.from_address = $2"
				 " AND i.taken_at >= $3 AND i.message_id LIKE 'derived:%'"
				 " ORDER BY i.taken_at DESC, i.id DESC",
		error);

	return identity_rows(statement, content_hash, from_address, since, found, error);
}

bool identity_count_same(Db *db, const char *from_address, const char *content_hash,
			 gint64 since, gint64 *count, GError **error)
{
	return db_run_id(db, count, error,
			 "SELECT COUNT(*) FROM identity WHERE taken_at >= $1"
			 " AND from_address = $2 AND content_hash = $3",
			 "itt", since, text_or_empty(from_address),
			 text_or_empty(content_hash));
}

bool identity_count_on(Db *db, const char *from_address, const char *content_hash,
		       gint64 ticket, gint64 since, gint64 *count, GError **error)
{
	return db_run_id(
		db, count, error,
		"SELECT COUNT(*) FROM identity i LEFT JOIN record r ON r.id = i.record"
		" WHERE i.taken_at >= $1 AND i.from_address = $2"
		" AND i.content_hash = $3 AND i.ticket = $4"
		" AND COALESCE(r.kind, '') <> 'in'",
		"itti", since, text_or_empty(from_address), text_or_empty(content_hash),
		ticket);
}

bool identity_set_queues(Db *db, const Identity *identity, const char *queues,
			 GError **error)
{
	return db_run(db, error,
		      "UPDATE identity SET queues = $1 WHERE message_id = $2"
		      " AND from_address = $3 AND content_hash = $4",
		      "tttt", text_or_empty(queues), text_or_empty(identity->message_id),
		      text_or_empty(identity->from_address),
		      text_or_empty(identity->content_hash));
}

bool identity_expire(Db *db, gint64 before, GError **error)
{
	/* Up to the first row that is kept: no index by time is needed for that. */
	return db_run(db, error,
		      "DELETE FROM identity WHERE taken_at < $1 AND id < COALESCE((SELECT"
		      " id FROM identity WHERE taken_at >= $1 ORDER BY id LIMIT 1),"
		      " 9223372036854775807)",
		      "i", before);
}

/* --- mail without a ticket --- */

bool unmatched_insert(Db *db, const Unmatched *unmatched, GBytes *raw, GError **error)
{
	g_autoptr(GBytes) packed = raw ? pack_raw(NULL, raw) : NULL;

	return db_run(
		db, error,
		"INSERT INTO unmatched (arrived_at, sender, recipient, subject, why,"
		" size_bytes, zstd) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		"ittttib", unmatched->at, unmatched->sender, unmatched->recipient,
		unmatched->subject, unmatched->why,
		raw ? (gint64)g_bytes_get_size(raw) : (gint64)0, packed);
}

static void unmatched_free(void *data)
{
	Unmatched *unmatched = data;

	g_free(unmatched->sender);
	g_free(unmatched->recipient);
	g_free(unmatched->subject);
	g_free(unmatched->why);
	g_free(unmatched);
}

static void *unmatched_from_row(Statement *row, GError **error)
{
	Unmatched *unmatched = g_new0(Unmatched, 1);

	unmatched->id = db_int(row, 0);
	unmatched->at = db_int(row, 1);
	unmatched->sender = db_text(row, 2);
	unmatched->recipient = db_text(row, 3);
	unmatched->subject = db_text(row, 4);
	unmatched->why = db_text(row, 5);
	return unmatched;
}

bool unmatched_list(Db *db, GPtrArray **unmatched, GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db,
			   "SELECT id, arrived_at, sender, recipient, subject, why"
			   " FROM unmatched ORDER BY id",
			   error);

	*unmatched = NULL;
	return statement &&
	       db_list(statement, unmatched_from_row, unmatched_free, unmatched, error);
}

bool unmatched_expire(Db *db, gint64 before, GError **error)
{
	return db_run(db, error, "DELETE FROM unmatched WHERE arrived_at < $1", "i",
		      before);
}
