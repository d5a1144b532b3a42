/* mail_send.c - what a server says and does, and what the outbox is told. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "mail/send.h"

#include <gio/gio.h>
#include <string.h>

/* Rows leave out what they do not need. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

/* --- a server that follows a script --- */

typedef struct {
	const char *command; /* beginning of the client's line; "." is the end of the
				content */
	const char *reply;   /* sent back; "" closes the connection */
	int connection;	     /* which connection this is for, from 1; 0: each */
} Line;

typedef struct {
	const Line *script;
	GSocketListener *listener;
	guint16 port;
	GThread *thread;
	GString *heard; /* all commands, one per line */
	GString *content;
	int connections;
	GCancellable *stop;
} Server;

static const char *reply_for(const Server *server, const char *command)
{
	for (const Line *line = server->script; line && line->command; line++) {
		bool here = !line->connection || line->connection == server->connections;
		if (here && g_str_has_prefix(command, line->command))
			return line->reply;
	}
	if (g_str_has_prefix(command, "EHLO"))
		return "250-test\r\n250-SIZE 1000000\r\n250 SMTPUTF8\r\n";
	if (g_str_has_prefix(command, "DATA"))
		return "354 go on\r\n";
	if (g_str_has_prefix(command, "QUIT"))
		return "221 bye\r\n";
	return strcmp(command, ".") == 0 ? "250 2.0.0 Ok: queued as 4XyZ\r\n"
					 : "250 ok\r\n";
}

static bool answer(const Server *server, GOutputStream *out, const char *command)
{
	const char *reply = reply_for(server, command);
	return *reply &&
	       g_output_stream_write_all(out, reply, strlen(reply), NULL, NULL, NULL);
}

static void converse(Server *server, GSocketConnection *connection)
{
	g_autoptr(GDataInputStream) in = g_data_input_stream_new(
		g_io_stream_get_input_stream(G_IO_STREAM(connection)));
	GOutputStream *out = g_io_stream_get_output_stream(G_IO_STREAM(connection));
	g_data_input_stream_set_newline_type(in, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
	bool in_content = false;

	const char *greeting = reply_for(server, "(connect)");
	greeting = strcmp(greeting, "250 ok\r\n") == 0 ? "220 test\r\n" : greeting;
	if (!*greeting ||
	    !g_output_stream_write_all(out, greeting, strlen(greeting), NULL, NULL, NULL))
		return;
	for (;;) {
		g_autofree char *line =
			g_data_input_stream_read_line(in, NULL, server->stop, NULL);
		if (!line)
			return;
		bool is_end = in_content && strcmp(line, ".") == 0;
		g_string_append_printf(in_content && !is_end ? server->content
							     : server->heard,
				       "%s\n", line);
		if (in_content && !is_end)
			continue;
		in_content = false;
		if (!answer(server, out, line))
			return;
		in_content = g_str_has_prefix(line, "DATA") &&
			     g_str_has_prefix(reply_for(server, line), "354");
	}
}

static gpointer serve(gpointer data)
{
	Server *server = data;
	for (;;) {
		g_autoptr(GSocketConnection) connection = g_socket_listener_accept(
			server->listener, NULL, server->stop, NULL);
		if (!connection)
			return NULL;
		server->connections++;
		converse(server, connection);
		g_io_stream_close(G_IO_STREAM(connection), NULL, NULL);
	}
}

static Server *server_start(const Line *script)
{
	Server *server = g_new0(Server, 1);
	server->script = script;
	server->heard = g_string_new(NULL);
	server->content = g_string_new(NULL);
	server->stop = g_cancellable_new();
	server->listener = g_socket_listener_new();
	g_autoptr(GInetAddress) loopback = g_inet_address_new_from_string("127.0.0.1");
	g_autoptr(GSocketAddress) address = g_inet_socket_address_new(loopback, 0);
	g_autoptr(GSocketAddress) bound = NULL;
	g_assert_true(g_socket_listener_add_address(
		server->listener, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
		NULL, &bound, NULL));
	server->port = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(bound));
	server->thread = g_thread_new("server", serve, server);
	return server;
}

static void server_stop(Server *server)
{
	g_cancellable_cancel(server->stop);
	g_thread_join(server->thread);
	g_object_unref(server->listener);
	g_object_unref(server->stop);
	g_string_free(server->heard, TRUE);
	g_string_free(server->content, TRUE);
	g_free(server);
}

static Transport *transport_to(const Server *server)
{
	g_autofree char *url = g_strdup_printf("smtp://127.0.0.1:%d", server->port);
	g_autoptr(GError) error = NULL;
	Transport *transport = transport_open(url, &error);
	g_assert_no_error(error);
	return transport;
}

static const char *mail = "Subject: x\r\n\r\n.dot\r\n..\r\nlast\r\n";

static bool send_mail(Transport *transport, const char *from, const char *to,
		      char **receipt, GError **error)
{
	g_autoptr(GBytes) raw = g_bytes_new_static(mail, strlen(mail));
	return transport->send(transport, from, to, raw, receipt, error);
}

/* --- SMTP --- */

static void test_sent(void)
{
	Server *server = server_start(NULL);
	Transport *transport = transport_to(server);
	g_autofree char *receipt = NULL;
	g_autoptr(GError) error = NULL;
	g_assert_true(send_mail(transport, "support+b@example.com", "ann@example.org",
				&receipt, &error));
	g_assert_no_error(error);
	g_assert_cmpstr(receipt, ==, "250 2.0.0 Ok: queued as 4XyZ");
	transport_close(transport);
	g_assert_nonnull(
		strstr(server->heard->str, "MAIL FROM:<support+b@example.com> SIZE="));
	g_assert_nonnull(strstr(server->heard->str, "RCPT TO:<ann@example.org>\n"));
	g_assert_cmpstr(server->content->str, ==, "Subject: x\n\n..dot\n...\nlast\n");
	server_stop(server);
}

static void test_null_sender(void)
{
	Server *server = server_start(NULL);
	Transport *transport = transport_to(server);
	g_assert_true(send_mail(transport, "", "ann@example.org", NULL, NULL));
	transport_close(transport);
	g_assert_nonnull(strstr(server->heard->str, "\nMAIL FROM:<> "));
	server_stop(server);
}

static void test_one_connection(void)
{
	Server *server = server_start(NULL);
	Transport *transport = transport_to(server);
	for (int i = 0; i < 20; i++)
		g_assert_true(send_mail(transport, "", "ann@example.org", NULL, NULL));
	transport_close(transport);
	g_assert_cmpint(server->connections, ==, 1);
	server_stop(server);
}

static void test_international(void)
{
	Server *server = server_start(NULL);
	Transport *transport = transport_to(server);
	g_assert_true(send_mail(transport, "", "άννα@example.org", NULL, NULL));
	transport_close(transport);
	g_assert_nonnull(strstr(server->heard->str, "RCPT TO:<άννα@example.org>"));
	g_assert_nonnull(strstr(server->heard->str, "SMTPUTF8"));
	server_stop(server);
}

static const struct {
	const char *name;
	Line script[3];
	int code;
	const char *text; /* in the message */
} refusals[] = {
	{"unknown recipient",
	 {{"RCPT", "550 5.1.1 no such user\r\n"}},
	 POSTDESK_INVALID,
	 "550 5.1.1 no such user"},
	{"several lines",
	 {{"RCPT", "550-5.7.1 we do not\r\n550-5.7.1 want\r\n550 5.7.1 this\r\n"}},
	 POSTDESK_INVALID,
	 "550 5.7.1 we do not 5.7.1 want 5.7.1 this"},
	{"greylisting",
	 {{"RCPT", "450 4.2.0 try again\r\n"}},
	 POSTDESK_BUSY,
	 "450 4.2.0 try"},
	{"sender refused",
	 {{"MAIL", "553 5.1.8 bad sender\r\n"}},
	 POSTDESK_INVALID,
	 "553"},
	{"sender later",
	 {{"MAIL", "452 4.3.1 full\r\n"}},
	 POSTDESK_BUSY,
	 "452 4.3.1 full"},
	{"no content wanted",
	 {{"DATA", "554 5.5.1 no\r\n"}},
	 POSTDESK_INVALID,
	 "554 5.5.1 no"},
	{"content refused",
	 {{".", "554 5.7.1 spam\r\n"}},
	 POSTDESK_INVALID,
	 "554 5.7.1 spam"},
	{"content later",
	 {{".", "451 4.3.0 queue\r\n"}},
	 POSTDESK_BUSY,
	 "451 4.3.0 queue"},
	{"lost after the content", {{".", ""}}, POSTDESK_BUSY, "smtp://127.0.0.1"},
	{"lost at the recipient", {{"RCPT", ""}}, POSTDESK_BUSY, "smtp://127.0.0.1"},
	{"lost at once", {{"(connect)", ""}}, POSTDESK_BUSY, "smtp://127.0.0.1"},
	{"greeted with a refusal",
	 {{"(connect)", "554 go away\r\n"}},
	 POSTDESK_BUSY,
	 "554"},
	{"greeted with nonsense", {{"(connect)", "hello\r\n"}}, POSTDESK_BUSY, "smtp://"},
	{"wants a login",
	 {{"MAIL", "530 5.7.0 login\r\n"}},
	 POSTDESK_BUSY,
	 "530 5.7.0 login"},
};

static void test_refusals(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(refusals); i++) {
		g_test_message("%s", refusals[i].name);
		Server *server = server_start(refusals[i].script);
		Transport *transport = transport_to(server);
		g_autoptr(GError) error = NULL;
		g_autofree char *receipt = NULL;
		g_assert_false(send_mail(transport, "a@example.com", "ann@example.org",
					 &receipt, &error));
		g_assert_error(error, POSTDESK_ERROR, refusals[i].code);
		if (!strstr(error->message, refusals[i].text))
			g_error("%s: %s", refusals[i].name, error->message);
		g_assert_null(receipt);
		transport_close(transport);
		server_stop(server);
	}
}

/* The first connection refuses each recipient, then the same transport goes on. */
static void test_goes_on(void)
{
	const Line script[] = {{"RCPT TO:<bad", "550 no\r\n"}, {NULL}};
	Server *server = server_start(script);
	Transport *transport = transport_to(server);
	g_assert_false(send_mail(transport, "", "bad@example.org", NULL, NULL));
	g_assert_true(send_mail(transport, "", "ann@example.org", NULL, NULL));
	g_assert_false(send_mail(transport, "", "bad@example.org", NULL, NULL));
	g_assert_true(send_mail(transport, "", "ann@example.org", NULL, NULL));
	transport_close(transport);
	server_stop(server);
}

/* Servers close idle connections: the second mail meets one that is gone. */
static void test_idle_connection(void)
{
	const Line script[] = {{"MAIL FROM:<second", "421 4.4.2 idle too long\r\n", 1},
			       {NULL}};
	Server *server = server_start(script);
	Transport *transport = transport_to(server);
	g_autoptr(GError) error = NULL;
	g_assert_true(
		send_mail(transport, "first@example.com", "ann@example.org", NULL, NULL));
	g_assert_true(send_mail(transport, "second@example.com", "ann@example.org", NULL,
				&error));
	g_assert_no_error(error);
	transport_close(transport);
	g_assert_cmpint(server->connections, ==, 2);
	server_stop(server);
}

static void test_dropped_connection(void)
{
	const Line script[] = {{"MAIL FROM:<second", "", 1}, {NULL}};
	Server *server = server_start(script);
	Transport *transport = transport_to(server);
	g_autoptr(GError) error = NULL;
	g_assert_true(
		send_mail(transport, "first@example.com", "ann@example.org", NULL, NULL));
	g_assert_true(send_mail(transport, "second@example.com", "ann@example.org", NULL,
				&error));
	g_assert_no_error(error);
	transport_close(transport);
	server_stop(server);
}

/* After the content the server may have the mail: once more could be twice. */
static void test_not_twice(void)
{
	const Line script[] = {{".", "", 1}, {NULL}};
	Server *server = server_start(script);
	Transport *transport = transport_to(server);
	g_autoptr(GError) error = NULL;
	g_assert_false(send_mail(transport, "", "ann@example.org", NULL, &error));
	g_assert_error(error, POSTDESK_ERROR, POSTDESK_BUSY);
	transport_close(transport);
	g_assert_cmpint(server->connections, ==, 1);
	server_stop(server);
}

static void test_nobody_there(void)
{
	Server *server = server_start(NULL);
	Transport *transport = transport_to(server);
	server_stop(server);
	g_autoptr(GError) error = NULL;
	g_assert_false(send_mail(transport, "", "ann@example.org", NULL, &error));
	g_assert_error(error, POSTDESK_ERROR, POSTDESK_BUSY);
	transport_close(transport);
}

static void test_bad_envelopes(void)
{
	static const struct {
		const char *from, *to;
	} rows[] = {
		{"", ""},
		{"", "ann@example.org>\r\nDATA"},
		{"", "ann@example.org\nRSET"},
		{"a@example.com> SIZE=1", "ann@example.org"},
		{"a b@example.com", "ann@example.org"},
		{"", "ann@example.org <eve@example.net>"},
		{"\xff@example.com", "ann@example.org"},
		{"", "ann,root@example.org"},
		{"", "staff:ann@example.org;"},
		{"", "\"ann\"@example.org,root@example.org"},
		{"", "ann@example.org,root"},
		{"", "ann"},
	};
	Server *server = server_start(NULL);
	Transport *transport = transport_to(server);
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_false(
			send_mail(transport, rows[i].from, rows[i].to, NULL, &error));
		g_assert_error(error, POSTDESK_ERROR, POSTDESK_INVALID);
	}
	transport_close(transport);
	g_assert_cmpint(server->connections, ==, 0);
	server_stop(server);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/send/a mail is taken and its receipt is kept", test_sent);
	g_test_add_func("/send/the null sender is MAIL FROM:<>", test_null_sender);
	g_test_add_func("/send/many mails share one connection", test_one_connection);
	g_test_add_func("/send/a recipient may be international", test_international);
	g_test_add_func("/send/a refusal is final or not", test_refusals);
	g_test_add_func("/send/a refused mail does not stop the next", test_goes_on);
	g_test_add_func("/send/an idle connection is replaced", test_idle_connection);
	g_test_add_func("/send/a dropped connection is replaced",
			test_dropped_connection);
	g_test_add_func("/send/what the server may have is not sent again",
			test_not_twice);
	g_test_add_func("/send/nobody listens", test_nobody_there);
	g_test_add_func("/send/an envelope cannot hold a command", test_bad_envelopes);
	return g_test_run();
}
