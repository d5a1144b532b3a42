/* mail_compose.c - drafts as bytes: their parts, people and references. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/mail_drafted.h"

static char *part_text(GMimeObject *part)
{
	g_assert_true(GMIME_IS_TEXT_PART(part));
	return g_mime_text_part_get_text(GMIME_TEXT_PART(part));
}

static void test_plain_mail(void)
{
	g_autoptr(Draft) draft = plain_draft();
	g_autofree char *raw = composed(draft);
	g_assert_cmpstr(raw, ==,
			"From: \"Anna (Support)\" <support@example.com>\r\n"
			"To: Ann Customer <ann@example.org>\r\n"
			"Subject: Re: [#1] Wrong invoice\r\n"
			"Date: Wed, 18 Nov 2026 13:06:40 +0200\r\n"
			"Message-Id: <pd.1.2.abcdef@example.com>\r\n"
			"MIME-Version: 1.0\r\n"
			"Content-Type: text/plain; charset=utf-8\r\n"
			"Content-Transfer-Encoding: 7bit\r\n"
			"\r\n"
			"Hello,\r\n"
			"\r\n"
			"refunded, sorry.\r\n");
}

static void test_many_people(void)
{
	g_autoptr(Draft) draft = plain_draft();
	for (int i = 0; i < 300; i++) {
		g_autofree char *address = g_strdup_printf("person%d@example.org", i);
		draft_add_cc(draft, "Πρόσωπο", address);
		draft_add_cc(draft, "again", address);
	}
	draft_add_cc(draft, "the customer again", "ANN@example.org");
	g_autofree char *raw = composed(draft);
	check_wire(raw);
	g_autoptr(GMimeMessage) message = parsed(raw);
	g_assert_cmpint(internet_address_list_length(g_mime_message_get_cc(message)), ==,
			300);
}

static void test_references(void)
{
	g_autoptr(Draft) draft = plain_draft();
	draft->in_reply_to = g_strdup("m29@example.org");
	for (int i = 0; i < 30; i++) {
		g_autofree char *id = g_strdup_printf("m%d@example.org", i);
		draft_add_reference(draft, id);
	}
	g_autofree char *raw = composed(draft);
	check_wire(raw);
	g_autoptr(GMimeMessage) message = parsed(raw);
	GMimeReferences *references = g_mime_references_parse(
		NULL, g_mime_object_get_header(GMIME_OBJECT(message), "References"));
	g_assert_cmpint(g_mime_references_length(references), ==, 10);
	g_assert_cmpstr(g_mime_references_get_message_id(references, 0), ==,
			"m0@example.org");
	g_assert_cmpstr(g_mime_references_get_message_id(references, 1), ==,
			"m21@example.org");
	g_assert_cmpstr(g_mime_references_get_message_id(references, 9), ==,
			"m29@example.org");
	g_mime_references_free(references);
	g_assert_cmpstr(g_mime_object_get_header(GMIME_OBJECT(message), "In-Reply-To"),
			==, "<m29@example.org>");
}

/* Whatever a Message-ID looks like, as long as it can be written. */
static void test_odd_references(void)
{
	g_autoptr(Draft) draft = plain_draft();
	draft->in_reply_to = g_strdup("a..b@y@example.org");
	draft_add_reference(draft, "[x]@y@example.org");
	draft_add_reference(draft, "no-sign");
	draft_add_reference(draft, "a..b@y@example.org");
	g_autofree char *raw = composed(draft);
	g_assert_nonnull(strstr(raw, "\r\nIn-Reply-To: <a..b@y@example.org>\r\n"));
	g_assert_nonnull(strstr(raw, "\r\nReferences: <[x]@y@example.org> <no-sign> "
				     "<a..b@y@example.org>\r\n"));
}

static const struct {
	const char *name, *text;
} texts[] = {
	{"ASCII", "one\ntwo\n"},
	{"Greek", "Καλημέρα,\n\nη παραγγελία σας έφυγε.\n"},
	{"mostly ASCII",
	 "The price is 5 € and this text goes on for a while, mostly in ASCII\n"},
	{"long lines",
	 "word word word word word word word word word word word word word word word "
	 "word word word word word word word word word word word word word word\n"},
	{"dots and From", ".\n..\nFrom here on\n.end\n"},
	{"From at the end of a long line",
	 "word word word word word word word word word word word word word wordFrom here "
	 "word word word word word word word word word word word word word wor From here "
	 "word word word word word word word word word word word word word wo From here "
	 "word word word word word word word word word word word word word w From "
	 "here\n"},
	{"trailing blanks", "a  \n\tb\t\n-- \nsignature\n"},
	{"a blank at the end of a long line",
	 "word word word word word word word word word word word word word word word \n"
	 "word word word word word word word word word word word word word word w w \n"},
	{"equal signs", "a=b =\nc=3D\n"},
	{"empty lines", "\n\n\nx\n\n"},
};

static void test_texts(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_test_message("%s", texts[i].name);
		g_autoptr(Draft) draft = plain_draft();
		g_free(draft->text);
		draft->text = g_strdup(texts[i].text);
		g_autofree char *raw = composed(draft);
		check_wire(raw);
		g_assert_null(strstr(raw, "\nFrom here"));
		g_assert_false(g_regex_match_simple("\n[^\r\n]{77}", raw, 0, 0));
		g_autoptr(GMimeMessage) message = parsed(raw);
		g_autofree char *got = part_text(g_mime_message_get_mime_part(message));
		g_auto(GStrv) lines = g_strsplit(got, "\r\n", -1);
		g_autofree char *plain = g_strjoinv("\n", lines);
		g_assert_cmpstr(plain, ==, texts[i].text);
	}
}

static Draft *full_draft(void)
{
	Draft *draft = plain_draft();
	draft->html = g_strdup("<p>Γεια σας <img src=\"cid:logo@example.com\"></p>");
	draft->auto_submitted = g_strdup("auto-replied");
	g_autoptr(GBytes) picture = g_bytes_new_static("\x89PNG\r\n\x1a\n\0\1", 10);
	g_autoptr(GBytes) mail = g_bytes_new_static("Subject: x\r\n\r\nbody\r\n", 20);
	g_autoptr(GBytes) raw_mail =
		g_bytes_new_static("Subject: \xe9\r\n\r\nbody\r\n", 20);
	draft_attach(draft, "logo.png", "image/png", "logo@example.com", picture);
	draft_attach(draft, "τιμολόγιο του Νοεμβρίου.pdf", "application/pdf", NULL,
		     picture);
	draft_attach(draft, "old.eml", "message/rfc822", NULL, mail);
	draft_attach(draft, "raw.eml", "message/rfc822", NULL, raw_mail);
	draft_attach(draft, "", "nonsense", NULL, picture);
	return draft;
}

static void check_type(GMimeObject *part, const char *want)
{
	g_autofree char *type =
		g_mime_content_type_get_mime_type(g_mime_object_get_content_type(part));
	g_assert_cmpstr(type, ==, want);
}

static void test_structure(void)
{
	g_autoptr(Draft) draft = full_draft();
	g_autofree char *raw = composed(draft);
	check_wire(raw);
	g_autoptr(GMimeMessage) message = parsed(raw);
	GMimeObject *root = g_mime_message_get_mime_part(message);
	check_type(root, "multipart/mixed");
	GMimeMultipart *mixed = GMIME_MULTIPART(root);
	g_assert_cmpint(g_mime_multipart_get_count(mixed), ==, 5);

	GMimeMultipart *both = GMIME_MULTIPART(g_mime_multipart_get_part(mixed, 0));
	check_type(GMIME_OBJECT(both), "multipart/alternative");
	check_type(g_mime_multipart_get_part(both, 0), "text/plain");
	GMimeMultipart *related = GMIME_MULTIPART(g_mime_multipart_get_part(both, 1));
	check_type(GMIME_OBJECT(related), "multipart/related");
	check_type(g_mime_multipart_get_part(related, 0), "text/html");
	GMimeObject *picture = g_mime_multipart_get_part(related, 1);
	check_type(picture, "image/png");
	g_assert_cmpstr(g_mime_part_get_content_id(GMIME_PART(picture)), ==,
			"logo@example.com");

	GMimeObject *invoice = g_mime_multipart_get_part(mixed, 1);
	check_type(invoice, "application/pdf");
	g_assert_cmpstr(g_mime_part_get_filename(GMIME_PART(invoice)), ==,
			"τιμολόγιο του Νοεμβρίου.pdf");
	check_type(g_mime_multipart_get_part(mixed, 2), "message/rfc822");
	check_type(g_mime_multipart_get_part(mixed, 3), "application/octet-stream");
	check_type(g_mime_multipart_get_part(mixed, 4), "application/octet-stream");

	const char *whole_characters =
		"filename*0*=UTF-8''%CF%84%CE%B9%CE%BC%CE%BF%CE%BB%CF%8C%CE%B3;\r\n"
		"\tfilename*1*=%CE%B9%CE%BF%20%CF%84%CE%BF%CF%85%20%CE%9D;\r\n";
	g_assert_nonnull(strstr(raw, whole_characters));
	g_assert_nonnull(strstr(raw, "\tname*0*=UTF-8''%CF%84"));

	GMimeStream *bytes = g_mime_stream_mem_new();
	g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(GMIME_PART(invoice)),
					    bytes);
	GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(bytes));
	g_assert_cmpmem(array->data, array->len, "\x89PNG\r\n\x1a\n\0\1", 10);
	g_object_unref(bytes);
}

static void test_same_bytes(void)
{
	g_autoptr(Draft) one = full_draft();
	g_autoptr(Draft) two = full_draft();
	g_autofree char *first = composed(one);
	g_autofree char *second = composed(two);
	g_assert_cmpstr(first, ==, second);
}

static void test_automatic(void)
{
	static const struct {
		const char *kind, *suppress;
	} rows[] = {{"auto-replied", "All"},
		    {"auto-generated", "DR, RN, NRN, AutoReply"}};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Draft) draft = plain_draft();
		draft->auto_submitted = g_strdup(rows[i].kind);
		g_autofree char *raw = composed(draft);
		g_autofree char *want = g_strdup_printf(
			"Auto-Submitted: %s\r\nX-Auto-Response-Suppress: %s\r\n",
			rows[i].kind, rows[i].suppress);
		g_assert_nonnull(strstr(raw, want));
	}
}

static void test_long_header(void)
{
	g_autoptr(Draft) draft = plain_draft();
	g_autofree char *value = g_strnfill(5000, 'x');
	draft_add_header(draft, "X-Postdesk-Note", value);
	draft_add_header(draft, "X-Postdesk-Ticket", "42");
	g_autofree char *raw = composed(draft);
	g_assert_nonnull(strstr(raw, "X-Postdesk-Ticket: 42\r\n"));
	for (const char *line = raw; *line; line = strstr(line, "\r\n") + 2)
		g_assert_cmpint(strstr(line, "\r\n") - line, <=, 998);
}

static void test_incomplete(void)
{
	g_autoptr(Draft) draft = plain_draft();
	g_autoptr(GError) error = NULL;
	g_ptr_array_set_size(draft->to, 0);
	g_assert_null(draft_compose(draft, &error));
	g_assert_error(error, POSTDESK_ERROR, POSTDESK_INVALID);

	g_clear_error(&error);
	draft_add_to(draft, NULL, "ann@example.org");
	g_clear_pointer(&draft->message_id, g_free);
	g_assert_null(draft_compose(draft, &error));
	g_assert_error(error, POSTDESK_ERROR, POSTDESK_INVALID);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	mime_init();
	g_test_add_func("/compose/a plain mail is these bytes", test_plain_mail);
	g_test_add_func("/compose/people are written once, folded", test_many_people);
	g_test_add_func("/compose/references keep the first and the last nine",
			test_references);
	g_test_add_func("/compose/references of any shape are kept", test_odd_references);
	g_test_add_func("/compose/texts come back as they were", test_texts);
	g_test_add_func("/compose/parts stand where mail clients look for them",
			test_structure);
	g_test_add_func("/compose/the same draft is the same bytes", test_same_bytes);
	g_test_add_func("/compose/automatic mail says so", test_automatic);
	g_test_add_func("/compose/a long header stays below the limit", test_long_header);
	g_test_add_func("/compose/an incomplete draft is refused", test_incomplete);
	return g_test_run();
}
