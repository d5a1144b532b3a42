/* mail_attachment.c - what is attached, inline or inside, and under which name. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/mail_parsed.h"

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

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add_cases("/attachment/its name is clean/", names, G_N_ELEMENTS(names),
		  check_name);
	g_test_add_func("/attachment/a picture in the HTML is inline",
			a_picture_in_the_html_is_inline);
	g_test_add_func("/attachment/uuencode in the text is an attachment",
			uuencode_in_the_text_is_an_attachment);
	g_test_add_func("/attachment/a mail inside is attached",
			a_mail_inside_is_attached);
	return g_test_run();
}
