/* desk_deliver.c - the outbox is sent once, again when it must be, never in a loop. */
/* SPDX-License-Identifier: MIT */
#include "desk/deliver.h"
#include "desk_place.h"
#include "mail/error.h"

/* A mail server that answers as it is told, and remembers. */
typedef struct {
	Transport transport;
	const char *refuse; /* recipients that hold this are refused; NULL: none */
	bool for_ever;	    /* 5xx, else 4xx */
	GString *log;	    /* "recipient subject; …" of what was taken */
	int calls;
	Place *loses_store; /* its store's file is away after the first mail; NULL */
} Server;

static void store_move(const Place *place, const char *from, const char *to)
{
	g_autofree char *source = g_build_filename(place->folder, from, NULL);
	g_autofree char *target = g_build_filename(place->folder, to, NULL);

	g_assert_cmpint(g_rename(source, target), ==, 0);
}

static bool server_send(Transport *transport, const char *sender, const char *recipient,
			GBytes *raw, char **receipt, GError **error)
{
	Server *server = (Server *)transport;

	server->calls++;
	g_assert_nonnull(raw);
	if (server->refuse && strstr(recipient, server->refuse)) {
		g_set_error(error, POSTDESK_ERROR,
			    server->for_ever ? POSTDESK_INVALID : POSTDESK_BUSY, "%s",
			    server->for_ever ? "550 5.1.1 no such user"
					     : "451 4.7.1 later");
		return false;
	}
	g_string_append_printf(server->log, "%s; ", recipient);
	if (server->loses_store)
		store_move(server->loses_store, "desk.db", "away.db");
	*receipt = g_strdup("250 2.0.0 Ok");
	return true;
}

static void server_init(Server *server)
{
	*server = (Server){.transport = {.send = server_send}, .log = g_string_new(NULL)};
}

static void server_clear(Server *server)
{
	g_string_free(server->log, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Server, server_clear)

typedef struct {
	const char *kind, *recipient;
	gint64 ticket;
	int count;
} Put;

static bool put(Work *work, void *data, GError **error)
{
	const Put *it = data;

	for (int i = 0; i < MAX(it->count, 1); i++) {
		g_autoptr(Outgoing) row = outgoing_new();
		row->kind = g_strdup(it->kind);
		row->ticket = it->ticket;
		row->sender = g_strdup("");
		row->recipient = it->count ? g_strdup_printf("p%d@example.org", i)
					   : g_strdup(it->recipient);
		row->message_id = g_strdup_printf("%s%d.%s@example.com", it->kind, i,
						  it->recipient);
		row->subject = g_strdup("Re: Wrong invoice");
		row->raw = g_bytes_new_static("Subject: x\r\n\r\nx\r\n", 17);
		row->created_at = row->next_at = work->now;
		if (!outbox_insert(work->db, row, error))
			return false;
	}
	return true;
}

static int deliver(Place *place, gint64 now)
{
	GError *error = NULL;
	int sent;

	g_assert_true(deliver_outbox(place->desk, now, &sent, &error));
	g_assert_no_error(error);
	return sent;
}

static void test_once(void)
{
	g_auto(Server) server;
	server_init(&server);
	g_autoptr(Place) place = place_new(&server.transport);
	Put mail = {"answer", "ann@example.org", 0, 0};

	place_run(place, MONDAY_9, put, &mail);
	g_assert_cmpint(deliver(place, MONDAY_9), ==, 1);
	g_assert_cmpint(deliver(place, MONDAY_9 + 10 * HOUR), ==, 0);
	g_assert_cmpstr(server.log->str, ==, "ann@example.org; ");
}

static void test_many(void)
{
	g_auto(Server) server;
	server_init(&server);
	g_autoptr(Place) place = place_new(&server.transport);
	Put mail = {"answer", "x", 0, 100};

	place_run(place, MONDAY_9, put, &mail);
	g_assert_cmpint(deliver(place, MONDAY_9), ==, 100);
	g_assert_cmpint(server.calls, ==, 100);
	g_assert_true(
		g_str_has_prefix(server.log->str, "p0@example.org; p1@example.org; "));
}

static void test_retry(void)
{
	static const gint64 waits_s[] = {60, 300, 900, 3600, 4 * HOUR, 4 * HOUR};
	g_auto(Server) server;
	server_init(&server);
	g_autoptr(Place) place = place_new(&server.transport);
	Put mail = {"answer", "ann@example.org", 0, 0};
	gint64 now = MONDAY_9;

	server.refuse = "ann";
	place_run(place, now, put, &mail);
	deliver(place, now);
	for (gsize i = 0; i < G_N_ELEMENTS(waits_s); i++) {
		g_assert_cmpint(server.calls, ==, i + 1);
		deliver(place, now + waits_s[i] - 1);
		g_assert_cmpint(server.calls, ==, i + 1);
		now += waits_s[i];
		deliver(place, now);
	}
	server.refuse = NULL;
	g_assert_cmpint(deliver(place, now + 4 * HOUR), ==, 1);
}

static void test_down(void)
{
	g_auto(Server) server;
	server_init(&server);
	g_autoptr(Place) place = place_new(&server.transport);
	Put mail = {"answer", "x", 0, 40};

	server.refuse = "@";
	place_run(place, MONDAY_9, put, &mail);
	deliver(place, MONDAY_9);
	g_assert_cmpint(server.calls, ==, 3);
	server.refuse = NULL;
	g_assert_cmpint(deliver(place, MONDAY_9 + 600), ==, 40);
}

/* Brings the store back when the desk has found that it is gone. */
static void *bring_back(void *data)
{
	Place *place = data;

	while (store_is_well(place->desk->store))
		g_thread_yield();
	store_move(place, "away.db", "desk.db");
	return NULL;
}

/* What is sent and cannot be recorded is not sent again:
 * the worker waits for the store. */
static void test_unrecorded(void)
{
	g_auto(Server) server;
	server_init(&server);
	g_autoptr(Place) place = place_new(&server.transport);
	Put mail = {"answer", "ann@example.org", 0, 0};

	place_run(place, MONDAY_9, put, &mail);
	server.loses_store = place;
	GThread *other = g_thread_new("other", bring_back, place);
	g_assert_cmpint(deliver(place, MONDAY_9), ==, 1);
	g_thread_join(other);
	server.loses_store = NULL;
	place_restart(place, &server.transport);
	g_assert_cmpint(deliver(place, MONDAY_9 + 10 * HOUR), ==, 0);
	g_assert_cmpstr(server.log->str, ==, "ann@example.org; ");
}

static bool claim(Work *work, void *data, GError **error)
{
	g_autoptr(GPtrArray) rows = NULL;

	return outbox_claim(work->db, work->now, work->now + HOUR, 8, &rows, error);
}

/* Killed after the claim: the rows go out after the next start, not before. */
static void test_kill(void)
{
	g_auto(Server) server;
	server_init(&server);
	g_autoptr(Place) place = place_new(&server.transport);
	Put mail = {"answer", "x", 0, 10};

	place_run(place, MONDAY_9, put, &mail);
	place_run(place, MONDAY_9, claim, NULL);
	g_assert_cmpint(deliver(place, MONDAY_9), ==, 2);
	place_restart(place, &server.transport);
	g_assert_cmpint(deliver(place, MONDAY_9), ==, 8);
	g_assert_cmpint(deliver(place, MONDAY_9 + 2 * HOUR), ==, 0);
}

static bool set_waiting(Work *work, void *data, GError **error)
{
	gint64 *id = data;
	g_autoptr(Ticket) ticket = NULL;

	return ticket_load(work->db, *id, &ticket, error) &&
	       work_set_state(work, ticket, TICKET_WAITING, error);
}

static bool check_failed(Work *work, void *data, GError **error)
{
	gint64 *id = data;
	g_autoptr(Ticket) ticket = NULL;
	g_autoptr(GPtrArray) records = NULL;

	if (!ticket_load(work->db, *id, &ticket, error) ||
	    !record_list(work->db, *id, &records, error))
		return false;
	const Record *note = records->pdata[records->len - 1];
	g_assert_cmpint(ticket->state, ==, TICKET_OPEN);
	g_assert_cmpint(note->kind, ==, RECORD_NOTE);
	g_assert_cmpstr(
		note->text, ==,
		"The mail to ann@example.org could not be sent: 550 5.1.1 no such user");
	return true;
}

static void test_failed(void)
{
	g_auto(Server) server;
	server_init(&server);
	g_autoptr(Place) place = place_new(&server.transport);
	gint64 id = place_ticket(place, MONDAY_9, (PlaceTicket){.agent = "anna"});
	Put mail = {"answer", "ann@example.org", id, 0};

	server.refuse = "ann@";
	server.for_ever = true;
	place_run(place, MONDAY_9, set_waiting, &id);
	place_run(place, MONDAY_9, put, &mail);
	deliver(place, MONDAY_9);
	place_run(place, MONDAY_9, check_failed, &id);
	g_assert_cmpstr(server.log->str, ==, "anna@example.com; ");
}

/* A notice that cannot be sent is told to the lead, once;
 * that report failing, to nobody. */
static void test_failed_notice(void)
{
	g_auto(Server) server;
	server_init(&server);
	g_autoptr(Place) place = place_new(&server.transport);
	gint64 id = place_ticket(place, MONDAY_9, (PlaceTicket){.agent = "anna"});
	Put mail = {"notice", "anna@example.com", id, 0};

	server.refuse = "@example.com";
	server.for_ever = true;
	place_run(place, MONDAY_9, put, &mail);
	for (int i = 0; i < 5; i++)
		deliver(place, MONDAY_9 + i * HOUR);
	g_autofree char *mails = place_mails(place, id);
	g_assert_cmpstr(mails, ==, "notice anna@example.com; failed lee@example.com");
	g_assert_cmpint(server.calls, ==, 2);
}

static void test_give_up(void)
{
	g_auto(Server) server;
	server_init(&server);
	g_autoptr(Place) place = place_new(&server.transport);
	gint64 id = place_ticket(place, MONDAY_9, (PlaceTicket){.agent = "anna"});
	Put mail = {"answer", "ann@example.org", id, 0};

	server.refuse = "ann@";
	place_run(place, MONDAY_9, put, &mail);
	for (int i = 0; i < 6 * 24; i++)
		deliver(place, MONDAY_9 + i * HOUR);
	g_autofree char *mails = place_mails(place, id);
	g_assert_cmpstr(mails, ==, "answer ann@example.org; failed anna@example.com");
	g_assert_cmpstr(server.log->str, ==, "anna@example.com; ");
}

static void test_no_transport(void)
{
	g_autoptr(Place) place = place_new(NULL);
	Put mail = {"answer", "ann@example.org", 0, 0};

	place_run(place, MONDAY_9, put, &mail);
	g_assert_cmpint(deliver(place, MONDAY_9), ==, 0);
	g_assert_cmpint(desk_tick(place->desk, MONDAY_9), >, MONDAY_9 + 30 * 86400);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/deliver/a mail is sent once", test_once);
	g_test_add_func("/deliver/many mails are sent once each, in order", test_many);
	g_test_add_func("/deliver/a temporary failure is tried again, ever more slowly",
			test_retry);
	g_test_add_func("/deliver/a server that takes nothing is left in peace",
			test_down);
	g_test_add_func(
		"/deliver/what was sent while the store is away is not sent again",
		test_unrecorded);
	g_test_add_func("/deliver/a kill repeats only what was in flight", test_kill);
	g_test_add_func("/deliver/a permanent failure stands on the ticket and is told",
			test_failed);
	g_test_add_func("/deliver/a notice that fails is told to the lead once",
			test_failed_notice);
	g_test_add_func("/deliver/after five days a mail is given up", test_give_up);
	g_test_add_func("/deliver/without a transport nothing is sent",
			test_no_transport);
	return g_test_run();
}
