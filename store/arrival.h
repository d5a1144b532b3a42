/* arrival.h - the mails that came in, one after the other, to be read again. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

typedef struct {
	gint64 id; /* of the record */
	gint64 ticket, received_at;
	char *evidence, *sender; /* as on the record, NULL where unknown */
	bool opened;		 /* the ticket began with it */
} Arrival;

/*
 * *arrivals: Arrival*, at most limit, of mail from outside that was received since a
 * moment, oldest first, behind the record after (0: from the first).
 */
bool arrival_list(Db *db, gint64 since, gint64 after, int limit, GPtrArray **arrivals,
		  GError **error);
