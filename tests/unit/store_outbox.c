/* store_outbox.c - outgoing mail is claimed by one worker, kept and retried. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/store_outbox.h"

#include <pthread.h>

static char *ids_of(GPtrArray *rows)
{
	GString *ids = g_string_new(NULL);

	for (guint i = 0; i < rows->len; i++) {
		const Outgoing *row = g_ptr_array_index(rows, i);
		g_string_append_printf(ids, " %d", (int)row->id);
	}
	return g_string_free(ids, FALSE);
}

static char *claim(Db *db, gint64 now, gint64 lease_until, int limit)
{
	g_autoptr(GPtrArray) rows = NULL;

	g_assert_true(outbox_claim(db, now, lease_until, limit, &rows, NULL));
	return ids_of(rows);
}

static bool whole_row(Db *db, void *data, GError **error)
{
	g_autoptr(Outgoing) given = outgoing_new();
	g_autoptr(Outgoing) found = NULL;
	g_autoptr(Outgoing) loaded = NULL;
	g_autoptr(Outgoing) missing = NULL;

	given->kind = g_strdup("answer");
	given->automatic = true;
	given->sender = g_strdup("support+b@example.com");
	given->recipient = g_strdup("ann@example.org");
	given->message_id = g_strdup("1@example.com");
	given->subject = g_strdup("s");
	given->raw = g_bytes_new_static("a\0b", 3);
	given->state = OUTBOX_HELD;
	given->created_at = 1;
	given->next_at = 2;
	g_assert_true(outbox_insert(db, given, error));
	g_assert_true(outbox_find(db, "1@example.com", &found, error));
	g_assert_true(outbox_load(db, given->id, &loaded, error));
	g_assert_true(outbox_find(db, "2@example.com", &missing, error));

	g_assert_null(missing);
	g_assert_null(found->raw);
	g_assert_true(g_bytes_equal(loaded->raw, given->raw));
	g_assert_cmpint(found->id, ==, given->id);
	g_assert_cmpint(found->ticket, ==, 0);
	g_assert_cmpstr(found->kind, ==, "answer");
	g_assert_true(found->automatic);
	g_assert_cmpstr(found->sender, ==, given->sender);
	g_assert_cmpstr(found->recipient, ==, given->recipient);
	g_assert_cmpstr(found->subject, ==, "s");
	g_assert_cmpint(found->state, ==, OUTBOX_HELD);
	g_assert_cmpint(found->created_at, ==, 1);
	g_assert_cmpint(found->next_at, ==, 2);
	g_assert_null(found->receipt);
	return true;
}

static bool claims(Db *db, void *data, GError **error)
{
	const struct {
		gint64 now, lease_until;
		int limit;
		const char *want;
	} table[] = {
		{99, 200, 10, ""},	/* nothing is due */
		{100, 200, 1, " 1"},	/* the limit holds */
		{100, 200, 10, " 3"},	/* the first is leased, the second is later */
		{150, 250, 10, " 2"},	/* due now */
		{199, 300, 10, ""},	/* all leased */
		{200, 300, 10, " 1 3"}, /* two leases are over */
	};

	add(db, (Mail){.next_at = 100});
	add(db, (Mail){.next_at = 150});
	add(db, (Mail){.next_at = 100});
	add(db, (Mail){.next_at = 100, .state = OUTBOX_HELD});
	add(db, (Mail){.next_at = 100, .state = OUTBOX_SENT});
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autofree char *got =
			claim(db, table[i].now, table[i].lease_until, table[i].limit);
		g_assert_cmpstr(got, ==, table[i].want);
	}
	return true;
}

static bool clock_went_back(Db *db, void *data, GError **error)
{
	const gint64 year = 365 * 86400;

	add(db, (Mail){.created_at = year, .next_at = year});
	add(db, (Mail){.next_at = 100});
	add(db, (Mail){.created_at = 90, .next_at = 90 + 86400}); /* a survey */
	/* One written while mails were sent, which began at 100. */
	add(db, (Mail){.created_at = 101, .next_at = 101 + 86400});
	add(db, (Mail){.created_at = year, .next_at = year + 86400});
	g_autofree char *first = claim(db, 100, 200, 10);
	g_assert_cmpstr(first, ==, " 1 2 5");
	/* Tried again after a pause as usual, and not at once. */
	g_assert_true(outbox_set_retry(db, 1, 160, "451 later", error));
	g_assert_true(outbox_set_retry(db, 2, year + 60, "451 later", error));
	g_autofree char *second = claim(db, 110, 210, 10);
	g_assert_cmpstr(second, ==, " 2");
	g_autofree char *third = claim(db, 160, 260, 10);
	g_assert_cmpstr(third, ==, " 1");
	return true;
}

static gint64 next_of(Db *db)
{
	gint64 next_at;

	g_assert_true(outbox_next(db, &next_at, NULL));
	return next_at;
}

static bool life_of_a_row(Db *db, void *data, GError **error)
{
	g_autoptr(Outgoing) row = NULL;

	g_assert_cmpint(next_of(db), ==, G_MAXINT64);
	gint64 id = add(db, (Mail){.next_at = 100});
	g_assert_cmpint(next_of(db), ==, 100);
	g_free(claim(db, 100, 200, 10));
	g_assert_cmpint(next_of(db), ==, 200);
	g_assert_true(outbox_set_retry(db, id, 130, "451 later", error));
	g_assert_cmpint(next_of(db), ==, 130);
	g_free(claim(db, 130, 230, 10));
	g_assert_true(outbox_release(db, error));
	g_assert_cmpint(next_of(db), ==, 130);
	g_free(claim(db, 130, 230, 10));
	g_assert_true(outbox_set_sent(db, id, "250 ok", 140, error));
	g_assert_true(outbox_set_retry(db, id, 1, "late", error));
	g_assert_true(outbox_set_failed(db, id, "late", 150, error));
	g_assert_cmpint(next_of(db), ==, G_MAXINT64);

	g_assert_true(outbox_load(db, id, &row, error));
	g_assert_cmpint(row->state, ==, OUTBOX_SENT);
	g_assert_cmpint(row->attempts, ==, 3);
	g_assert_cmpint(row->sent_at, ==, 140);
	g_assert_cmpstr(row->receipt, ==, "250 ok");
	return true;
}

static bool lists(Db *db, void *data, GError **error)
{
	gint64 ticket = add_ticket(db, "ann@example.org", 0);
	const struct {
		unsigned states;
		gint64 ticket;
		int limit;
		const char *want;
	} table[] = {
		{0, 0, 0, " 1 2 3"},
		{0, 0, 2, " 1 2"},
		{1u << OUTBOX_QUEUED, 0, 10, " 1"},
		{1u << OUTBOX_HELD | 1u << OUTBOX_FAILED, 0, 10, " 2 3"},
		{0, ticket, 10, " 2"},
		{1u << OUTBOX_SENT, ticket, 10, ""},
	};

	add(db, (Mail){.state = OUTBOX_QUEUED});
	add(db, (Mail){.state = OUTBOX_HELD, .ticket = ticket});
	gint64 failed = add(db, (Mail){.state = OUTBOX_QUEUED});
	g_assert_true(outbox_set_failed(db, failed, "550 no", 9, error));
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autoptr(GPtrArray) rows = NULL;
		g_assert_true(outbox_list(db, table[i].states, table[i].ticket,
					  table[i].limit, &rows, error));
		g_autofree char *got = ids_of(rows);
		g_assert_cmpstr(got, ==, table[i].want);
	}
	return true;
}

/* --- two workers --- */

#define ROWS 200

typedef struct {
	Store *store;
	pthread_t thread;
	int seen[ROWS + 1];
	int last;
} Worker;

static bool add_rows(Db *db, void *data, GError **error)
{
	for (int i = 0; i < ROWS; i++)
		add(db, (Mail){.next_at = 100});
	return true;
}

static bool claim_three(Db *db, void *data, GError **error)
{
	Worker *self = data;
	g_autoptr(GPtrArray) rows = NULL;

	if (!outbox_claim(db, 100, 200, 3, &rows, error))
		return false;
	for (guint i = 0; i < rows->len; i++)
		self->seen[((Outgoing *)rows->pdata[i])->id]++;
	self->last = (int)rows->len;
	return true;
}

static void *work(void *data)
{
	Worker *self = data;

	do
		place_write(self->store, claim_three, self);
	while (self->last);
	return NULL;
}

static void two_workers(void)
{
	g_autoptr(Place) place = place_new();
	Worker workers[2] = {{.store = place_open(place)}, {.store = place_open(place)}};

	place_write(workers[0].store, add_rows, NULL);
	for (int i = 0; i < 2; i++)
		pthread_create(&workers[i].thread, NULL, work, &workers[i]);
	for (int i = 0; i < 2; i++) {
		pthread_join(workers[i].thread, NULL);
		store_close(workers[i].store);
	}
	for (int id = 1; id <= ROWS; id++)
		g_assert_cmpint(workers[0].seen[id] + workers[1].seen[id], ==, 1);
}

int main(int argc, char **argv)
{
	static const StoreCase cases[] = {
		{"a row comes back as it went in", whole_row},
		{"a claim takes what is due and not leased", claims},
		{"a clock that went back holds no mail for long", clock_went_back},
		{"a row is retried until it is sent and then never again", life_of_a_row},
		{"rows are listed by state and ticket", lists},
	};

	g_test_init(&argc, &argv, NULL);
	add_store_cases("/outbox/", cases, G_N_ELEMENTS(cases));
	g_test_add_func("/outbox/two workers never claim the same row", two_workers);
	return g_test_run();
}
