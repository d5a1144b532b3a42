/* mail_header_charset.c - names and subjects of old clients that declare no charset. */
/* SPDX-License-Identifier: MIT */
#include "mail/message.h"

#include <string.h>

static const struct {
	const char *charset, *name, *subject, *text;
} cases[] = {
	{"windows-1251", "Олег", "Ошибка", "Программа не запускается"},
	{"koi8-r", "Олег", "Ошибка", "Программа не запускается"},
	{"koi8-r", "Олег", "Ошибка", "See the picture."},
	{"koi8-r", "Анна", "опять", "ОПЯТЬ"},
	{"ibm866", "Олег", "Ошибка", "Программа не запускается"},
	{"windows-1251", "Олексій", "Замовлення", "Добрий день, де моє замовлення?"},
	{"koi8-u", "Олексій", "Замовлення", "Добрий день, де моє замовлення?"},
	{"windows-1253", "Γιώργος", "Λάθος", "Το πρόγραμμα δεν ξεκινά, τι να κάνω;"},
	{"iso-8859-7", "Μαρία", "ΠΡΟΒΛΗΜΑ με", "Καλημέρα, πού είναι η παραγγελία μου;"},
	{"iso-8859-1", "Jürgen", "Störung", "Grüße aus Köln, der Drucker streikt"},
	{"iso-8859-2", "Łukasz", "Zamówienie", "Dzień dobry, gdzie moje zamówienie?"},
	{"iso-8859-9", "Gülşah", "Sipariş",
	 "Merhaba, siparişim nerede? Teşekkürler, iyi "
	 "günler"},
	{"gb18030", "武兰成", "转发", "整体提升企业服务水平的课程"},
	{"shift_jis", "山田太郎", "注文", "注文した商品が届きません。"},
	{"utf-8", "Олег", "Ошибка", "Программа не запускается"},
};

static void check(gconstpointer data)
{
	guint i = GPOINTER_TO_UINT(data);
	g_autofree char *mail =
		g_strdup_printf("From: \"%s\" <a@example.org>\nSubject: %s\n\n%s\n",
				cases[i].name, cases[i].subject, cases[i].text);
	gsize length;
	g_autoptr(GError) error = NULL;
	char *bytes =
		g_convert(mail, -1, cases[i].charset, "UTF-8", NULL, &length, &error);
	g_assert_no_error(error);
	g_autoptr(GBytes) raw = g_bytes_new_take(bytes, length);
	g_autoptr(Message) message = message_parse(raw);
	g_assert_cmpstr(message_from_name(message), ==, cases[i].name);
	g_assert_cmpstr(message->subject, ==, cases[i].subject);
	g_assert_true(g_str_has_prefix(message->text, cases[i].text));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strdup_printf(
			"/header charset/%s undeclared/%u", cases[i].charset, i);
		g_test_add_data_func(path, GUINT_TO_POINTER(i), check);
	}
	return g_test_run();
}
