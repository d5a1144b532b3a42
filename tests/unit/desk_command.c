/* desk_command.c - commands are read off the top of an agent's mail. */
/* SPDX-License-Identifier: MIT */
#include "desk/command.h"
#include "desk/verb_rows.h"
#include "rules/duration.h"
#include "rules/problem.h"

#include <string.h>

typedef struct {
	const char *name, *text;
	const char *want; /* "verb(arguments)rest;" each, then "|" and the body */
} Case;

static const Case cases[] = {
	{"a mail without commands is all text", "Hello Ann,\nfixed.\n",
	 "|Hello Ann,\nfixed."},
	{"a command and an answer", "#solve\n\nFixed.\n", "solve();|Fixed."},
	{"several commands, with blank lines between", "\n#take\n\n#priority high\nHi",
	 "take();priority(high);|Hi"},
	{"arguments are split at white space, the rest is as written",
	 "#promise friday  17:00   call back \n", "promise(friday,17:00,call,back);|"},
	{"a command after the first line of text is text", "Hi\n#solve", "|Hi\n#solve"},
	{"a bare number is text", "#12 is the one", "|#12 is the one"},
	{"a heading of Markdown is text", "# Steps\n#solve", "|# Steps\n#solve"},
	{"a doubled mark writes a literal one", "##solve\n##x", "|#solve\n##x"},
	{"a doubled mark after a command", "#note\n##urgent", "note();|#urgent"},
	{"an unknown word is kept to be told", "#sovle\nFixed.", "?sovle();|Fixed."},
	{"a word in Russian", "#решить\nГотово", "solve();|Готово"},
	{"a word in Greek", "#λύθηκε", "solve();|"},
	{"capitals do not matter", "#SOLVE\n#Assign Boris", "solve();assign(Boris);|"},
	{"a stop after the word does not matter", "#solve.\n#take,", "solve();take();|"},
	{"invisible characters before the mark do not matter",
	 "\xEF\xBB\xBF\xC2\xA0#take\xC2\xA0", "take();|"},
	{"an empty mail has nothing", "", "|"},
	{"carriage returns do not matter", "#take\r\nHi\r\n", "take();|Hi"},
};

static Catalogue *load(void)
{
	g_autoptr(GPtrArray) problems = problems_new();
	Catalogue *catalogue =
		catalogue_load(POSTDESK_SHARE "/templates", NULL, problems);

	for (guint i = 0; i < problems->len; i++)
		g_test_message("%s", (char *)problems->pdata[i]);
	g_assert_cmpuint(problems->len, ==, 0);
	return catalogue;
}

static void test_read(gconstpointer data)
{
	const Case *it = data;
	g_autoptr(Catalogue) catalogue = load();
	g_autoptr(CommandMail) mail = command_read(it->text, catalogue);
	g_autoptr(GString) have = g_string_new(NULL);

	for (guint i = 0; i < mail->commands->len; i++) {
		const Command *command = mail->commands->pdata[i];
		g_autofree char *arguments = g_strjoinv(",", command->arguments);
		if (command->verb)
			g_string_append_printf(have, "%s(%s);", command->verb, arguments);
		else
			g_string_append_printf(have, "?%s(%s);", command->line + 1,
					       arguments);
	}
	g_string_append_printf(have, "|%s", mail->body);
	g_assert_cmpstr(have->str, ==, it->want);
}

static void test_rest(void)
{
	g_autoptr(Catalogue) catalogue = load();
	g_autoptr(CommandMail) mail =
		command_read("\n #promise  friday 17:00  call  back \r\nHi", catalogue);
	const Command *command = mail->commands->pdata[0];

	g_assert_cmpstr(command->line, ==, "#promise  friday 17:00  call  back");
	g_assert_cmpstr(command->rest, ==, "friday 17:00  call  back");
	g_assert_cmpint(command->number, ==, 2);
}

/* What a customer writes, and how an agent is shown it. */
static const struct {
	const char *text, *want;
} shown[] = {
	{"", ""},
	{"Hello\n#1 is broken\n# 2\n", "Hello\n#1 is broken\n# 2\n"},
	{"#solve", "| #solve"},
	{"Hello\n  #solve now\nBye", "Hello\n|   #solve now\nBye"},
	{"##solve", "##solve"},
	{"#\xE2\x80\x8Bsolve", "| #\xE2\x80\x8Bsolve"}, /* a space of no width */
	{"\xC2\xAD#solve", "| \xC2\xAD#solve"},		/* a soft hyphen */
	{"#\xEF\xB8\x8Fsolve", "| #\xEF\xB8\x8Fsolve"}, /* a variant of the sign */
	{"\xEF\xBC\x83solve", "| \xEF\xBC\x83solve"},	/* a wide one */
	{"\xE2\x80\xA8#\xD1\x80\xD0\xB5\xD1\x88\xD0\xB8\xD1\x82\xD1\x8C",
	 "| \xE2\x80\xA8#\xD1\x80\xD0\xB5\xD1\x88\xD0\xB8\xD1\x82\xD1\x8C"},
};

static void test_shown(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(shown); i++) {
		g_autofree char *have = command_disarm(shown[i].text);
		g_assert_cmpstr(have, ==, shown[i].want);
	}
}

/* Said on Monday, 23 November 2026, 10:30 in Athens. */
typedef struct {
	const char *text, *want;
} MomentCase;

static const MomentCase moments[] = {
	{"until monday 9:00", "2026-11-30T09:00:00+02:00"},
	{"monday 11:00", "2026-11-23T11:00:00+02:00"},
	{"until friday", "2026-11-27T09:00:00+02:00"},
	{"next fri at 5pm", "2026-11-27T17:00:00+02:00"},
	{"today 15:00", "2026-11-23T15:00:00+02:00"},
	{"today 9:00", "2026-11-23T09:00:00+02:00"},
	{"tomorrow", "2026-11-24T09:00:00+02:00"},
	{"tomorrow 14:00", "2026-11-24T14:00:00+02:00"},
	{"14:15", "2026-11-23T14:15:00+02:00"},
	{"at 9.30", "2026-11-24T09:30:00+02:00"},
	{"next week", "2026-11-30T09:00:00+02:00"},
	{"until 2026-12-01", "2026-12-01T09:00:00+02:00"},
	{"2026-12-01 14:00", "2026-12-01T14:00:00+02:00"},
	{"2026-07-01T08:00:00Z", "2026-07-01T11:00:00+03:00"},
	{"1.12.", "2026-12-01T09:00:00+02:00"},
	{"1.2.", "2027-02-01T09:00:00+02:00"},
	{"29.2.", "2028-02-29T09:00:00+02:00"},
	{"24.12.2026 12:00", "2026-12-24T12:00:00+02:00"},
	{"3d", "2026-11-26T10:30:00+02:00"},
	{"in 3 days", "2026-11-26T10:30:00+02:00"},
	{"for 2 weeks", "2026-12-07T10:30:00+02:00"},
	{"4h", "2026-11-23T14:30:00+02:00"},
	{"1d4h", "2026-11-24T14:30:00+02:00"},
	{"in a week", "2026-11-30T10:30:00+02:00"},
	{"in an hour", "2026-11-23T11:30:00+02:00"},
	{"for one day", "2026-11-24T10:30:00+02:00"},
	{"in days", "2026-11-24T10:30:00+02:00"},
	{"days", NULL},
	{"a", NULL},
	{"an invoice", NULL},
	{"", NULL},
	{"until", NULL},
	{"whenever", NULL},
	{"31.2.", NULL},
	{"25:00", NULL},
	{"9", NULL},
	{"monday 9:00 sharp", NULL},
	{"tomorrow 14:75", NULL},
	{"99999999999999999999d", NULL},
};

static void test_moments(void)
{
	g_autoptr(GTimeZone) athens = g_time_zone_new_identifier("Europe/Athens");

	for (gsize i = 0; i < G_N_ELEMENTS(moments); i++) {
		gint64 at = 0;
		bool ok = verb_parse_moment(moments[i].text, athens, 1795422600, &at);
		g_autofree char *have = ok ? time_rfc3339(at, athens) : NULL;
		if (g_strcmp0(have, moments[i].want) != 0)
			g_test_message("%s", moments[i].text);
		g_assert_cmpstr(have, ==, moments[i].want);
	}
}

/* Behind a command moments are said as the language declines them. */
static void test_own_words(void)
{
	static const struct {
		const char *language, *text, *want;
	} said[] = {
		{"ru", "до понедельника 9:00", "until monday 9:00"},
		{"ru", "в среду в 14:00", "at wednesday at 14:00"},
		{"ru", "через 2 дня", "in 2 days"},
		{"ru", "2 Недели", "2 weeks"},
		{"ru", "через неделю", "in weeks"},
		{"ru", "через один день", "in one days"},
		{"ru", "завтра в 12:00", "tomorrow at 12:00"},
		{"el", "ως την Παρασκευη 17:00", "until on friday 17:00"},
		{"el", "3 ΗΜΕΡΕΣ", "3 days"},
		{"el", "σε μία ώρα", "in one hours"},
		{"el", "αύριο στις 12:00", "tomorrow at 12:00"},
		{"en", "in 2 days", "in 2 days"},
	};
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Catalogue) catalogue = catalogue_load("templates", NULL, problems);
	Setup setup = {.catalogue = catalogue};

	for (gsize i = 0; i < G_N_ELEMENTS(said); i++) {
		g_auto(GStrv) words = g_strsplit(said[i].text, " ", -1);
		Work work = {.setup = &setup, .language = said[i].language};
		Verb verb = {.work = &work, .arguments = (const char *const *)words};
		g_auto(GStrv) plain = moment_words(&verb);
		g_autofree char *have = g_strjoinv(" ", plain);
		g_assert_cmpstr(have, ==, said[i].want);
	}
}

/* What #help shows can be said as it stands, in every language. */
static void test_examples(void)
{
	static const char *const languages[] = {"ru", "el"};
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Catalogue) catalogue = catalogue_load("templates", NULL, problems);
	gsize rows;
	const VerbRow *table = verb_table(&rows);

	for (gsize i = 0; i < rows * G_N_ELEMENTS(languages); i++) {
		const VerbRow *row = &table[i % rows];
		const char *language = languages[i / rows];
		g_autofree char *key = g_strconcat("example.", row->name, NULL);
		g_autofree char *help = g_strconcat("help.", row->name, NULL);
		const char *example = catalogue_phrase(catalogue, language, key);
		g_assert_cmpstr(catalogue_phrase(catalogue, language, help), !=, help);
		g_autofree char *word = g_strndup(example + 1, strcspn(example, " ") - 1);
		g_assert_cmpstr(catalogue_command(catalogue, word), ==, row->name);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strdup_printf("/command/%s", cases[i].name);
		g_test_add_data_func(path, &cases[i], test_read);
	}
	g_test_add_func("/command/the line and the rest are as written", test_rest);
	g_test_add_func("/command/words of others say none", test_shown);
	g_test_add_func("/command/moments are read as people say them", test_moments);
	g_test_add_func("/command/moments are read in every language", test_own_words);
	g_test_add_func("/command/examples are understood", test_examples);
	return g_test_run();
}
