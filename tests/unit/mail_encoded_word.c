/* mail_encoded_word.c - subjects and their encoded words, well-formed or not. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/mail_parsed.h"

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

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add_cases("/encoded word/", subjects, G_N_ELEMENTS(subjects), check_subject);
	return g_test_run();
}
