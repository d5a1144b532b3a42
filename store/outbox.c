/* outbox.c - mail that must be sent: rows, leases, receipts. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "store/outbox_row.h"

static const char *const state_names[] = {
	[OUTBOX_QUEUED] = "queued",
	[OUTBOX_SENT] = "sent",
	[OUTBOX_FAILED] = "failed",
	[OUTBOX_HELD] = "held",
};

const char *outbox_state_name(OutboxState state)
{
	g_assert(state < G_N_ELEMENTS(state_names));
	return state_names[state];
}

Outgoing *outgoing_new(void)
{
	return g_new0(Outgoing, 1);
}

void outgoing_free(Outgoing *outgoing)
{
	if (!outgoing)
		return;
	g_free(outgoing->kind);
	g_free(outgoing->sender);
	g_free(outgoing->recipient);
	g_free(outgoing->message_id);
	g_free(outgoing->subject);
	g_bytes_unref(outgoing->raw);
	g_free(outgoing->error);
	g_free(outgoing->receipt);
	g_free(outgoing);
}

static const char *domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at ? at + 1 : "";
}

bool outbox_insert(Db *db, Outgoing *outgoing, GError **error)
{
	if (!db_run_id(db, &outgoing->id, error,
		       "INSERT INTO outbox (ticket, record, kind, automatic, sender,"
		       " recipient, domain, message_id, subject, state, attempts,"
		       " created_at, next_at, lease_until, sent_at, error, receipt)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
		       " $14, $15, $16, $17) RETURNING id",
		       "kktittttttiiiiitt", outgoing->ticket, outgoing->record,
		       outgoing->kind, (gint64)outgoing->automatic,
		       outgoing->sender ? outgoing->sender : "", outgoing->recipient,
		       domain_of(outgoing->recipient), outgoing->message_id,
		       outgoing->subject, outbox_state_name(outgoing->state),
		       (gint64)outgoing->attempts, outgoing->created_at,
		       outgoing->next_at, outgoing->lease_until, outgoing->sent_at,
		       outgoing->error, outgoing->receipt))
		return false;
	return !outgoing->raw ||
	       db_run(db, error, "INSERT INTO outbox_raw (outbox, raw) VALUES ($1, $2)",
		      "ib", outgoing->id, outgoing->raw);
}

void *outgoing_from_row(Statement *row, GError **error)
{
	g_autoptr(Outgoing) outgoing = outgoing_new();
	g_autofree char *word = db_text(row, 9);
	int state = db_word(word, state_names, G_N_ELEMENTS(state_names));

	outgoing->id = db_int(row, 0);
	outgoing->ticket = db_int(row, 1);
	outgoing->record = db_int(row, 2);
	outgoing->kind = db_text(row, 3);
	outgoing->automatic = db_int(row, 4) != 0;
	outgoing->sender = db_text(row, 5);
	outgoing->recipient = db_text(row, 6);
	outgoing->message_id = db_text(row, 7);
	outgoing->subject = db_text(row, 8);
	if (state < 0) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BROKEN,
			    "outbox %" G_GINT64_FORMAT ": unknown state %s", outgoing->id,
			    word);
		return NULL;
	}
	outgoing->state = (OutboxState)state;
	outgoing->attempts = (int)db_int(row, 10);
	outgoing->created_at = db_int(row, 11);
	outgoing->next_at = db_int(row, 12);
	outgoing->lease_until = db_int(row, 13);
	outgoing->sent_at = db_int(row, 14);
	outgoing->error = db_text(row, 15);
	outgoing->receipt = db_text(row, 16);
	return g_steal_pointer(&outgoing);
}

bool outgoing_load_raw(Db *db, Outgoing *outgoing, GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db, "SELECT raw FROM outbox_raw WHERE outbox = $1", error);
	bool row;

	if (!statement)
		return false;
	db_bind_int(statement, 1, outgoing->id);
	if (!db_step(statement, &row, error))
		return false;
	if (row)
		outgoing->raw = db_blob(statement, 0);
	return true;
}

/* --- the worker --- */

static gint compare_ids(gconstpointer a, gconstpointer b)
{
	const Outgoing *left = *(Outgoing *const *)a, *right = *(Outgoing *const *)b;

	return (left->id > right->id) - (left->id < right->id);
}

static bool lease(Db *db, gint64 now, gint64 lease_until, int limit, GPtrArray **rows,
		  GError **error)
{
	/*
	 * The lease is tested again outside the sub-select: where two workers may choose
	 * the same rows, the second finds them leased when it is its turn to change them.
	 * What a clock that went back has left in the future is due: mail for at once,
	 * and another try further away than any pause. What is to wait may have been
	 * written after now was read, and is due only when that was more than a day.
	 */
	g_autoptr(Statement) statement =
		db_prepare(db,
			   "UPDATE outbox SET lease_until = $2, attempts = attempts + 1"
			   " WHERE state = 'queued' AND lease_until <= $1"
			   " AND id IN (SELECT id FROM outbox"
			   " WHERE state = 'queued' AND lease_until <= $1"
			   " AND (next_at <= $1 OR (attempts = 0 AND created_at > $1"
			   " AND (next_at = created_at OR created_at > $1 + 86400))"
			   " OR (attempts > 0 AND next_at > $1 + 86400))"
			   " ORDER BY id LIMIT $3) RETURNING " OUTGOING_COLUMNS,
			   error);

	*rows = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, now);
	db_bind_int(statement, 2, lease_until);
	db_bind_int(statement, 3, limit);
	return db_list(statement, outgoing_from_row, (GDestroyNotify)outgoing_free, rows,
		       error);
}

bool outbox_claim(Db *db, gint64 now, gint64 lease_until, int limit, GPtrArray **rows,
		  GError **error)
{
	g_autoptr(GPtrArray) claimed = NULL;

	*rows = NULL;
	if (!lease(db, now, lease_until, limit, &claimed, error))
		return false;
	g_ptr_array_sort(claimed, compare_ids);
	for (guint i = 0; i < claimed->len; i++) {
		if (!outgoing_load_raw(db, g_ptr_array_index(claimed, i), error))
			return false;
	}
	*rows = g_steal_pointer(&claimed);
	return true;
}

bool outbox_set_sent(Db *db, gint64 id, const char *receipt, gint64 now, GError **error)
{
	return db_run(db, error,
		      "UPDATE outbox SET state = 'sent', lease_until = 0, sent_at = $1,"
		      " receipt = $2, error = NULL WHERE id = $3",
		      "iti", now, receipt, id);
}

bool outbox_set_retry(Db *db, gint64 id, gint64 next_at, const char *why, GError **error)
{
	return db_run(db, error,
		      "UPDATE outbox SET state = 'queued', lease_until = 0, next_at = $1,"
		      " error = $2 WHERE id = $3 AND state <> 'sent'",
		      "iti", next_at, why, id);
}

bool outbox_set_failed(Db *db, gint64 id, const char *why, gint64 now, GError **error)
{
	return db_run(db, error,
		      "UPDATE outbox SET state = 'failed', lease_until = 0, next_at = $1,"
		      " error = $2 WHERE id = $3 AND state <> 'sent'",
		      "iti", now, why, id);
}

bool outbox_withdraw(Db *db, gint64 ticket, const char *kind, GError **error)
{
	return db_run(db, error,
		      "DELETE FROM outbox WHERE ticket = $1 AND kind = $2"
		      " AND state = 'queued' AND attempts = 0",
		      "it", ticket, kind);
}

bool outbox_release(Db *db, GError **error)
{
	return db_run(db, error,
		      "UPDATE outbox SET lease_until = 0"
		      " WHERE state = 'queued' AND lease_until > 0",
		      "");
}

bool outbox_next(Db *db, gint64 *next_at, GError **error)
{
	gint64 rows = 0;
	g_autoptr(Statement) statement =
		db_prepare(db,
			   "SELECT COUNT(*), MIN(CASE WHEN lease_until > next_at"
			   " THEN lease_until ELSE next_at END)"
			   " FROM outbox WHERE state = 'queued'",
			   error);
	bool row;

	*next_at = G_MAXINT64;
	if (!statement || !db_step(statement, &row, error))
		return false;
	rows = db_int(statement, 0);
	if (rows)
		*next_at = db_int(statement, 1);
	return true;
}
