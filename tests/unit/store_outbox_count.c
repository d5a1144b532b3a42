/* store_outbox_count.c - counts of what people were sent, and of whom they are. */
/* SPDX-License-Identifier: MIT */
#include "store/record.h"
#include "tests/unit/store_outbox.h"

static bool budgets(Db *db, void *data, GError **error)
{
	gint64 one = add_ticket(db, "ann@example.org", 0);
	gint64 two = add_ticket(db, "bob@example.org", 5);
	const char *const ann = "ann@example.org", *const bob = "bob@example.org";
	gint64 count;

	add(db,
	    (Mail){.recipient = ann, .automatic = true, .ticket = one, .created_at = 10});
	add(db, (Mail){.recipient = ann, .automatic = true, .created_at = 20});
	add(db,
	    (Mail){.recipient = ann, .kind = "answer", .ticket = one, .created_at = 20});
	add(db,
	    (Mail){.recipient = bob, .automatic = true, .ticket = two, .created_at = 20});
	add(db, (Mail){.recipient = ann,
		       .automatic = true,
		       .state = OUTBOX_HELD,
		       .created_at = 20});

	g_assert_true(outbox_count_automatic(db, ann, 0, 10, &count, error));
	g_assert_cmpint(count, ==, 2);
	g_assert_true(outbox_count_automatic(db, ann, one, 10, &count, error));
	g_assert_cmpint(count, ==, 1);
	g_assert_true(outbox_count_automatic(db, ann, 0, 11, &count, error));
	g_assert_cmpint(count, ==, 1);
	g_assert_true(outbox_count_domain(db, "example.org", 10, &count, error));
	g_assert_cmpint(count, ==, 2);
	g_assert_true(outbox_count_domain(db, "example.com", 10, &count, error));
	g_assert_cmpint(count, ==, 0);
	g_assert_true(outbox_count_kind(db, "answer", ann, 0, 10, &count, error));
	g_assert_cmpint(count, ==, 1);
	g_assert_true(outbox_count_kind(db, "answer", ann, two, 10, &count, error));
	g_assert_cmpint(count, ==, 0);
	return true;
}

static bool extensions(Db *db, void *data, GError **error)
{
	gint64 count, newest;
	gint64 one = add_ticket(db, "ann@example.org", 5);
	gint64 two = add_ticket(db, "ann+x@example.org", 0);

	add_ticket(db, "anna@example.org", 0);
	add_ticket(db, "ann+x@example.net", 0);
	add(db, (Mail){.recipient = "ann+x@example.org",
		       .automatic = true,
		       .ticket = two,
		       .created_at = 20});
	add(db, (Mail){.recipient = "ann@example.org",
		       .automatic = true,
		       .ticket = one,
		       .created_at = 30});
	add(db,
	    (Mail){.recipient = "anna@example.org", .automatic = true, .created_at = 20});
	add(db, (Mail){.recipient = "ann+x@example.net",
		       .automatic = true,
		       .created_at = 20});
	g_assert_true(
		outbox_count_automatic(db, "ann@example.org", 0, 10, &count, error));
	g_assert_cmpint(count, ==, 2);
	g_assert_true(
		outbox_count_automatic(db, "ann+y@example.org", 0, 10, &count, error));
	g_assert_cmpint(count, ==, 2);
	g_assert_true(
		ticket_count_of(db, "ann+y@example.org", 0, &count, &newest, error));
	g_assert_cmpint(count, ==, 2);
	g_assert_cmpint(newest, ==, two);
	g_assert_true(outbox_count_known(db, "example.org", 21, &count, error));
	g_assert_cmpint(count, ==, 1);
	return true;
}

static bool answered(Db *db, void *data, GError **error)
{
	gint64 one = add_ticket(db, "ann@example.org", 0);
	g_autoptr(Record) first = record_new();
	g_autoptr(GPtrArray) list = NULL;

	first->ticket = one;
	first->kind = RECORD_IN;
	first->from_name = g_strdup("Ann");
	first->reply_text = g_strdup("It leaks.");
	g_assert_true(record_insert(db, first, NULL, error));
	add(db, (Mail){.recipient = "ann@example.org",
		       .automatic = true,
		       .ticket = one,
		       .created_at = 20});
	add(db, (Mail){.recipient = "ann@example.org",
		       .kind = "answer",
		       .ticket = one,
		       .created_at = 20});
	g_assert_true(outbox_answered(db, "example.org", 10, 5, &list, error));
	g_assert_cmpuint(list->len, ==, 1);
	const Answered *only = list->pdata[0];
	g_assert_cmpstr(only->recipient, ==, "ann@example.org");
	g_assert_cmpstr(only->name, ==, "Ann");
	g_assert_cmpstr(only->text, ==, "It leaks.");
	g_assert_cmpint(only->at, ==, 20);
	return true;
}

int main(int argc, char **argv)
{
	static const StoreCase cases[] = {
		{"automatic mail is counted per person, ticket and domain", budgets},
		{"an extension makes no other person", extensions},
		{"what was answered automatically is known with its words", answered},
	};

	g_test_init(&argc, &argv, NULL);
	add_store_cases("/outbox count/", cases, G_N_ELEMENTS(cases));
	return g_test_run();
}
