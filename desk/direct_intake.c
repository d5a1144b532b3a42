/* direct_intake.c - takes an agent's own mail to a customer: edits, then the record. */
/* SPDX-License-Identifier: MIT */
/*
 * The mail is on its way and would tell who wrote it from where, so it is edited before
 * anything is recorded: when an edit or the store fails the agent's server keeps the mail
 * and nothing has left. The mail server is spoken to while the store is not held. What is
 * in a mail keeps none from leaving: then it is recorded in a simpler way, or not at all.
 */
#include "desk/apply.h"
#include "desk/command.h"
#include "desk/conductor.h"
#include "desk/direct.h"
#include "desk/repeat.h"
#include "mail/address.h"
#include "mail/error.h"

typedef struct {
	Desk *desk;
	Setup *setup;
	const Envelope *envelope;
	Route *route;
	Message *message;
	Mail mail;
	Kept kept;
	char *identity, *content_hash;
	gint64 now;
	Direct *direct; /* NULL: it is none */
	Disposition disposition;
	bool is_repeat, left_work;
	bool is_bare; /* write to nobody */
} Passage;

static void passage_clear(Passage *passage)
{
	setup_unref(passage->setup);
	route_free(passage->route);
	message_free(passage->message);
	g_clear_pointer(&passage->kept.compressed, g_bytes_unref);
	g_free(passage->identity);
	g_free(passage->content_hash);
	direct_free(passage->direct);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Passage, passage_clear)

static Work work_of(const Passage *passage, Db *db, const char *who)
{
	return (Work){.db = db,
		      .setup = passage->setup,
		      .keyring = desk_keyring(passage->desk),
		      .now = passage->now,
		      .who = who};
}

static bool find_work(Db *db, void *data, GError **error)
{
	Passage *passage = data;
	Work work = work_of(passage, db, "postdesk");

	g_clear_pointer(&passage->direct, direct_free);
	return direct_find(&work, passage->envelope, passage->message, passage->route,
			   &passage->direct, error);
}

/* --- the unit of work --- */

static bool remember(const Passage *passage, Work *work, GError **error)
{
	g_autofree char *verdict = disposition_write(&passage->disposition);
	g_autofree char *queues = repeat_queue_names(passage->route);
	g_autofree char *from = repeat_from(passage->message);
	Identity identity = {.message_id = passage->identity,
			     .from_address = from,
			     .content_hash = passage->content_hash,
			     .ticket = passage->direct->ticket->id,
			     .record = work->record,
			     .queues = queues,
			     .verdict = verdict,
			     .at = passage->now};

	return identity_insert(work->db, &identity, error);
}

static bool record_once(Passage *passage, Work *work, GError **error)
{
	passage->disposition.ticket = passage->direct->ticket->id;
	return direct_record(work, passage->direct, &passage->mail, &passage->kept,
			     passage->is_bare, error) &&
	       remember(passage, work, error);
}

static bool record_work(Db *db, void *data, GError **error)
{
	Passage *passage = data;
	g_autofree char *from = repeat_from(passage->message);
	Repeat repeat = {.message = passage->message,
			 .route = passage->route,
			 .identity = passage->identity,
			 .from = from,
			 .content_hash = passage->content_hash};

	/* The ticket may have changed since. */
	if (!find_work(db, passage, error))
		return false;
	if (!passage->direct)
		return true;
	g_autofree char *who = g_strdup_printf("agent %s", passage->direct->agent->name);
	Work work = work_of(passage, db, who);
	passage->is_repeat = false;
	if (!repeat_find(&work, &repeat, &passage->is_repeat, &passage->disposition,
			 error))
		return false;
	bool ok = passage->is_repeat || record_once(passage, &work, error);
	passage->left_work = work.left_work;
	return ok;
}

/* --- around it --- */

static Verdict *refused(const Passage *passage, char *reply, const char *why)
{
	Verdict *verdict = verdict_new(VERDICT_REFUSED);

	verdict->reply = reply;
	verdict->log = g_strdup_printf(
		"ticket=%" G_GINT64_FORMAT " direct answer of %s refused: %s",
		passage->direct->ticket->id, passage->direct->agent->name, why);
	return verdict;
}

static Verdict *later(const char *why)
{
	Verdict *verdict = verdict_new(VERDICT_LATER);

	verdict->reply =
		g_strdup("451 4.3.0 The help desk cannot take this answer just now, "
			 "please try again later");
	verdict->log = g_strdup_printf("tempfail: %s", why);
	return verdict;
}

/* Why the mail may not leave as it is; NULL: it may. */
static Verdict *objection(const Passage *passage)
{
	Work work = work_of(passage, NULL, "postdesk");
	const Config *config = passage->setup->config;
	const char *from = message_from_address(passage->message);
	const Agent *claimed = *from ? config_agent_by_address(config, from) : NULL;

	if (claimed && claimed != passage->direct->agent)
		return refused(
			passage,
			g_strdup_printf("550 5.7.1 You are logged in as %s and may "
					"not write as <%s>",
					passage->envelope->auth_user, from),
			"From is another agent");
	if (command_begins(passage->message->reply_text, passage->setup->catalogue))
		return refused(passage,
			       g_strdup("550 5.7.1 This mail to a customer begins with a "
					"command: answer the notice instead"),
			       "it begins with a command");
	if (!direct_leaks(&work, passage->message))
		return NULL;
	return refused(
		passage,
		g_strdup("550 5.7.1 This mail to a customer holds what is for agents "
			 "only: remove the block below the line, or answer the "
			 "notice"),
		"the block or an address for agents is in it");
}

static Verdict *edits_of(const Passage *passage)
{
	Work work = work_of(passage, NULL, "postdesk");
	Verdict *verdict = verdict_new(VERDICT_KEEP);

	direct_edits(&work, passage->direct, &passage->mail, verdict);
	for (guint i = 0; i < passage->route->recipients->len; i++) {
		const Recipient *one = passage->route->recipients->pdata[i];
		if (one->queue)
			g_ptr_array_add(verdict->remove_recipients, g_strdup(one->raw));
	}
	return verdict;
}

static void read_mail(Passage *passage, GBytes *raw)
{
	passage->kept.raw = raw;
	passage->kept.compressed = record_compress(passage->desk->store, raw);
	passage->identity = message_identity(passage->message);
	passage->content_hash = message_content_hash(passage->message);
	passage->mail = (Mail){.envelope = passage->envelope,
			       .message = passage->message,
			       .content_hash = passage->content_hash,
			       .size_bytes = g_bytes_get_size(raw)};
}

/* What cannot be told for what is in the mail is left out, when the mail comes to be
 * recorded again. */
static bool write_record(Passage *passage, GError **error)
{
	g_autoptr(GError) first = NULL;

	if (store_write(passage->desk->store, record_work, passage, DESK_STORE_TIMEOUT_MS,
			&first))
		return true;
	passage->is_bare = g_error_matches(first, POSTDESK_ERROR, POSTDESK_INVALID);
	if (passage->is_bare)
		return store_write(passage->desk->store, record_work, passage,
				   DESK_STORE_TIMEOUT_MS, error);
	g_propagate_error(error, g_steal_pointer(&first));
	return false;
}

/* It will never be recorded, but it is the company's mail: it goes, edited. */
static Verdict *unrecorded(const Passage *passage, Verdict *verdict, const GError *error)
{
	verdict->log =
		g_strdup_printf("direct answer of %s goes out and is not recorded: %s",
				passage->envelope->auth_user, error->message);
	return verdict;
}

static Verdict *pass_on(Passage *passage, GBytes *raw)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Verdict) verdict = objection(passage);

	if (verdict)
		return g_steal_pointer(&verdict);
	read_mail(passage, raw);
	verdict = edits_of(passage);
	if (passage->envelope->edit &&
	    !passage->envelope->edit(verdict, passage->envelope->edit_data))
		return later("the mail server refuses an edit");
	if (!write_record(passage, &error))
		return g_error_matches(error, POSTDESK_ERROR, POSTDESK_INVALID)
			       ? unrecorded(passage, g_steal_pointer(&verdict), error)
			       : later(error->message);
	if (!passage->direct)
		return later("the ticket has changed");
	if (passage->left_work)
		desk_wake(passage->desk);
	verdict->repeated = passage->is_repeat;
	verdict->log = g_strdup_printf(
		"ticket=%" G_GINT64_FORMAT "%s direct answer of %s%s",
		passage->direct->ticket->id, passage->is_repeat ? " received again" : "",
		passage->direct->agent->name,
		passage->message->crypto == MESSAGE_CLEAR ? "" : ", not edited");
	return g_steal_pointer(&verdict);
}

Verdict *direct_intake(Desk *desk, const Envelope *envelope, GBytes *raw, gint64 now)
{
	g_autoptr(GError) error = NULL;
	g_auto(Passage) passage = {.desk = desk,
				   .setup = desk_setup(desk),
				   .envelope = envelope,
				   .now = now};

	if (!desk->store || envelope->door == DOOR_INJECT ||
	    !direct_agent(passage.setup, envelope->auth_user))
		return NULL;
	passage.route = route_read(passage.setup, desk_keyring(desk), envelope);
	if (passage.route->all_ours)
		return NULL;
	passage.message = message_parse(raw);
	if (!store_read(desk->store, find_work, &passage, &error))
		return later(error->message);
	return passage.direct ? pass_on(&passage, raw) : NULL;
}

/* --- at DATA --- */

typedef struct {
	const GPtrArray *recipients;
	bool takes_part;
} Asking;

static bool asking_work(Db *db, void *data, GError **error)
{
	Asking *asking = data;

	for (guint i = 0; i < asking->recipients->len && !asking->takes_part; i++) {
		g_autofree char *address =
			address_normalise(asking->recipients->pdata[i]);
		gint64 person = 0;
		if (*address && !people_find(db, address, &person, error))
			return false;
		asking->takes_part = person != 0;
	}
	return true;
}

/* Whoever the desk has met may take part; what ticket it is the whole mail tells. */
bool desk_may_be_direct(Desk *desk, const char *auth_user, const GPtrArray *recipients)
{
	g_autoptr(Setup) setup = desk_setup(desk);
	Asking asking = {.recipients = recipients};

	return desk->store && direct_agent(setup, auth_user) &&
	       store_read(desk->store, asking_work, &asking, NULL) && asking.takes_part;
}
