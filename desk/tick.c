/* tick.c - what the worker does when a moment comes: timers, then the outbox. */
/* SPDX-License-Identifier: MIT */
#include "desk/conductor.h"
#include "desk/deliver.h"
#include "desk/escalate.h"
#include "store/outbox.h"

#define TICKETS_PER_UNIT 100 /* a unit keeps other writers out only for milliseconds */
#define UNITS_MAX	 1000
#define AGAIN_S		 5 /* when the store is not well */
#define CHECKPOINT_S	 30
#define KEYS_S		 600 /* less than a new key stays quiet */

typedef struct {
	Desk *desk;
	Setup *setup;
	gint64 now;
	gint64 next_at;
	bool more;
} Tick;

static Work work_of(const Tick *tick, Db *db)
{
	return (Work){.db = db,
		      .setup = tick->setup,
		      .keyring = desk_keyring(tick->desk),
		      .now = tick->now,
		      .who = "postdesk"};
}

static bool escalate_work(Db *db, void *data, GError **error)
{
	Tick *tick = data;
	Work work = work_of(tick, db);

	return escalate_due(&work, TICKETS_PER_UNIT, &tick->more, error);
}

static bool next_work(Db *db, void *data, GError **error)
{
	Tick *tick = data;
	Work work = work_of(tick, db);
	gint64 outbox_at = G_MAXINT64;

	if (!escalate_next(&work, &tick->next_at, error))
		return false;
	if (tick->desk->transport && !outbox_next(db, &outbox_at, error))
		return false;
	tick->next_at = MIN(tick->next_at, outbox_at);
	tick->next_at = MIN(tick->next_at, keyring_due_at(desk_keyring(tick->desk)));
	return true;
}

static bool escalate_all(Tick *tick, GError **error)
{
	tick->more = true;
	for (int i = 0; tick->more && i < UNITS_MAX; i++)
		if (!store_write(tick->desk->store, escalate_work, tick,
				 DESK_STORE_TIMEOUT_MS, error))
			return false;
	return true;
}

static bool checkpoint(Desk *desk, gint64 now, GError **error)
{
	gint64 wait_s = desk->next_checkpoint - now;

	if (wait_s > 0 && wait_s <= CHECKPOINT_S)
		return true;
	desk->next_checkpoint = now + CHECKPOINT_S;
	return store_checkpoint(desk->store, error);
}

static bool turn_keys(Desk *desk, gint64 now, GError **error)
{
	gint64 wait_s = desk->next_keys - now;

	if (wait_s > 0 && wait_s <= KEYS_S)
		return true;
	desk->next_keys = now + KEYS_S;
	return desk_turn_keys(desk, now, error);
}

static void warn(const char *what, GError **problem)
{
	if (*problem)
		g_warning("%s: %s", what, (*problem)->message);
	g_clear_error(problem);
}

/* Each step is tried although another failed: mail goes out while escalation cannot. */
static bool tick_steps(Tick *tick)
{
	Desk *desk = tick->desk;
	g_autoptr(GError) problem = NULL;
	int sent = 0;

	if (!store_is_well(desk->store) && !store_probe(desk->store, &problem)) {
		warn("store", &problem);
		return false;
	}
	if (!turn_keys(desk, tick->now, &problem))
		warn("keys", &problem);
	bool ok = escalate_all(tick, &problem);
	warn("timers", &problem);
	ok = deliver_outbox(desk, tick->now, &sent, &problem) && ok;
	warn("delivery", &problem);
	if (!checkpoint(desk, tick->now, &problem))
		warn("checkpoint", &problem);
	learned_look(tick->setup->learned);
	if (!nightly_look(desk, tick->now, &problem))
		warn("learning", &problem);
	ok = store_read(desk->store, next_work, tick, &problem) && ok;
	warn("next moment", &problem);
	return ok;
}

gint64 desk_tick(Desk *desk, gint64 now)
{
	Tick tick = {.desk = desk, .now = now, .next_at = G_MAXINT64};

	if (!desk->store)
		return G_MAXINT64;
	tick.setup = desk_setup(desk);
	bool ok = tick_steps(&tick);
	setup_unref(tick.setup);
	if (!ok || tick.more)
		tick.next_at = MIN(tick.next_at, now + AGAIN_S);
	return MAX(tick.next_at, now + 1);
}
