/* reply_path.c - finds the customer's address, the Cc people and the thread. */
/* SPDX-License-Identifier: MIT */
#include "desk/reply_path.h"
#include "desk/mark.h"
#include "desk/post.h"

#include <string.h>

void reply_path_free(ReplyPath *path)
{
	if (!path)
		return;
	g_free(path->address);
	g_free(path->name);
	g_clear_pointer(&path->cc, g_ptr_array_unref);
	record_free(path->last);
	g_clear_pointer(&path->references, g_ptr_array_unref);
	g_free(path);
}

char *reply_path_subject(Work *work, const Ticket *ticket)
{
	g_autofree char *tag = post_tag(work_queue(work, ticket), ticket->id);
	/* What the desk itself begins is no reply. */
	bool is_first = ticket->created_at == work->now && !ticket->answered_at;
	return g_strdup_printf("%s%s %s", is_first ? "" : "Re: ", tag,
			       ticket->subject ? ticket->subject : "");
}

/* Only who reads the answer is quoted in it: no stranger,
 * and no agent without evidence. */
static bool takes_part(const Ticket *ticket, const ReplyPath *path, const Record *record)
{
	const char *from = record->from_address ? record->from_address : "";

	/* An agent's words for what was said on the phone are nobody's mail. */
	if (record->mark && mark_is_channel(record->mark))
		return false;
	if (g_strcmp0(from, ticket->customer_address) == 0)
		return true;
	for (guint i = 0; i < path->cc->len; i++) {
		const Participant *person = path->cc->pdata[i];
		if (strcmp(person->address, from) == 0)
			return true;
	}
	return false;
}

/* Who came later is sent no history. */
static bool may_quote(const ReplyPath *path)
{
	for (guint i = 0; path->last && i < path->cc->len; i++)
		if (((Participant *)path->cc->pdata[i])->since > path->last->received_at)
			return false;
	return path->last != NULL;
}

static bool load_records(Work *work, const Ticket *ticket, ReplyPath *path,
			 GError **error)
{
	g_autoptr(GPtrArray) records = NULL;

	if (!record_list(work->db, ticket->id, &records, error))
		return false;
	path->references = g_ptr_array_new_with_free_func(g_free);
	gint64 last = 0;
	for (guint i = 0; i < records->len; i++) {
		const Record *record = records->pdata[i];
		if (record->kind == RECORD_NOTE)
			continue;
		if (record->message_id && *record->message_id)
			g_ptr_array_add(path->references, g_strdup(record->message_id));
		if (record->kind == RECORD_IN && takes_part(ticket, path, record))
			last = record->id;
	}
	if (last && !record_load(work->db, last, &path->last, error))
		return false;
	path->may_quote = may_quote(path);
	return true;
}

static bool load_people(Work *work, const Ticket *ticket, ReplyPath *path, GError **error)
{
	g_autoptr(GPtrArray) people = NULL;

	path->cc = g_ptr_array_new_with_free_func((GDestroyNotify)participant_free);
	if (!participant_list(work->db, ticket->id, &people, error))
		return false;
	while (people->len > 0) {
		Participant *person = g_ptr_array_steal_index(people, 0);
		if (person->role == PARTICIPANT_CC &&
		    g_ascii_strcasecmp(person->address, path->address))
			g_ptr_array_add(path->cc, person);
		else
			participant_free(person);
	}
	return true;
}

ReplyPath *reply_path_load(Work *work, const Ticket *ticket, GError **error)
{
	g_autoptr(ReplyPath) path = g_new0(ReplyPath, 1);
	g_autoptr(GHashTable) fields = NULL;

	if (!ticket_fields(work->db, ticket->id, &fields, error))
		return NULL;
	const char *reply_to = g_hash_table_lookup(fields, REPLY_TO_FIELD);
	const char *customer = ticket->customer_address ? ticket->customer_address : "";
	path->address = g_strdup(reply_to && *reply_to ? reply_to : customer);
	path->name = g_strdup(ticket->customer_name);
	if (!load_people(work, ticket, path, error) ||
	    !load_records(work, ticket, path, error))
		return NULL;
	return g_steal_pointer(&path);
}
