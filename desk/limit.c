/* limit.c - writes to a lead when a budget of automatic answers is used up. */
/* SPDX-License-Identifier: MIT */
#include "desk/limit.h"

#include "desk/post.h"

bool limit_tell(Work *work, const FactFile *file, const Ticket *ticket, const char *limit,
		GError **error)
{
	const char *address = file->sender->address;
	g_autoptr(GPtrArray) leads = post_role_addresses(work, ticket, SLA_TO_LEAD);
	const char *lead = leads->len ? leads->pdata[0] : "";
	const Queue *queue = work_queue(work, ticket);
	const char *language = post_language_of(work, queue, lead);
	g_autofree char *said_key = g_strdup_printf("limit.%s", address);
	g_autofree char *said = NULL;

	if (!setting_load(work->db, said_key, &said, error))
		return false;
	if (said && g_ascii_strtoll(said, NULL, 10) > work->now - 86400)
		return true;
	g_autoptr(Value) value = post_ticket_value(work, ticket, language, error);
	if (!value)
		return false;
	g_autofree char *moment = g_strdup_printf("%" G_GINT64_FORMAT, work->now);
	g_autofree char *count =
		g_strdup_printf("%" G_GINT64_FORMAT, file->facts.answers_today);
	g_autofree char *until =
		catalogue_time(work->setup->catalogue, language, work->now + 86400,
			       post_zone_of(work, ticket, queue, lead));
	value_set(value, "address", address);
	value_set(value, "kind",
		  catalogue_phrase(work->setup->catalogue, language, limit));
	value_set(value, "count", count);
	value_set(value, "until", until);
	value_set(value, "last_subject", ticket->subject);
	Post post = {.kind = "limit", .manner = POST_NOTICE, .address = lead};
	return setting_save(work->db, said_key, moment, error) &&
	       post_text(work, ticket, queue, &post, "limit", language, value, error);
}
