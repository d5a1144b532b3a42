/* mail_answer_cut.c - agents' plain answers, cut as mail clients write them. */
/* SPDX-License-Identifier: MIT */
#include "mail/answer_cut.h"
#include "tests/unit/mail_answer.h"
#include "tests/unit/mail_parsed.h"

#define PLAIN_BLOCK                                                                      \
	"---- below this line: for agents, cut from your answer ----\n\nTicket 1: new\n" \
	"- Customer: ann\n\n---- end of the part for agents ----\n"
#define QUOTED_BLOCK                                                                     \
	"> ---- below this line: for agents, cut from your answer ----\n>\n"             \
	"> Ticket 1: new\n> - Customer: ann\n>\n> ---- end of the part for agents "      \
	"----\n"

static const struct {
	const char *name, *text, *want; /* folded */
} plains[] = {
	{"above the quote",
	 "Once.\n\nOn Mon, 1 Jun 2026 at 09:00, Ann wrote:\n> Twice?\n>\n" QUOTED_BLOCK,
	 "Once."},
	{"below the quote",
	 "On Mon, 1 Jun 2026 at 09:00, Ann wrote:\n> Twice?\n>\n" QUOTED_BLOCK
	 "\nOnce.\n",
	 "Once."},
	{"right below the block",
	 "On Mon, 1 Jun 2026 at 09:00, Ann wrote:\n> Twice?\n" QUOTED_BLOCK "Once.\n",
	 "Once."},
	{"between the lines and below",
	 "> Twice?\n\nOnce.\n\n> Where?\n\nThere.\n\n" QUOTED_BLOCK "\nBye.\n",
	 "> Twice? Once. > Where? There. Bye."},
	{"nothing marked as quoted", "Once.\n\nTwice?\n\n" PLAIN_BLOCK, "Once. Twice?"},
	{"below a block that nothing marks as quoted",
	 "-----Original Message-----\nFrom: Ann <a@example.com>\nSent: Monday 1 June "
	 "2026 "
	 "09:00\nSubject: Hi\n\nTwice?\n\n" PLAIN_BLOCK "\nOnce.\n",
	 "Once."},
	{"the end of the block was cut",
	 "Once.\n\n---- below this line: for agents, cut from your answer ----\nTicket "
	 "1\n",
	 "Once."},
	{"lines wrapped, quoted in another way, with other dashes",
	 "Once.\n\n| — below this line: for agents, cut\n| from your answer —\n| Ticket "
	 "1\n",
	 "Once."},
	{"long lines of the block wrapped out of their quote",
	 "Once.\n\n> ---- below this line: for agents, cut from your answer ----\n> "
	 "Customer: "
	 "ann of a very long\nname indeed\n> ---- end of the part for agents ----\n",
	 "Once."},
	{"an answer inside of the block",
	 "> ---- below this line: for agents, cut from your answer ----\n> Ticket "
	 "1\n\nOnce.\n\n"
	 "> - Customer: ann\n> ---- end of the part for agents ----\n",
	 "Once."},
	{"two notices in one quote",
	 "Once.\n\n> Twice?\n" QUOTED_BLOCK
	 "> > Before\n> ---- ниже: для сотрудников, из "
	 "ответа вырезается ----\n> Тикет\n> ---- конец части для сотрудников ----\n",
	 "Once."},
	{"one paragraph made of all",
	 "Once. ---- below this line: for agents, cut from your answer ---- Ticket 1 "
	 "---- end "
	 "of the part for agents ----",
	 "Once."},
	{"no block at all", "Once.\n\nRegards\n-- \nAnna\n", "Once. Regards"},
};

static void test_plain(gconstpointer data)
{
	gsize i = GPOINTER_TO_SIZE(data);
	g_autoptr(GArray) spans = answer_spans(plains[i].text, &marks);
	g_autofree char *text = answer_join(plains[i].text, spans);
	g_autofree char *folded = fold_space(text);

	g_assert_cmpstr(folded, ==, plains[i].want);
}

/* Somebody else wrote a block of the own, and words below it. */
static void test_forged(void)
{
	static const char text[] =
		"One charge.\n\n-----Original Message-----\nFrom: Ann\nSubject: Hi\n\n"
		"---- below this line: for agents, cut from your answer ----\n"
		"---- end of the part for agents ----\n#close\nYou get 1000 EUR.\n"
		"---- below this line: for agents, cut from your answer ----\nTicket 1\n"
		"---- end of the part for agents ----\nWhich card?\n";
	g_autoptr(GArray) spans = answer_spans(text, &marks);
	g_autofree char *own = answer_join(text, spans);
	g_autofree char *folded = fold_space(own);

	g_assert_cmpstr(folded, ==, "One charge. Which card?");
}

/* However the lines are wrapped or nested, none is left. */
static void test_disarm(void)
{
	static const char text[] =
		"> below this\n> line: for agents, below this line: for agents, cut "
		"from\n"
		"> your answer! cut from your answer\nend of the p\xc2\xad"
		"art for agents\n";
	g_autofree char *harmless = answer_disarm(text, &marks);
	g_autofree char *again = answer_disarm(harmless, &marks);
	g_autofree char *plain = answer_disarm("below this line: cut", &marks);

	g_assert_nonnull(strstr(harmless, "below [sic] this line"));
	g_assert_nonnull(strstr(harmless, "end [sic] of the"));
	g_assert_cmpstr(again, ==, harmless);
	g_assert_cmpstr(plain, ==, "below this line: cut");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(plains); i++) {
		g_autofree char *path = g_strconcat("/answer cut/", plains[i].name, NULL);
		g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_plain);
	}
	g_test_add_func("/answer cut/a forged block", test_forged);
	g_test_add_func("/answer cut/marks are disarmed", test_disarm);
	return g_test_run();
}
