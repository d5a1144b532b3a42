/* survey.c - asks a sample of customers how content they are, and keeps what they say. */
/* SPDX-License-Identifier: MIT */
#include "desk/survey.h"
#include "desk/budget.h"
#include "desk/click.h"
#include "desk/post.h"
#include "store/outbox.h"

#include <string.h>

#define DELAY_S	    86400	 /* the customer has tried by then */
#define NOT_AGAIN_S (30 * 86400) /* a customer is not asked twice a month */
#define SCORES	    5
#define SCORE_FIELD "satisfaction"

/* The same tickets every time, spread evenly. */
static bool is_in_sample(const Queue *queue, gint64 ticket)
{
	guint32 mixed = (guint32)ticket * 2654435761U;

	return mixed / (double)G_MAXUINT32 < queue->survey;
}

static bool may_ask(Work *work, const Ticket *ticket, bool *may, GError **error)
{
	const Queue *queue = work_queue(work, ticket);
	const char *address = ticket->customer_address;
	gint64 asked = 0;

	*may = false;
	if (!*work->setup->config->delimiters || !address ||
	    !is_in_sample(queue, ticket->id))
		return true;
	if (!outbox_count_kind(work->db, "survey", address, 0, work->now - NOT_AGAIN_S,
			       &asked, error))
		return false;
	return asked > 0 || budget_news(work, ticket, false, may, error);
}

static Value *scores(Work *work, const Ticket *ticket, const char *language)
{
	Value *list = value_list();

	for (int score = SCORES; score > 0; score--) {
		g_autofree char *number = g_strdup_printf("%d", score);
		g_autofree char *key = g_strconcat("score.", number, NULL);
		const char *label =
			catalogue_phrase(work->setup->catalogue, language, key);
		g_autofree char *words =
			g_strdup_printf("%d/%d %s", score, SCORES, label);
		g_autofree char *url =
			click_link(work, ticket, TOKEN_SURVEY, ticket->customer, words);
		Value *item = value_map();
		value_set(item, "score", number);
		value_set(item, "label", label);
		value_set(item, "url", url);
		value_append_take(list, item);
	}
	return list;
}

bool survey_post(Work *work, const Ticket *ticket, GError **error)
{
	const Queue *queue = work_queue(work, ticket);
	const char *language = post_customer_language(work, ticket);
	bool may;

	if (!may_ask(work, ticket, &may, error))
		return false;
	if (!may)
		return true;
	g_autoptr(Value) value = post_ticket_value(work, ticket, language, error);
	if (!value)
		return false;
	value_set(value, "customer", ticket->customer_name);
	value_set_take(value, "scores", scores(work, ticket, language));
	Post post = {.kind = "survey",
		     .manner = POST_NEWS,
		     .address = ticket->customer_address,
		     .name = ticket->customer_name,
		     .reply_to = TOKEN_REPLY,
		     .send_at = work->now + DELAY_S};
	return post_text(work, ticket, queue, &post, "survey", language, value, error);
}

int survey_score(const char *subject)
{
	for (const char *at = subject ? strstr(subject, "/5") : NULL; at;
	     at = strstr(at + 1, "/5"))
		if (at > subject && at[-1] >= '1' && at[-1] <= '0' + SCORES)
			return at[-1] - '0';
	return 0;
}

bool survey_keep(Work *work, const Ticket *ticket, int score, GError **error)
{
	g_autofree char *number = g_strdup_printf("%d", score);

	if (score == 0)
		return true;
	return ticket_set_field(work->db, ticket->id, SCORE_FIELD, number, error) &&
	       work_event(work, ticket->id, SCORE_FIELD, NULL, number, error);
}
