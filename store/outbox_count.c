/* outbox_count.c - counts what people were sent, and wrote, for the budgets. */
/* SPDX-License-Identifier: MIT */

/* Held mail has not been spent. Whoever writes from ann+x@ is ann@. */
#include "mail/address.h"
#include "store/outbox_row.h"
#include "store/ticket.h"

#include <string.h>

/* ann@example.org and, between the two, ann+x@ with any x. */
typedef struct {
	char *base, *low, *high;
	const char *domain; /* of base */
} Sender;

static void sender_clear(Sender *sender)
{
	g_free(sender->base);
	g_free(sender->low);
	g_free(sender->high);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sender, sender_clear)

static void sender_read(Sender *sender, const char *address)
{
	g_autofree char *extension = NULL;

	address_split(address, "+", &sender->base, &extension);
	if (!*sender->base)
		sender->base = (g_free(sender->base), g_strdup(address));
	sender->domain = address_domain(sender->base);
	g_autofree char *local = g_strndup(sender->base, strcspn(sender->base, "@"));
	sender->low = g_strconcat(local, "+", NULL);
	sender->high = g_strconcat(local, ",", NULL); /* the letter after '+' */
}

bool outbox_count_automatic(Db *db, const char *recipient, gint64 ticket, gint64 since,
			    gint64 *count, GError **error)
{
	g_auto(Sender) sender = {0};

	sender_read(&sender, recipient);
	return db_run_id(
		db, count, error,
		"SELECT COUNT(*) FROM outbox WHERE created_at >= $1 AND (recipient = $2"
		" OR (recipient > $3 AND recipient < $4 AND domain = $5))"
		" AND automatic = 1 AND state <> 'held'"
		" AND (CAST($6 AS BIGINT) = 0 OR ticket = $6)",
		"itttti", since, sender.base, sender.low, sender.high, sender.domain,
		ticket);
}

bool ticket_count_of(Db *db, const char *address, gint64 since, gint64 *count,
		     gint64 *newest, GError **error)
{
	g_auto(Sender) sender = {0};
	/* A pattern that is bound as a whole has SQLite compile the
	 * statement each time. */
	g_autoptr(Statement) statement = db_prepare(
		db,
		"SELECT COUNT(*), MAX(CASE WHEN t.state IN ('new', 'open', 'waiting')"
		" THEN t.id END), MAX(CASE WHEN t.state = 'spam' THEN t.id END)"
		" FROM address a JOIN ticket t ON t.customer = a.id"
		" WHERE t.created_at >= $1 AND (a.address = $2"
		" OR (a.address > $3 AND a.address < $4 AND a.address LIKE '%@' || $5))",
		error);
	bool row;

	*count = *newest = 0;
	if (!statement)
		return false;
	sender_read(&sender, address);
	db_bind_int(statement, 1, since);
	db_bind_text(statement, 2, sender.base);
	db_bind_text(statement, 3, sender.low);
	db_bind_text(statement, 4, sender.high);
	db_bind_text(statement, 5, sender.domain);
	if (!db_step(statement, &row, error))
		return false;
	*count = db_int(statement, 0);
	*newest = db_int(statement, 1) ? db_int(statement, 1) : db_int(statement, 2);
	return true;
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

bool outbox_count_known(Db *db, const char *domain, gint64 enough, gint64 *count,
			GError **error)
{
	return db_run_id(db, count, error,
			 "SELECT COUNT(*) FROM (SELECT DISTINCT o.recipient FROM outbox o"
			 " JOIN ticket t ON t.id = o.ticket WHERE o.domain = $1"
			 " AND o.automatic = 1 AND t.answered_at > 0 LIMIT $2) known",
			 "ti", domain, enough);
}

void answered_free(Answered *answered)
{
	g_free(answered->recipient);
	g_free(answered->name);
	g_free(answered->text);
	g_free(answered);
}

static void *answered_from_row(Statement *row, GError **error)
{
	Answered *answered = g_new0(Answered, 1);

	answered->recipient = db_text(row, 0);
	answered->at = db_int(row, 1);
	answered->name = db_text(row, 2);
	answered->text = db_text(row, 3);
	return answered;
}

bool outbox_answered(Db *db, const char *domain, gint64 since, int limit,
		     GPtrArray **list, GError **error)
{
	g_autoptr(Statement) statement = db_prepare(
		db,
		"SELECT o.recipient, o.created_at, r.from_name,"
		" substr(r.reply_text, 1, 1000) FROM outbox o JOIN record r"
		" ON r.id = (SELECT MIN(f.id) FROM record f WHERE f.ticket = o.ticket)"
		" WHERE o.domain = $1 AND o.automatic = 1 AND o.created_at >= $2"
		" AND o.state <> 'held' ORDER BY o.created_at DESC LIMIT $3",
		error);

	*list = NULL;
	if (!statement)
		return false;
	db_bind_text(statement, 1, domain);
	db_bind_int(statement, 2, since);
	db_bind_int(statement, 3, limit);
	return db_list(statement, answered_from_row, (GDestroyNotify)answered_free, list,
		       error);
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
