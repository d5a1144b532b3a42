/* answer.c - composes acknowledgements, articles, questions and agents' answers. */
/* SPDX-License-Identifier: MIT */
#include "desk/answer.h"
#include "desk/click.h"
#include "desk/clock.h"
#include "desk/leak.h"
#include "desk/reply_path.h"
#include "desk/survey.h"
#include "mail/writable.h"
#include "store/record.h"

#include <string.h>

#define QUOTE_COLUMNS 76

/* What is for agents only is held back, with its author's words. */
static bool check_leaks(Work *work, const Answer *answer, GError **error)
{
	bool has_line;

	if (!leak_of_notice(work, answer->attachments, answer->text, &has_line, error))
		return false;
	return (!has_line && !leak_in_text(work, answer->text) &&
		!leak_of_block(work, answer->text) &&
		!leak_in_attachments(work, answer->attachments)) ||
	       work_refuse(work, error, "wrong.leaks", NO_PAIRS);
}

typedef struct {
	char *text;
	char *html;
} Body;

static void body_clear(Body *body)
{
	g_free(body->text);
	g_free(body->html);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Body, body_clear)

static void body_append(Body *body, const char *text, const char *html)
{
	g_autofree char *before = g_strchomp(g_strdup(body->text ? body->text : ""));
	char *more_text = g_strconcat(before, *before ? "\n\n" : "", text, NULL);
	char *more_html = g_strconcat(body->html, "\n", html, NULL);

	body_clear(body);
	body->text = more_text;
	body->html = more_html;
}

/* The article that #faq named, below the agent's words. */
static void body_article(Work *work, Body *body)
{
	g_autoptr(Rendered) article = g_steal_pointer(&work->article);

	if (!article)
		return;
	g_autofree char *text =
		g_strdup_printf("%s\n\n%s", article->subject, article->text);
	g_autofree char *html =
		g_markup_printf_escaped("<h3>%s</h3>\n", article->subject);
	g_autofree char *whole = g_strconcat(html, article->html, NULL);
	body_append(body, text, whole);
}

/* The customer's last message below the answer, as mail clients do. */
static void body_quote(Work *work, const Ticket *ticket, const Record *last,
		       const char *language, Body *body)
{
	const Catalogue *catalogue = work->setup->catalogue;
	const char *name = last->from_name && *last->from_name ? last->from_name
							       : last->from_address;

	if (!last->reply_text || !*last->reply_text ||
	    leak_in_text(work, last->reply_text))
		return;
	g_autofree char *date = catalogue_time(
		catalogue, language, last->date ? last->date : last->received_at,
		post_zone(work, ticket));
	g_auto(GStrv) parts =
		g_strsplit(catalogue_phrase(catalogue, language, "wrote"), "%s", 3);
	if (g_strv_length(parts) != 3)
		return;
	g_autofree char *wrote =
		g_strconcat(parts[0], date, parts[1], name ? name : "", parts[2], NULL);
	g_autofree char *quote = text_quote(last->reply_text, QUOTE_COLUMNS);
	g_autofree char *text = g_strconcat(wrote, "\n", quote, NULL);
	g_autofree char *whole = text_quote(last->reply_text, 0);
	g_autofree char *flowing = g_strconcat(wrote, "\n", whole, NULL);
	g_autofree char *html = text_to_html(flowing);
	body_append(body, text, html);
}

static bool body_solved(Work *work, const Ticket *ticket, const char *language,
			Body *body, GError **error)
{
	const Queue *queue = work_queue(work, ticket);
	g_autoptr(Value) value = post_ticket_value(work, ticket, language, error);

	if (!value)
		return false;
	g_autofree char *until =
		catalogue_day(work->setup->catalogue, language,
			      work->now + queue->reopen_s, post_zone(work, ticket));
	value_set_take(value, "folded", value_bool(true));
	value_set(value, "reopen_until", until);
	g_autoptr(Rendered) solved = catalogue_render(work->setup->catalogue, "solved",
						      language, value, error);
	if (!solved)
		return false;
	body_append(body, solved->text, solved->html);
	return true;
}

char *answer_from_name(const Work *work, const Ticket *ticket, const Agent *agent)
{
	const Queue *queue = work_queue(work, ticket);

	if (!agent)
		return g_strdup(queue->display);
	g_auto(GStrv) parts = g_strsplit(
		catalogue_phrase(work->setup->catalogue,
				 post_customer_language(work, ticket), "from.agent"),
		"%s", 3);
	if (g_strv_length(parts) != 3)
		return g_strdup(agent->display);
	return g_strconcat(parts[0], agent->display, parts[1], queue->display, parts[2],
			   NULL);
}

static bool record_answer(Work *work, const Ticket *ticket, const Agent *agent,
			  const char *text, const char *subject, gint64 *id,
			  GError **error)
{
	g_autoptr(Record) record =
		work_record(work, ticket->id, RECORD_OUT, subject, text);

	record->agent = g_strdup(agent ? agent->name : work->who);
	record->from_address = g_strdup(work_queue(work, ticket)->addresses->pdata[0]);
	record->language = g_strdup(ticket->language);
	if (work->raw)
		record->raw = g_bytes_ref(work->raw);
	if (!record_insert(work->db, record, work->compressed, error))
		return false;
	*id = record->id;
	return true;
}

bool answer_solve(Work *work, Ticket *ticket, GError **error)
{
	if (ticket->state == TICKET_SOLVED || ticket->state == TICKET_CLOSED)
		return true;
	return work_set_state(work, ticket, TICKET_SOLVED, error) &&
	       clock_event(work, ticket, CLOCK_SOLVED, error) &&
	       survey_post(work, ticket, error);
}

bool answer_end(Work *work, Ticket *ticket, const Agent *agent, AnswerEnd end,
		GError **error)
{
	if (!ticket->answered_at)
		ticket->answered_at = work->now;
	if (agent && !ticket->agent) {
		ticket->agent = g_strdup(agent->name);
		if (!work_event(work, ticket->id, "agent", NULL, agent->name, error))
			return false;
	}
	TicketState state = ticket->state;
	bool owed = state == TICKET_NEW || state == TICKET_OPEN;
	if (end == ANSWER_KEEPS_OPEN && (owed || state == TICKET_WAITING))
		state = TICKET_OPEN;
	else if (end == ANSWER_WAITS && owed)
		state = TICKET_WAITING;
	if (!work_set_state(work, ticket, state, error) ||
	    !clock_event(work, ticket, CLOCK_ANSWERED, error))
		return false;
	return end != ANSWER_SOLVES || answer_solve(work, ticket, error);
}

static bool post_answer(Work *work, const Ticket *ticket, const Answer *answer,
			const ReplyPath *path, const Body *body, gint64 record,
			GError **error)
{
	const Queue *queue = work_queue(work, ticket);
	const char *language = post_customer_language(work, ticket);
	g_autofree char *name = answer_from_name(work, ticket, answer->agent);
	g_autofree char *subject = reply_path_subject(work, ticket);
	Rendered content = {.subject = subject,
			    .text = body->text,
			    .html = body->html,
			    .language = (char *)language};
	Post post = {.kind = "answer",
		     .manner = POST_ANSWER,
		     .address = path->address,
		     .name = path->name,
		     .from_name = name,
		     .reply_to = TOKEN_REPLY,
		     .content = &content,
		     .in_reply_to = path->last ? path->last->message_id : NULL,
		     .references = path->references,
		     .cc = path->cc,
		     .attachments = answer->attachments,
		     .shows_pictures = answer->html != NULL,
		     .record = record};
	return post_mail(work, ticket, queue, &post, error);
}

static bool send_body(Work *work, Ticket *ticket, const Answer *answer,
		      const ReplyPath *path, Body *body, GError **error)
{
	const char *language = post_customer_language(work, ticket);
	g_autofree char *subject = reply_path_subject(work, ticket);
	gint64 record;

	if (!record_answer(work, ticket, answer->agent, body->text, subject, &record,
			   error))
		return false;
	if (answer->end == ANSWER_SOLVES &&
	    !body_solved(work, ticket, language, body, error))
		return false;
	if (path->may_quote)
		body_quote(work, ticket, path->last, language, body);
	return post_answer(work, ticket, answer, path, body, record, error) &&
	       work_event(work, ticket->id, "answered", NULL, path->address, error) &&
	       answer_end(work, ticket, answer->agent, answer->end, error);
}

bool answer_send(Work *work, Ticket *ticket, const Answer *answer, GError **error)
{
	g_auto(Body) body = {g_strchomp(g_strdup(answer->text)),
			     answer->html ? g_strdup_printf("<div>%s</div>", answer->html)
					  : text_to_html(answer->text)};

	if (!check_leaks(work, answer, error))
		return false;
	body_article(work, &body);
	g_autoptr(ReplyPath) path = reply_path_load(work, ticket, error);
	if (!path)
		return false;
	g_autofree char *writable = writable_address(path->address);
	if (!writable) {
		g_autofree char *number = number_text(ticket->id);
		return work_refuse(work, error, "wrong.nobody", PAIRS("ticket", number));
	}
	return send_body(work, ticket, answer, path, &body, error);
}

bool answer_customer(Work *work, Ticket *ticket, const Agent *agent, const char *text,
		     const Message *attachments, AnswerEnd end, GError **error)
{
	Answer answer = {
		.agent = agent, .text = text, .attachments = attachments, .end = end};

	return answer_send(work, ticket, &answer, error);
}

static bool set_links(Work *work, Value *value, const Ticket *ticket, const char *address,
		      GError **error)
{
	const Queue *queue = work_queue(work, ticket);
	gint64 person;

	if (!people_intern(work->db, address, NULL, NULL, work->now, &person, error))
		return false;
	g_autofree char *solved = click_link(work, ticket, TOKEN_SOLVED, person, "");
	g_autofree char *human = click_link(work, ticket, TOKEN_NOT_HELPED, person, "");
	g_autofree char *call = click_link(work, ticket, TOKEN_CALL, person, "");
	value_set(value, "solved_url", solved);
	value_set(value, "person_url", human);
	value_set(value, "call_url", queue->calls ? call : "");
	return true;
}

static void set_hours(Work *work, Value *value, const Ticket *ticket,
		      const char *language)
{
	const Sla *sla = work_sla(work, ticket);
	const char *names[7];

	/* Round the clock needs no words. */
	if (!sla || !sla->calendar_name)
		return;
	for (int i = 0; i < 7; i++) {
		g_autofree char *key = g_strdup_printf("weekday-short.%d", i + 1);
		names[i] = catalogue_phrase(work->setup->catalogue, language, key);
	}
	g_autofree char *hours = calendar_hours(sla->calendar, names);
	value_set(value, "hours", hours);
}

static bool set_promise(Work *work, Value *value, const Ticket *ticket,
			const char *language, GError **error)
{
	gint64 due_at;

	if (!clock_due(work, ticket->id, SLA_FIRST_RESPONSE, &due_at, error))
		return false;
	if (due_at == 0 || due_at == G_MAXINT64)
		return true;
	g_autofree char *promise = catalogue_time(work->setup->catalogue, language,
						  due_at, post_zone(work, ticket));
	value_set(value, "promise", promise);
	set_hours(work, value, ticket, language);
	return true;
}

static void set_fields(Work *work, Value *value, const AnswerPlan *plan)
{
	Value *fields = value_list();

	for (guint i = 0; plan->ask && i < plan->ask->len; i++) {
		const char *key = plan->ask->pdata[i];
		g_autofree char *phrase = g_strdup_printf("field.%s", key);
		Value *field = value_map();
		const char *name =
			catalogue_phrase(work->setup->catalogue, plan->language, phrase);
		value_set(field, "key", key);
		value_set(field, "name", strcmp(name, phrase) ? name : key);
		value_append_take(fields, field);
	}
	value_set_take(value, "fields", fields);
}

const char *answer_kind_name(AnswerKind kind)
{
	static const char *const names[] = {
		[ANSWER_NOTHING] = "",		[ANSWER_ACK] = "ack",
		[ANSWER_ARTICLE] = "faq",	[ANSWER_ASK] = "ask",
		[ANSWER_INCIDENT] = "incident", [ANSWER_TEXT] = "reply",
	};
	return names[kind];
}

bool answer_automatic(Work *work, const Ticket *ticket, const AnswerPlan *plan,
		      const char *address, const char *in_reply_to, GError **error)
{
	const Catalogue *catalogue = work->setup->catalogue;
	const char *kind = answer_kind_name(plan->kind);

	if (plan->kind == ANSWER_NOTHING)
		return true;
	g_autoptr(Value) value = post_ticket_value(work, ticket, plan->language, error);
	if (value) /* nobody is called by an address */
		value_set(value, "customer", ticket->customer_name);
	if (!value || !set_promise(work, value, ticket, plan->language, error) ||
	    !set_links(work, value, ticket, address, error))
		return false;
	set_fields(work, value, plan);
	bool is_article = plan->kind == ANSWER_ARTICLE;
	value_set(value, "article", is_article ? plan->article : NULL);
	if (is_article)
		value_set(value, "title",
			  catalogue_article_title(catalogue, plan->article,
						  plan->language));
	if (plan->incident) {
		incident_value(work, ticket, plan->incident, false, plan->language,
			       value);
		if (!incident_attach(work, ticket->id, plan->incident->number, error))
			return false;
	}
	g_autoptr(GPtrArray) references = g_ptr_array_new();
	if (in_reply_to && *in_reply_to)
		g_ptr_array_add(references, (gpointer)in_reply_to);
	Post post = {.kind = kind,
		     .manner = POST_AUTOMATIC,
		     .address = address,
		     .name = ticket->customer_name,
		     .reply_to = TOKEN_REPLY,
		     .in_reply_to = references->len ? in_reply_to : NULL,
		     .references = references};
	const char *text = plan->kind == ANSWER_TEXT ? plan->article : kind;
	return post_text(work, ticket, work_queue(work, ticket), &post, text,
			 plan->language, value, error) &&
	       work_event(work, ticket->id, "automatic answer", NULL,
			  plan->article ? plan->article : kind, error);
}
