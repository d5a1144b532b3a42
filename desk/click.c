/* click.c - makes the links that a customer clicks and sends, and does what they say. */
/* SPDX-License-Identifier: MIT */
#include "desk/click.h"
#include "desk/notice.h"
#include "desk/survey.h"
#include "store/token_key.h"

#define CALL_BACK_S (4 * 3600) /* where no service level says how soon */

bool click_is_purpose(TokenPurpose purpose)
{
	return purpose == TOKEN_SOLVED || purpose == TOKEN_NOT_HELPED ||
	       purpose == TOKEN_CALL || purpose == TOKEN_SURVEY;
}

const char *click_words(TokenPurpose purpose)
{
	return purpose == TOKEN_SOLVED	     ? "solved"
	       : purpose == TOKEN_NOT_HELPED ? "not solved"
	       : purpose == TOKEN_CALL	     ? "please call"
					     : "how content";
}

char *click_link(Work *work, const Ticket *ticket, TokenPurpose purpose, gint64 person,
		 const char *words)
{
	const Queue *queue = work_queue(work, ticket);
	const char *delimiters = work->setup->config->delimiters;
	Token token = {purpose, ticket->id, person};

	if (!*delimiters)
		return g_strdup("");
	g_autofree char *address = token_address(
		work->keyring, queue->addresses->pdata[0], delimiters, &token);
	g_autofree char *tag = post_tag(queue, ticket->id);
	g_autofree char *subject = g_strconcat(tag, *words ? " " : "", words, NULL);
	g_autofree char *escaped = g_uri_escape_string(subject, NULL, false);
	return g_strdup_printf("mailto:%s?subject=%s", address, escaped);
}

/* The desk owes an answer again. */
static bool reopen(Work *work, Ticket *ticket, GError **error)
{
	bool was_solved = ticket->state == TICKET_SOLVED;

	if (!was_solved && ticket->state != TICKET_WAITING)
		return true;
	return work_set_state(work, ticket, TICKET_OPEN, error) &&
	       clock_event(work, ticket, was_solved ? CLOCK_REOPENED : CLOCK_CUSTOMER,
			   error);
}

static gint64 call_due(const Work *work, const Ticket *ticket)
{
	const Sla *sla = work_sla(work, ticket);
	gint64 target_s = sla ? sla->target_s[SLA_NEXT_RESPONSE] : 0;

	if (sla && target_s == 0)
		target_s = sla->target_s[SLA_FIRST_RESPONSE];
	if (target_s == 0)
		target_s = CALL_BACK_S;
	if (!sla || !sla->calendar)
		return work->now + target_s;
	gint64 due_at = calendar_add(sla->calendar, work->now, target_s);
	return due_at == G_MAXINT64 ? work->now + target_s : due_at;
}

/* A call that was asked for is promised; asking again promises nothing more. */
static bool promise_call(Work *work, const Ticket *ticket, GError **error)
{
	const char *language = work_queue(work, ticket)->languages->pdata[0];
	const char *note =
		catalogue_phrase(work->setup->catalogue, language, "call-back");
	g_autoptr(GPtrArray) timers = NULL;

	if (!timer_list(work->db, ticket->id, true, &timers, error))
		return false;
	for (guint i = 0; i < timers->len; i++)
		if (g_strcmp0(((const Timer *)timers->pdata[i])->note, note) == 0)
			return true;
	return clock_promise(work, ticket, work->now, call_due(work, ticket), note,
			     error) &&
	       work_event(work, ticket->id, "promise", NULL, note, error);
}

static bool tell_agents(Work *work, const Ticket *ticket, const Record *record,
			const char *event, bool is_bare, GError **error)
{
	Notice notice = {.event = event, .record = record};

	return is_bare || notice_agents(work, ticket, &notice, error);
}

static bool act(Work *work, Ticket *ticket, TokenPurpose purpose, Record *record,
		bool is_bare, GError **error)
{
	int score = survey_score(record->subject);

	/* The notice's event says it. */
	if (purpose == TOKEN_CALL || purpose == TOKEN_SURVEY)
		g_clear_pointer(&record->mark, g_free);
	switch (purpose) {
	case TOKEN_SOLVED:
		return answer_solve(work, ticket, error);
	case TOKEN_NOT_HELPED:
		return reopen(work, ticket, error) &&
		       tell_agents(work, ticket, record, "reply", is_bare, error);
	case TOKEN_CALL:
		return reopen(work, ticket, error) && promise_call(work, ticket, error) &&
		       tell_agents(work, ticket, record, "call", is_bare, error);
	default:
		return survey_keep(work, ticket, score, error) &&
		       (score > SURVEY_BAD ||
			tell_agents(work, ticket, record, "survey", is_bare, error));
	}
}

static bool acts_once(TokenPurpose purpose)
{
	return purpose == TOKEN_SOLVED || purpose == TOKEN_SURVEY;
}

static char *mark_of(TokenPurpose purpose, const char *subject)
{
	if (purpose == TOKEN_SURVEY)
		return g_strdup_printf("survey: %d of 5", survey_score(subject));
	return g_strdup(purpose == TOKEN_SOLVED ? "says: solved"
			: purpose == TOKEN_CALL ? "asks for a call"
						: "says: not solved");
}

bool click_apply(Work *work, const Mail *mail, const Kept *kept, const FactFile *file,
		 const Decision *decision, bool is_bare, GError **error)
{
	const Token *token = &file->facts.token->token;
	g_autofree char *letters = token_make(work->keyring, token);
	g_autoptr(Ticket) ticket = NULL;
	bool is_first = true;

	if (!ticket_load(work->db, decision->ticket, &ticket, error) ||
	    (acts_once(token->purpose) &&
	     !token_use(work->db, letters, work->now, &is_first, error)))
		return false;
	g_autoptr(Record) record = apply_record(work, mail, file, ticket->id);
	record->kind = RECORD_IN;
	record->mark = mark_of(token->purpose, mail->message->subject);
	if (!apply_keep(work, mail, kept, record, error) ||
	    !work_event(work, ticket->id, record->mark, NULL, NULL, error))
		return false;
	return !is_first || act(work, ticket, token->purpose, record, is_bare, error);
}
