/* agent_note.c - keeps an agent's note, and mails it to whose ticket it is. */
/* SPDX-License-Identifier: MIT */
#include "desk/agent_note.h"
#include "desk/post.h"

bool agent_note_keep(Work *work, const Mail *mail, const Kept *kept, const FactFile *file,
		     gint64 ticket, const char *text, const char *mark, GError **error)
{
	g_autoptr(Record) record = apply_record(work, mail, file, ticket);

	record->kind = RECORD_NOTE;
	record->agent = g_strdup(file->sender->agent->name);
	g_free(record->reply_text);
	record->reply_text = g_strdup(text);
	record->mark = g_strdup(mark);
	return apply_keep(work, mail, kept, record, error) &&
	       work_event(work, ticket, "note", NULL, NULL, error);
}

bool agent_note_post(Work *work, const Ticket *ticket, const char *author,
		     const char *text, const char *address, GError **error)
{
	const Queue *queue = work_queue(work, ticket);
	const char *language = post_language_of(work, queue, address);
	g_autoptr(Value) value = post_ticket_value(work, ticket, language, error);

	if (!value)
		return false;
	value_set(value, "author", author);
	value_set(value, "text", text);
	Post post = {.kind = "note",
		     .manner = POST_NOTICE,
		     .address = address,
		     .reply_to = TOKEN_AGENT};
	return post_text(work, ticket, queue, &post, "note", language, value, error);
}

bool agent_note_pass_on(Work *work, const Ticket *ticket, const Agent *agent,
			bool is_expert, const char *text, GError **error)
{
	const Config *config = work->setup->config;
	g_autoptr(GPtrArray) addresses = post_role_addresses(work, ticket, SLA_TO_AGENT);

	if (!ticket->agent && !is_expert)
		return true;
	for (guint i = 0; i < addresses->len; i++)
		if (config_agent_by_address(config, addresses->pdata[i]) != agent &&
		    !agent_note_post(work, ticket, agent->display, text,
				     addresses->pdata[i], error))
			return false;
	return true;
}
