/* mail_sendmail.c - what the sendmail program is given, and what its end means. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "mail/send.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char *mail = "Subject: x\r\n\r\n.dot\r\n..\r\nlast\r\n";

static bool send_mail(Transport *transport, const char *from, const char *to,
		      char **receipt, GError **error)
{
	g_autoptr(GBytes) raw = g_bytes_new_static(mail, strlen(mail));
	return transport->send(transport, from, to, raw, receipt, error);
}

typedef struct {
	char *dir, *program, *seen;
} Fixture;

/* A program that writes down its arguments and what it read, then does what is asked. */
static void fixture_set_up(Fixture *fixture, const char *ending)
{
	fixture->dir = g_dir_make_tmp("postdesk-XXXXXX", NULL);
	fixture->program = g_build_filename(fixture->dir, "sendmail", NULL);
	fixture->seen = g_build_filename(fixture->dir, "seen", NULL);
	g_autofree char *text = g_strdup_printf("#!/bin/sh\n"
						"{ printf '<%%s>\\n' \"$@\"; cat; } >%s\n"
						"%s\n",
						fixture->seen, ending);
	g_assert_true(g_file_set_contents(fixture->program, text, -1, NULL));
	chmod(fixture->program, 0700);
}

static void fixture_tear_down(Fixture *fixture)
{
	remove(fixture->program);
	remove(fixture->seen);
	remove(fixture->dir);
	g_free(fixture->dir);
	g_free(fixture->program);
	g_free(fixture->seen);
}

static const struct {
	const char *name, *from, *to, *ending;
	int code;	  /* -1: sent */
	const char *want; /* seen by the program, or the message */
} programs[] = {
	{"taken", "s@example.com", "ann@example.org", "exit 0", -1,
	 "<-i>\n<-f>\n<s@example.com>\n<-->\n<ann@example.org>\nSubject: "
	 "x\n\n.dot\n..\nlast\n"},
	{"null sender", "", "ann@example.org", "exit 0", -1, "<-f>\n<<>>\n<-->\n"},
	{"no shell", "", "${id}`id`|id&id@example.org", "exit 0", -1,
	 "<${id}`id`|id&id@example.org>\n"},
	{"no option", "-bs@example.com", "-bd@example.org", "exit 0", -1,
	 "<-bs@example.com>\n<-->\n<-bd@example.org>\n"},
	{"temporary failure", "", "ann@example.org", "echo queue full >&2; exit 75",
	 POSTDESK_BUSY, "sendmail: exit status 75: queue full"},
	{"unavailable", "", "ann@example.org", "exit 69", POSTDESK_BUSY,
	 "exit status 69"},
	{"no such user", "", "ann@example.org", "echo nobody; exit 67", POSTDESK_INVALID,
	 "exit status 67: nobody"},
	{"killed", "", "ann@example.org", "kill -9 $$", POSTDESK_BUSY, "exit status 75"},
};

static void test_sendmail(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(programs); i++) {
		g_test_message("%s", programs[i].name);
		Fixture fixture;
		fixture_set_up(&fixture, programs[i].ending);
		g_autofree char *url = g_strconcat("sendmail:", fixture.program, NULL);
		g_autoptr(Transport) transport = transport_open(url, NULL);
		g_assert_nonnull(transport);
		g_autoptr(GError) error = NULL;
		bool sent = send_mail(transport, programs[i].from, programs[i].to, NULL,
				      &error);
		g_autofree char *seen = NULL;
		if (programs[i].code < 0) {
			g_assert_no_error(error);
			g_assert_true(sent);
			g_file_get_contents(fixture.seen, &seen, NULL, NULL);
		} else {
			g_assert_error(error, POSTDESK_ERROR, programs[i].code);
			seen = g_strdup(error->message);
		}
		if (!strstr(seen, programs[i].want))
			g_error("%s: %s", programs[i].name, seen);
		fixture_tear_down(&fixture);
	}
}

static void test_urls(void)
{
	static const char *const bad[] = {"",
					  "smtp:",
					  "smtp://",
					  "http://x",
					  "sendmail:",
					  "sendmail:/no/such/program",
					  "sendmail:sendmail"};
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_null(transport_open(bad[i], &error));
		g_assert_error(error, POSTDESK_ERROR, POSTDESK_INVALID);
	}
	transport_close(NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sendmail/the program gets the mail", test_sendmail);
	g_test_add_func("/sendmail/an unknown way out is refused", test_urls);
	return g_test_run();
}
