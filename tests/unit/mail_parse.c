/* mail_parse.c - what is read from a mail: headers, charsets, parts, attachments. */
/* SPDX-License-Identifier: MIT */
#include "mail/limits.h"
#include "mail/message.h"
#include "mail/text.h"

#include <string.h>

static Message *parse(const char *text)
{
	g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));
	return message_parse(raw);
}

typedef struct {
	const char *name, *given, *want;
} Case;

/* --- subjects --- */

static const Case subjects[] = {
	{"plain", "Hello", "Hello"},
	{"quoted-printable word", "=?utf-8?Q?Caf=C3=A9_au_lait?=", "Café au lait"},
	{"base64 word", "=?UTF-8?B?0J/RgNC40LLQtdGC?=", "Привет"},
	{"base64 word without padding", "=?utf-8?B?0YLQtdGB0YI?=", "тест"},
	{"words joined across folds", "=?utf-8?Q?one?=\r\n =?utf-8?Q?_two?=", "one two"},
	{"a character split between words", "=?utf-8?Q?=D0?= =?utf-8?Q?=9F?=", "П"},
	{"a fold that a script wrote in letters",
	 "=?utf-8?Q?one?=\n \\t=?utf-8?Q?_two?=\\r\\n =?utf-8?Q?s?=", "one twos"},
	{"text between words", "=?utf-8?Q?a?= and =?utf-8?Q?b?=", "a and b"},
	{"language tag", "=?utf-8*en?Q?hi?=", "hi"},
	{"spaces inside a word", "=?utf-8?Q?so it goes?=", "so it goes"},
	{"a word cut at the end", "=?utf-8?Q?cut", "cut"},
	{"naked question mark in a word", "=?utf-8?Q?why?=20not?=", "why? not"},
	{"naked UTF-8", "Привет", "Привет"},
	{"naked windows-1251", "\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0", "Привет, мир"},
	{"naked KOI8-R", "\xd4\xc5\xd3\xd4 \xd4\xc5\xd3\xd4", "тест тест"},
	{"Latin-1 that is windows-1252", "=?iso-8859-1?Q?=80_5?=", "€ 5"},
	{"a tab and a control character", "a\tb\x01", "a b"},
	{"an unknown charset", "=?x-nothing?Q?abc?=", "abc"},
	{"no encoded word at all", "=?= ?=", "=?= ?="},
};

static void check_subject(gconstpointer data)
{
	const Case *c = data;
	g_autofree char *mail =
		g_strdup_printf("From: a@example.com\r\nSubject: %s\r\n\r\nx", c->given);
	g_autoptr(Message) message = parse(mail);
	g_assert_cmpstr(message->subject, ==, c->want);
}

/* --- addresses --- */

static const struct {
	const char *name, *given, *display, *address;
	guint count;
} senders[] = {
	{"address alone", "ann@example.org", "", "ann@example.org", 1},
	{"name and address", "Ann Lee <ann@example.org>", "Ann Lee", "ann@example.org",
	 1},
	{"quoted name with a comma", "\"Lee, Ann\" <ann@example.org>", "Lee, Ann",
	 "ann@example.org", 1},
	{"naked name with a comma", "Lee, Ann <ann@example.org>", "Lee, Ann",
	 "ann@example.org", 1},
	{"name in a comment", "ann@example.org (Ann Lee)", "Ann Lee", "ann@example.org",
	 1},
	{"encoded name", "=?utf-8?B?0JDQvdC90LA=?= <ann@example.org>", "Анна",
	 "ann@example.org", 1},
	{"encoded name in quotes", "\"=?utf-8?Q?Anna?=\" <ann@example.org>", "Anna",
	 "ann@example.org", 1},
	{"comma in an encoded name", "=?utf-8?Q?Lee,_Ann?= <ann@example.org>", "Lee, Ann",
	 "ann@example.org", 1},
	{"domain in capitals", "Ann@Example.ORG", "", "Ann@example.org", 1},
	{"single quotes around the name", "'Ann Lee' <ann@example.org>", "Ann Lee",
	 "ann@example.org", 1},
	{"mailto", "<mailto:ann@example.org>", "", "ann@example.org", 1},
	{"missing end bracket", "Ann <ann@example.org", "Ann", "ann@example.org", 1},
	{"an address as the name", "\"x@example.net\" <ann@example.org>", "x@example.net",
	 "ann@example.org", 1},
	{"two senders", "ann@example.org, bob@example.org", "", "ann@example.org", 2},
	{"semicolons between", "ann@example.org; bob@example.org", "", "ann@example.org",
	 2},
	{"a group", "staff: ann@example.org, bob@example.org;", "", "ann@example.org", 2},
	{"an entry without an address is dropped",
	 "\"Shop\" <>, \"Ann\" <ann@example.org>", "Ann", "ann@example.org", 1},
	{"quoted local part", "\"ann lee\"@example.org", "", "\"ann lee\"@example.org",
	 1},
	{"source route", "<@relay.example:ann@example.org>", "", "ann@example.org", 1},
	{"international", "Анна <анна@пример.example>", "Анна", "анна@пример.example", 1},
	{"local user", "root", "", "root", 1},
	{"local user in capitals", "MAILER-DAEMON", "", "MAILER-DAEMON", 1},
	{"a name alone", "Ann", "Ann", "", 1},
	{"name and address in one encoded word",
	 "=?utf-8?B?QW5uIExlZSA8YW5uQGV4YW1wbGUub3JnPg==?=", "Ann Lee", "ann@example.org",
	 1},
	{"a quote that has no end", "\"Ann Lee <ann@example.org>", "Ann Lee",
	 "ann@example.org", 1},
	{"a quote that has no beginning", "Ann Lee\" <ann@example.org>", "Ann Lee",
	 "ann@example.org", 1},
	{"escaped quotes outside of quotes", "Ann \\\"L\\\" Lee <ann@example.org>",
	 "Ann \"L\" Lee", "ann@example.org", 1},
	{"square brackets", "Ann Lee [ann@example.org]", "Ann Lee", "ann@example.org", 1},
	{"a domain literal", "ann@[192.0.2.1]", "", "ann@[192.0.2.1]", 1},
	{"the address in a comment", "Ann Lee (ann@example.org)", "Ann Lee",
	 "ann@example.org", 1},
	{"comments inside the address",
	 "Ann(of \\) Piraeus) <ann(at work)@example.org(home)>", "Ann", "ann@example.org",
	 1},
	{"doubled brackets", "<<ann@example.org>>", "", "ann@example.org", 1},
	{"a colon in a name", "Ann: Shop <ann@example.org>", "Ann: Shop",
	 "ann@example.org", 1},
	{"an entity in a name", "Ann &amp; Bob <ann@example.org>", "Ann &amp; Bob",
	 "ann@example.org", 1},
	{"a comma behind the name", "Ann, <ann@example.org>", "Ann", "ann@example.org",
	 1},
	{"an empty group", "undisclosed recipients:;, ann@example.org", "",
	 "ann@example.org", 1},
	{"spaces around the dots of a naked address", "ann . lee@example . org", "",
	 "ann.lee@example.org", 1},
	{"spaces where RFC 822 had them", "<ann . lee @ example . org>", "",
	 "ann.lee@example.org", 1},
	{"spaces in an address", "Ann <ann lee@example.org>", "Ann",
	 "ann lee@example.org", 1},
};

static void check_sender(gconstpointer data)
{
	guint i = GPOINTER_TO_UINT(data);
	g_autofree char *mail = g_strdup_printf("From: %s\n\nx", senders[i].given);
	g_autoptr(Message) message = parse(mail);
	g_assert_cmpuint(message->from->len, ==, senders[i].count);
	const Address *first = g_ptr_array_index(message->from, 0);
	g_assert_cmpstr(first->name, ==, senders[i].display);
	g_assert_cmpstr(first->address, ==, senders[i].address);
	if (senders[i].count > 1)
		g_assert_cmpstr(message_from_address(message), ==, "");
}

/* --- text --- */

#define MULTIPART(type)                                                                  \
	"From: a@example.com\nContent-Type: multipart/" type "; boundary=b\n\n"

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

/* --- HTML --- */

static const Case documents[] = {
	{"paragraphs", "<p>One</p><p>Two</p>", "One\n\nTwo\n"},
	{"line breaks", "One<br>Two<br/>Three", "One\nTwo\nThree\n"},
	{"lists", "<ul><li>One<li>Two</ul><ol><li>A<li>B</ol>",
	 "* One\n* Two\n\n1. A\n2. B\n"},
	{"tables", "<table><tr><td>A<td>1<tr><td>B<td>2</table>", "A\t1\nB\t2\n"},
	{"quotes", "<div>Yes</div><blockquote type=cite><div>No?</div></blockquote>",
	 "Yes\n> No?\n"},
	{"nested quotes", "<blockquote>a<blockquote>b</blockquote></blockquote>",
	 "> a\n>> b\n"},
	{"a link that says more", "<a href=\"https://example.com/x\">here</a>",
	 "here <https://example.com/x>\n"},
	{"a link that says the same", "<a href=\"https://example.com/\">example.com</a>",
	 "example.com\n"},
	{"styles and scripts", "<style>p{}</style><script>x()</script>Text", "Text\n"},
	{"hidden preheaders", "<div style=\"display: none\">secret</div>Text", "Text\n"},
	{"what is shown after all",
	 "<p style=\"display:none;display:block\">a</p><p hidden "
	 "style=display:block>b</p>"
	 "<p style=\"display:block!important;display:none\">c</p>"
	 "<a style=\"color:red;mso-hide:all\">d</a>",
	 "a\n\nb\n\nc\n\nd\n"},
	{"what is hidden after all",
	 "<p style=\"display:block;display:none\">a</p>"
	 "<p style=\"font-size:9px;font-size:0px\">b<b>c</b></p>d",
	 "d\n"},
	{"text in cells of size 0",
	 "<table><td style=\"font-size:0px\"><div><p style=\"font-size:13px\">a</p></div>"
	 "</table><div style=visibility:hidden>b<p style=visibility:visible>c</p></div>",
	 "a\n\nb\n\nc\n"},
	{"entities", "&lt;b&gt; &amp; &nbsp;&eacute;", "<b> &  é\n"},
	{"preformatted text", "<pre>a\n  b</pre>", "a\n  b\n"},
	{"an indent that is no quote",
	 "<blockquote style=\"margin:0 0 0 40px;border:none\">x</blockquote>", "x\n"},
	{"nothing", "", ""},
};

static void check_document(gconstpointer data)
{
	const Case *c = data;
	g_autofree char *text = html_to_text(c->given, strlen(c->given));
	g_assert_cmpstr(text, ==, c->want);
}

static void html_that_grows_without_end_is_stripped(void)
{
	GString *html = g_string_new(NULL);
	for (int i = 0; i < 100000; i++)
		g_string_append(html, "<b></p>");
	g_string_append(html, "end");
	g_autofree char *text = html_to_text(html->str, html->len);
	g_assert_true(g_str_has_suffix(text, "end"));
	g_string_free(html, TRUE);
}

static void a_sender_without_an_address_is_whom_one_would_answer(void)
{
	g_autoptr(Message) form =
		parse("From: \"Ann\" <>\nReply-To: Shop "
		      "<ann@example.org>\nSender: www@example.com\n\nHi\n");
	g_assert_cmpstr(message_from_address(form), ==, "ann@example.org");
	g_assert_cmpstr(message_from_name(form), ==, "Ann");
	g_assert_true(form->from_is_borrowed);
	g_autoptr(Message) none = parse("Sender: Ann <ann@example.org>\n\nHi\n");
	g_assert_cmpstr(message_from_address(none), ==, "ann@example.org");
	g_assert_cmpstr(message_from_name(none), ==, "Ann");
	g_autoptr(Message) two = parse("From: ann@example.org, bob@example.org\n"
				       "Reply-To: eve@example.net\n\nHi\n");
	g_assert_cmpstr(message_from_address(two), ==, "");
	g_assert_false(two->from_is_borrowed);
}

/* --- attachments --- */

static const Case names[] = {
	{"plain", "attachment; filename=a.pdf", "a.pdf"},
	{"quoted", "attachment; filename=\"a b.pdf\"", "a b.pdf"},
	{"RFC 2231", "attachment; filename*=utf-8''%d0%bf.pdf", "п.pdf"},
	{"a fold in the name", "attachment; filename=\"a\n b.pdf\"", "a b.pdf"},
	{"no semicolon before the name", "attachment filename=\"a.pdf\"", "a.pdf"},
	{"RFC 2231 in pieces",
	 "attachment; filename*0=\"long \"; filename*1=\"name.pdf\"", "long name.pdf"},
	{"pieces in the wrong order", "attachment; filename*1=b.pdf; filename*0=a",
	 "ab.pdf"},
	{"encoded word", "attachment; filename=\"=?utf-8?B?0L8ucGRm?=\"", "п.pdf"},
	{"a path", "attachment; filename=\"../../etc/passwd\"", "passwd"},
	{"a path of another system", "attachment; filename=\"C:\\dir\\a.txt\"", "a.txt"},
	{"a direction character", "attachment; filename*=utf-8''a%e2%80%aefdp.exe",
	 "afdp.exe"},
	{"a hidden file", "attachment; filename=.htaccess", "htaccess"},
	{"none", "attachment", ""},
};

static void check_name(gconstpointer data)
{
	const Case *c = data;
	g_autofree char *mail = g_strdup_printf(
		MULTIPART("mixed") "--b\n\nx\n--b\nContent-Type: application/pdf\n"
				   "Content-Disposition: %s\n\ndata\n--b--\n",
		c->given);
	g_autoptr(Message) message = parse(mail);
	g_assert_cmpuint(message->attachments->len, ==, 1);
	const Attachment *attachment = g_ptr_array_index(message->attachments, 0);
	g_assert_cmpstr(attachment->name, ==, c->want);
	g_assert_cmpuint(attachment->size_bytes, ==, 4);
}

static void a_picture_in_the_html_is_inline(void)
{
	g_autoptr(Message) message = parse(MULTIPART(
		"related") "--b\nContent-Type: text/html\n\n<img src=\"cid:p1@x\">\n"
			   "--b\nContent-Type: image/png\nContent-ID: <p1@x>\n\ndata\n"
			   "--b\nContent-Type: image/png\nContent-ID: "
			   "<p2@x>\n\ndata\n--b--\n");
	g_assert_cmpuint(message->attachments->len, ==, 2);
	g_assert_true(((const Attachment *)message->attachments->pdata[0])->is_inline);
	g_assert_false(((const Attachment *)message->attachments->pdata[1])->is_inline);
}

static void uuencode_in_the_text_is_an_attachment(void)
{
	g_autoptr(Message) message = parse("From: a@example.com\n\nSee:\n\nbegin 644 "
					   "a.txt\n%:&5L;&\\ \n`\nend\nBye\n");
	g_assert_cmpuint(message->attachments->len, ==, 1);
	const Attachment *attachment = g_ptr_array_index(message->attachments, 0);
	g_assert_cmpstr(attachment->name, ==, "a.txt");
	g_assert_cmpmem(g_bytes_get_data(attachment->content, NULL), 5, "hello", 5);
	g_assert_cmpstr(message->text, ==, "See:\n\nBye\n");
}

static void a_mail_inside_is_attached(void)
{
	g_autoptr(Message) message = parse(
		MULTIPART("mixed") "--b\n\nsee\n--b\nContent-Type: message/rfc822\n\n"
				   "Subject: Inner\n\ntext\n--b--\n");
	g_assert_cmpuint(message->attachments->len, ==, 1);
	const Attachment *attachment = g_ptr_array_index(message->attachments, 0);
	g_assert_cmpstr(attachment->name, ==, "Inner.eml");
	g_assert_cmpstr(attachment->type, ==, "message/rfc822");
}

/* --- crypto, dates, ids, bounds --- */

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

static void only_the_own_server_is_believed(void)
{
	g_autoptr(Message) message =
		parse("Authentication-Results: mx.example.com 1; spf=pass "
		      "smtp.mailfrom=a@example.net;\n"
		      " dmarc=fail (p=reject) header.from=example.org\n"
		      "Authentication-Results: evil.example; dkim=pass "
		      "header.d=example.org\n\nx");
	const char *domain;
	g_assert_cmpstr(message_auth_result(message, "mx.example.com", "dmarc", &domain),
			==, "fail");
	g_assert_cmpstr(domain, ==, "example.org");
	g_assert_cmpstr(message_auth_result(message, "mx.example.com", "dkim", NULL), ==,
			"");
	g_assert_cmpstr(message_auth_result(message, "", "dmarc", NULL), ==, "");
}

static void a_field_with_a_space_is_no_mbox_line(void)
{
	g_autoptr(Message) message =
		parse("From : ann@example.org\nSubject : Lamps\n\nHello");

	g_assert_cmpstr(message_from_address(message), ==, "ann@example.org");
	g_assert_cmpstr(message->subject, ==, "Lamps");
}

static void a_verdict_in_disguise_is_none(void)
{
	g_autoptr(Message) encoded = parse(
		"Authentication-Results: =?utf-8?q?mx=2Eexample=2Ecom=3B_dmarc=3Dpass?="
		"\n\nx");
	g_autoptr(Message) other =
		parse("Authentication-Results: mx.example.com; dmarc=pass "
		      "smtp.mailfrom=a@example.com header.from=evil.example\n\nx");
	const char *domain;

	g_assert_cmpstr(message_auth_result(encoded, "mx.example.com", "dmarc", NULL), ==,
			"");
	message_auth_result(other, "mx.example.com", "dmarc", &domain);
	g_assert_cmpstr(domain, ==, "evil.example");
	g_autoptr(Message) quoted = parse(
		"Authentication-Results: mx.example.com; spf=pass (domain of a); "
		"dmarc=pass header.from=example.com; x=(@evil.example) "
		"smtp.mailfrom=evil.example; dmarc=fail header.from=example.com\n\nx");
	g_assert_cmpstr(message_auth_result(quoted, "mx.example.com", "dmarc", NULL), ==,
			"fail");
	for (const char *c = "\1\r\t\033\177"; *c != '\0'; c++) {
		g_autofree char *parted = g_strdup_printf(
			"Authentication-Results: mx.exam%cple.com; dmarc=pass\n\nx", *c);
		g_autoptr(Message) message = parse(parted);
		g_assert_cmpstr(
			message_auth_result(message, "mx.example.com", "dmarc", NULL), ==,
			"");
	}
}

/* What is read as anna@example.com all the same. */
static void an_author_is_sure_in_plain_forms_only(void)
{
	static const struct {
		const char *from;
		bool is_odd;
	} forms[] = {
		{"From: anna@example.com", false},
		{"From: Anna <anna@example.com>", false},
		{"From: \"Smith, Anna\" <Anna@Example.com>", false},
		{"From: =?utf-8?q?Anna?= (x: y) <anna@example.com>", false},
		{"From: anna@example.com (Anna (x), \\) y)", false},
		{"From: anna@example.com <anna@example.com>", false},
		{"From: anna@example.com\nFrom:", true},
		{"From:\nFrom: anna@example.com", true},
		{"From: =?utf-8?q?anna=40example=2Ecom?=", true},
		{"From: agents: anna@example.com;", true},
		{"From: <@evil.example:anna@example.com>", true},
		{"From: mallory anna@example.com", true},
		{"From: anna@example.com (mallory@evil.example", true},
		{"From: anna @ example.com", true},
		{"From: anna@example.com,", true},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
		g_autofree char *raw = g_strconcat(forms[i].from, "\n\nx", NULL);
		g_autoptr(Message) message = parse(raw);
		const Address *first = message->from->pdata[0];
		g_test_message("%s", forms[i].from);
		g_assert_cmpint(message->from_is_odd, ==, forms[i].is_odd);
		if (message->from->len == 1)
			g_assert_cmpint(
				g_ascii_strcasecmp(first->address, "anna@example.com"),
				==, 0);
	}
}

static void add(const char *prefix, const Case *cases, gsize count, GTestDataFunc check)
{
	for (gsize i = 0; i < count; i++) {
		g_autofree char *path =
			g_strdup_printf("/parse/%s/%s", prefix, cases[i].name);
		g_test_add_data_func(path, &cases[i], check);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add("a subject is decoded", subjects, G_N_ELEMENTS(subjects), check_subject);
	for (guint i = 0; i < G_N_ELEMENTS(senders); i++) {
		g_autofree char *path =
			g_strdup_printf("/parse/a sender is read/%s", senders[i].name);
		g_test_add_data_func(path, GUINT_TO_POINTER(i), check_sender);
	}
	add("the text is found", texts, G_N_ELEMENTS(texts), check_text);
	add("HTML becomes text", documents, G_N_ELEMENTS(documents), check_document);
	add("an attachment's name is clean", names, G_N_ELEMENTS(names), check_name);
	g_test_add_func("/parse/HTML that grows without end is stripped",
			html_that_grows_without_end_is_stripped);
	g_test_add_func("/parse/a sender without an address is whom one would answer",
			a_sender_without_an_address_is_whom_one_would_answer);
	g_test_add_func("/parse/a picture in the HTML is inline",
			a_picture_in_the_html_is_inline);
	g_test_add_func("/parse/uuencode in the text is an attachment",
			uuencode_in_the_text_is_an_attachment);
	g_test_add_func("/parse/a mail inside is attached", a_mail_inside_is_attached);
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
	g_test_add_func("/parse/only the own server's verdict is believed",
			only_the_own_server_is_believed);
	g_test_add_func("/parse/a verdict in disguise is none",
			a_verdict_in_disguise_is_none);
	g_test_add_func("/parse/a field with a space is no mbox line",
			a_field_with_a_space_is_no_mbox_line);
	g_test_add_func("/parse/an author is sure in plain forms only",
			an_author_is_sure_in_plain_forms_only);
	return g_test_run();
}
