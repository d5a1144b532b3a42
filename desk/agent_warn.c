/* agent_warn.c - tells an agent that somebody wrote in the own name without proof. */
/* SPDX-License-Identifier: MIT */
#include "desk/agent_mail.h"
#include "desk/mark.h"
#include "desk/post.h"

#define WARNINGS_PER_HOUR 10

bool agent_mail_warn(Work *work, const Mail *mail, const FactFile *file,
		     const Ticket *ticket, GError **error)
{
	const Agent *agent = file->sender->claimed;
	const char *address = agent->addresses->pdata[0];
	const Queue *queue = work_queue(work, ticket);
	const char *language = post_language_of(work, queue, address);
	gint64 count;

	if (!outbox_count_kind(work->db, "refused", address, 0, work->now - 3600, &count,
			       error))
		return false;
	if (count >= WARNINGS_PER_HOUR)
		return true;
	g_autoptr(Value) value = post_ticket_value(work, ticket, language, error);
	if (!value)
		return false;
	g_autofree char *at =
		catalogue_time_short(work->setup->catalogue, language, work->now,
				     post_zone_of(work, ticket, queue, address));
	value_set(value, "from", message_from_address(mail->message));
	value_set(value, "reason",
		  mark_phrase(work,
			      file->sender->dmarc_failed ? "DMARC failed" : "no evidence",
			      language));
	value_set(value, "received_at", at);
	value_set_take(value, "original", value_lines(mail->message->reply_text));
	Post post = {.kind = "refused", .manner = POST_NOTICE, .address = address};
	return work_event(work, ticket->id, "agent without evidence", NULL, agent->name,
			  error) &&
	       post_text(work, ticket, queue, &post, "refused", language, value, error);
}
