/* opening.c - opens tickets at an agent's word: classified, assigned, with its clocks. */
/* SPDX-License-Identifier: MIT */
#include "desk/opening.h"
#include "desk/assignment.h"
#include "desk/clock.h"

static Classification *classify(const Work *work, const Opening *opening,
				const Organisation *organisation)
{
	g_autoptr(Model) model = learned_model(work->setup->learned);
	RulesInput input = {.model = model,
			    .message = opening->message,
			    .queue = opening->queue->name,
			    .tier = organisation ? organisation->tier : NULL,
			    .organisation = organisation ? organisation->name : NULL,
			    .state = "new",
			    .now = work->now};

	return opening->message ? rules_classify(work->setup->rules, &input) : NULL;
}

static const char *priority_of(const Work *work, const Opening *opening,
			       const Classification *found, const char *category)
{
	const Category *node = taxonomy_category(work->setup->taxonomy, category);
	const char *priority = opening->priority;

	if (!priority && found)
		priority = classification_action(found, "priority");
	if (!priority && node)
		priority = node->priority;
	return priority ? priority : "normal";
}

static void set_sla(const Work *work, const Opening *opening,
		    const Organisation *organisation, Ticket *ticket)
{
	const Category *category =
		taxonomy_category(work->setup->taxonomy, ticket->category);
	const Sla *sla = config_sla(work->setup->config, opening->queue, ticket->tier,
				    organisation, category ? category->sla : NULL);

	ticket->sla = g_strdup(sla ? sla->name : NULL);
}

static char *language_of(const Work *work, const Opening *opening, const char *known)
{
	const char *first = opening->queue->languages->pdata[0];
	const char *wanted =
		opening->language && *opening->language ? opening->language : known;

	return g_strdup(catalogue_language(work->setup->catalogue, wanted, first));
}

static void describe(const Work *work, const Opening *opening, Ticket *ticket)
{
	const Organisation *organisation =
		config_organisation_by_address(work->setup->config, opening->address);
	g_autoptr(Classification) found = classify(work, opening, organisation);
	const char *category = opening->category ? opening->category
			       : found		 ? found->category
						 : "unclassified";
	g_autofree char *subject =
		subject_strip(opening->subject ? opening->subject : "", "");

	ticket->queue = g_strdup(opening->queue->name);
	ticket->state = TICKET_NEW;
	ticket->category = g_strdup(category);
	ticket->confidence = opening->category ? 1 : found ? found->confidence : 0;
	ticket->priority = g_strdup(priority_of(work, opening, found, category));
	ticket->subject =
		g_strdup(*subject ? subject
				  : catalogue_phrase(work->setup->catalogue,
						     ticket->language, "no-subject"));
	ticket->agent = g_strdup(opening->agent);
	ticket->tier = g_strdup(organisation ? organisation->tier : NULL);
	ticket->organisation = g_strdup(organisation ? organisation->name : NULL);
	set_sla(work, opening, organisation, ticket);
	ticket->customer_address = g_strdup(opening->address);
	ticket->customer_name = g_strdup(opening->name);
	ticket->created_at = ticket->updated_at = work->now;
	ticket->linked_to = opening->linked_to;
}

static bool tell_linked(Work *work, const Ticket *ticket, GError **error)
{
	if (!ticket->linked_to)
		return true;
	g_autofree char *other = number_text(ticket->linked_to);
	g_autofree char *self = number_text(ticket->id);
	return work_event(work, ticket->id, "linked", NULL, other, error) &&
	       work_event(work, ticket->linked_to, "linked", NULL, self, error);
}

bool opening_ticket(Work *work, const Opening *opening, Ticket **ticket, GError **error)
{
	g_autoptr(Ticket) fresh = ticket_new();
	g_autofree char *known = NULL;
	gint64 customer;

	*ticket = NULL;
	if (!people_intern(work->db, opening->address, opening->name, opening->language,
			   work->now, &customer, error) ||
	    !people_address(work->db, customer, NULL, NULL, &known, error))
		return false;
	fresh->language = language_of(work, opening, known);
	describe(work, opening, fresh);
	fresh->customer = customer;
	if (!assignment_fill(work, fresh, error) ||
	    !ticket_insert(work->db, fresh, error) ||
	    !participant_put(work->db, fresh->id, customer, PARTICIPANT_CUSTOMER,
			     work->now, error) ||
	    !work_event(work, fresh->id, "created", NULL, fresh->queue, error) ||
	    (fresh->agent &&
	     !work_event(work, fresh->id, "agent", NULL, fresh->agent, error)) ||
	    !tell_linked(work, fresh, error) ||
	    !clock_event(work, fresh, CLOCK_CREATED, error))
		return false;
	*ticket = g_steal_pointer(&fresh);
	return true;
}
