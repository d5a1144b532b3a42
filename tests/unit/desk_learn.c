/* desk_learn.c - the desk learns by night, from what people called tickets. */
/* SPDX-License-Identifier: MIT */
#include "desk/learn.h"
#include "desk/nightly.h"
#include "desk_place.h"
#include "store/event.h"
#include "store/people.h"

#define NIGHT  (MONDAY_9 + 20 * HOUR) /* Tuesday, 03:00 UTC */
#define ENOUGH 24

/* What a ticket says and who called it what. */
typedef struct {
	int number;
	const char *who;
} Said;

static bool is_refund(int number)
{
	return number % 2;
}

static bool write_record(Work *work, gint64 ticket, int number, GError **error)
{
	g_autoptr(Record) record = record_new();

	record->ticket = ticket;
	record->subject = g_strdup("Question");
	record->reply_text = g_strdup_printf(
		"%s %d",
		is_refund(number) ? "refund my money for order" : "where is the parcel",
		number);
	record->text = g_strdup(record->reply_text);
	record->received_at = MONDAY_9;
	record->raw = g_bytes_new_static("raw", 3);
	return record_insert(work->db, record, NULL, error);
}

static bool write_ticket(Work *work, void *data, GError **error)
{
	const Said *said = data;
	g_autoptr(Ticket) ticket = ticket_new();

	ticket->queue = g_strdup("support");
	ticket->category = g_strdup("unclassified");
	ticket->priority = g_strdup("normal");
	ticket->subject = g_strdup("Question");
	ticket->created_at = ticket->updated_at = MONDAY_9;
	return people_intern(work->db, "ann@example.org", "Ann", "en", MONDAY_9,
			     &ticket->customer, error) &&
	       ticket_insert(work->db, ticket, error) &&
	       write_record(work, ticket->id, said->number, error) &&
	       event_add(work->db, ticket->id, MONDAY_9, said->who, "category",
			 "unclassified",
			 is_refund(said->number) ? "billing.refund" : "shipping.lost", 0,
			 error);
}

static void write_tickets(Place *place, int count, const char *who)
{
	for (int i = 0; i < count; i++) {
		Said said = {i, who};
		place_run(place, MONDAY_9, write_ticket, &said);
	}
}

/* What the desk knows after this moment; NULL: nothing. */
static Model *known_after(Place *place, gint64 now)
{
	desk_tick(place->desk, now);
	nightly_wait(place->desk);
	desk_tick(place->desk, now + 1);
	return learned_model(place->setup->learned);
}

static void test_night(void)
{
	g_autoptr(Place) place = place_new(NULL);

	write_tickets(place, ENOUGH, "agent anna");
	g_assert_null(known_after(place, MONDAY_9));
	g_autoptr(Model) model = known_after(place, NIGHT);
	g_assert_nonnull(model);
	g_assert_cmpuint(model_record(model).texts, ==, ENOUGH);
	g_autoptr(GArray) guesses =
		model_guess(model, "Question", "my money back, a refund");
	g_assert_cmpstr(g_array_index(guesses, Guess, 0).label, ==, "billing.refund");
}

static void test_nothing_new(void)
{
	g_autoptr(Place) place = place_new(NULL);

	write_tickets(place, ENOUGH, "admin root");
	g_autoptr(Model) first = known_after(place, NIGHT);
	g_autoptr(Model) same_night = known_after(place, NIGHT + HOUR);
	g_autoptr(Model) next_night = known_after(place, NIGHT + 24 * HOUR);
	g_assert_nonnull(first);
	g_assert_true(first == same_night && first == next_night);
}

static void test_too_few(void)
{
	g_autoptr(Place) place = place_new(NULL);

	write_tickets(place, 6, "agent anna");
	g_assert_null(known_after(place, NIGHT));
}

/* What rules or the model said themselves is no lesson. */
static void test_own_words(void)
{
	g_autoptr(Place) place = place_new(NULL);

	write_tickets(place, ENOUGH, "postdesk");
	g_assert_null(known_after(place, NIGHT));
}

/* The last word of a person counts, once per ticket. */
static void test_last_word(void)
{
	g_autoptr(Place) place = place_new(NULL);
	g_autoptr(Lessons) lessons = lessons_new();
	const Actor boss = {ACTOR_ADMIN, "root"};
	const char *const other[] = {"shipping.quick", NULL};
	g_autoptr(GError) error = NULL;
	g_autofree char *said = NULL;

	write_tickets(place, 1, "agent anna");
	desk_verb(place->desk, &boss, 1, "category", other, NULL, MONDAY_9 + HOUR, &said,
		  &error);
	g_assert_no_error(error);
	g_assert_true(desk_lessons(place->desk, lessons, &error));
	g_assert_cmpuint(lessons->lessons->len, ==, 1);
	g_assert_cmpstr(lessons->labels->pdata[0], ==, "shipping.quick");
	const Lesson *lesson = lessons->lessons->pdata[0];
	g_assert_cmpint(lesson->ticket, ==, 1);
	g_assert_cmpstr(lesson->text, ==, "where is the parcel 0");
}

/* A desk that is closed while it learns does not wait for the end of it. */
static void test_close(void)
{
	g_autoptr(Place) place = place_new(NULL);

	write_tickets(place, ENOUGH, "agent anna");
	desk_tick(place->desk, NIGHT);
}

int main(int argc, char **argv)
{
	g_setenv("TZ", "UTC", TRUE);
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/learn/the desk learns at night", test_night);
	g_test_add_func("/learn/a night without news changes nothing", test_nothing_new);
	g_test_add_func("/learn/a few tickets teach nothing", test_too_few);
	g_test_add_func("/learn/the desk does not learn from itself", test_own_words);
	g_test_add_func("/learn/the last word of a person counts", test_last_word);
	g_test_add_func("/learn/a desk can be closed while it learns", test_close);
	return g_test_run();
}
