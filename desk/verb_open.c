/* verb_open.c - verbs that open a ticket: for somebody, of a forward, of one message. */
/* SPDX-License-Identifier: MIT */
#include "desk/notice.h"
#include "desk/opening.h"
#include "desk/subscription.h"
#include "desk/verb_rows.h"
#include "mail/address.h"
#include "mail/forward.h"
#include "store/outbox.h"

#include <string.h>

#define SUBJECT_LETTERS 60

/* The queue that was written to, else the ticket's, else the first one of who speaks. */
static const Queue *queue_of(const Verb *verb)
{
	const GPtrArray *queues = verb->work->setup->config->queues;

	if (verb->letter && verb->letter->file->route->queues->len)
		return verb->letter->file->route->queues->pdata[0];
	if (verb->ticket)
		return work_queue(verb->work, verb->ticket);
	for (guint i = 0; verb->agent && i < queues->len; i++) {
		const Queue *queue = queues->pdata[i];
		if (g_ptr_array_find(queue->agents, verb->agent, NULL))
			return queue;
	}
	return queues->pdata[0];
}

/* From here on the mail is about the new ticket. */
static void turn_to(Verb *verb, Ticket *ticket)
{
	ticket_free(verb->opened);
	verb->opened = ticket;
	verb->ticket = ticket;
}

/* --- new --- */

/* "name=value" behind the address. */
typedef struct {
	Opening opening;
	const char *channel;
} NewWords;

static bool read_category(const Verb *verb, NewWords *words, const char *path,
			  GError **error)
{
	const Category *category = verb_find_category(verb, path);

	if (!category)
		return verb_refuse_category(verb, path, error);
	words->opening.category = category->path;
	return true;
}

static bool read_queue(const Verb *verb, NewWords *words, const char *name,
		       GError **error)
{
	const Queue *queue = config_queue(verb->work->setup->config, name);

	if (!queue)
		return verb_refuse_queue(verb, name, error);
	words->opening.queue = queue;
	return true;
}

static bool read_priority(const Verb *verb, NewWords *words, const char *name,
			  GError **error)
{
	words->opening.priority = verb_find_priority(verb, name);
	return words->opening.priority || verb_refuse(verb, error, "priority", NULL);
}

static bool read_subject(const Verb *verb, NewWords *words, const char *text,
			 GError **error)
{
	words->opening.subject = text;
	return true;
}

static bool read_channel(const Verb *verb, NewWords *words, const char *name,
			 GError **error)
{
	static const char *const channels[] = {"phone", "counter", "chat", "letter",
					       NULL};

	if (!g_strv_contains(channels, name))
		return verb_refuse(verb, error, "channel", "word", name, NULL);
	words->channel = name;
	return true;
}

static bool read_name(const Verb *verb, NewWords *words, const char *name, GError **error)
{
	words->opening.name = name;
	return true;
}

static const struct {
	const char *name;
	bool (*read)(const Verb *verb, NewWords *words, const char *value,
		     GError **error);
} new_words[] = {{"channel=", read_channel}, {"category=", read_category},
		 {"queue=", read_queue},     {"priority=", read_priority},
		 {"subject=", read_subject}, {"name=", read_name}};

static bool read_word(const Verb *verb, NewWords *words, const char *word, GError **error)
{
	for (gsize i = 0; i < G_N_ELEMENTS(new_words); i++)
		if (g_str_has_prefix(word, new_words[i].name))
			return new_words[i].read(verb, words,
						 word + strlen(new_words[i].name), error);
	return verb_refuse(verb, error, "new", NULL);
}

/* The first line of what is written, when nothing else names the ticket. */
static char *subject_from(const Verb *verb)
{
	if (verb->letter && *verb->letter->mail->message->subject)
		return subject_strip(verb->letter->mail->message->subject, "");
	const char *text = verb->text + strspn(verb->text, " \t\r\n");
	g_autofree char *line = g_strndup(text, strcspn(text, "\n"));
	g_strchomp(line);
	return g_utf8_strlen(line, -1) > SUBJECT_LETTERS
		       ? g_utf8_substring(line, 0, SUBJECT_LETTERS)
		       : g_steal_pointer(&line);
}

/* Words of the customer that somebody else brings; the mail that brought them stays with
 * them. */
static Record *record_of(const Verb *verb, const Ticket *ticket, const char *subject,
			 const char *text)
{
	const Letter *letter = verb->letter;
	g_autoptr(Record) brought =
		letter ? apply_record(verb->work, letter->mail, letter->file, ticket->id)
		       : NULL;
	Record *record = work_record(verb->work, ticket->id, RECORD_IN, subject, text);

	record->from_address = g_strdup(ticket->customer_address);
	record->from_name = g_strdup(ticket->customer_name);
	record->language = g_strdup(ticket->language);
	record->message_id = g_strdup(brought ? brought->message_id : NULL);
	if (brought)
		record->size_bytes = brought->size_bytes;
	return record;
}

static bool keep_record(const Verb *verb, Record *record, GError **error)
{
	Work *work = verb->work;

	if (verb->letter)
		return apply_keep(work, verb->letter->mail, verb->letter->kept, record,
				  error);
	if (!record_insert(work->db, record, NULL, error))
		return false;
	work->record = record->id;
	return true;
}

/* What somebody said on the phone stands on the ticket as if it had been written. */
static bool keep_words(Verb *verb, const Ticket *ticket, const char *channel,
		       GError **error)
{
	Work *work = verb->work;
	g_autoptr(Record) record = record_of(verb, ticket, ticket->subject, verb->text);
	Notice notice = {.event = "new", .record = record};

	record->mark = g_strdup_printf("by %s", channel);
	verb->text_is_used = true;
	return keep_record(verb, record, error) &&
	       ticket_set_field(work->db, ticket->id, "channel", channel, error) &&
	       notice_agents(work, ticket, &notice, error) &&
	       subscription_post(work, ticket, &notice, error);
}

/* What was said, as the mail that it might have been, for the rules to read. */
static Message *message_said(const Verb *verb, const Opening *opening)
{
	g_autofree char *subject = g_strdelimit(g_strdup(opening->subject), "\r\n", ' ');
	g_autofree char *raw =
		g_strdup_printf("From: <%s>\nSubject: %s\n"
				"Content-Type: text/plain; charset=utf-8\n\n%s",
				opening->address, subject, verb->text);
	g_autoptr(GBytes) bytes = g_bytes_new(raw, strlen(raw));

	return message_parse(bytes);
}

bool verb_new(Verb *verb, GError **error)
{
	g_autofree char *address = verb_person(verb, verb_argument(verb), error);
	g_autofree char *subject = address ? subject_from(verb) : NULL;
	NewWords words = {.opening = {.queue = queue_of(verb),
				      .address = address,
				      .subject = subject,
				      .linked_to = verb->ticket ? verb->ticket->id : 0}};
	g_autoptr(Message) said = NULL;
	Ticket *ticket;

	if (!address)
		return false;
	for (int i = 1; verb->arguments[i]; i++)
		if (!read_word(verb, &words, verb->arguments[i], error))
			return false;
	if (verb->agent && !words.channel)
		words.opening.agent = verb->agent->name;
	if (words.channel)
		words.opening.message = said = message_said(verb, &words.opening);
	if (!opening_ticket(verb->work, &words.opening, &ticket, error))
		return false;
	turn_to(verb, ticket);
	verb_tell(verb, "new", "address", address, NULL);
	return !words.channel || keep_words(verb, ticket, words.channel, error);
}

/* --- fwd --- */

static bool check_forward(const Verb *verb, const Forward *forward, GError **error)
{
	if (!forward)
		return verb_refuse(verb, error, "forward", NULL);
	g_autofree char *person = verb_person(verb, forward->address, error);
	return person != NULL;
}

/* The author's own next answer names the mail that was forwarded. */
static bool keep_forward(const Verb *verb, const Forward *forward, const Ticket *ticket,
			 GError **error)
{
	Work *work = verb->work;
	g_autoptr(Record) record =
		record_of(verb, ticket, forward->subject, forward->text);

	record->mark = g_strdup("forwarded");
	if (*forward->message_id &&
	    !reference_add(work->db, forward->message_id, ticket->id, work->now, error))
		return false;
	return keep_record(verb, record, error) &&
	       notice_ticket(work, ticket, record->id, verb->agent->addresses->pdata[0],
			     error);
}

bool verb_fwd(Verb *verb, GError **error)
{
	const Message *message = verb->letter ? verb->letter->mail->message : NULL;
	g_autoptr(Forward) forward = message ? forward_read(message) : NULL;
	Ticket *ticket;

	if (!check_forward(verb, forward, error))
		return false;
	Opening opening = {.queue = queue_of(verb),
			   .address = forward->address,
			   .name = forward->name,
			   .language = forward->attached ? forward->attached->language
							 : message->language,
			   .subject = *forward->subject ? forward->subject
							: message->subject,
			   .message = forward->attached ? forward->attached : message,
			   .agent = verb->agent ? verb->agent->name : NULL};
	if (!opening_ticket(verb->work, &opening, &ticket, error))
		return false;
	turn_to(verb, ticket);
	verb->is_note = true;
	verb->text_is_used = verb->text[strspn(verb->text, " \t\r\n")] == '\0';
	verb_tell(verb, "new", "address", forward->address, NULL);
	return keep_forward(verb, forward, ticket, error);
}

/* --- split --- */

/* The customer's message that the answered notice was about: none is newer than it. */
static bool find_message(const Verb *verb, GPtrArray *records, const Record **found,
			 GError **error)
{
	const Message *message = verb->letter ? verb->letter->mail->message : NULL;
	gint64 before = G_MAXINT64;
	int count = 0;

	*found = NULL;
	if (message && message->in_reply_to->len) {
		g_autoptr(Outgoing) notice = NULL;
		if (!outbox_find(verb->work->db, message->in_reply_to->pdata[0], &notice,
				 error))
			return false;
		before = notice ? notice->created_at : before;
	}
	for (guint i = 0; i < records->len; i++) {
		const Record *record = records->pdata[i];
		if (record->kind != RECORD_IN)
			continue;
		count++;
		if (record->received_at <= before)
			*found = record;
	}
	return (*found && count > 1) || verb_refuse(verb, error, "split", NULL);
}

static bool move_message(Verb *verb, const Record *record, const Ticket *ticket,
			 GError **error)
{
	Work *work = verb->work;
	g_autofree char *number = number_text(ticket->id);

	if (!record_move(work->db, record->id, ticket->id, error) ||
	    !work_event(work, verb->ticket->id, "split", NULL, number, error))
		return false;
	const Agent *agent =
		config_agent(work->setup->config, ticket->agent ? ticket->agent : "");
	return !agent ||
	       notice_ticket(work, ticket, record->id, agent->addresses->pdata[0], error);
}

bool verb_split(Verb *verb, GError **error)
{
	Work *work = verb->work;
	g_autoptr(GPtrArray) records = NULL;
	g_autoptr(GBytes) raw = NULL;
	g_autoptr(Message) message = NULL;
	g_autoptr(Ticket) ticket = NULL;
	const Record *record;

	if (!record_list(work->db, verb->ticket->id, &records, error) ||
	    !find_message(verb, records, &record, error) ||
	    !record_raw(work->db, record->id, &raw, error))
		return false;
	if (raw)
		message = message_parse(raw);
	g_autofree char *address =
		address_normalise(record->from_address ? record->from_address : "");
	g_autofree char *tag = post_tag(work_queue(work, verb->ticket), verb->ticket->id);
	g_autofree char *subject =
		subject_strip(record->subject ? record->subject : "", tag);
	Opening opening = {.queue = work_queue(work, verb->ticket),
			   .address = *address ? address : verb->ticket->customer_address,
			   .name = record->from_name,
			   .language = record->language,
			   .subject = subject,
			   .message = message,
			   .agent = verb->agent ? verb->agent->name : verb->ticket->agent,
			   .linked_to = verb->ticket->id};
	if (!opening_ticket(work, &opening, &ticket, error) ||
	    !move_message(verb, record, ticket, error))
		return false;
	g_autofree char *number = number_text(ticket->id);
	verb_tell(verb, "split", "other", number, NULL);
	return true;
}
