/* say.c - says a verb from outside a mail: the admin command's way to the desk. */
/* SPDX-License-Identifier: MIT */
#include "desk/agent_note.h"
#include "desk/answer.h"
#include "desk/conductor.h"
#include "desk/failed.h"
#include "desk/reply_path.h"
#include "desk/verb_rows.h"
#include "mail/error.h"
#include "rules/known.h"
#include "rules/problem.h"
#include "store/record.h"

#include <string.h>

/* One call of desk_verb. */
typedef struct {
	const Keyring *keyring;
	const Setup *setup;
	const Actor *actor;
	gint64 ticket;
	const char *name;
	const char *const *arguments;
	const char *text;
	gint64 now;
	GString *said;
	bool left_work;
} Saying;

static bool refuse(GError **error, char *message)
{
	g_set_error_literal(error, POSTDESK_ERROR, POSTDESK_INVALID, message);
	g_free(message);
	return false;
}

static bool has_text(const char *text)
{
	return text && text[strspn(text, " \t\r\n")] != '\0';
}

/* Verbs whose text is for the customer; with others it is a note. */
static bool text_is_answer(const char *name)
{
	static const char *const names[] = {"answer", "solve", "open", "wait",
					    "close",  "faq",   "new",  NULL};

	return g_strv_contains(names, name);
}

static bool note_record(Work *work, const Ticket *ticket, const Agent *agent,
			const char *text, GError **error)
{
	g_autoptr(Record) note =
		work_record(work, ticket->id, RECORD_NOTE, ticket->subject, text);

	note->agent = g_strdup(agent ? agent->name : work->who);
	note->from_address = agent ? g_strdup(agent->addresses->pdata[0]) : NULL;
	if (!record_insert(work->db, note, NULL, error))
		return false;
	work->record = note->id;
	return work_event(work, ticket->id, "note", NULL, NULL, error);
}

/* The ticket's agent reads a note that somebody else wrote. */
static bool note_post(Work *work, const Ticket *ticket, const Agent *author,
		      const char *text, GError **error)
{
	const Agent *agent =
		ticket->agent ? config_agent(work->setup->config, ticket->agent) : NULL;
	g_autoptr(GError) problem = NULL;

	if (!agent || agent == author ||
	    agent_note_post(work, ticket, author ? author->display : work->who, text,
			    agent->addresses->pdata[0], &problem))
		return true;
	return failed_forgive(work, ticket->id, g_steal_pointer(&problem), error);
}

static bool answer(Verb *verb, GError **error)
{
	AnswerEnd end = verb->solves	   ? ANSWER_SOLVES
			: verb->keeps_open ? ANSWER_KEEPS_OPEN
					   : ANSWER_WAITS;

	g_string_append_printf(
		verb->said, "%sanswer sent to %s", verb->said->len ? "; " : "",
		verb->ticket->customer_address ? verb->ticket->customer_address
					       : "the customer");
	return answer_customer(verb->work, verb->ticket, verb->agent,
			       verb->text ? verb->text : "", NULL, end, error);
}

/* What the text that came along is. */
static bool say_text(Verb *verb, GError **error)
{
	if (verb->text_is_used || !verb->ticket ||
	    (!has_text(verb->text) && !verb->work->article))
		return true;
	if (!verb->is_note)
		return answer(verb, error);
	return note_record(verb->work, verb->ticket, verb->agent, verb->text, error) &&
	       note_post(verb->work, verb->ticket, verb->agent, verb->text, error);
}

static bool refuse_unknown(const char *name, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	gsize rows;
	const VerbRow *table = verb_table(&rows);

	for (gsize i = 0; i < rows; i++)
		g_ptr_array_add(names, (gpointer)table[i].name);
	g_ptr_array_add(names, NULL);
	g_autofree char *near =
		problem_suggestion(name, (const char *const *)names->pdata);
	return refuse(error, g_strdup_printf("there is no command %s%s", name, near));
}

static bool post_solved(Work *work, const Ticket *ticket, GError **error)
{
	const Queue *queue = work_queue(work, ticket);
	const char *language = post_customer_language(work, ticket);
	g_autoptr(ReplyPath) path = reply_path_load(work, ticket, error);
	g_autoptr(Value) value =
		path ? post_ticket_value(work, ticket, language, error) : NULL;

	if (!value)
		return false;
	g_autofree char *until =
		catalogue_day(work->setup->catalogue, language,
			      work->now + queue->reopen_s, post_zone(work, ticket));
	value_set(value, "reopen_until", until);
	g_autoptr(Rendered) content = catalogue_render(work->setup->catalogue, "solved",
						       language, value, error);
	if (!content)
		return false;
	/* It stands in the customer's thread, whatever the text calls itself. */
	g_free(content->subject);
	content->subject = reply_path_subject(work, ticket);
	Post post = {.kind = "solved",
		     .manner = POST_ANSWER,
		     .address = path->address,
		     .name = path->name,
		     .reply_to = TOKEN_REPLY,
		     .content = content,
		     .in_reply_to = path->last ? path->last->message_id : NULL,
		     .references = path->references};
	return post_mail(work, ticket, queue, &post, error);
}

/* Outside a mail the customer would not hear of it: the notice goes out on its own. */
static bool solve_alone(Verb *verb, TicketState before, GError **error)
{
	if (!verb->ticket || has_text(verb->text) || before == TICKET_SOLVED ||
	    verb->ticket->state != TICKET_SOLVED)
		return true;
	return post_solved(verb->work, verb->ticket, error);
}

static bool say_verb(Saying *saying, Verb *verb, GError **error)
{
	const VerbRow *row = verb_find(saying->name);

	if (strcmp(saying->name, "answer") == 0) {
		if (verb->ticket && has_text(verb->text))
			return verb_check_merged(verb, error) && say_text(verb, error);
		return refuse(error, g_strdup("answer: there is no text to send"));
	}
	if (!row)
		return refuse_unknown(saying->name, error);
	verb->is_note = !text_is_answer(saying->name);
	TicketState before = verb->ticket ? verb->ticket->state : TICKET_NEW;
	return verb_say(row, verb, error) && say_text(verb, error) &&
	       solve_alone(verb, before, error);
}

/* A shell hands over any bytes; what is stored and mailed is UTF-8. */
static bool check_bytes(const Saying *saying, GError **error)
{
	bool ok = !saying->text || g_utf8_validate(saying->text, -1, NULL);

	for (const char *const *one = saying->arguments; ok && *one; one++)
		ok = g_utf8_validate(*one, -1, NULL);
	return ok || refuse(error, g_strdup("the words are not valid UTF-8"));
}

static bool find_actor(const Saying *saying, const Agent **agent, GError **error)
{
	const Actor *actor = saying->actor;

	*agent = NULL;
	if (actor->kind == ACTOR_ADMIN)
		return true;
	*agent = config_agent(saying->setup->config, actor->name);
	return *agent || known_check("agent", actor->name,
				     known_agents(saying->setup->config), error);
}

static bool say_work(Db *db, void *data, GError **error)
{
	Saying *saying = data;
	const Agent *agent;
	g_autoptr(Ticket) ticket = NULL;

	if (!check_bytes(saying, error) || !find_actor(saying, &agent, error))
		return false;
	g_autofree char *who =
		g_strdup_printf("%s %s", agent ? "agent" : "admin",
				saying->actor->name ? saying->actor->name : "");
	Work work = {.db = db,
		     .setup = saying->setup,
		     .keyring = saying->keyring,
		     .now = saying->now,
		     .who = who};
	if (saying->ticket && !ticket_load(db, saying->ticket, &ticket, error))
		return false;
	if (saying->ticket && !ticket)
		return refuse(error,
			      g_strdup_printf("there is no ticket %" G_GINT64_FORMAT,
					      saying->ticket));
	Verb verb = {.work = &work,
		     .ticket = ticket,
		     .agent = agent,
		     .arguments = saying->arguments,
		     .text = saying->text,
		     .said = saying->said,
		     .has_article = strcmp(saying->name, "faq") == 0};
	bool ok = say_verb(saying, &verb, error);
	ticket_free(verb.opened);
	g_clear_pointer(&work.article, rendered_free);
	saying->left_work = work.left_work;
	return ok;
}

bool desk_verb(Desk *desk, const Actor *actor, gint64 ticket, const char *verb,
	       const char *const *arguments, const char *text, gint64 now, char **said,
	       GError **error)
{
	static const char *const none[] = {NULL};
	g_autoptr(Setup) setup = desk_setup(desk);
	Saying saying = {.keyring = desk_keyring(desk),
			 .setup = setup,
			 .actor = actor,
			 .ticket = ticket,
			 .name = verb,
			 .arguments = arguments ? arguments : none,
			 .text = text,
			 .now = now,
			 .said = g_string_new(NULL)};
	bool ok =
		store_write(desk->store, say_work, &saying, DESK_STORE_TIMEOUT_MS, error);

	*said = g_string_free(saying.said, !ok);
	if (ok && saying.left_work)
		desk_wake(desk);
	return ok;
}
