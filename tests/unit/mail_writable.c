/* mail_writable.c - what readers see of a draft's header, whatever went in. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/mail_drafted.h"

#define GREEK_LONG                                                                                                                                       \
	"Ερώτηση για την παραγγελία μου που δεν έχει έρθει ακόμη και για την επιστροφή " \
	"χρημάτων που μου υποσχεθήκατε την περασμένη Παρασκευή στο τηλέφωνο"

static const struct {
	const char *name, *subject, *want;
} subjects[] = {
	{"ASCII", "Wrong invoice", "Wrong invoice"},
	{"Russian", "Где мой заказ?", "Где мой заказ?"},
	{"a long Greek one", GREEK_LONG, GREEK_LONG},
	{"a header behind CRLF", "x\r\nBcc: eve@example.net", "x Bcc: eve@example.net"},
	{"a header behind LF", "x\nBcc: eve@example.net", "x Bcc: eve@example.net"},
	{"a header behind CR", "x\rBcc: eve@example.net", "x Bcc: eve@example.net"},
	{"a body behind empty lines", "x\r\n\r\nbody", "x body"},
	{"NEL and line separator", "x\xc2\x85y\xe2\x80\xa8z", "x y z"},
	{"what turns text around", "x \xe2\x80\xae y\xe2\x81\xa6z", "x yz"},
	{"an encoded word made by hand",
	 "=?utf-8?Q?x=0D=0ABcc:_e?=", "=?utf-8?Q?x=0D=0ABcc:_e?="},
	{"emoji", "Thanks \xf0\x9f\x98\x80 all", "Thanks \xf0\x9f\x98\x80 all"},
	{"invalid UTF-8",
	 "a\xff"
	 "b",
	 "a\xef\xbf\xbd"
	 "b"},
	{"nothing", "", ""},
};

static void test_subjects(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++) {
		g_test_message("%s", subjects[i].name);
		g_autoptr(Draft) draft = plain_draft();
		g_free(draft->subject);
		draft->subject = g_strdup(subjects[i].subject);
		g_autofree char *raw = composed(draft);
		check_wire(raw);
		g_autoptr(GMimeMessage) message = parsed(raw);
		g_autoptr(Message) read = parse(raw);
		g_assert_cmpstr(read->subject, ==, subjects[i].want);
		g_assert_null(g_mime_object_get_header(GMIME_OBJECT(message), "Bcc"));
	}
}

static void test_endless_subject(void)
{
	g_autoptr(Draft) draft = plain_draft();
	g_free(draft->subject);
	draft->subject = g_strnfill(100000, 'a');
	g_autofree char *raw = composed(draft);
	check_wire(raw);
	g_autoptr(Message) read = parse(raw);
	g_assert_cmpint(strlen(read->subject), <, 500);
}

/* Every field of a draft, filled with a header of the attacker's. */
static void test_injection_everywhere(void)
{
	const char *evil = "x\r\nBcc: eve@example.net\r\n\r\nbody";
	const char *evil_address = "a@example.org\r\nBcc: eve@example.net";
	g_autoptr(Draft) draft = plain_draft();
	g_free(draft->from_name);
	draft->from_name = g_strdup(evil);
	draft_add_to(draft, evil, "bob@example.org");
	draft_add_cc(draft, evil, "carol@example.org");
	draft_add_cc(draft, "Mallory", evil_address);
	draft->reply_to = g_strdup(evil_address);
	draft->in_reply_to = g_strdup("x@example.org>\r\nBcc: eve@example.net");
	draft_add_reference(draft, "y@example.org>\r\nBcc: eve@example.net");
	draft_add_reference(draft, "good@example.org");
	draft->auto_submitted = g_strdup("auto-replied\r\nBcc: eve@example.net");
	draft_add_header(draft, "X-Postdesk-Ticket", evil);
	draft_add_header(draft, "X-Evil\r\nBcc", "eve@example.net");
	draft_add_header(draft, "X-Evil: y\r\nBcc", "eve@example.net");
	g_autoptr(GBytes) content = g_bytes_new_static("abc", 3);
	draft_attach(draft, evil, "text/html\r\nBcc: eve@example.net", evil, content);
	draft_attach(draft, "a\"; x=\"y.txt", "image/png; name=evil", NULL, content);
	draft_attach(draft, "😀\"\r\n;.png", "image/png", NULL, content);

	g_autofree char *raw = composed(draft);
	check_wire(raw);
	g_assert_null(strstr(raw, "\nBcc"));
	g_assert_nonnull(strstr(raw, "\tfilename*=UTF-8''%F0%9F%98%80%22%20%3B.png\r\n"));
	g_autoptr(GMimeMessage) message = parsed(raw);
	g_assert_null(g_mime_object_get_header(GMIME_OBJECT(message), "Bcc"));
	g_assert_null(g_mime_object_get_header(GMIME_OBJECT(message), "In-Reply-To"));
	g_assert_null(g_mime_object_get_header(GMIME_OBJECT(message), "Reply-To"));
	g_assert_cmpstr(g_mime_object_get_header(GMIME_OBJECT(message), "References"), ==,
			"<good@example.org>");
}

/* Longer than an encoded word, without a blank. */
#define LONG_NAME   "Annabelleannabelleannabelleannabelleannabelleannabelleannabelle"
#define MARKS	    "\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301"
#define MARKED_NAME "e" MARKS MARKS MARKS MARKS

/* RFC 2047 section 2: at most 75 characters each; section 5: none in a quoted string. */
static void check_encoded_words(const char *raw)
{
	g_assert_false(g_regex_match_simple("=\\?[^ ]{72,}\\?=", raw, 0, 0));
	g_assert_false(g_regex_match_simple("\"[^\"\n]*=\\?[^\"\n]*\"", raw, 0, 0));
}

static void test_names(void)
{
	static const char *const names[] = {
		"Ann Customer via Support",
		"Ann, \"the\" Customer",
		"Άννα Πελάτισσα μέσω Υποστήριξη",
		"a@b.example",
		"Анна (Поддержка)",
		"\\",
		"<x>",
		"=?utf-8?q?x?=",
		"=?utf-8?q?=0D=0ABcc:_eve@example.net?= via Support",
		"Ann =?utf-8?q?x?=",
		LONG_NAME,
		MARKED_NAME};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autoptr(Draft) draft = plain_draft();
		g_free(draft->from_name);
		draft->from_name = g_strdup(names[i]);
		g_autofree char *raw = composed(draft);
		check_wire(raw);
		check_encoded_words(raw);
		g_autoptr(Message) read = parse(raw);
		g_assert_cmpstr(message_from_name(read), ==, names[i]);
		g_assert_cmpstr(message_from_address(read), ==, "support@example.com");
	}
}

static const struct {
	const char *address, *want;
} addresses[] = {
	{"ann@example.org", "ann@example.org"},
	{"Ann.B+tag@Example.ORG", "Ann.B+tag@example.org"},
	{"ann@bücher.example", "ann@xn--bcher-kva.example"},
	{"\"a b\"@example.org", "\"a b\"@example.org"},
	{"ann@[192.0.2.1]", "ann@[192.0.2.1]"},
	{"ann", NULL},
	{"", NULL},
	{"@example.org", NULL},
	{"ann@", NULL},
	{"a b@example.org", NULL},
	{"a@example.org, b@example.org", NULL},
	{"a@example.org>", NULL},
	{"a(comment)@example.org", NULL},
	{"a@exa mple.org", NULL},
	{"a@example..org", NULL},
	{"иван@example.org", "иван@example.org"},
	{"a\u2028b@example.org", NULL},
	{"a\302\205"
	 "b@example.org",
	 NULL},
	{"a\u202eb@example.org", NULL},
};

static void test_addresses(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(addresses); i++) {
		g_test_message("%s", addresses[i].address);
		g_autoptr(Draft) draft = plain_draft();
		g_free(draft->from_address);
		draft->from_address = g_strdup(addresses[i].address);
		g_autoptr(GError) error = NULL;
		g_autoptr(GBytes) bytes = draft_compose(draft, &error);
		if (!addresses[i].want) {
			g_assert_error(error, POSTDESK_ERROR, POSTDESK_INVALID);
			continue;
		}
		g_assert_no_error(error);
		g_autofree char *want =
			g_strdup_printf("<%s>\r\nTo: ", addresses[i].want);
		g_autofree char *raw = composed(draft);
		g_assert_nonnull(strstr(raw, want));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	mime_init();
	g_test_add_func("/writable/subjects come back as they were", test_subjects);
	g_test_add_func("/writable/an endless subject is cut", test_endless_subject);
	g_test_add_func("/writable/no field can add a header", test_injection_everywhere);
	g_test_add_func("/writable/names come back as they were", test_names);
	g_test_add_func("/writable/an address is written or refused", test_addresses);
	return g_test_run();
}
