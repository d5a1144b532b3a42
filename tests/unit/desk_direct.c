/* desk_direct.c - a direct answer is edited before it is recorded, or neither. */
/* SPDX-License-Identifier: MIT */
#include "desk_place.h"

#include <sqlite3.h>

typedef struct {
	Place *place;
	gint64 ticket;
	bool may;	/* what the mail server says to the edits */
	guint asked;	/* how often */
	char *recorded; /* what stood on the ticket then */
} Server;

static bool list_records(Work *work, void *data, GError **error)
{
	PlaceText *out = data;
	g_autoptr(GPtrArray) records = NULL;

	if (!record_list(work->db, out->id, &records, error))
		return false;
	for (guint i = 0; i < records->len; i++) {
		const Record *record = records->pdata[i];
		g_string_append_printf(out->text, "%s%s", i ? " " : "",
				       record_kind_name(record->kind));
	}
	return true;
}

/* "in out": the kinds of a ticket's records. g_free. */
static char *records_of(Place *place, gint64 ticket)
{
	PlaceText out = {ticket, g_string_new(NULL)};

	place_run(place, MONDAY_9, list_records, &out);
	return g_string_free(out.text, FALSE);
}

static bool server_edit(const Verdict *verdict, void *data)
{
	Server *server = data;

	g_assert_nonnull(verdict->header_edits);
	g_assert_true(g_str_has_prefix(verdict->sender, "support+pd"));
	server->asked++;
	g_free(server->recorded);
	server->recorded = records_of(server->place, server->ticket);
	return server->may;
}

static Verdict *answer(Server *server)
{
	static const char text[] = "From: anna@example.com\r\nTo: ann@example.org\r\n"
				   "Subject: Re: Wrong invoice\r\n"
				   "Message-ID: <own@example.com>\r\n"
				   "In-Reply-To: <m1@example.org>\r\n\r\nOnce.\r\n";
	g_autoptr(GPtrArray) recipients = g_ptr_array_new();
	g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));
	Envelope envelope = {.door = DOOR_MILTER,
			     .sender = "anna@example.com",
			     .recipients = recipients,
			     .auth_user = "anna@example.com",
			     .edit = server_edit,
			     .edit_data = server};

	g_ptr_array_add(recipients, (char *)"<ann@example.org>");
	return desk_intake(server->place->desk, &envelope, raw, MONDAY_9 + HOUR);
}

static void test_edits_first(void)
{
	g_autoptr(Place) place = place_new(NULL);
	Server server = {.place = place, .may = false};

	server.ticket = place_ticket(place, MONDAY_9, (PlaceTicket){0});
	g_autoptr(Verdict) refused = answer(&server);
	g_autofree char *nothing = records_of(place, server.ticket);
	g_assert_cmpint(refused->kind, ==, VERDICT_LATER);
	g_assert_true(g_str_has_prefix(refused->reply, "451 "));
	g_assert_cmpstr(nothing, ==, "in");

	server.may = true;
	g_autoptr(Verdict) taken = answer(&server);
	g_autofree char *both = records_of(place, server.ticket);
	g_assert_cmpint(taken->kind, ==, VERDICT_KEEP);
	g_assert_cmpstr(server.recorded, ==, "in");
	g_assert_cmpstr(both, ==, "in out");

	/* After a lost 250 the mail comes again, unedited: once more,
	 * and recorded once. */
	g_autoptr(Verdict) again = answer(&server);
	g_autofree char *still = records_of(place, server.ticket);
	g_assert_true(again->repeated);
	g_assert_cmpuint(server.asked, ==, 3);
	g_assert_cmpstr(still, ==, "in out");
	g_free(server.recorded);
}

/* The store takes everything but one kind of row, whatever is done: for the content. */
static void refuse_rows(const Place *place, const char *table, const char *condition)
{
	sqlite3 *handle = NULL;
	g_autofree char *sql =
		g_strdup_printf("CREATE TRIGGER refusal BEFORE INSERT ON %s WHEN %s "
				"BEGIN SELECT zeroblob(2000000000); END",
				table, condition);

	g_assert_cmpint(sqlite3_open(store_path(place->desk->store), &handle), ==,
			SQLITE_OK);
	g_assert_cmpint(sqlite3_exec(handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
	sqlite3_close(handle);
}

static bool put_colleagues_answer(Work *work, void *data, GError **error)
{
	g_autoptr(Record) record = record_new();

	record->ticket = *(gint64 *)data;
	record->kind = RECORD_OUT;
	record->agent = g_strdup("boris");
	record->received_at = MONDAY_9 + HOUR - 60;
	record->text = g_strdup("Which card?");
	return record_insert(work->db, record, NULL, error);
}

static bool count_told(Work *work, void *data, GError **error)
{
	return outbox_count_kind(work->db, "collision", "anna@example.com", 0, 0, data,
				 error);
}

static void test_not_told(void)
{
	g_autoptr(Place) place = place_new(NULL);
	Server server = {.place = place, .may = true};

	server.ticket = place_ticket(place, MONDAY_9, (PlaceTicket){0});
	place_run(place, MONDAY_9, put_colleagues_answer, &server.ticket);
	refuse_rows(place, "outbox", "NEW.kind = 'collision'");
	g_autoptr(Verdict) taken = answer(&server);
	g_autofree char *records = records_of(place, server.ticket);
	g_assert_cmpint(taken->kind, ==, VERDICT_KEEP);
	g_assert_cmpuint(server.asked, ==, 1);
	g_assert_cmpstr(records, ==, "in out out");
	gint64 told;
	place_run(place, MONDAY_9, count_told, &told);
	g_assert_cmpint(told, ==, 0);
	g_free(server.recorded);
}

static void test_not_recorded(void)
{
	g_autoptr(Place) place = place_new(NULL);
	Server server = {.place = place, .may = true};

	server.ticket = place_ticket(place, MONDAY_9, (PlaceTicket){0});
	refuse_rows(place, "record", "NEW.kind = 'out'");
	g_autoptr(Verdict) taken = answer(&server);
	g_autofree char *records = records_of(place, server.ticket);
	g_assert_cmpint(taken->kind, ==, VERDICT_KEEP);
	g_assert_cmpuint(server.asked, ==, 1);
	g_assert_nonnull(strstr(taken->log, "not recorded"));
	g_assert_cmpstr(records, ==, "in");
	g_free(server.recorded);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/direct/edits come first", test_edits_first);
	g_test_add_func("/direct/a notice that cannot be stored keeps no answer",
			test_not_told);
	g_test_add_func("/direct/an answer that cannot be stored leaves all the same",
			test_not_recorded);
	return g_test_run();
}
