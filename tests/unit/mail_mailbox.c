/* mail_mailbox.c - who sent a mail: From in every form, and its stand-ins. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/mail_parsed.h"

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

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(senders); i++) {
		g_autofree char *path = g_strdup_printf("/mailbox/%s", senders[i].name);
		g_test_add_data_func(path, GUINT_TO_POINTER(i), check_sender);
	}
	g_test_add_func("/mailbox/a sender without an address is whom one would answer",
			a_sender_without_an_address_is_whom_one_would_answer);
	g_test_add_func("/mailbox/an author is sure in plain forms only",
			an_author_is_sure_in_plain_forms_only);
	return g_test_run();
}
