/* explain.c - the dry run of the mail path, as JSON or as text for people. */
/* SPDX-License-Identifier: MIT */
#include "desk/conductor.h"
#include "desk/explain_agent.h"
#include "desk/explain_rules.h"
#include "desk/facts.h"
#include "desk/repeat.h"
#include "rules/duration.h"

#include <jansson.h>

/* --- JSON --- */

static json_t *address_json(const Address *address)
{
	return json_pack("{s:s, s:s}", "name", address->name, "address",
			 address->address);
}

static json_t *addresses_json(GPtrArray *addresses)
{
	json_t *list = json_array();

	for (guint i = 0; i < addresses->len; i++)
		json_array_append_new(list, address_json(addresses->pdata[i]));
	return list;
}

static json_t *attachments_json(const Message *message)
{
	json_t *list = json_array();

	for (guint i = 0; i < message->attachments->len; i++) {
		const Attachment *file = message->attachments->pdata[i];
		json_array_append_new(list,
				      json_pack("{s:s, s:s, s:I}", "name", file->name,
						"type", file->type, "size",
						(json_int_t)file->size_bytes));
	}
	return list;
}

static json_t *from_json(const Message *message)
{
	static const Address nobody = {.name = "", .address = ""};

	return address_json(message->from->len ? message->from->pdata[0] : &nobody);
}

static void set_mail(json_t *object, const Message *message)
{
	json_object_set_new(object, "message_id", json_string(message->message_id));
	json_object_set_new(object, "from", from_json(message));
	json_object_set_new(object, "to", addresses_json(message->to));
	json_object_set_new(object, "cc", addresses_json(message->cc));
	json_object_set_new(object, "reply_to", addresses_json(message->reply_to));
	json_object_set_new(object, "subject", json_string(message->subject));
	json_object_set_new(object, "date", json_string(message->date_text));
	json_object_set_new(object, "language", json_string(message->language));
	json_object_set_new(object, "text", json_string(message->text));
	json_object_set_new(object, "reply_text", json_string(message->reply_text));
	json_object_set_new(object, "attachments", attachments_json(message));
}

static void set_robot(json_t *object, const Message *message, const Sender *sender)
{
	const Bounce *bounce = &message->bounce;
	const char *why = sender->automatic;

	json_object_set_new(
		object, "automatic",
		json_pack("{s:b, s:s}", "is", why != NULL, "why", why ? why : ""));
	json_object_set_new(object, "bounce",
			    json_pack("{s:b, s:b, s:b, s:s, s:s, s:s, s:s}", "is",
				      bounce->is, "hard", bounce->hard, "delay",
				      bounce->delay, "status", bounce->status,
				      "recipient", bounce->recipient, "reason",
				      bounce->reason, "message_id", bounce->message_id));
}

/* Everything that is told of a mail. */
typedef struct {
	const char *file_name;
	const Message *message;
	const FactFile *file;
	const Decision *decision;
	Assignment *assignment; /* NULL: the mail opens no ticket that somebody gets */
	Identity *earlier;	/* NULL: it is new */
} Foresight;

static json_t *decision_json(const Foresight *foresight)
{
	const Decision *decision = foresight->decision;
	const Assignment *assignment = foresight->assignment;
	const Sla *sla = decision->sla;
	const char *priority = decision->priority ? decision->priority : "";
	const char *agent = assignment && assignment->agent  ? assignment->agent->name
			    : !assignment && decision->agent ? decision->agent
							     : "";
	const char *article = decision->answer.article ? decision->answer.article : "";
	const char *queue = decision->queue ? decision->queue->name : "";
	const char *mark = decision->mark ? decision->mark : "";

	json_t *object = json_pack(
		"{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "kind",
		decision_kind_name(decision->kind), "mark", mark, "answer",
		answer_kind_name(decision->answer.kind), "article", article, "queue",
		queue, "priority", priority, "agent", agent, "sla", sla ? sla->name : "",
		"because", explain_strings(decision->because));

	if (assignment)
		json_object_set_new(object, "assignment", explain_agent_json(assignment));
	return object;
}

static json_t *explanation(const Foresight *foresight)
{
	const Message *message = foresight->message;
	const FactFile *file = foresight->file;
	const Thread *thread = file->thread;
	json_t *object = json_object();

	json_object_set_new(object, "file", json_string(foresight->file_name));
	set_mail(object, message);
	set_robot(object, message, file->sender);
	json_object_set_new(object, "sender",
			    json_string(sender_kind_name(file->sender->kind)));
	json_object_set_new(object, "evidence", json_string(file->sender->evidence));
	json_object_set_new(
		object, "thread",
		json_pack("{s:I, s:s}", "ticket",
			  (json_int_t)(thread->ticket ? thread->ticket->id : 0), "by",
			  thread_by_name(thread->by)));
	explain_set_rules(object, file->classification);
	json_object_set_new(object, "decision", decision_json(foresight));
	return object;
}

/* --- a mail that was taken before --- */

/* *earlier NULL: it is new. */
static bool find_earlier(Work *work, const Message *message, Identity **earlier,
			 GError **error)
{
	g_autofree char *identity = message_identity(message);
	g_autofree char *from = repeat_from(message);
	g_autofree char *hash = message_content_hash(message);
	const Repeat repeat = {.message = message,
			       .identity = identity,
			       .from = from,
			       .content_hash = hash};

	*earlier = NULL;
	return !work->db || repeat_look(work, &repeat, earlier, error);
}

static char *received_text(const Identity *earlier)
{
	g_autofree char *at = time_rfc3339(earlier->at, NULL);

	if (!earlier->ticket)
		return g_strdup_printf("before, at %s: nothing would follow", at);
	return g_strdup_printf(
		"before, at %s, as ticket %" G_GINT64_FORMAT
		": it would only be noted there; below, what follows if it "
		"were new",
		at, earlier->ticket);
}

static void set_received(json_t *object, const Identity *earlier)
{
	g_autofree char *at = time_rfc3339(earlier->at, NULL);

	json_object_set_new(
		object, "received_before",
		json_pack("{s:s, s:I}", "at", at, "ticket", (json_int_t)earlier->ticket));
}

/* --- text --- */

static void say_decision(GString *text, const Foresight *foresight)
{
	const Decision *decision = foresight->decision;

	explain_say(text, "decision", decision_kind_name(decision->kind));
	explain_say(text, "mark", decision->mark);
	explain_say(text, "queue", decision->queue ? decision->queue->name : NULL);
	explain_say(text, "priority", decision->priority);
	if (foresight->assignment)
		explain_say_agent(text, foresight->assignment);
	else
		explain_say(text, "agent", decision->agent);
	explain_say(text, "sla", decision->sla ? decision->sla->name : NULL);
	explain_say(text, "answer", answer_kind_name(decision->answer.kind));
	explain_say(text, "article", decision->answer.article);
	explain_say_list(text, "why", decision->because);
}

static char *explain_text(const Foresight *foresight)
{
	const Message *message = foresight->message;
	const FactFile *file = foresight->file;
	GString *text = g_string_new(NULL);
	g_autofree char *before =
		foresight->earlier ? received_text(foresight->earlier) : NULL;
	g_autofree char *sender = g_strdup_printf(
		"%s %s%s%s", sender_kind_name(file->sender->kind), file->sender->address,
		*file->sender->evidence ? ", evidence " : "", file->sender->evidence);

	explain_say(text, "file", foresight->file_name);
	explain_say(text, "subject", message->subject);
	explain_say(text, "received", before);
	explain_say(text, "sender", sender);
	explain_say(text, "language", message->language);
	explain_say(text, "automatic", file->sender->automatic);
	explain_say(text, "thread", thread_by_name(file->thread->by));
	explain_say_rules(text, file->classification);
	say_decision(text, foresight);
	explain_say(text, "repaired", message->problem);
	return g_string_free(text, FALSE);
}

/* --- the run --- */

typedef struct {
	Desk *desk;
	Setup *setup;
	const Mail *mail;
	const char *file;
	gint64 now;
	bool as_json;
	char *text;
} Explain;

static char *render(const Foresight *foresight, bool as_json)
{
	if (!as_json)
		return explain_text(foresight);
	json_t *object = explanation(foresight);
	if (foresight->earlier)
		set_received(object, foresight->earlier);
	char *json = json_dumps(object, JSON_COMPACT);
	char *copy = g_strdup(json);
	free(json);
	json_decref(object);
	return copy;
}

/* Who would get the ticket that the mail opens. */
static bool foresee_agent(Work *work, const Decision *decision, Assignment **assignment,
			  GError **error)
{
	*assignment = NULL;
	if (decision->kind != DECIDE_NEW || decision->state == TICKET_SPAM)
		return true;
	*assignment = assignment_choose(work, decision->queue, decision->category,
					decision->agent, error);
	return *assignment;
}

static bool explain_work(Db *db, void *data, GError **error)
{
	Explain *explain = data;
	Work work = {.db = db,
		     .setup = explain->setup,
		     .keyring = desk_keyring(explain->desk),
		     .now = explain->now,
		     .who = "explain"};
	g_autoptr(FactFile) file = facts_gather(&work, explain->mail, NULL, error);
	g_autoptr(Identity) earlier = NULL;
	g_autoptr(Assignment) assignment = NULL;

	if (!file || !find_earlier(&work, explain->mail->message, &earlier, error))
		return false;
	/* A mail file may name no address of ours: it is read as if it came to the first
	 * queue. */
	if (file->route->queues->len == 0)
		g_ptr_array_add(file->route->queues,
				explain->setup->config->queues->pdata[0]);
	g_autoptr(Decision) decision = decide(&file->facts);
	if (!foresee_agent(&work, decision, &assignment, error))
		return false;
	const Foresight foresight = {explain->file, explain->mail->message,
				     file,	    decision,
				     assignment,    earlier};
	explain->text = render(&foresight, explain->as_json);
	return true;
}

char *desk_explain(Desk *desk, const Envelope *envelope, GBytes *raw, const char *file,
		   gint64 now, bool as_json)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Setup) setup = desk_setup(desk);
	g_autoptr(Message) message = message_parse(raw);
	Mail mail = {.envelope = envelope,
		     .message = message,
		     .size_bytes = g_bytes_get_size(raw)};
	Explain explain = {.desk = desk,
			   .setup = setup,
			   .mail = &mail,
			   .file = file,
			   .now = now,
			   .as_json = as_json};
	bool ok = desk->store ? store_read(desk->store, explain_work, &explain, &error)
			      : explain_work(NULL, &explain, &error);

	return ok ? explain.text : g_strdup_printf("%s: %s\n", file, error->message);
}
