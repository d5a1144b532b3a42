/* decide_new.c - what a new ticket is like: its queue, policy, agent, language. */
/* SPDX-License-Identifier: MIT */
#include "desk/decide_new.h"
#include "desk/decide_answer.h"

static const Category *category_of(const Facts *facts)
{
	return taxonomy_category(facts->setup->taxonomy, facts->classification->category);
}

/* The queue of the first recipient, unless a rule or the category names another. */
static const Queue *queue_of(const Facts *facts)
{
	const Category *category = category_of(facts);
	const char *named = classification_action(facts->classification, "queue");

	if (!named && category)
		named = category->queue;
	const Queue *other = named ? config_queue(facts->setup->config, named) : NULL;
	return other ? other : facts->route->queues->pdata[0];
}

static void choose_queue(const Facts *facts, Decision *decision)
{
	decision->queue = queue_of(facts);
	if (decision->queue != facts->route->queues->pdata[0])
		decision_because(decision, "goes to queue %s", decision->queue->name);
}

/* "… Several queues: SLA the stricter": shorter first response wins. */
static const Sla *stricter(const Sla *a, const Sla *b)
{
	gint64 x = a ? a->target_s[SLA_FIRST_RESPONSE] : 0;
	gint64 y = b ? b->target_s[SLA_FIRST_RESPONSE] : 0;

	if (!x || !y)
		return x ? a : b ? b : a;
	return y < x ? b : a;
}

static void choose_sla(const Facts *facts, const Category *category, Decision *decision)
{
	const Config *config = facts->setup->config;
	const char *named = classification_action(facts->classification, "sla");
	const char *tier = facts->organisation ? facts->organisation->tier : NULL;

	if (named) {
		decision->sla = g_hash_table_lookup(config->slas, named);
		return;
	}
	const char *by_category = category ? category->sla : NULL;
	decision->sla = config_sla(config, decision->queue, tier, facts->organisation,
				   by_category);
	for (guint i = 0; i < facts->route->queues->len; i++)
		decision->sla =
			stricter(decision->sla,
				 config_sla(config, facts->route->queues->pdata[i], tier,
					    facts->organisation, by_category));
}

static void choose_agent(const Facts *facts, Decision *decision)
{
	const char *named = classification_action(facts->classification, "agent");
	const Agent *known = facts->known_agent ? config_agent(facts->setup->config,
							       facts->known_agent)
						: NULL;
	/* A rule may have moved the mail to others. */
	bool fits = known && g_ptr_array_find(decision->queue->agents, known, NULL);

	decision->agent = g_strdup(named ? named : fits ? known->name : NULL);
	if (decision->agent)
		decision_because(decision, "assigned to %s%s", decision->agent,
				 named ? " by a rule" : ", who knows the customer");
}

static void choose_language(const Facts *facts, Decision *decision)
{
	const char *first = decision->queue->languages->pdata[0];
	const char *wanted = facts->message->language;

	if (!*wanted)
		wanted = facts->known_language ? facts->known_language : first;
	decision->language =
		g_strdup(catalogue_language(facts->setup->catalogue, wanted, first));
}

/* What a rule says of a new ticket's state; without a word it is new. */
static void choose_state(const Facts *facts, Decision *decision)
{
	const char *named = classification_action(facts->classification, "state");

	decision->state = TICKET_NEW;
	if (!named || !ticket_state_parse(named, &decision->state))
		return;
	decision_because(decision, "a rule makes it %s", named);
}

/* Nothing is promised and nobody has anything to do. */
static bool is_over(const Decision *decision)
{
	return decision->state == TICKET_SOLVED || decision->state == TICKET_CLOSED;
}

void decide_new(const Facts *facts, Decision *decision)
{
	const Classification *found = facts->classification;
	const Category *category = category_of(facts);
	const char *priority = classification_action(found, "priority");
	bool is_spam = classification_action(found, "spam") != NULL;

	decision->kind = DECIDE_NEW;
	if (facts->sender->automatic)
		decision->mark =
			g_strdup_printf("automatic: %s", facts->sender->automatic);
	if (facts->thread->linked_to) {
		decision->linked_to = facts->thread->linked_to;
		decision->is_claim = facts->thread->is_claim;
	}
	decision->category = g_strdup(found->category);
	decision->confidence = found->confidence;
	if (!priority && category)
		priority = category->priority;
	decision->priority = g_strdup(priority ? priority : "normal");
	choose_queue(facts, decision);
	choose_sla(facts, category, decision);
	choose_agent(facts, decision);
	choose_language(facts, decision);
	decision->clock = CLOCK_CREATED;
	decision->is_customer_speaking = true;
	if (is_spam) {
		decision->state = TICKET_SPAM;
		decision_because(decision, "a rule calls it spam");
		return;
	}
	choose_state(facts, decision);
	decision->moves_clock = !is_over(decision);
	decision->event = is_over(decision) ? NULL : decision->is_claim ? "claim" : "new";
	decide_answer(facts, category, decision);
}

bool decide_may_answer(const Facts *facts)
{
	const Ticket *ticket = facts->thread->ticket;
	bool is_live = ticket && ticket->state != TICKET_SOLVED &&
		       ticket->state != TICKET_CLOSED;

	return !is_live && facts->route->queues->len &&
	       !answer_silence(facts, queue_of(facts));
}
