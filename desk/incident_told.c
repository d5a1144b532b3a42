/* incident_told.c - takes tickets into an incident, and writes to their customers. */
/* SPDX-License-Identifier: MIT */
#include "desk/incident_told.h"
#include "desk/budget.h"
#include "desk/clock.h"
#include "desk/failed.h"
#include "desk/subscription.h"

#include <string.h>

#define OPEN (1u << TICKET_NEW | 1u << TICKET_OPEN | 1u << TICKET_WAITING)

/* One round of mails. */
typedef struct {
	Work *work;
	const Incident *incident;
	bool ended;
	GHashTable *told; /* gint64 addresses of who knows already */
	IncidentCount *count;
} Round;

static void round_clear(Round *round)
{
	g_clear_pointer(&round->told, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Round, round_clear)

static Round round_new(Work *work, const Incident *incident, IncidentCount *count)
{
	*count = (IncidentCount){0};
	return (Round){
		.work = work,
		.incident = incident,
		.told = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
		.count = count};
}

/* --- one mail --- */

static bool post(const Round *round, const Ticket *ticket, GError **error)
{
	Work *work = round->work;
	const Queue *queue = work_queue(work, ticket);
	const char *language = post_customer_language(work, ticket);
	g_autoptr(Value) value = post_ticket_value(work, ticket, language, error);

	if (!value)
		return false;
	value_set(value, "customer", ticket->customer_name);
	incident_value(work, ticket, round->incident, round->ended, language, value);
	Post post = {.kind = "incident",
		     .manner = POST_NEWS,
		     .address = ticket->customer_address,
		     .name = ticket->customer_name,
		     .reply_to = TOKEN_REPLY};
	return post_text(work, ticket, queue, &post, "incident", language, value, error);
}

/* False for who was told before. */
static bool is_new_to(Round *round, const Ticket *ticket)
{
	return g_hash_table_add(round->told,
				g_memdup2(&ticket->customer, sizeof ticket->customer));
}

static bool tell(Round *round, const Ticket *ticket, GError **error)
{
	g_autoptr(GError) problem = NULL;
	bool may;

	if (!is_new_to(round, ticket))
		return true;
	if (!budget_news(round->work, ticket, true, &may, error))
		return false;
	if (!may)
		return true;
	if (!post(round, ticket, &problem))
		return failed_forgive(round->work, ticket->id, g_steal_pointer(&problem),
				      error);
	round->count->people++;
	return true;
}

/* --- its tickets --- */

static bool joined(Work *work, const Incident *incident, GArray **tickets, GError **error)
{
	g_autofree char *number = number_text(incident->number);

	return ticket_with_field(work->db, INCIDENT_FIELD, number, tickets, error);
}

static bool is_joined(const GArray *tickets, gint64 ticket)
{
	for (guint i = 0; i < tickets->len; i++)
		if (g_array_index(tickets, gint64, i) == ticket)
			return true;
	return false;
}

static bool is_open(const Ticket *ticket)
{
	return ticket && 1u << ticket->state & OPEN;
}

static bool add_category(Work *work, const char *category, gint64 since, GArray *tickets,
			 GError **error)
{
	TicketFilter filter = {
		.category = category, .states = OPEN, .created_since = since};
	g_autoptr(GPtrArray) found = NULL;

	if (!ticket_list(work->db, &filter, &found, error))
		return false;
	for (guint i = 0; i < found->len; i++)
		g_array_append_val(tickets, ((Ticket *)found->pdata[i])->id);
	return true;
}

static int by_number(gconstpointer a, gconstpointer b)
{
	gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

	return x < y ? -1 : x > y;
}

bool incident_tickets(Work *work, const Incident *incident, gint64 since,
		      GArray **tickets, GError **error)
{
	const GPtrArray *categories = taxonomy_categories(work->setup->taxonomy);
	g_autofree char *pattern = g_strconcat(incident->category, ".*", NULL);
	g_autoptr(GArray) known = NULL;
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(gint64));

	*tickets = NULL;
	for (guint i = 0; i < categories->len; i++) {
		const char *path = ((Category *)categories->pdata[i])->path;
		if (category_fits(path, pattern) &&
		    !add_category(work, path, since, all, error))
			return false;
	}
	if (!joined(work, incident, &known, error))
		return false;
	for (guint i = all->len; i > 0; i--)
		if (is_joined(known, g_array_index(all, gint64, i - 1)))
			g_array_remove_index(all, i - 1);
	g_array_sort(all, by_number);
	*tickets = g_steal_pointer(&all);
	return true;
}

/* --- all of them --- */

typedef bool (*Visit)(Round *round, Ticket *ticket, GError **error);

/* Visits those that are open. */
static bool visit_open(Round *round, const GArray *tickets, Visit visit, GError **error)
{
	for (guint i = 0; i < tickets->len; i++) {
		g_autoptr(Ticket) ticket = NULL;
		if (!ticket_load(round->work->db, g_array_index(tickets, gint64, i),
				 &ticket, error) ||
		    (is_open(ticket) && !visit(round, ticket, error)))
			return false;
	}
	return true;
}

static bool know(Round *round, Ticket *ticket, GError **error)
{
	is_new_to(round, ticket);
	return true;
}

static bool take(Round *round, Ticket *ticket, GError **error)
{
	round->count->tickets++;
	return incident_attach(round->work, ticket->id, round->incident->number, error) &&
	       tell(round, ticket, error);
}

bool incident_join(Work *work, const Incident *incident, const GArray *tickets,
		   IncidentCount *count, GError **error)
{
	g_auto(Round) round = round_new(work, incident, count);
	g_autoptr(GArray) known = NULL;
	g_autoptr(GArray) fresh = g_array_new(FALSE, FALSE, sizeof(gint64));

	if (!joined(work, incident, &known, error) ||
	    !visit_open(&round, known, know, error))
		return false;
	for (guint i = 0; i < tickets->len; i++) {
		gint64 ticket = g_array_index(tickets, gint64, i);
		if (!is_joined(known, ticket) && !is_joined(fresh, ticket))
			g_array_append_val(fresh, ticket);
	}
	return visit_open(&round, fresh, take, error);
}

static bool tell_open(Round *round, Ticket *ticket, GError **error)
{
	return tell(round, ticket, error);
}

bool incident_tell(Work *work, const Incident *incident, IncidentCount *count,
		   GError **error)
{
	g_auto(Round) round = round_new(work, incident, count);
	g_autoptr(GArray) tickets = NULL;

	return joined(work, incident, &tickets, error) &&
	       visit_open(&round, tickets, tell_open, error);
}

/* A ticket that a person has taken up since it joined goes on. */
static bool is_taken_up(Work *work, const Ticket *ticket, bool *is, GError **error)
{
	g_autoptr(GPtrArray) events = NULL;

	*is = ticket->state != TICKET_NEW;
	if (!event_list(work->db, ticket->id, &events, error))
		return false;
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (strcmp(event->what, INCIDENT_EVENT) == 0)
			*is = false;
		else if (strcmp(event->what, "answered") == 0)
			*is = true;
	}
	return true;
}

static bool end(Round *round, Ticket *ticket, GError **error)
{
	Work *work = round->work;
	bool is;

	if (!tell(round, ticket, error) || !is_taken_up(work, ticket, &is, error))
		return false;
	if (is)
		return true;
	round->count->tickets++;
	return work_set_state(work, ticket, TICKET_SOLVED, error) &&
	       clock_event(work, ticket, CLOCK_SOLVED, error);
}

bool incident_end(Work *work, const Incident *incident, IncidentCount *count,
		  GError **error)
{
	g_auto(Round) round = round_new(work, incident, count);
	g_autoptr(GArray) tickets = NULL;

	round.ended = true;
	return joined(work, incident, &tickets, error) &&
	       visit_open(&round, tickets, end, error) &&
	       incident_close(work, incident->number, error);
}
