/* ticket.c - tickets as rows: inserted, loaded, updated. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "store/ticket_row.h"

static const char *const state_names[] = {
	[TICKET_NEW] = "new",	      [TICKET_OPEN] = "open",
	[TICKET_WAITING] = "waiting", [TICKET_SOLVED] = "solved",
	[TICKET_CLOSED] = "closed",   [TICKET_SPAM] = "spam",
	[TICKET_MERGED] = "merged",
};

const char *ticket_state_name(TicketState state)
{
	g_assert(state < G_N_ELEMENTS(state_names));
	return state_names[state];
}

bool ticket_state_parse(const char *name, TicketState *state)
{
	int found = db_word(name, state_names, G_N_ELEMENTS(state_names));

	if (found >= 0)
		*state = (TicketState)found;
	return found >= 0;
}

Ticket *ticket_new(void)
{
	return g_new0(Ticket, 1);
}

void ticket_free(Ticket *ticket)
{
	if (!ticket)
		return;
	g_free(ticket->queue);
	g_free(ticket->category);
	g_free(ticket->priority);
	g_free(ticket->subject);
	g_free(ticket->agent);
	g_free(ticket->language);
	g_free(ticket->sla);
	g_free(ticket->tier);
	g_free(ticket->organisation);
	g_free(ticket->customer_address);
	g_free(ticket->customer_name);
	g_free(ticket);
}

bool ticket_insert(Db *db, Ticket *ticket, GError **error)
{
	return db_run_id(
		db, &ticket->id, error,
		"INSERT INTO ticket (queue, state, category, confidence, priority,"
		" subject, agent, language, sla, tier, organisation, customer,"
		" created_at, updated_at, answered_at, taken_at, wait_until,"
		" solved_at, closed_at, merged_into, linked_to, claimed)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
		" $15, $16, $17, $18, $19, $20, $21, $22) RETURNING id",
		"tttdtttttttkiiiiiiikki", ticket->queue, ticket_state_name(ticket->state),
		ticket->category ? ticket->category : "unclassified", ticket->confidence,
		ticket->priority ? ticket->priority : "normal", ticket->subject,
		ticket->agent, ticket->language, ticket->sla, ticket->tier,
		ticket->organisation, ticket->customer, ticket->created_at,
		ticket->updated_at, ticket->answered_at, ticket->taken_at,
		ticket->wait_until, ticket->solved_at, ticket->closed_at,
		ticket->merged_into, ticket->linked_to, (gint64)ticket->claimed);
}

bool ticket_update(Db *db, const Ticket *ticket, GError **error)
{
	return db_run(db, error,
		      "UPDATE ticket SET queue = $1, state = $2, category = $3,"
		      " confidence = $4, priority = $5, subject = $6, agent = $7,"
		      " language = $8, sla = $9, tier = $10, organisation = $11,"
		      " customer = $12, created_at = $13, updated_at = $14,"
		      " answered_at = $15, taken_at = $16, wait_until = $17,"
		      " solved_at = $18, closed_at = $19, merged_into = $20,"
		      " linked_to = $21, claimed = $22"
		      " WHERE id = $23",
		      "tttdtttttttkiiiiiiikkii", ticket->queue,
		      ticket_state_name(ticket->state),
		      ticket->category ? ticket->category : "unclassified",
		      ticket->confidence, ticket->priority ? ticket->priority : "normal",
		      ticket->subject, ticket->agent, ticket->language, ticket->sla,
		      ticket->tier, ticket->organisation, ticket->customer,
		      ticket->created_at, ticket->updated_at, ticket->answered_at,
		      ticket->taken_at, ticket->wait_until, ticket->solved_at,
		      ticket->closed_at, ticket->merged_into, ticket->linked_to,
		      (gint64)ticket->claimed, ticket->id);
}

void *ticket_from_row(Statement *row, GError **error)
{
	g_autofree char *state = db_text(row, 2);
	g_autoptr(Ticket) ticket = ticket_new();

	ticket->id = db_int(row, 0);
	ticket->queue = db_text(row, 1);
	if (!ticket_state_parse(state, &ticket->state)) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BROKEN,
			    "ticket %" G_GINT64_FORMAT ": unknown state %s", ticket->id,
			    state);
		return NULL;
	}
	ticket->category = db_text(row, 3);
	ticket->confidence = db_double(row, 4);
	ticket->priority = db_text(row, 5);
	ticket->subject = db_text(row, 6);
	ticket->agent = db_text(row, 7);
	ticket->language = db_text(row, 8);
	ticket->sla = db_text(row, 9);
	ticket->tier = db_text(row, 10);
	ticket->organisation = db_text(row, 11);
	ticket->customer = db_int(row, 12);
	ticket->created_at = db_int(row, 13);
	ticket->updated_at = db_int(row, 14);
	ticket->answered_at = db_int(row, 15);
	ticket->taken_at = db_int(row, 16);
	ticket->wait_until = db_int(row, 17);
	ticket->solved_at = db_int(row, 18);
	ticket->closed_at = db_int(row, 19);
	ticket->merged_into = db_int(row, 20);
	ticket->linked_to = db_int(row, 21);
	ticket->claimed = db_int(row, 22) != 0;
	ticket->customer_address = db_text(row, 23);
	ticket->customer_name = db_text(row, 24);
	return g_steal_pointer(&ticket);
}

bool ticket_load(Db *db, gint64 id, Ticket **ticket, GError **error)
{
	g_autoptr(Statement) statement = db_prepare(
		db, "SELECT " TICKET_COLUMNS TICKET_FROM " WHERE t.id = $1", error);
	bool row;

	*ticket = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, id);
	if (!db_step(statement, &row, error))
		return false;
	if (row)
		*ticket = ticket_from_row(statement, error);
	return !row || *ticket;
}
