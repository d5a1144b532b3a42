/* mail_forward.c - the author and the words of a mail that was passed on. */
/* SPDX-License-Identifier: MIT */
#include "mail/forward.h"

#include <string.h>

/* want: "address|name|subject|text", "" for no forward. */
typedef struct {
	const char *name, *mail, *want;
} Case;

#define HEAD                                                                             \
	"From: anna@example.com\nSubject: Fwd: x\nContent-Type: text/plain; "            \
	"charset=utf-8\n\n"

static const Case cases[] = {
	{"Gmail",
	 HEAD
	 "#fwd\nPlease look.\n\n---------- Forwarded message ---------\n"
	 "From: Ann Customer <ann@example.org>\nDate: Mon, Jun 1, 2026 at 9:00 AM\n"
	 "Subject: Broken kettle\nTo: Anna <anna@example.com>\n\n\nIt leaks.\n\nAnn\n",
	 "ann@example.org|Ann Customer|Broken kettle|It leaks.\n\nAnn"},
	{"Outlook",
	 HEAD "-----Original Message-----\nFrom: Customer, Ann [mailto:Ann@Example.ORG]\n"
	      "Sent: Monday, June 1, 2026 9:00 AM\nTo: Anna\nSubject: Broken "
	      "kettle\n\nIt leaks.\n",
	 "ann@example.org|Customer, Ann|Broken kettle|It leaks."},
	{"Apple Mail, quoted",
	 HEAD "Begin forwarded message:\n\n> From: Ann <ann@example.org>\n> Subject: "
	      "Broken\n> Date: 1 June 2026 at 09:00:00 CEST\n> To: anna@example.com\n> "
	      "\n> It leaks.\n",
	 "ann@example.org|Ann|Broken|It leaks."},
	{"Russian",
	 HEAD "-------- Пересылаемое сообщение --------\nОт: Иван Петров "
	      "<ivan@example.net>\nДата: 01.06.2026, 09:00\nКому: "
	      "anna@example.com\nТема: Чайник\n\nПротекает.\n",
	 "ivan@example.net|Иван Петров|Чайник|Протекает."},
	{"attached",
	 "From: anna@example.com\nSubject: Fwd\nMIME-Version: 1.0\nContent-Type: "
	 "multipart/mixed; boundary=b\n\n--b\n\n#fwd\n--b\nContent-Type: "
	 "message/rfc822\n\nFrom: Ann <ann@example.org>\nSubject: Broken\nMessage-ID: "
	 "<k@example.org>\n\nIt leaks.\n--b--\n",
	 "ann@example.org|Ann|Broken|It leaks."},
	{"attached, its author has no address",
	 "From: anna@example.com\nSubject: Fwd\nMIME-Version: 1.0\nContent-Type: "
	 "multipart/mixed; boundary=b\n\n--b\n\n#fwd\n--b\nContent-Type: "
	 "message/rfc822\n\nFrom: ann\nSubject: Broken\n\nIt "
	 "leaks.\n--b--\n",
	 ""},
	{"no forward", HEAD "Hello, from: here on all is text.\n", ""},
	{"a block without an address", HEAD "From: Ann\nSubject: x\nDate: 9:00\n\nText\n",
	 ""},
};

static void test_case(gconstpointer data)
{
	const Case *it = data;
	g_autoptr(GBytes) raw = g_bytes_new_static(it->mail, strlen(it->mail));
	g_autoptr(Message) message = message_parse(raw);
	g_autoptr(Forward) forward = forward_read(message);
	g_autofree char *have =
		forward ? g_strdup_printf("%s|%s|%s|%s", forward->address, forward->name,
					  forward->subject, g_strstrip(forward->text))
			: g_strdup("");

	g_assert_cmpstr(have, ==, it->want);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strdup_printf("/forward/%s", cases[i].name);
		g_test_add_data_func(path, &cases[i], test_case);
	}
	return g_test_run();
}
