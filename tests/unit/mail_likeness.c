/* mail_likeness.c - which texts are taken for the same, numbers aside. */
/* SPDX-License-Identifier: MIT */
#include "mail/likeness.h"

#include <glib.h>

#define LIKE 0.5 /* what the desk takes for one hand */

typedef struct {
	const char *name, *one, *other;
	double least, most;
} Case;

static const Case cases[] = {
	{"same", "The site is down again.", "The  site is\ndown, again!", 1, 1},
	{"numbers", "Your request 71 has been received on 1 June.",
	 "Your request 8812 has been received on 23 June.", 1, 1},
	{"a word more", "Thank you for writing to us. Your request has been received.",
	 "Thank you for writing to us! Your request has been received today.", LIKE, 1},
	{"other words", "The site is down again since this morning.",
	 "I was charged twice for one order, please help.", 0, 0},
	{"the same greeting", "Hello dear team, our site is down since this morning.",
	 "Hello dear team, where can I find last month's invoice?", 0, LIKE},
	{"too short", "Site down", "Site down", 0, 0},
	{"nothing", "", "", 0, 0},
	{"only numbers", "1 2 3 4 5", "1 2 3 4 5", 0, 0},
	{"Greek", "Λάβαμε το μήνυμά σας με αριθμό 5", "ΛΆΒΑΜΕ το μήνυμά σας με αριθμό 6",
	 1, 1},
};

static void test_case(gconstpointer data)
{
	const Case *it = data;
	double have = text_likeness(it->one, it->other);

	g_assert_cmpfloat(have, >=, it->least);
	g_assert_cmpfloat(have, <=, it->most);
	g_assert_cmpfloat(text_likeness(it->other, it->one), ==, have);
}

static void test_long(void)
{
	GString *word = g_string_new("one two three ");
	g_autofree char *long_word = g_strnfill(10 * 1000 * 1000, 'a');

	g_string_append(word, long_word);
	g_assert_cmpfloat(text_likeness(word->str, "one two three four"), <, 1);
	g_string_free(word, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strdup_printf("/likeness/%s", cases[i].name);
		g_test_add_data_func(path, &cases[i], test_case);
	}
	g_test_add_func("/likeness/a word without end", test_long);
	return g_test_run();
}
