/* mail_bounce.c - delivery reports, by RFC 3464 and in words. */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "mail/message.h"

static Message *parse(const char *text)
{
	g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));
	return message_parse(raw);
}

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

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strdup_printf(
			"/bounce/a report is told from mail/%s", cases[i].name);
		g_test_add_data_func(path, GUINT_TO_POINTER(i), check);
	}
	return g_test_run();
}
