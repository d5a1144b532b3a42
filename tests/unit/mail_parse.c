/* mail_parse.c - a mail as a whole: its text, its dates and ids, its bounds. */
/* SPDX-License-Identifier: MIT */
#include "mail/limits.h"
#include "tests/unit/mail_parsed.h"

static const Case texts[] = {
	{"plain", "From: a@example.com\n\nHello\n", "Hello\n"},
	{"CRLF", "From: a@example.com\r\n\r\nOne\r\nTwo\r\n", "One\nTwo\n"},
	{"the plain alternative",
	 MULTIPART("alternative") "--b\n\nplain\n--b\nContent-Type: "
				  "text/html\n\n<p>rich</p>\n--b--\n",
	 "plain"},
	{"an empty plain alternative",
	 MULTIPART("alternative") "--b\n\n \n--b\nContent-Type: "
				  "text/html\n\n<p>rich</p>\n--b--\n",
	 "rich\n"},
	{"two text parts", MULTIPART("mixed") "--b\n\none\n--b\n\ntwo\n--b--\n",
	 "one\ntwo"},
	{"a missing end boundary", MULTIPART("mixed") "--b\n\none\n", "one\n"},
	{"lines that end in other ways than the boundaries do",
	 "From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
	 "\r\none\n--b\r\n\r\ntwo\n--b\r\n\r\nthree\r\n--b--\r\n",
	 "one\ntwo\nthree"},
	{"lines that end with two CRs",
	 "From: a@example.com\r\r\nContent-Type: multipart/mixed; boundary=b\r\r\n\r\r\n"
	 "--b\r\r\n\r\r\none\r\r\n--b--\r\r\n",
	 "one"},
	{"base64 without its padding",
	 "From: a@example.com\nContent-Transfer-Encoding: base64\n\nb25lIHR3bw\n",
	 "one two"},
	{"base64 without its padding, a digit more",
	 "From: a@example.com\nContent-Transfer-Encoding: base64\n\nb25lIHR3bzs\n",
	 "one two;"},
	{"another boundary in the body than in the field",
	 MULTIPART("mixed") "\n--c\nContent-Type: text/plain\n\none\n--c--\n", "one"},
	{"a boundary that the field does not name",
	 "From: a@example.com\nContent-Type: multipart/mixed\n\nTwo parts:\n\n--c\n"
	 "content-type: text/plain\n\none\n--c\n\ntwo\n--c--\n",
	 "one\ntwo"},
	{"two types, the second with the boundary of the body",
	 "From: a@example.com\nContent-Type: text/plain\nContent-Type: multipart/mixed; "
	 "boundary=b\n\n--b\n\none\n--b--\n",
	 "one"},
	{"two types, the first with the boundary of the body",
	 "From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n"
	 "Content-Type: text/plain\n\n--b\n\none\n--b--\n",
	 "one"},
	{"a part without a blank line before its text",
	 MULTIPART("mixed") "--b\none, said Ann\n--b \nContent-Type: text/plain\n\ntwo\n"
			    "--b--\n",
	 "one, said Ann\ntwo"},
	{"a type in quotes", "From: a@example.com\nContent-Type: \"text/plain\"\n\none\n",
	 "one\n"},
	{"a type the wrong way round",
	 "From: a@example.com\nContent-Type: plain/text\n\none\n", "one\n"},
	{"an unknown kind of text",
	 "From: a@example.com\nContent-Type: text/x-notes\n\none\n", "one\n"},
	{"a transfer encoding that is misspelt",
	 "From: a@example.com\nContent-Transfer-Encoding: Quote-Printable\n\no=6Ee\n",
	 "one\n"},
	{"a transfer encoding behind a comment",
	 "From: a@example.com\nContent-Transfer-Encoding: (no) base64\n\nb25l\n", "one"},
	{"a line that is like a boundary",
	 MULTIPART("mixed") "Hi\n--Ann\nContent-free as always\n",
	 "Hi\n--Ann\nContent-free as always\n"},
	{"no boundary in the body", MULTIPART("mixed") "Just text\n", "Just text\n"},
	{"a boundary on a line of its own",
	 "From: a@example.com\nContent-Type: "
	 "multipart/mixed;\nboundary=b\n\n--b\n\none\n--b--\n",
	 "one"},
	{"a type without a slash", "From: a@example.com\nContent-Type: text\n\nHello\n",
	 "Hello\n"},
	{"UTF-8 declared as Latin-1",
	 "From: a@example.com\nContent-Type: text/plain; charset=iso-8859-1\n\nПривет, "
	 "мир\n",
	 "Привет, мир\n"},
	{"windows-1251 declared as UTF-8",
	 "From: a@example.com\nContent-Type: text/plain; "
	 "charset=utf-8\n\n\xc4\xee\xe1\xf0\xfb\xe9 \xe4\xe5\xed\xfc, "
	 "\xea\xee\xe3\xe4\xe0 \xef\xf0\xe8\xe4\xb8\xf2 \xec\xee\xe9 "
	 "\xe7\xe0\xea\xe0\xe7?\n",
	 "Добрый день, когда придёт мой заказ?\n"},
	{"Greek in windows-1253",
	 "From: a@example.com\nContent-Type: text/plain; "
	 "charset=windows-1253\n\n\xca\xe1\xeb\xe7\xec\xdd\xf1\xe1\n",
	 "Καλημέρα\n"},
	{"Japanese with a vendor's character",
	 "From: a@example.com\nContent-Type: text/plain; "
	 "charset=iso-2022-jp\n\n\x1b$B%F%9%H-!\x1b(B\n",
	 "テスト①\n"},
	{"UTF-7",
	 "From: a@example.com\nContent-Type: text/plain; "
	 "charset=utf-7\n\n+BB8EQAQ4BDIENQRC-\n",
	 "Привет\n"},
	{"GB2312 that is GB18030",
	 "From: a@example.com\nContent-Type: text/plain; "
	 "charset=gb2312\n\n\xc4\xe3\xba\xc3\n",
	 "你好\n"},
	{"flowed text",
	 "From: a@example.com\nContent-Type: text/plain; format=flowed\n\nOne long "
	 "\nline\n\n-- \nAnn\n",
	 "One long line\n\n-- \nAnn\n"},
	{"base64 cut in the middle",
	 "From: a@example.com\nContent-Transfer-Encoding: base64\n\nSGVsbG8gd29yb\n",
	 "Hello wor"},
	{"plain text behind base64",
	 "From: a@example.com\nContent-Transfer-Encoding: "
	 "base64\n\nSGVsbG8gd29ybGQhCg\n_____________________\nshop mailing list\n",
	 "Hello world!\n\n_____________________\nshop mailing list\n"},
	{"plain text said to be base64",
	 "From: a@example.com\nContent-Transfer-Encoding: base64\n\nNo, it is not.\n",
	 "No, it is not.\n"},
	{"plain text said to be uuencode",
	 "From: a@example.com\nContent-Transfer-Encoding: x-uuencode\n\nNo, it is "
	 "not.\n",
	 "No, it is not.\n"},
	{"a mail that is nothing but another one",
	 "From: a@example.com\nContent-Type: message/rfc822\n\nFrom: "
	 "b@example.com\nSubject: Inner\n\nThe text inside\n",
	 "The text inside\n"},
	{"a calendar alone",
	 "From: a@example.com\nContent-Type: text/calendar; "
	 "method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:"
	 "Call\nEND:VEVENT\nEND:VCALENDAR\n",
	 "SUMMARY: Call\n"},
	{"a broken fold in the header",
	 "From: a@example.com\nX-Long: one\ntwo\nSubject: x\n\nHello\n", "Hello\n"},
	{"an mbox line before the header",
	 "From ann Mon Mar  2 09:00:00 2026\nFrom: a@example.com\n\nHello\n", "Hello\n"},
	{"no header at all", "\nHello\n", ""},
};

static void check_text(gconstpointer data)
{
	const Case *c = data;
	g_autoptr(Message) message = parse(c->given);
	if (*c->want != '\0')
		g_assert_cmpstr(message->text, ==, c->want);
	g_assert_true(g_utf8_validate(message->text, -1, NULL));
}

static void signed_and_encrypted_mail_is_recognised(void)
{
	g_autoptr(Message) mime =
		parse(MULTIPART("signed") "--b\n\ntext\n--b\nContent-Type: "
					  "application/pgp-signature\n\nx\n--b--\n");
	g_assert_cmpint(mime->crypto, ==, MESSAGE_SIGNED);
	g_assert_cmpstr(mime->reply_text, ==, "text");
	g_autoptr(Message) closed = parse(MULTIPART(
		"encrypted") "--b\nContent-Type: application/pgp-encrypted\n\nVersion: "
			     "1\n--b--\n");
	g_assert_cmpint(closed->crypto, ==, MESSAGE_ENCRYPTED);
	g_autoptr(Message) inside =
		parse("From: a@example.com\n\n-----BEGIN PGP "
		      "MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n");
	g_assert_cmpint(inside->crypto, ==, MESSAGE_ENCRYPTED);
	g_assert_cmpstr(inside->language, ==, "");
	g_autoptr(Message) opaque = parse(
		"From: a@example.com\nContent-Type: application/pkcs7-mime; "
		"smime-type=signed-data\n"
		"Content-Transfer-Encoding: base64\n\n"
		"MC4GCSqGSIb3DQEHAqAhMB8CAQExADAYBgkqhkiG9w0BBwGgCwQJCkhlbGxvIQoK\n");
	g_assert_cmpint(opaque->crypto, ==, MESSAGE_SIGNED);
	g_assert_cmpstr(opaque->reply_text, ==, "Hello!");
}

static void a_date_keeps_the_sender_offset(void)
{
	g_autoptr(Message) message = parse("Date: Mon, 2 Mar 2026 09:00:00 +0200\n\nx");
	g_assert_cmpint(message->date, ==, 1772434800);
	g_assert_cmpstr(message->date_text, ==, "2026-03-02T09:00:00+02:00");
	g_autoptr(Message) broken = parse("Date: someday\n\nx");
	g_assert_cmpint(broken->date, ==, 0);
	g_assert_cmpstr(broken->date_text, ==, "");
}

static void references_are_read_in_order(void)
{
	g_autoptr(Message) message = parse("Message-ID: <3@x>\nIn-Reply-To: \"Ann\" "
					   "<2@x>\nReferences: <1@x>\n <2@x>\n\nx");
	g_assert_cmpstr(message->message_id, ==, "3@x");
	g_assert_cmpuint(message->references->len, ==, 2);
	g_assert_cmpstr(message->references->pdata[0], ==, "1@x");
	g_assert_cmpuint(message->in_reply_to->len, ==, 1);
	g_assert_cmpstr(message->in_reply_to->pdata[0], ==, "2@x");
}

static char *repeated(const char *head, const char *piece, int count)
{
	GString *text = g_string_new(head);
	for (int i = 0; i < count; i++)
		g_string_append(text, piece);
	return g_string_free(text, FALSE);
}

static void more_than_the_caps_is_still_a_mail(void)
{
	g_autofree char *parts = repeated(MULTIPART("mixed"), "--b\n\nx\n", 20000);
	g_autofree char *fields = repeated("From: a@example.com\n", "X: y\n", 20000);
	g_autofree char *people =
		repeated("From: a@example.com\nTo: ", "b@example.com, ", 2000);
	g_autoptr(Message) a = parse(parts), b = parse(fields), c = parse(people);
	g_assert_cmpstr(message_from_address(a), ==, "a@example.com");
	g_assert_cmpstr(a->problem, !=, "");
	g_assert_cmpuint(b->headers->len, <=, MAIL_HEADERS_MAX);
	g_assert_cmpstr(b->problem, !=, "");
	g_assert_cmpuint(c->to->len, <=, MAIL_ADDRESSES_MAX);
}

static void the_content_hash_ignores_refolding(void)
{
	g_autoptr(Message) a = parse("From: Ann@example.org\n\none two\nthree\n");
	g_autoptr(Message) b =
		parse("From: ann@example.org\nReceived: x\n\none\r\ntwo  three");
	g_autoptr(Message) c = parse("From: ann@example.org\n\none two four");
	g_autofree char *first = message_content_hash(a),
			*second = message_content_hash(b),
			*third = message_content_hash(c);
	g_assert_cmpstr(first, ==, second);
	g_assert_cmpstr(first, !=, third);
	g_autofree char *identity = message_identity(a);
	g_assert_true(g_str_has_prefix(identity, "derived:"));
}

static void a_field_with_a_space_is_no_mbox_line(void)
{
	g_autoptr(Message) message =
		parse("From : ann@example.org\nSubject : Lamps\n\nHello");

	g_assert_cmpstr(message_from_address(message), ==, "ann@example.org");
	g_assert_cmpstr(message->subject, ==, "Lamps");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add_cases("/parse/the text is found/", texts, G_N_ELEMENTS(texts), check_text);
	g_test_add_func("/parse/signed and encrypted mail is recognised",
			signed_and_encrypted_mail_is_recognised);
	g_test_add_func("/parse/a date keeps the sender's offset",
			a_date_keeps_the_sender_offset);
	g_test_add_func("/parse/references are read in order",
			references_are_read_in_order);
	g_test_add_func("/parse/more than the caps is still a mail",
			more_than_the_caps_is_still_a_mail);
	g_test_add_func("/parse/the content hash ignores refolding",
			the_content_hash_ignores_refolding);
	g_test_add_func("/parse/a field with a space is no mbox line",
			a_field_with_a_space_is_no_mbox_line);
	return g_test_run();
}
