/* returned.c - carries out what a delivery report means. */
/* SPDX-License-Identifier: MIT */
#include "desk/returned.h"
#include "desk/failed.h"
#include "desk/notice.h"

#include <string.h>

static bool keep_note(Work *work, const Mail *mail, const Kept *kept,
		      const FactFile *file, const Decision *decision, GError **error)
{
	const Outgoing *returned = file->returned;
	g_autoptr(Record) record = apply_record(work, mail, file, returned->ticket);

	record->kind = RECORD_NOTE;
	record->mark = g_strdup(decision->mark);
	if (!apply_keep(work, mail, kept, record, error))
		return false;
	g_autofree char *delivery =
		g_strdup_printf("%s %s", decision->mark,
				mail->message->bounce.delay  ? ""
				: mail->message->bounce.hard ? "hard"
							     : "soft");
	return (!returned->record || !file->facts.returned_home ||
		record_set_delivery(work->db, returned->record, g_strchomp(delivery),
				    error)) &&
	       work_event(work, returned->ticket, "bounce", returned->recipient, delivery,
			  error);
}

static bool tell(Work *work, const Mail *mail, const FactFile *file, const Ticket *ticket,
		 unsigned role, GError **error)
{
	const Bounce *bounce = &mail->message->bounce;
	const Outgoing *returned = file->returned;
	g_autoptr(GPtrArray) people = post_role_addresses(work, ticket, role);
	const Queue *queue = work_queue(work, ticket);

	for (guint i = 0; i < people->len; i++) {
		const char *address = people->pdata[i];
		const char *language = post_language_of(work, queue, address);
		/* Not to the address that has just failed. */
		if (strcmp(address, returned->recipient) == 0)
			continue;
		g_autoptr(Value) value = post_ticket_value(work, ticket, language, error);
		if (!value || !failed_excerpt(work, returned, value, error))
			return false;
		g_autofree char *sent_at = catalogue_time_short(
			work->setup->catalogue, language, returned->created_at,
			post_zone_of(work, ticket, queue, address));
		value_set(value, "address", returned->recipient);
		/* Most servers say the status among their words. */
		bool said = strstr(bounce->reason, bounce->status);
		value_set(value, "status", said ? "" : bounce->status);
		value_set(value, "reason", bounce->reason);
		value_set_take(value, "hard", value_bool(bounce->hard));
		value_set_take(value, "staff", value_bool(role == SLA_TO_LEAD));
		value_set(value, "sent_at", sent_at);
		Post post = {.kind = "bounced",
			     .manner = POST_NOTICE,
			     .address = address,
			     .reply_to = TOKEN_AGENT};
		if (!post_text(work, ticket, queue, &post, "bounced", language, value,
			       error))
			return false;
	}
	return true;
}

bool returned_apply(Work *work, const Mail *mail, const Kept *kept, const FactFile *file,
		    const Decision *decision, GError **error)
{
	const Bounce *bounce = &mail->message->bounce;
	g_autoptr(Ticket) ticket = NULL;

	if (!ticket_load(work->db, file->returned->ticket, &ticket, error))
		return false;
	if (!ticket)
		return true;
	if (!keep_note(work, mail, kept, file, decision, error))
		return false;
	if (bounce->delay || !bounce->hard)
		return true;
	if (file->facts.returned_to_staff)
		return tell(work, mail, file, ticket, SLA_TO_LEAD, error);
	if (file->facts.returned_home &&
	    !failed_reopen(work, ticket, file->returned, error))
		return false;
	return tell(work, mail, file, ticket, SLA_TO_AGENT, error);
}
