/* outcome.c - decides on a mail without a store, and puts the decision into words. */
/* SPDX-License-Identifier: MIT */
#include "desk/outcome.h"

#include <string.h>

const char *outcome_part_name(OutcomePart part)
{
	static const char *const names[] = {
		[OUTCOME_TICKET] = "ticket",	 [OUTCOME_CATEGORY] = "category",
		[OUTCOME_PRIORITY] = "priority", [OUTCOME_QUEUE] = "queue",
		[OUTCOME_AGENT] = "agent",	 [OUTCOME_SLA] = "sla",
		[OUTCOME_STATE] = "state",	 [OUTCOME_ANSWER] = "answer",
		[OUTCOME_LABELS] = "labels",
	};
	return names[part];
}

void outcome_free(Outcome *outcome)
{
	if (!outcome)
		return;
	for (int i = 0; i < OUTCOME_PARTS; i++)
		g_free(outcome->parts[i]);
	g_clear_pointer(&outcome->because, g_ptr_array_unref);
	decision_free(outcome->decision);
	fact_file_free(outcome->file);
	g_free(outcome);
}

static bool is_label(const char *key)
{
	return g_str_has_prefix(key, "field.") || strcmp(key, "tag") == 0 ||
	       strcmp(key, "notify") == 0;
}

char *outcome_labels(const Classification *classification)
{
	GString *labels = g_string_new(NULL);

	for (guint i = 0; i < classification->actions->len; i++) {
		const Action *action = classification->actions->pdata[i];
		if (is_label(action->key))
			g_string_append_printf(labels, "%s%s %s", labels->len ? ", " : "",
					       action->key, action->value);
	}
	return g_string_free(labels, FALSE);
}

/* A reason without the place of its rule, which moves when the file is edited. g_free. */
static char *placeless(const char *reason)
{
	const char *open = strstr(reason, " (");
	const char *close = open ? strstr(open, "): ") : NULL;

	return close ? g_strdup_printf("%.*s%s", (int)(open - reason), reason, close + 1)
		     : g_strdup(reason);
}

static bool has_reason(const GPtrArray *because, const char *reason)
{
	g_autofree char *wanted = placeless(reason);

	for (guint i = 0; i < because->len; i++) {
		g_autofree char *other = placeless(because->pdata[i]);
		if (strcmp(wanted, other) == 0)
			return true;
	}
	return false;
}

static void add_missing(GString *why, const char *mark, const GPtrArray *from,
			const GPtrArray *other)
{
	for (guint i = 0; from && i < from->len; i++)
		if (!other || !has_reason(other, from->pdata[i]))
			g_string_append_printf(why, "%s%s %s", why->len ? "; " : "", mark,
					       (char *)from->pdata[i]);
}

char *outcome_why(const Outcome *before, const Outcome *after)
{
	GString *why = g_string_new(NULL);

	add_missing(why, "+", after->because, before->because);
	add_missing(why, "-", before->because, after->because);
	return g_string_free(why, FALSE);
}

static const char *answer_word(const Decision *decision)
{
	const AnswerPlan *answer = &decision->answer;

	if (answer->article)
		return answer->article;
	return answer->kind == ANSWER_NOTHING ? "none" : answer_kind_name(answer->kind);
}

static void put(Outcome *outcome, OutcomePart part, const char *word)
{
	outcome->parts[part] = g_strdup(word ? word : "");
}

/* What no ticket has is left empty. */
static void put_decision(Outcome *outcome)
{
	const Decision *decision = outcome->decision;
	const Classification *found = outcome->file->classification;
	bool is_new = decision->kind == DECIDE_NEW;
	const Sla *sla = decision->sla;

	put(outcome, OUTCOME_TICKET, decision_kind_name(decision->kind));
	put(outcome, OUTCOME_CATEGORY, decision->category);
	put(outcome, OUTCOME_PRIORITY, decision->priority);
	put(outcome, OUTCOME_QUEUE, is_new ? decision->queue->name : NULL);
	put(outcome, OUTCOME_AGENT, is_new ? decision->agent : NULL);
	put(outcome, OUTCOME_SLA, sla ? sla->name : NULL);
	put(outcome, OUTCOME_STATE, is_new ? ticket_state_name(decision->state) : NULL);
	put(outcome, OUTCOME_ANSWER, is_new ? answer_word(decision) : NULL);
	outcome->parts[OUTCOME_LABELS] = is_new ? outcome_labels(found) : g_strdup("");
}

Outcome *outcome_foresee(const Setup *setup, const Mail *mail, const char *known_language,
			 gint64 now)
{
	Work work = {.setup = setup, .now = now, .who = "postdesk"};
	Outcome *outcome = g_new0(Outcome, 1);

	outcome->file = facts_gather(&work, mail, NULL, NULL);
	g_assert(outcome->file); /* only a store can fail */
	outcome->file->facts.known_language = known_language;
	outcome->decision = decide(&outcome->file->facts);
	outcome->because = g_ptr_array_ref(outcome->file->classification->because);
	put_decision(outcome);
	return outcome;
}

static void add_ours(GPtrArray *recipients, const Setup *setup, const char *address)
{
	g_autoptr(Recipient) ours = recipient_read(setup, NULL, address ? address : "");

	if (ours->queue && !g_ptr_array_find_with_equal_func(recipients, ours->address,
							     g_str_equal, NULL))
		g_ptr_array_add(recipients, g_strdup(ours->address));
}

GPtrArray *outcome_recipients(const Setup *setup, const Message *message,
			      const Queue *fallback)
{
	GPtrArray *recipients = g_ptr_array_new_with_free_func(g_free);
	GPtrArray *lists[] = {message->to, message->cc};

	add_ours(recipients, setup, message_header(message, "X-Original-To"));
	add_ours(recipients, setup, message_header(message, "Delivered-To"));
	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
		for (guint j = 0; j < lists[i]->len; j++)
			add_ours(recipients, setup,
				 ((Address *)lists[i]->pdata[j])->address);
	if (!recipients->len)
		g_ptr_array_add(recipients, g_strdup(fallback->addresses->pdata[0]));
	return recipients;
}
