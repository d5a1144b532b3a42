/* ticket_list.c - lists and counts tickets by a filter. */
/* SPDX-License-Identifier: MIT */

/*
 * SQL is never put together at run time, and "any or this" conditions use no index. So
 * each text states its most selective condition plainly first, and the first text whose
 * condition is asked for is taken. Parameters have the same numbers in all of them.
 */
#include "store/ticket_row.h"

#define LIMIT_DEFAULT 1000
#define STATES	      7

#define WHERE                                                                            \
	" WHERE t.state IN ($1, $2, $3, $4, $5, $6, $7)"                                 \
	" AND (CAST($8 AS TEXT) = '' OR t.queue = $8)"                                   \
	" AND (CAST($9 AS TEXT) = '' OR t.agent = $9)"                                   \
	" AND (CAST($10 AS TEXT) = '' OR t.category = $10)"                              \
	" AND (CAST($11 AS BIGINT) = 0 OR t.customer = $11)"                             \
	" AND t.created_at >= $12"                                                       \
	" AND (CAST($13 AS BIGINT) = 0 OR (t.solved_at > 0 AND t.solved_at <= $13))"     \
	" AND (CAST($14 AS BIGINT) = 0 OR (t.wait_until > 0 AND t.wait_until <= $14))"

#define TEXTS(condition)                                                                 \
	{                                                                                \
		"SELECT " TICKET_COLUMNS TICKET_FROM WHERE condition                     \
		" ORDER BY t.id LIMIT $15",                                              \
			"SELECT " TICKET_COLUMNS TICKET_FROM WHERE condition             \
			" ORDER BY t.id DESC LIMIT $15",                                 \
			"SELECT COUNT(*) FROM ticket t" WHERE condition,                 \
	}

enum { OLDEST_FIRST, NEWEST_FIRST, COUNT };

static const char *const by_customer[] = TEXTS(" AND t.customer = $11");
static const char *const by_wait[] =
	TEXTS(" AND t.wait_until > 0 AND t.wait_until <= $14");
static const char *const by_solved[] =
	TEXTS(" AND t.queue = $8 AND t.solved_at > 0 AND t.solved_at <= $13");
static const char *const by_agent[] = TEXTS(" AND t.agent = $9");
static const char *const by_nobody[] = TEXTS(" AND t.agent IS NULL");
static const char *const by_category[] = TEXTS(" AND t.category = $10");
static const char *const by_queue[] = TEXTS(" AND t.queue = $8");
static const char *const by_state[] = TEXTS("");

static const char *const *texts_for(const TicketFilter *filter)
{
	if (filter->customer)
		return by_customer;
	if (filter->wait_until)
		return by_wait;
	if (filter->solved_before && filter->queue)
		return by_solved;
	if (filter->agent)
		return *filter->agent ? by_agent : by_nobody;
	if (filter->category)
		return by_category;
	return filter->queue ? by_queue : by_state;
}

static void bind_filter(Statement *statement, const TicketFilter *filter)
{
	for (int i = 0; i < STATES; i++) {
		bool wanted = !filter->states || filter->states & 1u << i;
		db_bind_text(statement, 1 + i,
			     wanted ? ticket_state_name((TicketState)i) : NULL);
	}
	db_bind_text(statement, 8, filter->queue ? filter->queue : "");
	db_bind_text(statement, 9, filter->agent ? filter->agent : "");
	db_bind_text(statement, 10, filter->category ? filter->category : "");
	db_bind_int(statement, 11, filter->customer);
	db_bind_int(statement, 12, filter->created_since);
	db_bind_int(statement, 13, filter->solved_before);
	db_bind_int(statement, 14, filter->wait_until);
}

bool ticket_list(Db *db, const TicketFilter *filter, GPtrArray **tickets, GError **error)
{
	const char *const *texts = texts_for(filter);
	g_autoptr(Statement) statement = db_prepare(
		db, texts[filter->newest_first ? NEWEST_FIRST : OLDEST_FIRST], error);

	*tickets = NULL;
	if (!statement)
		return false;
	bind_filter(statement, filter);
	db_bind_int(statement, 15, filter->limit ? filter->limit : LIMIT_DEFAULT);
	return db_list(statement, ticket_from_row, (GDestroyNotify)ticket_free, tickets,
		       error);
}

bool ticket_count(Db *db, const TicketFilter *filter, gint64 *count, GError **error)
{
	g_autoptr(Statement) statement = db_prepare(db, texts_for(filter)[COUNT], error);
	bool row;

	*count = 0;
	if (!statement)
		return false;
	bind_filter(statement, filter);
	if (!db_step(statement, &row, error))
		return false;
	*count = db_int(statement, 0);
	return true;
}

bool ticket_soonest_wait(Db *db, gint64 *until, GError **error)
{
	return db_run_id(db, until, error,
			 "SELECT wait_until FROM ticket WHERE state = 'waiting'"
			 " AND wait_until > 0 ORDER BY wait_until LIMIT 1",
			 "");
}

bool ticket_soonest_solved(Db *db, const char *queue, gint64 *solved_at, GError **error)
{
	return db_run_id(db, solved_at, error,
			 "SELECT solved_at FROM ticket WHERE queue = $1"
			 " AND state = 'solved' AND solved_at > 0"
			 " ORDER BY solved_at LIMIT 1",
			 "t", queue);
}
