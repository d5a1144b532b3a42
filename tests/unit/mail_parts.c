/* mail_parts.c - what is read from parts of rare kinds, and what stays attached. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/mail_parsed.h"

#define HEAD "From: ann@example.org\nSubject: Order\nMIME-Version: 1.0\n"
#define MIXED(parts)                                                                     \
	HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee it.\n" parts       \
	     "--b--\n"
#define ALTERNATIVE(parts)                                                               \
	HEAD "Content-Type: multipart/alternative; boundary=b\n\n" parts "--b--\n"
#define FOOTER                                                                           \
	"Example Ltd, Harbour Street 5, registered in Piraeus under number 123456. "     \
	"This "                                                                          \
	"message is meant for its addressee only.\n"
#define TEN(words) words words words words words words words words words words

static const struct {
	const char *name, *given, *text, *attached; /* names with types, by " " */
} cases[] = {
	{"text/enriched",
	 HEAD "Content-Type: text/enriched\n\n<bold>Tomorrow</bold> at\nnoon.\n\n\nA "
	      "<< b.<nofill>\n1\n2\n</nofill><param>red</param>\n",
	 "Tomorrow at noon.\n\nA < b.\n1\n2\n", ""},
	{"text/richtext",
	 HEAD "Content-Type: text/richtext\n\n<bold>One</bold><nl>Two<lt>Three\n",
	 "One\nTwo<Three\n", ""},
	{"an enriched part among others",
	 MIXED("--b\nContent-Type: text/enriched\n\n<bold>Look</bold>\n"),
	 "See it.\nLook", " text/enriched"},
	{"an enriched alternative",
	 ALTERNATIVE("--b\n\nLook\n--b\nContent-Type: text/enriched\n\n<bold>Look"
		     "</bold>\n--b\nContent-Type: application/x-rich\n\n!\n"),
	 "Look", " text/enriched  application/x-rich"},
	{"plain alternatives", ALTERNATIVE("--b\n\nOne\n--b\n\nTwo\n--b\n\nOne\n"),
	 "One\nTwo", ""},
	{"an alternative that says something else",
	 ALTERNATIVE("--b\n\n" FOOTER "--b\nContent-Type: text/html\n\n<p>The lamp that "
		     "arrived yesterday does not light, and its cable is broken. Please "
		     "send another one before Friday.</p>\n"),
	 "The lamp that arrived yesterday does not light, and its cable is broken. "
	 "Please "
	 "send another one before Friday.",
	 ""},
	{"an alternative that says the same in other lines",
	 ALTERNATIVE(
		 "--b\n\nGR\xc3\x9cSSE, the lamp that arrived yesterday\ndoes not light, "
		 "and its cable is broken.\n--b\nContent-Type: text/html\n\n<p>"
		 "Gr&uuml;&szlig;e, the <b>lamp</b> that arrived&nbsp;yesterday does "
		 "not light, and its&#32;cable is broken.</p>\n"),
	 "GRÜSSE, the lamp that arrived yesterday\ndoes not light, and its cable is "
	 "broken.",
	 ""},
	{"HTML on both sides of a file",
	 ALTERNATIVE("--b\n\n" FOOTER "--b\nContent-Type: multipart/mixed; boundary=c\n\n"
		     "--c\nContent-Type: text/html\n\n<p>See</p>\n--c\nContent-Type: "
		     "image/png\n\nx\n--c\nContent-Type: text/html\n\n<p>The lamp that "
		     "arrived yesterday does not light, and its cable is broken, so send "
		     "another before the next Friday comes.</p>\n--c--\n"),
	 "See\nThe lamp that arrived yesterday does not light, and its cable is broken, "
	 "so send another before the next Friday comes.",
	 " image/png"},
	{"a last boundary behind the text",
	 HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee it.--b--\n",
	 "See it.", ""},
	{"a mail cut in a text",
	 HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee it, and",
	 "See it, and", ""},
	{"a piece of a mail",
	 "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee it, and", "See it, and",
	 " text/plain"},
	{"a piece without a boundary",
	 "Content-Type: multipart/mixed; boundary=b\n\nSee it", "See it",
	 " application/octet-stream"},
	{"a whole mail without a sender",
	 "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee it.\n--b\n", "See it.",
	 ""},
	{"an alternative that says nothing",
	 HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nPlease use "
	      "another reader.\n--b\nContent-Type: text/html\n\n<p>" TEN(
		      "The lamp that you sent is broken. ") "</p>\n--b--\n",
	 TEN("The lamp that you sent is broken. "), ""},
	{"a transfer encoding in quotes",
	 HEAD
	 "Content-Transfer-Encoding: \"quoted-printable\"\nContent-Type: text/plain; "
	 "charset=utf-8\n\n=C3=A9t=C3=A9\n",
	 "été\n", ""},
	{"white space behind a soft line break",
	 HEAD "Content-Transfer-Encoding: quoted-printable\n\none =  \ntwo=3D\n",
	 "one two=\n", ""},
	{"AppleDouble",
	 MIXED("--b\nContent-Type: multipart/appledouble; boundary=c\n\n--c\n"
	       "Content-Type: application/applefile; name=\"%a.jpg\"\n\nx\n--c\n"
	       "Content-Type: image/jpeg; name=\"a.jpg\"\n\ny\n--c--\n"),
	 "See it.", "%a.jpg application/applefile a.jpg image/jpeg"},
	{"a file that lies elsewhere",
	 MIXED("--b\nContent-Type: message/external-body; access-type=URL; "
	       "URL=\"https://example.org/a.pdf\"\n\nContent-Type: application/pdf\n\n"),
	 "See it.", "a.pdf message/external-body"},
	{"yEnc",
	 HEAD "\nSee it.\n=ybegin line=128 size=3 name=a.bin\n\x8b\x8c\x8d\n=yend "
	      "size=3\n",
	 "See it.\n", "a.bin application/octet-stream"},
	{"a calendar of its own",
	 HEAD "Content-Type: text/calendar; method=cancel\n\nBEGIN:VCALENDAR\n"
	      "BEGIN:VEVENT\nSUMMARY:Call\nDTSTART;TZID=\"Europe/Athens\":"
	      "20260302T090000\nDTEND:20260302T080000Z\nEND:VEVENT\nEND:VCALENDAR\n",
	 "SUMMARY: Call\nDTSTART: 2026-03-02 09:00 Europe/Athens\nDTEND: 2026-03-02 "
	 "08:00 UTC\n",
	 " text/calendar"},
	{"HTML and text in a container beside a plain text",
	 ALTERNATIVE("--b\n\nHello\n--b\nContent-Type: multipart/report; boundary=c\n\n"
		     "--c\nContent-Type: multipart/mixed; boundary=d\n\n--d\n"
		     "Content-Type: text/html\n\n<p>Hello again.</p>\n--d--\n--c\n\n"
		     "The lamp that arrived yesterday does not light, and its cable is "
		     "broken, so send another before Friday.\n--c--\n"),
	 "Hello again.\nThe lamp that arrived yesterday does not light, and its cable is "
	 "broken, so send another before Friday.",
	 ""},
	{"an invitation with words in HTML",
	 ALTERNATIVE("--b\nContent-Type: text/html\n\n<p>Shall we talk?</p>\n--b\n"
		     "Content-Type: text/calendar; method=request\n\nBEGIN:VCALENDAR\n"
		     "BEGIN:VEVENT\nSUMMARY:Call\nEND:VEVENT\nEND:VCALENDAR\n"),
	 "Shall we talk?\n", " text/calendar"},
	{"winmail.dat that cannot be read",
	 MIXED("--b\nContent-Type: application/ms-tnef; name=winmail.dat\n\nno\n"),
	 "See it.", "winmail.dat application/ms-tnef"},
	{"HTML that stands behind its picture",
	 HEAD "Content-Type: multipart/related; boundary=b; start=\"<r@example.org>\""
	      "\n\n--b\nContent-Type: image/png\nContent-ID: <p@example.org>\n\nx\n--b\n"
	      "Content-Type: text/html\nContent-ID: <r@example.org>\n\n<p>See it.</p>"
	      "\n--b--\n",
	 "See it.", " image/png"},
	{"a wrong boundary inside",
	 MIXED("--b\nContent-Type: multipart/alternative; boundary=c\n\n--d\n"
	       "Content-Type: text/plain\n\nAnd this.\n--d\nContent-Type: text/html\n\n"
	       "<p>And this.</p>\n--d--\n"),
	 "See it.\nAnd this.", ""},
	{"a multipart inside without a boundary",
	 MIXED("--b\nContent-Type: multipart/alternative\n\nAnd this.\n"),
	 "See it.\nAnd this.", ""},
	{"an alternative without a boundary",
	 ALTERNATIVE("--b\nContent-Type: text/html\n\n<p>See it.</p>\n--b\nContent-Type: "
		     "multipart/related\n\nNo part.\n"),
	 "See it.", ""},
	{"white space in the blank line before the first boundary",
	 "From: ann@example.org\nContent-Type: multipart/mixed; boundary=b\nSubject: "
	 "Order\n \n--b\nContent-Type: text/plain\n\nSee it.\n--b--\n",
	 "See it.", ""},
	{"an empty mail attached",
	 MIXED("--b\nContent-Type: message/rfc822; name=a.eml\n\n"), "See it.",
	 "a.eml message/rfc822"},
	{"words said to be base64",
	 HEAD "Content-Transfer-Encoding: base64\n\nTomorrow afternoon everybody "
	      "leaves\nfor Thessaloniki\n",
	 "Tomorrow afternoon everybody leaves\nfor Thessaloniki\n", ""},
	{"base64 with a space in it",
	 HEAD "Content-Transfer-Encoding: base64\n\nU2VlIHRoZSBsYW1wIHRo "
	      "YXQgY2FtZSwgaXQgaXMgYnJva2VuLgo=\n",
	 "See the lamp that came, it is broken.\n", ""},
	{"a digest",
	 HEAD "Content-Type: multipart/digest; boundary=b\n\n--b\n\nFrom: "
	      "c@example.org\nSubject: One\n\nfirst\n--b--\n",
	 "first", "One.eml message/rfc822"},
};

static char *attached_to(const Message *message)
{
	GString *list = g_string_new(NULL);
	for (guint i = 0; i < message->attachments->len; i++) {
		const Attachment *attachment = message->attachments->pdata[i];
		g_string_append_printf(list, "%s%s %s", i > 0 ? " " : "",
				       attachment->name, attachment->type);
	}
	return g_string_free(list, FALSE);
}

static void check(gconstpointer data)
{
	guint i = GPOINTER_TO_UINT(data);
	g_autoptr(Message) message = parse(cases[i].given);
	g_autofree char *attached = attached_to(message);
	g_autofree char *have = g_strstrip(g_strdup(message->text));
	g_autofree char *want = g_strstrip(g_strdup(cases[i].text));
	g_assert_cmpstr(have, ==, want);
	g_assert_cmpstr(attached, ==, cases[i].attached);
}

static void a_calendar_names_its_method(void)
{
	g_autoptr(Message) declared = parse(
		HEAD "Content-Type: text/calendar; method=cancel\n\nBEGIN:VCALENDAR\n");
	g_assert_cmpstr(declared->calendar_method, ==, "CANCEL");
	g_autoptr(Message) inside = parse(
		HEAD "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nMETHOD:reply\n");
	g_assert_cmpstr(inside->calendar_method, ==, "REPLY");
}

static void encrypted_mail_is_told_by_its_file(void)
{
	g_autoptr(Message) message =
		parse(HEAD "Content-Type: application/octet-stream; name=smime.p7m\n"
			   "Content-Transfer-Encoding: base64\n\nMIIBAgYJ\n");
	g_assert_cmpint(message->crypto, ==, MESSAGE_ENCRYPTED);
	g_assert_cmpuint(message->attachments->len, ==, 1);
}

/* In buffers of every size about a power of two: under asan nothing behind is read. */
static void a_boundary_with_a_line_end_is_none(void)
{
	for (int length = 3900; length < 4100; length++) {
		g_autofree char *padding = g_strnfill((gsize)length, 'y');
		g_autofree char *mail = g_strconcat(
			HEAD "Content-Type: multipart/mixed; boundary*=utf-8''a%0Ab; x=",
			padding, "\n\nwords\n--a\nb", NULL);
		g_autoptr(Message) message = parse(mail);
		g_assert_cmpstr(message->text, ==, "words\n--a\nb");
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
			g_strdup_printf("/parts/%s is read", cases[i].name);
		g_test_add_data_func(path, GUINT_TO_POINTER(i), check);
	}
	g_test_add_func("/parts/a calendar names its method",
			a_calendar_names_its_method);
	g_test_add_func("/parts/encrypted mail is told by its file",
			encrypted_mail_is_told_by_its_file);
	g_test_add_func("/parts/a boundary with a line end is none",
			a_boundary_with_a_line_end_is_none);
	return g_test_run();
}
