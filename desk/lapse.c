/* lapse.c - what ends by itself: waits, solved tickets, records with a shelf life. */
/* SPDX-License-Identifier: MIT */
#include "desk/lapse.h"
#include "desk/budget.h"
#include "desk/clock.h"
#include "desk/failed.h"
#include "desk/notice.h"

#define HOUR_S		 3600
#define DAY_S		 (24 * HOUR_S)
#define IDENTITY_KEPT_S	 (14 * DAY_S)
#define UNMATCHED_KEPT_S (30 * DAY_S)
#define EXPIRED_KEY	 "lapse.expired" /* moment of the last look */

static bool end_wait(Work *work, Ticket *ticket, GError **error)
{
	Notice notice = {.event = "returned"};
	g_autoptr(GError) problem = NULL;

	if (!work_set_state(work, ticket, TICKET_OPEN, error) ||
	    !clock_event(work, ticket, CLOCK_RESUMED, error))
		return false;
	if (notice_agents(work, ticket, &notice, &problem))
		return true;
	return failed_forgive(work, ticket->id, g_steal_pointer(&problem), error);
}

bool lapse_waits(Work *work, int limit, bool *more, GError **error)
{
	TicketFilter filter = {
		.states = 1 << TICKET_WAITING, .wait_until = work->now, .limit = limit};
	g_autoptr(GPtrArray) tickets = NULL;

	if (!ticket_list(work->db, &filter, &tickets, error))
		return false;
	for (guint i = 0; i < tickets->len; i++)
		if (!end_wait(work, tickets->pdata[i], error))
			return false;
	if ((int)tickets->len >= limit)
		*more = true;
	return true;
}

static TicketFilter solved_filter(const Queue *queue, gint64 now, int limit)
{
	return (TicketFilter){.queue = queue->name,
			      .states = 1 << TICKET_SOLVED,
			      .solved_before = now - queue->close_s,
			      .limit = limit};
}

static bool post_closing(Work *work, const Queue *queue, const Ticket *ticket,
			 GError **error)
{
	const char *language = post_customer_language(work, ticket);
	g_autoptr(Value) value = post_ticket_value(work, ticket, language, error);

	if (!value)
		return false;
	g_autofree char *at = catalogue_day(work->setup->catalogue, language, work->now,
					    post_zone(work, ticket));
	value_set(value, "customer", ticket->customer_name);
	value_set(value, "closed_at", at);
	Post post = {.kind = "closing",
		     .manner = POST_NEWS,
		     .address = ticket->customer_address,
		     .name = ticket->customer_name,
		     .reply_to = TOKEN_REPLY};
	return post_text(work, ticket, queue, &post, "closing", language, value, error);
}

static bool tell_closed(Work *work, const Queue *queue, const Ticket *ticket,
			GError **error)
{
	g_autoptr(GError) problem = NULL;
	bool may;

	if (!budget_news(work, ticket, false, &may, error))
		return false;
	return !may || post_closing(work, queue, ticket, &problem) ||
	       failed_forgive(work, ticket->id, g_steal_pointer(&problem), error);
}

static bool close_solved(Work *work, const Queue *queue, int limit, bool *more,
			 GError **error)
{
	TicketFilter filter = solved_filter(queue, work->now, limit);
	g_autoptr(GPtrArray) tickets = NULL;

	if (!ticket_list(work->db, &filter, &tickets, error))
		return false;
	for (guint i = 0; i < tickets->len; i++) {
		Ticket *ticket = tickets->pdata[i];
		if (!work_set_state(work, ticket, TICKET_CLOSED, error) ||
		    !clock_event(work, ticket, CLOCK_ENDED, error) ||
		    (queue->closing && !tell_closed(work, queue, ticket, error)))
			return false;
	}
	if ((int)tickets->len >= limit)
		*more = true;
	return true;
}

bool lapse_solved(Work *work, int limit, bool *more, GError **error)
{
	const GPtrArray *queues = work->setup->config->queues;

	for (guint i = 0; i < queues->len; i++)
		if (!close_solved(work, queues->pdata[i], limit, more, error))
			return false;
	return true;
}

bool lapse_records(Work *work, GError **error)
{
	gint64 last;

	if (!setting_load_number(work->db, EXPIRED_KEY, &last, error))
		return false;
	if (work->now >= last && work->now - last < HOUR_S)
		return true;
	return identity_expire(work->db, work->now - IDENTITY_KEPT_S, error) &&
	       unmatched_expire(work->db, work->now - UNMATCHED_KEPT_S, error) &&
	       budget_expire(work, error) &&
	       setting_save_number(work->db, EXPIRED_KEY, work->now, error);
}

static bool next_closing(Work *work, gint64 *next_at, GError **error)
{
	const GPtrArray *queues = work->setup->config->queues;

	for (guint i = 0; i < queues->len; i++) {
		const Queue *queue = queues->pdata[i];
		gint64 solved_at;

		if (!ticket_soonest_solved(work->db, queue->name, &solved_at, error))
			return false;
		if (solved_at)
			*next_at = MIN(*next_at, solved_at + queue->close_s);
	}
	return true;
}

bool lapse_next(Work *work, gint64 *next_at, GError **error)
{
	gint64 wait_until;

	if (!ticket_soonest_wait(work->db, &wait_until, error))
		return false;
	*next_at = wait_until ? wait_until : G_MAXINT64;
	return next_closing(work, next_at, error);
}
