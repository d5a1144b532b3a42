/* store_timer.c - timers come back whole, and the due ones come soonest first. */
/* SPDX-License-Identifier: MIT */
#include "store/driver.h"
#include "store/ticket.h"
#include "store/timer.h"
#include "tests/unit/store_place.h"

static gint64 add_ticket(Db *db)
{
	g_autoptr(Ticket) ticket = ticket_new();

	ticket->queue = g_strdup("support");
	g_assert_true(ticket_insert(db, ticket, NULL));
	return ticket->id;
}

static gint64 add(Db *db, gint64 ticket, TimerState state, gint64 next_at)
{
	g_autoptr(Timer) timer = timer_new();

	timer->ticket = ticket;
	timer->kind = g_strdup("update");
	timer->state = state;
	timer->next_at = next_at;
	g_assert_true(timer_insert(db, timer, NULL));
	return timer->id;
}

static char *ids_of(GPtrArray *timers)
{
	GString *ids = g_string_new(NULL);

	for (guint i = 0; i < timers->len; i++) {
		const Timer *timer = g_ptr_array_index(timers, i);
		g_string_append_printf(ids, " %d", (int)timer->id);
	}
	return g_string_free(ids, FALSE);
}

static bool whole_timer(Db *db, void *data, GError **error)
{
	g_autoptr(Timer) given = timer_new();
	g_autoptr(GPtrArray) all = NULL;

	given->ticket = add_ticket(db);
	given->kind = g_strdup("promise");
	given->state = TIMER_RUNNING;
	g_assert_true(timer_insert(db, given, error));
	given->state = TIMER_PAUSED;
	given->sla = g_strdup("gold");
	given->target_s = 1;
	given->used_s = 2;
	given->running_since = 3;
	given->due_at = G_MAXINT64;
	given->next_step = 4;
	given->next_at = G_MAXINT64;
	given->started_at = 5;
	given->ended_at = 6;
	given->note = g_strdup("call back");
	g_assert_true(timer_update(db, given, error));
	g_assert_true(timer_list(db, given->ticket, false, &all, error));
	g_assert_cmpint(all->len, ==, 1);

	const Timer *loaded = all->pdata[0];
	g_assert_cmpint(loaded->id, ==, given->id);
	g_assert_cmpint(loaded->ticket, ==, given->ticket);
	g_assert_cmpstr(loaded->kind, ==, "promise");
	g_assert_cmpint(loaded->state, ==, TIMER_PAUSED);
	g_assert_cmpstr(loaded->sla, ==, "gold");
	g_assert_cmpint(loaded->target_s, ==, 1);
	g_assert_cmpint(loaded->used_s, ==, 2);
	g_assert_cmpint(loaded->running_since, ==, 3);
	g_assert_cmpint(loaded->due_at, ==, G_MAXINT64);
	g_assert_cmpint(loaded->next_step, ==, 4);
	g_assert_cmpint(loaded->next_at, ==, G_MAXINT64);
	g_assert_cmpint(loaded->started_at, ==, 5);
	g_assert_cmpint(loaded->ended_at, ==, 6);
	g_assert_cmpstr(loaded->note, ==, "call back");
	return true;
}

static bool due(Db *db, void *data, GError **error)
{
	gint64 one = add_ticket(db), two = add_ticket(db), next_at;
	const struct {
		gint64 now;
		int limit;
		const char *want;
	} table[] = {
		{99, 10, ""},
		{100, 10, " 3"},
		{200, 10, " 3 1 2"},
		{200, 2, " 3 1"},
		{G_MAXINT64 - 1, 10, " 3 1 2"},
	};

	g_assert_true(timer_next(db, &next_at, error));
	g_assert_cmpint(next_at, ==, G_MAXINT64);
	add(db, one, TIMER_RUNNING, 200);
	add(db, two, TIMER_RUNNING, 200);
	add(db, two, TIMER_RUNNING, 100);
	add(db, one, TIMER_PAUSED, 50);
	add(db, one, TIMER_MET, 50);
	add(db, one, TIMER_RUNNING, G_MAXINT64);
	g_assert_true(timer_next(db, &next_at, error));
	g_assert_cmpint(next_at, ==, 100);
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autoptr(GPtrArray) timers = NULL;
		g_assert_true(
			timer_due(db, table[i].now, table[i].limit, &timers, error));
		g_autofree char *got = ids_of(timers);
		g_assert_cmpstr(got, ==, table[i].want);
	}
	return true;
}

static bool of_ticket(Db *db, void *data, GError **error)
{
	gint64 one = add_ticket(db), two = add_ticket(db);
	g_autoptr(GPtrArray) all = NULL;
	g_autoptr(GPtrArray) live = NULL;

	add(db, one, TIMER_RUNNING, 1);
	add(db, one, TIMER_PAUSED, 1);
	add(db, one, TIMER_MET, 1);
	add(db, one, TIMER_MISSED, 1);
	add(db, one, TIMER_DROPPED, 1);
	add(db, two, TIMER_RUNNING, 1);
	g_assert_true(timer_list(db, one, false, &all, error));
	g_assert_true(timer_list(db, one, true, &live, error));
	g_autofree char *all_ids = ids_of(all);
	g_autofree char *live_ids = ids_of(live);
	g_assert_cmpstr(all_ids, ==, " 1 2 3 4 5");
	g_assert_cmpstr(live_ids, ==, " 1 2");
	return true;
}

int main(int argc, char **argv)
{
	static const StoreCase cases[] = {
		{"a timer comes back as it went in", whole_timer},
		{"due timers run and come soonest first", due},
		{"live timers of a ticket are running or paused", of_ticket},
	};

	g_test_init(&argc, &argv, NULL);
	add_store_cases("/timer/", cases, G_N_ELEMENTS(cases));
	return g_test_run();
}
