/* ticket_row.h - the columns of a ticket in the order in which they are read. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/driver.h"
#include "store/ticket.h"

#define TICKET_COLUMNS                                                                   \
	"t.id, t.queue, t.state, t.category, t.confidence, t.priority, t.subject, "      \
	"t.agent,"                                                                       \
	" t.language, t.sla, t.tier, t.organisation, t.customer, t.created_at,"          \
	" t.updated_at, t.answered_at, t.taken_at, t.wait_until, t.solved_at, "          \
	"t.closed_at,"                                                                   \
	" t.merged_into, t.linked_to, t.claimed, a.address, a.name"
#define TICKET_FROM " FROM ticket t LEFT JOIN address a ON a.id = t.customer"

/* A DbRow: Ticket, NULL with error set when the row makes no sense. */
void *ticket_from_row(Statement *row, GError **error);
