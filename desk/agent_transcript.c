/* agent_transcript.c - writes what became of an agent's mail, line by line. */
/* SPDX-License-Identifier: MIT */
#include "desk/agent_transcript.h"
#include "desk/agent_mail.h"
#include "desk/post.h"

#include <string.h>

void transcript_add(Value *lines, const char *line, const char *said, bool failed)
{
	Value *item = value_map();

	if (line)
		value_set(item, "line", line);
	value_set_take(item, "failed", value_bool(failed));
	/* Several lines stand together, below the command. */
	if (strchr(said, '\n'))
		value_set_take(item, "output", value_lines(said));
	else
		value_set(item, "result", said);
	value_append_take(lines, item);
}

const Queue *transcript_queue(const Work *work, const Ticket *ticket, const Agent *agent)
{
	const GPtrArray *queues = work->setup->config->queues;

	for (guint i = 0; !ticket && i < queues->len; i++)
		if (g_ptr_array_find(((const Queue *)queues->pdata[i])->agents, agent,
				     NULL))
			return queues->pdata[i];
	return ticket ? work_queue(work, ticket) : queues->pdata[0];
}

bool transcript_post(Work *work, const Mail *mail, const Agent *agent,
		     const Ticket *ticket, Value *value, GError **error)
{
	const Queue *queue = transcript_queue(work, ticket, agent);
	const char *address = agent->addresses->pdata[0];
	const char *language = post_language_of(work, queue, address);
	g_autoptr(GPtrArray) references = g_ptr_array_new();
	const char *id = mail->message->message_id;

	if (*id)
		g_ptr_array_add(references, (gpointer)id);
	Post post = {.kind = "transcript",
		     .manner = POST_NOTICE,
		     .address = address,
		     .reply_to = ticket ? TOKEN_AGENT : TOKEN_DESK,
		     .in_reply_to = *id ? id : NULL,
		     .references = references};
	return post_text(work, ticket, queue, &post, "transcript", language, value,
			 error);
}

Value *transcript_value(Work *work, const Mail *mail, const Agent *agent,
			const Ticket *ticket, GError **error)
{
	const Queue *queue = transcript_queue(work, ticket, agent);
	const char *address = agent->addresses->pdata[0];
	const char *language = post_language_of(work, queue, address);

	if (ticket)
		return post_ticket_value(work, ticket, language, error);
	Value *value = value_map();
	value_set(value, "queue", queue->display);
	value_set(value, "queue_address", queue->addresses->pdata[0]);
	value_set(value, "ticket", "");
	value_set(value, "subject", mail->message->subject);
	return value;
}
