/* mail_bounds.c - the worst mails that are known: each is read in bounded time. */
/* SPDX-License-Identifier: MIT */
#include "mail/message.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

/*
 * Each input is some megabytes of what costs most. None takes two seconds of the
 * processor, most take some milliseconds; an alarm that leaves room for sanitizers and
 * busy machines ends the test when one does not end. With --verbose each says how long it
 * took.
 */

enum { ALARM_S = 60, MEGABYTE = 1024 * 1024 };

#ifdef __SANITIZE_ADDRESS__
enum { TAKEN_S_MAX = 20 };
#else
enum { TAKEN_S_MAX = 2 };
#endif

#define HEAD	    "From: ann@example.org\nSubject: x\nMIME-Version: 1.0\n"
#define ALTERNATIVE HEAD "Content-Type: multipart/alternative; boundary=b\n\n"
#define MAIL	    HEAD "Content-Type: message/rfc822\n\nFrom: bob@example.net\n"
#define MIXED	    HEAD "Content-Type: multipart/mixed; boundary=b\n\n"

#define BLANK "                                                            "

/* head, piece again and again up to size, tail. */
typedef struct {
	const char *name, *head, *piece, *tail;
	gsize size_bytes;
} Repeated;

static const Repeated repeated[] = {
	{"100,000 parts", MIXED, "--b\n\nx\n", "--b--\n", 800000},
	{"parts of the second of two types",
	 HEAD "Content-Type: text/plain\nContent-Type: multipart/mixed; boundary=b\n\n",
	 "--b\n\nx\n", "--b--\n", 4 * MEGABYTE},
	{"parts of a type behind a comment",
	 HEAD "Content-Type: (a) multipart/mixed; boundary=b\n\n", "--b\n\nx\n",
	 "--b--\n", 4 * MEGABYTE},
	{"plain alternatives", ALTERNATIVE "--b\n\nx\n", "--b\n\ny z\n", "--b--\n",
	 MEGABYTE},
	{"rich alternatives", ALTERNATIVE "--b\n\nx\n",
	 "--b\nContent-Type: text/html\n\n<p>some words in HTML</p>\n", "--b--\n",
	 MEGABYTE},
	{"boundaries of nobody", MIXED, "--x\nContent-Type: text/plain\n\n", "",
	 4 * MEGABYTE},
	{"parts without blank lines", MIXED, "--b\nx\n", "--b--\n", 4 * MEGABYTE},
	{"types of content", HEAD, "Content-Type: multipart/mixed; boundary=c\n", "\nx\n",
	 MEGABYTE},
	{"colons for groups", HEAD "To: ", "a:", "\n\nx", MEGABYTE},
	{"brackets that never close", HEAD "To: ", "<,", "\n\nx", MEGABYTE},
	{"quotes in quotes", HEAD "To: ", "'", "\n\nx", MEGABYTE},
	{"comments in an address", HEAD "To: <", "(", "@b>\n\nx", MEGABYTE},
	{"parts that are mails", MIXED, "--b\nContent-Type: message/rfc822\n\n\n",
	 "--b--\n", 4 * MEGABYTE},
	{"fields of a part", MIXED "--b\n", "A: b\n", "\nx\n--b--\n", 12 * MEGABYTE},
	{"parameters of a part", MIXED "--b\nContent-Type: text/plain", "; a=b",
	 "\n\nx\n--b--\n", 12 * MEGABYTE},
	{"groups in groups in a mail inside", MAIL "To: ", "a:", "\n\nx", 12 * MEGABYTE},
	{"groups beside groups in a mail inside", MAIL "To: ", "a:b@c;,", "\n\nx",
	 12 * MEGABYTE},
	{"the subject of a mail inside", MAIL "Subject: ", "=?u?q?a", "\n\nx",
	 12 * MEGABYTE},
	{"the date of a mail inside", MAIL "Date: ", "1 ", "\n\nx", 12 * MEGABYTE},
	{"a boundary that almost ends", MIXED "--b\n\n", "--b-\n--", "\n--b--\n",
	 4 * MEGABYTE},
	{"lines like boundaries", MIXED "--b\n\n", "--\n", "", 4 * MEGABYTE},
	{"a megabyte in one field", HEAD "X-Long: ", "x", "\n\nx", MEGABYTE},
	{"a megabyte of fields", HEAD, "A: b\n", "\nx", MEGABYTE},
	{"a megabyte of folds", HEAD "X-Long: x\n", " y\n", "\nx", MEGABYTE},
	{"fields without colons among others", HEAD,
	 "a\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\nTo:\n", "\nx",
	 12 * MEGABYTE},
	{"fields without colons", HEAD, "no field\n", "\nx", 4 * MEGABYTE},
	{"a Content-Type of parameters", HEAD "Content-Type: text/plain", "; a*0*=b",
	 "\n\nx", MEGABYTE},
	{"open quotes in parameters", HEAD "Content-Type: text/plain; a=", "\"a\\",
	 "\n\nx", MEGABYTE},
	{"thousands of encoded words", HEAD "Subject: ", "=?utf-8?Q?=D0=9F?=\n ", "\n\nx",
	 MEGABYTE},
	{"encoded words that never end", HEAD "Subject: ", "=?utf-8?Q?a", "\n\nx",
	 MEGABYTE},
	{"encoded words of the charsets of the world",
	 HEAD "Subject: ", "=?gb18030?B?xOM=?= =?koi8-r?B?z8s=?= ", "\n\nx", MEGABYTE},
	{"encoded words that may end anywhere", HEAD "Subject: =?u?q?=?u?q?=?u?q?",
	 "?=AB", "\n\nx", MEGABYTE},
	{"starts of encoded words", HEAD "Subject: ", "=?", "\n\nx", MEGABYTE},
	{"a million recipients", HEAD "To: ", "a@b.example,", "\n\nx", 12 * MEGABYTE},
	{"a thousand fields of recipients", HEAD, "To: a@b.example, c@d.example\n",
	 "\n\nx", MEGABYTE},
	{"commas for addresses", HEAD "To: ", ",", "\n\nx", MEGABYTE},
	{"open brackets for addresses", HEAD "To: ", "<\"(", "\n\nx", MEGABYTE},
	{"names without addresses", HEAD "To: ", "a b, ", "\n\nx", MEGABYTE},
	{"a million references", HEAD "References: ", "<a@b>", "\n\nx", 5 * MEGABYTE},
	{"megabytes of quote marks", HEAD "\n", ">", "", 4 * MEGABYTE},
	{"megabytes of quoted lines", HEAD "\n", "> a\n", "", 4 * MEGABYTE},
	{"quotes and text in turns", HEAD "\n", "> a\nb\n", "", 4 * MEGABYTE},
	{"empty lines", HEAD "\n", "\n", "", 4 * MEGABYTE},
	{"lines that may be attributions", HEAD "\n",
	 "On Mon, Mar 2, 2026 at 9:00 AM wrote bob@example.com\nwrote on 2026 at "
	 "09:00:\n",
	 "", 4 * MEGABYTE},
	{"colons of attributions", HEAD "\n", "a b <a@b.example> 2026 09:00:\n", "",
	 4 * MEGABYTE},
	{"an attribution without end", HEAD "\nOn ", "2026 ", " wrote:\n> x\n",
	 4 * MEGABYTE},
	{"attributions that never become one", HEAD "\n", "on 1 a wrote b wrote c\n", "",
	 4 * MEGABYTE},
	{"addresses where a verb is looked for", HEAD "\n",
	 ".x@y,x@y,x@y,x@y,x@y,x@y,x@y,x@y,x@y,x@y,x@y,x@y,x@y,from:\n", "", MEGABYTE},
	{"verbs in every sentence", HEAD "\n",
	 "a on a écrit--sent:a écrit, on a écrit--sent:a écrit, on a écrit--sent:a "
	 "écrit, on a écrit--sent:a écrit, on a écrit--sent:a écrit, 20wrote\n",
	 "", MEGABYTE},
	{"days that end with no verb", HEAD "\n",
	 "a on mon, 202620262026 on mon, 202620262026 on mon, 202620262026 on mon, "
	 "202620262026 on mon, 202620262026 on mon, 202620262026 on mon, 202620262026:\n",
	 "", MEGABYTE},
	{"stars", HEAD "\n", "******************************************\n", "",
	 MEGABYTE},
	{"spaces between a field's name and its colon", HEAD "\n",
	 "to: a\nto" BLANK BLANK BLANK BLANK BLANK BLANK BLANK BLANK "x:\n", "",
	 MEGABYTE},
	{"spaces in a signature", HEAD "\n", "-- \n" BLANK BLANK "from:\n", "", MEGABYTE},
	{"groupwise marks", HEAD "\n", ">>> a@b 1\n", "", 4 * MEGABYTE},
	{"header blocks", HEAD "\n", "From: a\nSent: b\nTo: c\n", "", 4 * MEGABYTE},
	{"delimiters", HEAD "\n", "----- a b c d e f -----\n", "", 4 * MEGABYTE},
	{"signatures", HEAD "\n", "-- \na\n", "", 4 * MEGABYTE},
	{"phones", HEAD "\n", "Sent from my phone\n", "", 4 * MEGABYTE},
	{"flowed text without end", HEAD "Content-Type: text/plain; format=flowed\n\n",
	 "a \n", "", 4 * MEGABYTE},
	{"uuencode begun again and again", HEAD "\n", "begin 644 a\n", "", 4 * MEGABYTE},
	{"uuencode without end", HEAD "\nbegin 644 a\n", "M\n", "", 4 * MEGABYTE},
	{"yEnc begun again and again", HEAD "\n", "=ybegin line=1 size=1 name=a\n", "",
	 4 * MEGABYTE},
	{"PGP begun again and again", HEAD "\n", "-----BEGIN PGP SIGNED MESSAGE-----\n",
	 "", 4 * MEGABYTE},
	{"base64 with a fault in each line", HEAD "Content-Transfer-Encoding: base64\n\n",
	 "QUJD!QUJD\n", "", 4 * MEGABYTE},
	{"soft line breaks", HEAD "Content-Transfer-Encoding: quoted-printable\n\n",
	 "= \n", "", 4 * MEGABYTE},
	{"escapes of charsets", HEAD "Content-Type: text/plain; charset=iso-2022-jp\n\n",
	 "\x1b$B\x1b(B", "", 4 * MEGABYTE},
	{"UTF-7 without end", HEAD "Content-Type: text/plain; charset=utf-7\n\n", "+AGE-",
	 "", 4 * MEGABYTE},
	{"broken UTF-8", HEAD "Content-Type: text/plain; charset=utf-8\n\n", "\xff\xd0",
	 "", 4 * MEGABYTE},
	{"bytes of no charset", HEAD "\n", "\x80\x9f\xfe\x01", "", 4 * MEGABYTE},
	{"enriched text of parameters", HEAD "Content-Type: text/enriched\n\n",
	 "<param><", "", 4 * MEGABYTE},
	{"a calendar of properties", HEAD "Content-Type: text/calendar\n\nBEGIN:VEVENT\n",
	 "SUMMARY;\"\n", "", 4 * MEGABYTE},
	{"tags that begin and never end",
	 ALTERNATIVE "--b\n\nwords\n--b\nContent-Type: text/html\n\n", "<a", "\n--b--\n",
	 4 * MEGABYTE},
	{"tags that end together", HEAD "Content-Type: text/html\n\n<p", "<p<p<p<p<p<p",
	 ">", 4 * MEGABYTE},
	{"deep elements", HEAD "Content-Type: text/html\n\n", "<div>", "", 4 * MEGABYTE},
	{"elements opened again and again", HEAD "Content-Type: text/html\n\n", "<b></p>",
	 "", 4 * MEGABYTE},
	{"formatting across tables", HEAD "Content-Type: text/html\n\n",
	 "<a><table><b>x</table>", "", 4 * MEGABYTE},
	{"end tags that do not count where they stand",
	 HEAD "Content-Type: text/html\n\n", "<applet><i></h1><h1>", "", MEGABYTE},
	{"as many of them as are parsed", HEAD "Content-Type: text/html\n\n",
	 "<applet><i></h1><h1>", "", MEGABYTE / 5},
	{"nested quotes", HEAD "Content-Type: text/html\n\n", "<blockquote>a", "",
	 4 * MEGABYTE},
	{"one tag of attributes", HEAD "Content-Type: text/html\n\n<p ", "a=b ", ">x",
	 4 * MEGABYTE},
	{"character references", HEAD "Content-Type: text/html\n\n", "&#x1F600;&", "",
	 4 * MEGABYTE},
	{"open tags", HEAD "Content-Type: text/html\n\n", "<", "", 4 * MEGABYTE},
	{"comments that never end", HEAD "Content-Type: text/html\n\n", "<!--<style>", "",
	 4 * MEGABYTE},
	{"list items", HEAD "Content-Type: text/html\n\n<ol>", "<li>", "", 4 * MEGABYTE},
	{"a report of recipients",
	 HEAD "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n",
	 "Final-Recipient: rfc822; a@b.example\nAction: delivered\n\n", "", 4 * MEGABYTE},
	{"words of a report",
	 "Return-Path: <>\nFrom: mailer-daemon@example.org\nSubject: failure notice\n\n",
	 "550 5.1.1 a delivered to a delay a@b user \n", "", 4 * MEGABYTE},
	{"an absence without a date", HEAD "Auto-Submitted: auto-replied\n\n",
	 "until back from 1 2 3 until ", "", 4 * MEGABYTE},
	{"thanks", HEAD "\n", "ok thanks, ", "", MEGABYTE},
	{"rich text in rich text", HEAD "Content-Type: application/ms-tnef\n\n",
	 "{\\rtf1{\\b ", "", 4 * MEGABYTE},
};

static GString *filled(const Repeated *given)
{
	GString *mail = g_string_sized_new(given->size_bytes + 1024);
	g_string_append(mail, given->head);
	gsize length = strlen(given->piece), want = mail->len + given->size_bytes;
	while (mail->len < want)
		g_string_append_len(mail, given->piece, (gssize)length);
	g_string_append(mail, given->tail);
	return mail;
}

/* Parsed, and asked what the desk asks. */
static void read_take(GString *mail)
{
	g_autoptr(GBytes) raw = g_string_free_to_bytes(mail);
	alarm(ALARM_S);
	clock_t start = clock();
	g_autoptr(Message) message = message_parse(raw);
	gint64 until;
	message_automatic(message, NULL, NULL);
	message_is_out_of_office(message, &until);
	message_is_thanks(message);
	g_autofree char *hash = message_content_hash(message);
	double taken_s = (double)(clock() - start) / CLOCKS_PER_SEC;
	g_test_message("%.0f ms", taken_s * 1000);
	alarm(0);
	g_assert_cmpfloat(taken_s, <, TAKEN_S_MAX);
	g_assert_true(g_utf8_validate(message->text, -1, NULL));
	g_assert_true(g_utf8_validate(message->reply_text, -1, NULL));
	g_assert_cmpuint(strlen(message->text), <=, 5 * MEGABYTE);
}

static void check_repeated(gconstpointer data)
{
	read_take(filled(data));
}

static void multiparts_in_multiparts(void)
{
	GString *mail = g_string_new(HEAD);
	for (int i = 0; i < 20000; i++)
		g_string_append_printf(
			mail, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i,
			i);
	read_take(mail);
}

/* Each line of the innermost part is held against every boundary that is open. */
static void many_boundaries_and_many_lines(void)
{
	GString *mail = g_string_new(HEAD);
	for (int i = 0; i < 300; i++)
		g_string_append_printf(mail,
				       "Content-Type: multipart/mixed; "
				       "boundary=\"%0200d\"\n\n--%0200d\n",
				       i, i);
	g_string_append(mail, "\n");
	for (int i = 0; i < 40000; i++)
		g_string_append_printf(mail, "--%0150d\n", 0);
	read_take(mail);
}

/* Each byte of the body might begin the boundary, which ends otherwise. */
static void a_boundary_that_is_nearly_everywhere(void)
{
	GString *mail = g_string_new(HEAD "Content-Type: multipart/mixed; boundary=");
	for (int i = 0; i < 60000; i++)
		g_string_append_c(mail, '-');
	g_string_append(mail, "x\n\n");
	gsize want = mail->len + 12 * MEGABYTE;
	while (mail->len < want)
		g_string_append(mail, "----------------");
	read_take(mail);
}

/* Is the next of the plain alternatives in those before it? */
static void alternatives_that_differ_at_the_end(void)
{
	GString *mail = g_string_new(ALTERNATIVE);
	for (int i = 0; i < 990; i++) {
		g_string_append(mail, "--b\nContent-Type: text/plain\n\n");
		for (int j = 0; j < 300; j++)
			g_string_append(mail, "ab ");
		g_string_append_printf(mail, "%d\n", i);
	}
	g_string_append(mail, "--b--\n");
	read_take(mail);
}

/* Is each of the pictures referred to? */
static void pictures_that_are_nearly_named(void)
{
	g_autofree char *name = g_strnfill(250, 'a');
	GString *mail = g_string_new(MIXED "--b\nContent-Type: text/html\n\ncid:");
	for (int i = 0; i < MEGABYTE; i++)
		g_string_append(mail, "aaa");
	for (int i = 0; i < 200; i++)
		g_string_append_printf(mail,
				       "\n--b\nContent-Type: image/png\n"
				       "Content-ID: <%s>\n\nx",
				       name + i);
	g_string_append(mail, "\n--b--\n");
	read_take(mail);
}

static void mails_in_mails(void)
{
	GString *mail = g_string_new(HEAD);
	for (int i = 0; i < 20000; i++)
		g_string_append(mail, "Content-Type: message/rfc822\n\nSubject: x\n");
	read_take(mail);
}

/* The lengths of the elements are left open: 0x80. */
static void parts_in_a_signature(void)
{
	static const guint8 head[] = {
		0x30, 0x80, 6,	  9,	0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1,
		7,    2,    0xa0, 0x80, 0x30, 0x80, 2,	  1,	1,    0x31, 0,
		0x30, 0x80, 6,	  9,	0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1,
		7,    1,    0xa0, 0x80, 4,    0x83, 0x30, 0,	0};
	static const char types[] = "Content-Type: multipart/mixed; boundary=b\n\n";
	GString *content = g_string_new_len((const char *)head, sizeof head);
	g_string_append(content, types);
	while (content->len < sizeof head + 3 * MEGABYTE)
		g_string_append(content, "--b\n\nx\n");
	g_autofree char *body = g_base64_encode((guchar *)content->str, content->len);
	GString *mail = g_string_new(HEAD "Content-Type: application/pkcs7-mime\n"
					  "Content-Transfer-Encoding: base64\n\n");
	g_string_append(mail, body);
	g_string_free(content, TRUE);
	read_take(mail);
}

static void rich_text_that_unpacks_without_end(void)
{
	GString *rtf = g_string_new(NULL);
	/* LZFu, says that it holds a gigabyte; the body refers to itself */
	const guint8 head[] = {0, 0, 16, 0, 0, 0, 0, 64, 'L', 'Z', 'F', 'u', 0, 0, 0, 0};
	g_string_append_len(rtf, (const char *)head, sizeof head);
	for (int i = 0; i < 200000; i++)
		g_string_append_len(rtf, "\xff\x0c\x5f\x0c\x5f\x0c\x5f\x0c\x5f", 9);
	g_autofree char *body = g_base64_encode((const guchar *)rtf->str, rtf->len);
	GString *mail = g_string_new(HEAD "Content-Type: application/ms-tnef; "
					  "name=winmail.dat\nContent-Transfer-Encoding: "
					  "base64\n\n");
	g_string_append(mail, body);
	g_string_free(rtf, TRUE);
	read_take(mail);
}

static void append_number(GString *bytes, guint32 number)
{
	for (int i = 0; i < 4; i++)
		g_string_append_c(bytes, (char)(number >> 8 * i));
}

/* winmail.dat may hold a text as often as it likes, and each a text that shows nothing.
 */
static void the_same_text_in_winmail_dat_again_and_again(void)
{
	GString *tnef = g_string_new_len("\x78\x9f\x3e\x22\1\0", 6);
	for (int i = 0; i < 12; i++) {
		g_string_append_c(tnef, 1);
		append_number(tnef, 0x69003);
		append_number(tnef, 16 + MEGABYTE);
		append_number(tnef, 1);
		append_number(tnef, 0x10130102);
		append_number(tnef, 1);
		append_number(tnef, MEGABYTE);
		for (int j = 0; j < MEGABYTE / 8; j++)
			g_string_append(tnef, "<p><b> <");
		g_string_append_len(tnef, "\0", 2);
	}
	g_autofree char *body = g_base64_encode((const guchar *)tnef->str, tnef->len);
	GString *mail = g_string_new(HEAD "Content-Type: application/ms-tnef\n"
					  "Content-Transfer-Encoding: base64\n\n");
	g_string_append(mail, body);
	g_string_free(tnef, TRUE);
	read_take(mail);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(repeated); i++) {
		g_autofree char *path = g_strdup_printf("/bounds/%s", repeated[i].name);
		g_test_add_data_func(path, &repeated[i], check_repeated);
	}
	g_test_add_func("/bounds/multiparts in multiparts", multiparts_in_multiparts);
	g_test_add_func("/bounds/many boundaries and many lines",
			many_boundaries_and_many_lines);
	g_test_add_func("/bounds/a boundary that is nearly everywhere",
			a_boundary_that_is_nearly_everywhere);
	g_test_add_func("/bounds/alternatives that differ at the end",
			alternatives_that_differ_at_the_end);
	g_test_add_func("/bounds/pictures that are nearly named",
			pictures_that_are_nearly_named);
	g_test_add_func("/bounds/mails in mails", mails_in_mails);
	g_test_add_func("/bounds/parts in a signature", parts_in_a_signature);
	g_test_add_func("/bounds/rich text that unpacks without end",
			rich_text_that_unpacks_without_end);
	g_test_add_func("/bounds/the same text in winmail.dat again and again",
			the_same_text_in_winmail_dat_again_and_again);
	return g_test_run();
}
