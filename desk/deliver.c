/* deliver.c - the outbox worker: claims rows, sends them, records what became of them. */
/* SPDX-License-Identifier: MIT */
#include "desk/deliver.h"
#include "desk/conductor.h"
#include "desk/failed.h"
#include "mail/error.h"
#include "store/outbox.h"

/*
 * A round sends a handful of rows outside the store; the unit of work that records them
 * claims the next handful, so that a commit serves both. A kill repeats the rows of one
 * round at most, byte for byte the same. Nobody else takes a leased row; leases of a dead
 * worker are freed when the desk opens.
 */
#define ROUND_ROWS	8
#define ROUNDS_MAX	64 /* then time looks at its timers again */
#define LEASE_S		3600
#define GIVE_UP_S	(5 * 86400)
#define REFUSED_MAX	3   /* in a row: the mail server itself is not well */
#define RECORD_TRIES	600 /* with a pause between: about five minutes */
#define RECORD_PAUSE_US 500000

typedef enum { RESULT_SENT, RESULT_LATER, RESULT_NEVER, RESULT_UNTRIED } ResultKind;

typedef struct {
	Outgoing *row;
	ResultKind kind;
	char *text; /* receipt, or the refusal */
} Result;

typedef struct {
	Desk *desk;
	Setup *setup;
	gint64 now;
	GPtrArray *results; /* Result*: of the rows that were sent */
	GPtrArray *claimed; /* Outgoing*: the next round */
	bool stops;	    /* claims nothing more */
	bool plain; /* records outcomes only, and nothing that follows from them */
} Round;

static void result_free(gpointer data)
{
	Result *result = data;

	outgoing_free(result->row);
	g_free(result->text);
	g_free(result);
}

static gint64 pause_after(int attempts)
{
	static const gint64 pauses_s[] = {60, 300, 900, 3600};

	if (attempts < 1)
		return pauses_s[0];
	if (attempts > (int)G_N_ELEMENTS(pauses_s))
		return 4 * 3600;
	return pauses_s[attempts - 1];
}

static bool record_never(Work *work, const Result *result, bool plain, GError **error)
{
	if (plain)
		return outbox_set_failed(work->db, result->row->id, result->text,
					 work->now, error);
	return failed_record(work, result->row, result->text, error);
}

static bool record_result(Work *work, const Result *result, bool plain, GError **error)
{
	const Outgoing *row = result->row;
	gint64 pause_s = result->kind == RESULT_UNTRIED ? 60 : pause_after(row->attempts);

	if (result->kind == RESULT_SENT)
		return outbox_set_sent(work->db, row->id, result->text, work->now, error);
	if (result->kind == RESULT_NEVER ||
	    (result->kind == RESULT_LATER && work->now - row->created_at > GIVE_UP_S))
		return record_never(work, result, plain, error);
	return outbox_set_retry(work->db, row->id, work->now + pause_s, result->text,
				error);
}

static bool round_work(Db *db, void *data, GError **error)
{
	Round *round = data;
	Work work = {.db = db,
		     .setup = round->setup,
		     .keyring = desk_keyring(round->desk),
		     .now = round->now,
		     .who = "postdesk"};

	for (guint i = 0; round->results && i < round->results->len; i++)
		if (!record_result(&work, round->results->pdata[i], round->plain, error))
			return false;
	g_clear_pointer(&round->claimed, g_ptr_array_unref);
	if (round->stops)
		return true;
	return outbox_claim(db, round->now, round->now + LEASE_S, ROUND_ROWS,
			    &round->claimed, error);
}

/*
 * What was sent must not be forgotten: a store that is busy or full is waited for, and
 * where the consequences of a failure cannot be written the outcomes are, or the mails
 * would go out again.
 */
static bool record_and_claim(Round *round, GError **error)
{
	bool has_results = round->results && round->results->len;
	int tries = has_results ? RECORD_TRIES : 1;
	g_autoptr(GError) problem = NULL;

	round->plain = false;
	while (!store_write(round->desk->store, round_work, round, DESK_STORE_TIMEOUT_MS,
			    &problem)) {
		bool busy = g_error_matches(problem, POSTDESK_ERROR, POSTDESK_BUSY);
		if (--tries <= 0 || !has_results || (!busy && round->plain)) {
			g_propagate_prefixed_error(error, g_steal_pointer(&problem),
						   "outbox: ");
			return false;
		}
		round->plain = round->plain || !busy;
		g_clear_error(&problem);
		if (busy)
			g_usleep(RECORD_PAUSE_US);
	}
	return true;
}

static Result *send_row(Transport *transport, Outgoing *row)
{
	Result *result = g_new0(Result, 1);
	g_autoptr(GError) problem = NULL;

	result->row = row;
	if (transport->send(transport, row->sender ? row->sender : "", row->recipient,
			    row->raw, &result->text, &problem))
		return result;
	bool never = g_error_matches(problem, POSTDESK_ERROR, POSTDESK_INVALID);
	result->kind = never ? RESULT_NEVER : RESULT_LATER;
	g_free(result->text);
	result->text = g_strdup(problem ? problem->message : "the mail was not taken");
	return result;
}

static Result *leave_row(Outgoing *row)
{
	Result *result = g_new0(Result, 1);

	result->row = row;
	result->kind = RESULT_UNTRIED;
	result->text = g_strdup("the mail server does not answer");
	return result;
}

/* Sends a round. A server that takes nothing is left in peace: the rest goes back
 * untried. */
static GPtrArray *send_claimed(Round *round, int *refused, int *sent)
{
	GPtrArray *results = g_ptr_array_new_with_free_func(result_free);

	while (round->claimed->len > 0) {
		Outgoing *row = g_ptr_array_steal_index(round->claimed, 0);
		Result *result;
		result = *refused < REFUSED_MAX ? send_row(round->desk->transport, row)
						: leave_row(row);
		g_ptr_array_add(results, result);
		*sent += result->kind == RESULT_SENT;
		bool busy =
			result->kind == RESULT_LATER || result->kind == RESULT_UNTRIED;
		*refused = busy ? *refused + 1 : 0;
	}
	return results;
}

bool deliver_outbox(Desk *desk, gint64 now, int *sent, GError **error)
{
	Round round = {.desk = desk, .now = now};
	int refused = 0;
	bool ok = true;

	*sent = 0;
	if (!desk->transport)
		return true;
	round.setup = desk_setup(desk);
	for (int i = 0; ok && i <= ROUNDS_MAX; i++) {
		round.stops = i == ROUNDS_MAX || refused >= REFUSED_MAX;
		ok = record_and_claim(&round, error);
		g_clear_pointer(&round.results, g_ptr_array_unref);
		if (!ok || !round.claimed || round.claimed->len == 0)
			break;
		round.results = send_claimed(&round, &refused, sent);
	}
	g_clear_pointer(&round.results, g_ptr_array_unref);
	g_clear_pointer(&round.claimed, g_ptr_array_unref);
	setup_unref(round.setup);
	return ok;
}
