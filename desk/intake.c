/* intake.c - the path of a mail: parse, recognise, decide, commit, then a verdict. */
/* SPDX-License-Identifier: MIT */
/*
 * Parsing, compressing and (on a guess) classifying happen before the store is entered;
 * looking up, deciding and writing in one unit of work, so that two copies of a mail
 * cannot both be new. A unit that fails because of what is in the mail is undone and run
 * again in a simpler way: an agent's wrong command becomes a transcript, a mail that
 * cannot be answered becomes a ticket without an answer. What fails because of the store
 * is 451: the sender's server keeps the mail.
 */
#include "desk/agent_mail.h"
#include "desk/apply.h"
#include "desk/conductor.h"
#include "desk/direct.h"
#include "desk/repeat.h"
#include "desk/served.h"
#include "desk/verdict.h"
#include "mail/error.h"

#define FIRST_PART_BYTES (256 * 1024) /* of an oversized mail that is kept */

/* One mail on its way in. */
typedef struct {
	Desk *desk;
	Setup *setup;
	Mail mail;
	Foreseen foreseen;
	Message *message;
	Kept kept;
	char *content_hash, *identity;
	gint64 now;
	/* how the unit is run */
	bool is_bare;	/* write to nobody */
	char *refusal;	/* what was wrong with an agent's commands, NULL */
	GString *wrong; /* the same in the agent's language */
	/* what the unit found out */
	Route *route;
	Decision *decision;
	Disposition disposition;
	GPtrArray *served; /* char*: who must not get the mail itself, NULL: nobody */
	bool is_repeat;
	bool left_work;
	char *sender; /* for the log */
	char *evidence;
} Intake;

static void intake_clear(Intake *intake)
{
	setup_unref(intake->setup);
	message_free(intake->message);
	foreseen_clear(&intake->foreseen);
	g_clear_pointer(&intake->kept.raw, g_bytes_unref);
	g_clear_pointer(&intake->kept.compressed, g_bytes_unref);
	g_free(intake->content_hash);
	g_free(intake->identity);
	g_free(intake->refusal);
	g_string_free(intake->wrong, TRUE);
	g_clear_pointer(&intake->served, g_ptr_array_unref);
	route_free(intake->route);
	decision_free(intake->decision);
	g_free(intake->sender);
	g_free(intake->evidence);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Intake, intake_clear)

/* --- the unit of work --- */

static char *speaker(const FactFile *file)
{
	const Sender *sender = file->sender;

	if (sender->kind == SENDER_AGENT)
		return g_strdup_printf("agent %s", sender->agent->name);
	return g_strdup_printf("%s %s", sender_kind_name(sender->kind), sender->address);
}

static bool carry_out(Intake *intake, Work *work, const FactFile *file, GError **error)
{
	gint64 record;

	if (intake->refusal) {
		intake->disposition.ticket = intake->decision->ticket;
		return agent_mail_fail(work, &intake->mail, &intake->kept, file,
				       intake->decision, intake->refusal, error);
	}
	return apply_decision(work, &intake->mail, &intake->kept, file, intake->decision,
			      intake->is_bare, &intake->disposition.ticket, &record,
			      error);
}

/* *is_there: the mail stands on the ticket already. */
static bool stands_on(Intake *intake, Work *work, gint64 ticket, bool *is_there,
		      GError **error)
{
	const char *id = intake->message->message_id;
	gint64 record = 0;

	if (*id && !record_find(work->db, id, ticket, &record, NULL, error))
		return false;
	*is_there = record != 0;
	return true;
}

/* A second token in the same mail: the mail stands on that ticket too. */
static bool join_others(Intake *intake, Work *work, const Route *route,
			const Recipient *joined, GError **error)
{
	for (guint i = 0; i < route->recipients->len; i++) {
		const Recipient *one = route->recipients->pdata[i];
		gint64 ticket, record;
		bool is_there;
		if (!one->has_token || one->token.purpose != TOKEN_REPLY ||
		    one == joined || one->token.ticket == intake->disposition.ticket)
			continue;
		g_autoptr(FactFile) file = facts_gather(work, &intake->mail, one, error);
		if (!file)
			return false;
		g_autoptr(Decision) decision = decide(&file->facts);
		if (decision->kind != DECIDE_JOIN)
			continue;
		if (!stands_on(intake, work, decision->ticket, &is_there, error))
			return false;
		if (!is_there &&
		    !apply_decision(work, &intake->mail, &intake->kept, file, decision,
				    intake->is_bare, &ticket, &record, error))
			return false;
	}
	return true;
}

/* A sender's server may send the copies for two tickets one by one. */
static bool join_late(Intake *intake, Work *work, GError **error)
{
	gint64 record = work->record;
	bool ok = !*intake->message->message_id ||
		  join_others(intake, work, intake->route, NULL, error);

	work->record = record;
	return ok;
}

static bool remember(Intake *intake, Work *work, const FactFile *file, GError **error)
{
	g_autofree char *verdict = disposition_write(&intake->disposition);
	g_autofree char *queues = repeat_queue_names(file->route);
	g_autofree char *from = repeat_from(intake->message);
	Identity identity = {
		.message_id = intake->identity,
		.from_address = from,
		.content_hash = intake->content_hash,
		.ticket = intake->disposition.ticket,
		.record = work->record,
		.queues = queues,
		.verdict = verdict,
		.at = intake->now,
	};
	return identity_insert(work->db, &identity, error);
}

static bool take_new(Intake *intake, Work *work, GError **error)
{
	g_autoptr(FactFile) file = facts_gather(work, &intake->mail, NULL, error);

	if (!file)
		return false;
	g_autofree char *who = speaker(file);
	work->who = who;
	intake->sender = g_strdup(sender_kind_name(file->sender->kind));
	intake->evidence = g_strdup(file->sender->evidence);
	intake->decision = decide(&file->facts);
	intake->disposition.is_pass = intake->decision->kind == DECIDE_PASS;
	intake->disposition.is_refused = intake->decision->kind == DECIDE_REFUSE;
	intake->disposition.is_agents = intake->decision->kind == DECIDE_AGENT;
	if (intake->decision->kind == DECIDE_REFUSE ||
	    intake->decision->kind == DECIDE_PASS)
		return true;
	bool ok = carry_out(intake, work, file, error) &&
		  (intake->decision->kind != DECIDE_JOIN ||
		   join_others(intake, work, file->route, file->facts.token, error)) &&
		  remember(intake, work, file, error);
	work->who = NULL;
	return ok;
}

/* An agent answers all at once, the desk and the customer: the desk's answer, without the
 * block for agents, is the one that goes to whoever takes part. */
static bool find_served(Intake *intake, Work *work, GError **error)
{
	g_clear_pointer(&intake->served, g_ptr_array_unref);
	return !intake->disposition.is_agents || intake->route->all_ours ||
	       served_list(work, intake->message, intake->route,
			   intake->disposition.ticket, &intake->served, error);
}

static bool intake_work(Db *db, void *data, GError **error)
{
	Intake *intake = data;
	g_autofree char *from = repeat_from(intake->message);
	Work work = {.db = db,
		     .setup = intake->setup,
		     .keyring = desk_keyring(intake->desk),
		     .now = intake->now,
		     .who = "postdesk",
		     .wrong = intake->wrong};
	Repeat repeat = {.message = intake->message,
			 .route = intake->route,
			 .identity = intake->identity,
			 .from = from,
			 .content_hash = intake->content_hash,
			 .by_second_door = intake->mail.envelope->door == DOOR_INJECT};

	intake->is_repeat = false;
	if (!repeat_find(&work, &repeat, &intake->is_repeat, &intake->disposition, error))
		return false;
	bool ok = (intake->is_repeat ? join_late(intake, &work, error)
				     : take_new(intake, &work, error)) &&
		  find_served(intake, &work, error);
	intake->left_work = work.left_work;
	return ok;
}

/* --- around it --- */

static void forget_attempt(Intake *intake)
{
	g_clear_pointer(&intake->decision, decision_free);
	g_clear_pointer(&intake->sender, g_free);
	g_clear_pointer(&intake->evidence, g_free);
	intake->disposition = (Disposition){0};
}

static bool write_once(Intake *intake, GError **error)
{
	forget_attempt(intake);
	return store_write(intake->desk->store, intake_work, intake,
			   DESK_STORE_TIMEOUT_MS, error);
}

static bool write_all(Intake *intake, GError **error)
{
	g_autoptr(GError) first = NULL;

	if (write_once(intake, &first))
		return true;
	if (!g_error_matches(first, POSTDESK_ERROR, POSTDESK_INVALID)) {
		g_propagate_error(error, g_steal_pointer(&first));
		return false;
	}
	if (intake->decision && intake->decision->kind == DECIDE_AGENT)
		intake->refusal = g_strdup(first->message);
	else
		intake->is_bare = true;
	return write_once(intake, error);
}

static Verdict *later(const GError *error)
{
	Verdict *verdict = verdict_new(VERDICT_LATER);

	verdict->reply = g_strdup("451 4.3.0 The help desk cannot store mail just now, "
				  "please try again later");
	verdict->log = g_strdup_printf("tempfail: %s", error->message);
	return verdict;
}

static char *log_line(const Intake *intake, const Verdict *verdict)
{
	static const char *const ends[] = {"keep", "consume", "tempfail", "refuse",
					   "pass"};
	const Decision *decision = intake->decision;
	GString *line = g_string_new(NULL);

	g_string_append_printf(line, "ticket=%" G_GINT64_FORMAT " ",
			       intake->disposition.ticket);
	if (intake->is_repeat)
		g_string_append(line, "received again ");
	if (decision)
		g_string_append_printf(line, "%s sender=%s evidence=%s ",
				       decision_kind_name(decision->kind), intake->sender,
				       *intake->evidence ? intake->evidence : "none");
	g_string_append(line, ends[verdict->kind]);
	if (intake->refusal)
		g_string_append_printf(line, "; not carried out: %s", intake->refusal);
	for (guint i = 0; decision && i < decision->because->len; i++)
		g_string_append_printf(line, "; %s", (char *)decision->because->pdata[i]);
	if (*intake->message->problem)
		g_string_append_printf(line, "; repaired: %s", intake->message->problem);
	g_strdelimit(line->str, "\r\n", ' ');
	return g_string_free(line, FALSE);
}

static Verdict *verdict_for(const Intake *intake)
{
	Verdict *verdict;

	if (intake->decision && intake->decision->kind == DECIDE_REFUSE) {
		verdict = verdict_new(VERDICT_REFUSED);
		verdict->reply = g_strdup(intake->decision->reply);
	} else {
		verdict = verdict_of(intake->route, &intake->disposition, intake->served,
				     intake->message->subject);
	}
	verdict->repeated = intake->is_repeat;
	verdict->log = log_line(intake, verdict);
	return verdict;
}

static gint64 size_limit(const Route *route)
{
	gint64 limit = 0;

	for (guint i = 0; i < route->queues->len; i++) {
		const Queue *queue = route->queues->pdata[i];
		limit = MAX(limit, queue->limit_bytes);
	}
	return limit;
}

static Verdict *too_large(const Route *route, gint64 limit)
{
	const Queue *queue = route->queues->pdata[0];
	Verdict *verdict = verdict_new(VERDICT_REFUSED);

	verdict->reply = route_refuse_size(queue, limit);
	verdict->log = g_strdup_printf(
		"refuse: over the limit of %" G_GINT64_FORMAT " octets", limit);
	return verdict;
}

static void read_mail(Intake *intake, const Envelope *envelope, GBytes *raw,
		      bool oversized)
{
	gsize size = g_bytes_get_size(raw);

	intake->kept.raw =
		oversized ? g_bytes_new_from_bytes(raw, 0, MIN(size, FIRST_PART_BYTES))
			  : g_bytes_ref(raw);
	intake->kept.compressed = record_compress(intake->desk->store, intake->kept.raw);
	intake->message = message_parse(intake->kept.raw);
	intake->identity = message_identity(intake->message);
	intake->content_hash = message_content_hash(intake->message);
	intake->mail = (Mail){.envelope = envelope,
			      .content_hash = intake->content_hash,
			      .message = intake->message,
			      .size_bytes = size,
			      .is_oversized = oversized,
			      .foreseen = &intake->foreseen};
}

static void foresee(Intake *intake)
{
	Work work = {.setup = intake->setup,
		     .keyring = desk_keyring(intake->desk),
		     .now = intake->now,
		     .who = "postdesk"};

	facts_foresee(&work, &intake->mail);
}

Verdict *desk_intake(Desk *desk, const Envelope *envelope, GBytes *raw, gint64 now)
{
	g_autoptr(GError) error = NULL;
	g_auto(Intake) intake = {.desk = desk,
				 .setup = desk_setup(desk),
				 .now = now,
				 .wrong = g_string_new(NULL)};

	Verdict *direct = direct_intake(desk, envelope, raw, now);
	if (direct)
		return direct;
	intake.route = route_read(intake.setup, desk_keyring(desk), envelope);
	if (intake.route->queues->len == 0)
		return verdict_new(VERDICT_PASS);
	gint64 limit = size_limit(intake.route);
	bool oversized = (gint64)g_bytes_get_size(raw) > limit;
	if (oversized && intake.route->all_ours && envelope->door == DOOR_MILTER)
		return too_large(intake.route, limit);
	read_mail(&intake, envelope, raw, oversized);
	foresee(&intake);
	if (!write_all(&intake, &error))
		return later(error);
	if (intake.left_work)
		desk_wake(desk);
	return verdict_for(&intake);
}
