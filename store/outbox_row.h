/* outbox_row.h - the columns of an outbox row in the order in which they are read. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/driver.h"
#include "store/outbox.h"

#define OUTGOING_COLUMNS                                                                 \
	"id, ticket, record, kind, automatic, sender, recipient, message_id, subject, "  \
	"state,"                                                                         \
	" attempts, created_at, next_at, lease_until, sent_at, error, receipt"

/* A DbRow: Outgoing without raw. */
void *outgoing_from_row(Statement *row, GError **error);
bool outgoing_load_raw(Db *db, Outgoing *outgoing, GError **error);
