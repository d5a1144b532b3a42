/* direct_record.c - keeps an agent's own mail to a customer on its ticket. */
/* SPDX-License-Identifier: MIT */
#include "desk/answer.h"
#include "desk/away.h"
#include "desk/collision.h"
#include "desk/direct.h"
#include "store/outbox.h"

static Record *record_of(const Work *work, const Direct *direct, const Mail *mail)
{
	const Message *message = mail->message;
	Record *record = apply_record_begin(work, mail, direct->ticket->id);

	record->kind = direct->is_absence ? RECORD_NOTE : RECORD_OUT;
	record->from_address = g_strdup(message_from_address(message));
	record->from_name = g_strdup(message_from_name(message));
	record->agent = g_strdup(direct->agent->name);
	record->evidence = g_strdup("auth");
	record->mark = g_strdup(direct->is_absence		       ? "out of office"
				: message->crypto == MESSAGE_ENCRYPTED ? "encrypted"
								       : "direct answer");
	return record;
}

/* Rows that are sent already: a bounce finds the answer by them. */
static bool add_rows(Work *work, const Direct *direct, const Message *message,
		     GError **error)
{
	for (guint i = 0; i < direct->people->len; i++) {
		g_autoptr(Outgoing) row = outgoing_new();
		row->ticket = direct->ticket->id;
		row->record = work->record;
		row->kind = g_strdup("answer");
		row->sender = g_strdup(direct->bounces_to);
		row->recipient = g_strdup(direct->people->pdata[i]);
		row->message_id = g_strdup(message->message_id);
		row->subject = g_strdup(message->subject);
		row->state = OUTBOX_SENT;
		row->created_at = row->next_at = row->sent_at = work->now;
		if (!outbox_insert(work->db, row, error))
			return false;
	}
	return true;
}

static bool tell_one(Work *work, const Ticket *ticket, const Agent *reader,
		     const Agent *other, const Record *record, GError **error)
{
	const Queue *queue = work_queue(work, ticket);
	const char *address = reader->addresses->pdata[0];
	const char *language = post_language_of(work, queue, address);
	g_autoptr(Value) value = post_ticket_value(work, ticket, language, error);

	if (!value)
		return false;
	g_autofree char *at = catalogue_time_short(
		work->setup->catalogue, language, record->received_at,
		post_zone_of(work, ticket, queue, address));
	const char *words = record->reply_text ? record->reply_text : record->text;
	value_set(value, "other", other->display);
	value_set(value, "other_at", at);
	value_set_take(value, "other_text", value_lines(words));
	Post post = {.kind = "collision",
		     .manner = POST_NOTICE,
		     .address = address,
		     .reply_to = TOKEN_AGENT};
	return post_text(work, ticket, queue, &post, "collision", language, value, error);
}

/* Both answers are with the customer: both agents should know. */
static bool tell_collision(Work *work, const Direct *direct, const Record *own,
			   GError **error)
{
	g_autoptr(Record) other = NULL;

	if (!collision_find(work, direct->ticket, direct->agent, &other, error))
		return false;
	const Agent *colleague =
		other ? config_agent(work->setup->config, other->agent) : NULL;
	return !colleague ||
	       (tell_one(work, direct->ticket, direct->agent, colleague, other, error) &&
		tell_one(work, direct->ticket, colleague, direct->agent, own, error));
}

/* The customer has no answer yet; the agent's program says that there will be none. */
static bool record_absence(Work *work, const Direct *direct, GError **error)
{
	gint64 until = direct->away_until;

	/* A date that is over says nothing about now. */
	return work_event(work, direct->ticket->id, "note", NULL, "out of office",
			  error) &&
	       ((until && until <= work->now) ||
		away_set(work, direct->agent, &until, error));
}

static bool record_answer(Work *work, const Direct *direct, const Mail *mail,
			  const Record *record, bool is_bare, GError **error)
{
	g_ptr_array_add(direct->people, NULL);
	g_autofree char *to = g_strjoinv(", ", (char **)direct->people->pdata);
	g_ptr_array_set_size(direct->people, (int)direct->people->len - 1);

	return work_event(work, direct->ticket->id, "answered", "directly", to, error) &&
	       add_rows(work, direct, mail->message, error) &&
	       (is_bare || tell_collision(work, direct, record, error)) &&
	       answer_end(work, direct->ticket, direct->agent, ANSWER_WAITS, error);
}

bool direct_record(Work *work, const Direct *direct, const Mail *mail, const Kept *kept,
		   bool is_bare, GError **error)
{
	g_autoptr(Record) record = record_of(work, direct, mail);

	if (!apply_keep(work, mail, kept, record, error))
		return false;
	return direct->is_absence
		       ? record_absence(work, direct, error)
		       : record_answer(work, direct, mail, record, is_bare, error);
}
