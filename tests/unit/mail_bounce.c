/* mail_bounce.c - delivery reports, by RFC 3464 and in words. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/mail_parsed.h"

#define DAEMON                                                                           \
	"Return-Path: <>\nFrom: Mail Delivery System <mailer-daemon@example.com>\nTo: "  \
	"desk@example.com\n"
#define REPORT(status)                                                                   \
	DAEMON "Subject: Undelivered Mail Returned to Sender\n"                          \
	       "Content-Type: multipart/report; report-type=delivery-status; "           \
	       "boundary=b\n\n"                                                          \
	       "--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n"           \
	       "Reporting-MTA: dns; mx.example.com\n\n" status                           \
	       "\n--b\nContent-Type: message/rfc822\n\nFrom: Desk <desk@example.com>\n"  \
	       "Message-ID: <t.5@example.com>\n\nHi\n--b--\n"

static const struct {
	const char *name, *given;
	bool is, hard, delay;
	const char *status, *recipient, *message_id;
} cases[] = {
	{"a failure",
	 REPORT("Final-Recipient: rfc822; gone@example.net\nAction: failed\nStatus: "
		"5.1.1\n"),
	 true, true, false, "5.1.1", "gone@example.net", "t.5@example.com"},
	{"a transient failure",
	 REPORT("Final-Recipient: rfc822; full@example.net\nAction: failed\nStatus: "
		"4.2.2\n"),
	 true, false, false, "4.2.2", "full@example.net", "t.5@example.com"},
	{"a delay",
	 REPORT("Final-Recipient: rfc822; slow@example.net\nAction: delayed\nStatus: "
		"4.4.1\n"),
	 true, false, true, "4.4.1", "slow@example.net", "t.5@example.com"},
	{"a delivery",
	 REPORT("Final-Recipient: rfc822; ann@example.net\nAction: delivered\nStatus: "
		"2.0.0\n"),
	 false, false, false, "", "", ""},
	{"a mail handed on",
	 REPORT("Final-Recipient: rfc822; ann@example.net\nAction: relayed\nStatus: "
		"2.0.0\n"),
	 false, false, false, "", "", ""},
	{"a list that took it",
	 REPORT("Final-Recipient: rfc822; list@example.net\nAction: expanded\nStatus: "
		"2.0.0\n"),
	 false, false, false, "", "", ""},
	{"a failure behind a delivery",
	 REPORT("Final-Recipient: rfc822; a@example.net\nAction: delivered\nStatus: "
		"2.0.0\n\n"
		"Final-Recipient: rfc822; b@example.net\nAction: failed\nStatus: "
		"5.2.1\n"),
	 true, true, false, "5.2.1", "b@example.net", "t.5@example.com"},
	{"a vague status with clear words",
	 REPORT("Final-Recipient: rfc822; gone@example.net\nAction: failed\nStatus: "
		"5.0.0\nDiagnostic-Code: smtp; 550 5.7.1 refused\n"),
	 true, true, false, "5.7.1", "gone@example.net", "t.5@example.com"},
	{"words of a server",
	 DAEMON
	 "Subject: Mail delivery failed: returning message to sender\n\n"
	 "A message that you sent could not be delivered to all of its recipients.\n\n"
	 "  gone@example.net\n    host mx.example.net [192.0.2.1]: 550 5.1.1 "
	 "<gone@example.net>: User unknown\n\n"
	 "------ This is a copy of the message ------\n\nFrom: "
	 "desk@example.com\nMessage-ID: <t.6@example.com>\nSubject: Hi\n\nHi\n",
	 true, true, false, "5.1.1", "gone@example.net", "t.6@example.com"},
	{"words of a delay",
	 DAEMON "Subject: Warning: message delayed 24 hours\n\nYour message to "
		"<slow@example.net> has not yet been delivered.\n"
		"You do not need to resend it.\n",
	 true, false, true, "", "slow@example.net", ""},
	{"words in Russian",
	 DAEMON
	 "Subject: Ваше сообщение не доставлено\nContent-Type: text/plain; "
	 "charset=utf-8\n\n"
	 "Письмо не может быть доставлено:\n\ngone@example.net\n550 5.1.1 no such user\n",
	 true, true, false, "5.1.1", "gone@example.net", ""},
	{"a failed recipient in the header",
	 DAEMON "Subject: Delivery Status Notification (Failure)\nX-Failed-Recipients: "
		"gone@example.net\n\n"
		"Delivery to the following recipient failed permanently.\n",
	 true, true, false, "", "gone@example.net", ""},
	{"a person who forwards a report",
	 "From: ann@example.org\nSubject: Fwd: Mail delivery failed\n\nI got this:\n> "
	 "550 5.1.1 user unknown\n",
	 false, false, false, "", "", ""},
	{"a person who complains",
	 "From: ann@example.org\nSubject: My parcel was not delivered\n\nIt could not be "
	 "delivered to me, user unknown.\n",
	 false, false, false, "", "", ""},
	{"an absence",
	 "Return-Path: <>\nFrom: ann@example.org\nSubject: Automatic reply: Hi\n\nI am "
	 "away.\n",
	 false, false, false, "", "", ""},
	{"a filter that refuses in the form of a receipt",
	 "Return-Path: <>\nFrom: Postmaster <postmaster@example.net>\nSubject: "
	 "Rejected: Hi\nAuto-Submitted: auto-replied (rejected)\nContent-Type: "
	 "multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\n"
	 "I want no mail from you.\n--b\nContent-Type: "
	 "message/disposition-notification\n\nFinal-Recipient: rfc822; "
	 "gone@example.net\nOriginal-Message-ID: <t.7@example.com>\nDisposition: "
	 "automatic-action/MDN-sent-automatically; deleted\n--b--\n",
	 true, true, false, "", "gone@example.net", "t.7@example.com"},
	{"a receipt",
	 "Return-Path: <>\nFrom: ann@example.org\nSubject: Not read: Hi\nContent-Type: "
	 "multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\n"
	 "Your message was deleted without being read.\n--b\nContent-Type: "
	 "message/disposition-notification\n\nFinal-Recipient: rfc822; "
	 "ann@example.org\nDisposition: "
	 "automatic-action/MDN-sent-automatically; deleted\n--b--\n",
	 false, false, false, "", "", ""},
	{"a report that only answers to the mail",
	 DAEMON "Subject: Undeliverable: Hi\nIn-Reply-To: <t.8@example.com>\nReferences: "
		"<t.1@example.com>\n <t.8@example.com>\n\nYour message to "
		"gone@example.net could not be delivered.\n550 5.1.1 unknown\n",
	 true, true, false, "5.1.1", "gone@example.net", "t.8@example.com"},
	{"a complaint report",
	 "From: fbl@example.net\nSubject: complaint\nContent-Type: multipart/report; "
	 "report-type=feedback-report; boundary=b\n\n--b\n\nx\n"
	 "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n--b--\n",
	 false, false, false, "", "", ""},
};

static void check(gconstpointer data)
{
	guint i = GPOINTER_TO_UINT(data);
	g_autoptr(Message) message = parse(cases[i].given);
	const Bounce *bounce = &message->bounce;
	g_assert_cmpint(bounce->is, ==, cases[i].is);
	g_assert_cmpint(bounce->hard, ==, cases[i].hard);
	g_assert_cmpint(bounce->delay, ==, cases[i].delay);
	g_assert_cmpstr(bounce->status, ==, cases[i].status);
	g_assert_cmpstr(bounce->recipient, ==, cases[i].recipient);
	g_assert_cmpstr(bounce->message_id, ==, cases[i].message_id);
}

static const struct {
	const char *name, *given, *want;
} reasons[] = {
	{"of the field",
	 REPORT("Final-Recipient: rfc822; gone@example.net\nAction: failed\nStatus: "
		"5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <gone@example.net>:\n User "
		"unknown\n"),
	 "550 5.1.1 <gone@example.net>: User unknown"},
	{"of the text",
	 DAEMON "Subject: failure notice\n\nI'm afraid I wasn't able to deliver your "
		"message.\n\n<gone@example.net>:\nRemote host said: 550 no such user\n",
	 "Remote host said: 550 no such user"},
	{"none where nothing is said",
	 DAEMON "Subject: failure notice\n\nI'm afraid I wasn't able to deliver your "
		"message.\n\n<gone@example.net>\n",
	 ""},
};

static void check_reason(gconstpointer data)
{
	guint i = GPOINTER_TO_UINT(data);
	g_autoptr(Message) message = parse(reasons[i].given);
	g_assert_cmpstr(message->bounce.reason, ==, reasons[i].want);
}

static void a_reason_is_one_bounded_line(void)
{
	g_autofree char *words = g_strnfill(50000, 'x');
	g_autofree char *status =
		g_strconcat("Final-Recipient: rfc822; gone@example.net\nAction: "
			    "failed\nStatus: 5.1.1\n"
			    "Diagnostic-Code: smtp; 550 a\n\tb \x01 c\xff ",
			    words, "\n", NULL);
	g_auto(GStrv) halves = g_strsplit(REPORT("@"), "@\n--b\nContent", 2);
	g_assert_nonnull(halves[1]);
	g_autofree char *mail =
		g_strconcat(halves[0], status, "\n--b\nContent", halves[1], NULL);
	g_autoptr(Message) message = parse(mail);
	g_assert_true(g_str_has_prefix(message->bounce.reason, "550 a b "));
	g_assert_null(strchr(message->bounce.reason, '\n'));
	g_assert_true(g_utf8_validate(message->bounce.reason, -1, NULL));
	g_assert_cmpint(g_utf8_strlen(message->bounce.reason, -1), <=, 301);
}

/* The file that takes a mail is not its recipient; the mail that came back names it. */
static void a_file_is_no_recipient(void)
{
	g_autoptr(Message) message = parse(
		DAEMON "Subject: Mail delivery failed\nX-Failed-Recipients: "
		       "gone@example.net\nContent-Type: multipart/report; "
		       "report-type=delivery-status; boundary=b\n\n--b\n\nSorry.\n--b\n"
		       "Content-Type: message/delivery-status\n\nReporting-MTA: dns; "
		       "mx.example.com\n\nFinal-Recipient: rfc822; /var/mail/gone\n"
		       "Action: failed\nStatus: 5.2.2\n--b--\n");
	g_assert_cmpstr(message->bounce.recipient, ==, "gone@example.net");
}

/* mail_reports.tsv: what servers of many makes write for people. */
static void check_row(gconstpointer data)
{
	char *const *row = data;
	g_autofree char *text = g_strcompress(row[6]);
	g_autofree char *mail = g_strdup_printf(
		"Return-Path: %s\nFrom: %s\nTo: desk@example.com\nSubject: %s\n"
		"Content-Type: text/plain; charset=utf-8\n\n%s",
		row[4], row[3], row[5], text);
	g_autoptr(Message) message = parse(mail);
	const Bounce *bounce = &message->bounce;
	g_assert_cmpint(bounce->is, ==, strcmp(row[0], "mail") != 0);
	g_assert_cmpint(bounce->hard, ==, strcmp(row[0], "hard") == 0);
	g_assert_cmpint(bounce->delay, ==, strcmp(row[0], "delay") == 0);
	if (!bounce->is || bounce->delay)
		return;
	g_assert_cmpstr(bounce->status, ==, row[1]);
	if (*row[2] != '\0')
		g_assert_cmpstr(bounce->recipient, ==, row[2]);
}

static void add_rows(void)
{
	g_autofree char *text = NULL;
	g_assert_true(
		g_file_get_contents("tests/unit/mail_reports.tsv", &text, NULL, NULL));
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++) {
		if (*lines[i] == '#' || *lines[i] == '\0')
			continue;
		g_autofree char *path = g_strdup_printf(
			"/bounce/reports of many servers are read/line %u", i + 1);
		g_test_add_data_func_full(path, g_strsplit(lines[i], "\t", 7), check_row,
					  (GDestroyNotify)g_strfreev);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(reasons); i++) {
		g_autofree char *path =
			g_strdup_printf("/bounce/the server's words/%s", reasons[i].name);
		g_test_add_data_func(path, GUINT_TO_POINTER(i), check_reason);
	}
	g_test_add_func("/bounce/a reason is one bounded line",
			a_reason_is_one_bounded_line);
	g_test_add_func("/bounce/a file is no recipient", a_file_is_no_recipient);
	add_rows();
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strdup_printf(
			"/bounce/a report is told from mail/%s", cases[i].name);
		g_test_add_data_func(path, GUINT_TO_POINTER(i), check);
	}
	return g_test_run();
}
