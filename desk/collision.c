/* collision.c - looks for an answer that another agent has just sent. */
/* SPDX-License-Identifier: MIT */
#include "desk/collision.h"

#include <string.h>

bool collision_find(Work *work, const Ticket *ticket, const Agent *agent, Record **other,
		    GError **error)
{
	gint64 since = work->now - work->setup->config->collision_s;
	g_autoptr(GPtrArray) records = NULL;

	*other = NULL;
	if (!record_list(work->db, ticket->id, &records, error))
		return false;
	for (guint i = records->len; i-- > 0;) {
		const Record *record = records->pdata[i];
		if (record->received_at <= since)
			break;
		if (record->kind == RECORD_OUT && record->agent &&
		    strcmp(record->agent, agent->name) != 0)
			return record_load(work->db, record->id, other, error);
	}
	return true;
}
