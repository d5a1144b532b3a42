/* replay.c - runs stored mail through two sets of rules and keeps the differences. */
/* SPDX-License-Identifier: MIT */
/*
 * Only the mail that opened a ticket was decided upon by rules; of a reply they take
 * labels and whom to tell. Each mail is read by itself, in a read of its own, so that a
 * long run holds nothing up. What else a decision hung on (budgets, who knows the
 * customer) is the same for both sides and is left out.
 */
#include "desk/replay.h"
#include "desk/conductor.h"
#include "mail/address.h"
#include "store/arrival.h"
#include "store/record.h"

#include <string.h>

#define PAGE 500 /* mails */

typedef struct {
	const ReplayAsk *ask;
	Desk *desk;
	Replay *replay;
} Run;

/* One mail as the store has it. */
typedef struct {
	const Arrival *arrival;
	GBytes *raw; /* NULL: not kept */
	Ticket *ticket;
	GPtrArray *events;
	Message *message;
} Stored;

static void stored_clear(Stored *stored)
{
	g_clear_pointer(&stored->raw, g_bytes_unref);
	ticket_free(stored->ticket);
	g_clear_pointer(&stored->events, g_ptr_array_unref);
	message_free(stored->message);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Stored, stored_clear)

static bool stored_work(Db *db, void *data, GError **error)
{
	Stored *stored = data;

	return record_raw(db, stored->arrival->id, &stored->raw, error) &&
	       ticket_load(db, stored->arrival->ticket, &stored->ticket, error) &&
	       event_list(db, stored->arrival->ticket, &stored->events, error);
}

static void change_free(gpointer data)
{
	ReplayChange *change = data;

	g_free(change->before);
	g_free(change->after);
	g_free(change->because);
	g_free(change);
}

void replay_free(Replay *replay)
{
	if (!replay)
		return;
	g_ptr_array_unref(replay->changes);
	tally_free(replay->old_tally);
	tally_free(replay->new_tally);
	if (replay->old)
		setup_unref(replay->old);
	if (replay->new)
		setup_unref(replay->new);
	g_free(replay);
}

/* --- what was decided then --- */

/* The first event of the kind that the mail itself caused, or that came after it. */
static const Event *event_of(const Stored *stored, const char *what, bool by_mail)
{
	for (guint i = 0; i < stored->events->len; i++) {
		const Event *event = stored->events->pdata[i];
		if (strcmp(event->what, what) == 0 &&
		    (!by_mail || event->record == stored->arrival->id))
			return event;
	}
	return NULL;
}

static char *first_word(const char *text)
{
	return g_strndup(text, strcspn(text, ";"));
}

/* "billing.refund; rule a (shop.ini:3): …; rule b …" without its first word. */
static GPtrArray *reasons_of(const char *classified)
{
	GPtrArray *reasons = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) words = g_strsplit(classified, "; ", -1);

	for (guint i = 1; words[0] && words[i]; i++)
		g_ptr_array_add(reasons, g_strdup(words[i]));
	return reasons;
}

/* No part is known unless the events tell. */
static Outcome *outcome_recorded(const Stored *stored)
{
	Outcome *outcome = g_new0(Outcome, 1);
	const Event *classified = event_of(stored, "classified", false);
	const Event *created = event_of(stored, "created", false);
	const Event *priority = event_of(stored, "priority", false);
	const Event *answer = event_of(stored, "automatic answer", true);

	outcome->parts[OUTCOME_TICKET] = g_strdup(decision_kind_name(DECIDE_NEW));
	if (classified && classified->after) {
		outcome->parts[OUTCOME_CATEGORY] = first_word(classified->after);
		outcome->because = reasons_of(classified->after);
	}
	if (created && created->after)
		outcome->parts[OUTCOME_QUEUE] = g_strdup(created->after);
	outcome->parts[OUTCOME_PRIORITY] =
		g_strdup(priority && priority->before ? priority->before
						      : stored->ticket->priority);
	/* Silence may have been a budget's, not a rule's. */
	if (answer && answer->after)
		outcome->parts[OUTCOME_ANSWER] = g_strdup(answer->after);
	return outcome;
}

/* What an event that repeats had last made of a thing before this mail came. */
static const char *last_before(const Stored *stored, const char *what, const char *first)
{
	const char *value = first;

	for (guint i = 0; i < stored->events->len; i++) {
		const Event *event = stored->events->pdata[i];
		bool is_earlier = event->record
					  ? event->record < stored->arrival->id
					  : event->at <= stored->arrival->received_at;
		if (is_earlier && event->after && strcmp(event->what, what) == 0)
			value = event->after;
	}
	return value;
}

/* --- one mail, one set of rules --- */

/* Evidence cannot be weighed again: what proved an agent then is taken for a login. */
static const char *login_of(const Setup *setup, const Stored *stored)
{
	const char *from = message_from_address(stored->message);
	g_autofree char *normal = address_normalise(from);
	const Agent *agent = config_agent_by_address(setup->config, normal);
	const char *evidence = stored->arrival->evidence;

	return agent && evidence && *evidence ? agent->login : NULL;
}

static const Queue *queue_of(const Setup *setup, const Stored *stored)
{
	const Event *created = event_of(stored, "created", false);
	const char *name =
		created && created->after ? created->after : stored->ticket->queue;
	const Queue *queue = config_queue(setup->config, name);

	return queue ? queue : setup->config->queues->pdata[0];
}

static Outcome *foresee(const Setup *setup, const Stored *stored, const RulesWatch *watch)
{
	g_autoptr(GPtrArray) recipients =
		outcome_recipients(setup, stored->message, queue_of(setup, stored));
	const Envelope envelope = {.door = DOOR_MILTER,
				   .sender = stored->arrival->sender,
				   .recipients = recipients,
				   .auth_user = login_of(setup, stored)};
	const Mail mail = {.envelope = &envelope,
			   .message = stored->message,
			   .size_bytes = g_bytes_get_size(stored->raw),
			   .watch = watch};
	Outcome *outcome = outcome_foresee(setup, &mail, stored->ticket->language,
					   stored->arrival->received_at);

	/* The route borrows from the recipients. */
	g_clear_pointer(&outcome->file->route, route_free);
	return outcome;
}

/* Of a reply the rules give labels only. */
static Classification *reread(const Setup *setup, const Stored *stored,
			      const RulesWatch *watch)
{
	const Organisation *organisation = config_organisation_by_address(
		setup->config, stored->ticket->customer_address);
	g_autofree char *category = first_word(last_before(
		stored, "category", last_before(stored, "classified", "unclassified")));
	g_autoptr(Model) model = learned_model(setup->learned);
	const RulesInput input = {
		.message = stored->message,
		.model = model,
		.queue = stored->ticket->queue,
		.tier = organisation ? organisation->tier : NULL,
		.organisation = organisation ? organisation->name : NULL,
		.state = last_before(stored, "state", "new"),
		.category = category,
		.evidence = stored->arrival->evidence,
		.now = stored->arrival->received_at,
		.size_bytes = g_bytes_get_size(stored->raw),
		.watch = watch,
	};

	return rules_classify(setup->rules, &input);
}

/* Runs rules over the mail; what they come to, counted in tally. */
static Outcome *run_rules(const Setup *setup, const Stored *stored, Tally *tally)
{
	Outcome *outcome;

	if (stored->arrival->opened) {
		outcome = foresee(setup, stored, tally_watch(tally));
		if (tally_count(tally, outcome->file->classification)) {
			outcome_free(foresee(setup, stored, tally_watch_past(tally)));
			tally_count_past(tally);
		}
		return outcome;
	}
	outcome = g_new0(Outcome, 1);
	g_autoptr(Classification) found = reread(setup, stored, tally_watch(tally));
	outcome->parts[OUTCOME_LABELS] = outcome_labels(found);
	outcome->because = g_ptr_array_ref(found->because);
	if (tally_count(tally, found)) {
		classification_free(reread(setup, stored, tally_watch_past(tally)));
		tally_count_past(tally);
	}
	return outcome;
}

/* --- all of them --- */

static bool differs(const char *before, const char *after)
{
	return before && after && strcmp(before, after) != 0;
}

static void compare(Run *run, const Stored *stored, const Outcome *before,
		    const Outcome *after)
{
	guint known = run->replay->changes->len;

	for (int i = 0; i < OUTCOME_PARTS; i++) {
		if (!differs(before->parts[i], after->parts[i]))
			continue;
		ReplayChange *change = g_new0(ReplayChange, 1);
		change->ticket = stored->ticket->id;
		change->record = stored->arrival->id;
		change->at = stored->arrival->received_at;
		change->part = (OutcomePart)i;
		change->before = g_strdup(before->parts[i]);
		change->after = g_strdup(after->parts[i]);
		change->because = outcome_why(before, after);
		g_ptr_array_add(run->replay->changes, change);
	}
	run->replay->changed += run->replay->changes->len > known;
}

static bool replay_mail(Run *run, const Arrival *arrival, GError **error)
{
	Replay *replay = run->replay;
	g_auto(Stored) stored = {.arrival = arrival};

	if (!store_read(run->desk->store, stored_work, &stored, error))
		return false;
	if (!stored.raw || !stored.ticket) {
		replay->without++;
		return true;
	}
	stored.message = message_parse(stored.raw);
	replay->mails++;
	replay->opened += arrival->opened;
	g_autoptr(Outcome) after = run_rules(replay->new, &stored, replay->new_tally);
	g_autoptr(Outcome) before =
		replay->old	  ? run_rules(replay->old, &stored, replay->old_tally)
		: arrival->opened ? outcome_recorded(&stored)
				  : g_new0(Outcome, 1);
	compare(run, &stored, before, after);
	return true;
}

typedef struct {
	gint64 since, after;
	GPtrArray *arrivals;
} Page;

static bool page_work(Db *db, void *data, GError **error)
{
	Page *page = data;

	return arrival_list(db, page->since, page->after, PAGE, &page->arrivals, error);
}

static bool replay_page(Run *run, const GPtrArray *arrivals, GError **error)
{
	for (guint i = 0; i < arrivals->len; i++)
		if (!replay_mail(run, arrivals->pdata[i], error))
			return false;
	if (run->ask->progress)
		run->ask->progress(run->ask->data, run->replay->mails);
	return true;
}

static bool replay_all(Run *run, GError **error)
{
	Page page = {.since = run->ask->since};
	guint count = PAGE;

	while (count == PAGE) {
		if (!store_read(run->desk->store, page_work, &page, error))
			return false;
		g_autoptr(GPtrArray) arrivals = g_steal_pointer(&page.arrivals);
		if (!replay_page(run, arrivals, error))
			return false;
		count = arrivals->len;
		if (count)
			page.after = ((Arrival *)arrivals->pdata[count - 1])->id;
	}
	return true;
}

Replay *desk_replay(Desk *desk, const ReplayAsk *ask, GPtrArray *problems, GError **error)
{
	g_autoptr(Replay) replay = g_new0(Replay, 1);
	Run run = {.ask = ask, .desk = desk, .replay = replay};

	replay->changes = g_ptr_array_new_with_free_func(change_free);
	replay->new = ask->rules_dir ? setup_load_rules(desk->config_path, ask->rules_dir,
							problems)
				     : desk_setup(desk);
	if (!replay->new)
		return NULL;
	replay->new_tally = tally_new(replay->new->rules, ask->clock_ns);
	replay->old = ask->rules_dir ? desk_setup(desk) : NULL;
	if (replay->old)
		replay->old_tally = tally_new(replay->old->rules, ask->clock_ns);
	return replay_all(&run, error) ? g_steal_pointer(&replay) : NULL;
}
