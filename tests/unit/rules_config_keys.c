/* rules_config_keys.c - each key: its example, its mistakes, its place in the manual. */
/* SPDX-License-Identifier: MIT */
#include "rules/config_keys.h"
#include "tests/unit/rules_problems.h"

/* Keys whose value is a name or a file need more than themselves. */
static void test_key_examples(void)
{
	gsize count;
	const ConfigKey *keys = config_keys(&count);
	for (gsize i = 0; i < count; i++) {
		const SectionKind *kind = config_section_kind(keys[i].section);
		if (!keys[i].set || keys[i].set == value_line ||
		    keys[i].set == value_words || keys[i].set == value_holidays_file)
			continue;
		g_autofree char *text = g_strdup_printf(
			"[%s%s%s]\n%s = %s\n", kind->word, kind->name ? " " : "",
			kind->name ? kind->name : "", keys[i].key, keys[i].example);
		g_autofree char *problems = problems_of(text);
		g_assert_null(strstr(problems, "2: "));
	}
}

/* Ways to get a value wrong; a key tells each, unless it is said to take it. */
enum { EMPTY = 1, NONSENSE = 2, NUMBER = 4, LONG = 8 };

static const struct {
	const char *key;
	unsigned takes;
} tolerant[] = {
	/* The words of people, and places that only the machine can know. */
	{"name", NONSENSE | NUMBER},
	{"login", NONSENSE | NUMBER | LONG},
	{"user", NONSENSE | NUMBER | LONG},
	{"model", NONSENSE | NUMBER | LONG},
	{"spool", NONSENSE | NUMBER | LONG},
	{"rules", NONSENSE | NUMBER | LONG},
	{"templates", NONSENSE | NUMBER | LONG},
	{"skills", NONSENSE | NUMBER | LONG}, /* only the taxonomy can know */
	/* A name without a dot may be one. */
	{"authserv_id", EMPTY | NUMBER | LONG},
	{"list_ok", NUMBER | LONG},
	{"domain", NUMBER | LONG},
	/* Nothing is an answer: no extensions, a closed day. */
	{"recipient_delimiter", EMPTY},
	{"mon-fri", EMPTY},
};

static bool takes(const char *key, unsigned way)
{
	for (gsize i = 0; i < G_N_ELEMENTS(tolerant); i++)
		if (strcmp(tolerant[i].key, key) == 0)
			return tolerant[i].takes & way;
	return false;
}

/* The problems of a section with one key. g_free. */
static char *problems_of_key(const ConfigKey *key, const char *value)
{
	const SectionKind *kind = config_section_kind(key->section);
	g_autofree char *text =
		g_strdup_printf("[%s%s%s]\n%s = %s\n", kind->word, kind->name ? " " : "",
				kind->name ? kind->name : "", key->key, value);
	return problems_of(text);
}

static void test_wrong_values(void)
{
	g_autofree char *long_word = g_strnfill(300, 'x');
	const struct {
		unsigned way;
		const char *value;
	} wrong[] = {{EMPTY, ""},
		     {NONSENSE, "%&/nonsense()"},
		     {NUMBER, "12345678901234567890"},
		     {LONG, long_word}};
	gsize count;
	const ConfigKey *keys = config_keys(&count);
	for (gsize i = 0; i < count; i++)
		for (gsize k = 0; k < G_N_ELEMENTS(wrong); k++) {
			g_autofree char *got = problems_of_key(&keys[i], wrong[k].value);
			bool is_told =
				g_regex_match_simple("^2: ", got, G_REGEX_MULTILINE, 0);
			if (is_told == takes(keys[i].key, wrong[k].way))
				g_error("%s = %s: %s", keys[i].key, wrong[k].value, got);
		}
}

/* What is wrong with the line and not with the value. */
static void test_wrong_lines(void)
{
	gsize count;
	const ConfigKey *keys = config_keys(&count);
	for (gsize i = 0; i < count; i++) {
		g_autofree char *byte = g_strdup_printf("%s\xE9", keys[i].example);
		g_autofree char *bell = g_strdup_printf("%s\a", keys[i].example);
		g_autofree char *twice = g_strdup_printf("%s\n%s = %s", keys[i].example,
							 keys[i].key, keys[i].example);
		g_autofree char *latin = problems_of_key(&keys[i], byte);
		g_autofree char *control = problems_of_key(&keys[i], bell);
		g_autofree char *repeated = problems_of_key(&keys[i], twice);
		g_assert_nonnull(strstr(latin, "2: the line is not UTF-8; save"));
		g_assert_nonnull(strstr(control, "2: the line has a control character;"));
		if (keys[i].times == KEY_ONCE)
			g_assert_nonnull(strstr(repeated, " is given twice; keep one"));
	}
}

/* mdoc wants each sentence on a line of its own. */
static void append_sentences(GString *page, const char *help)
{
	g_auto(GStrv) sentences = g_strsplit(help, ". ", -1);
	g_autofree char *lines = g_strjoinv(".\n", sentences);
	g_string_append_printf(page, "%s\n", lines);
}

static void append_key(GString *page, const ConfigKey *key)
{
	g_string_append_printf(page, ".It Ic %s\n", key->key);
	append_sentences(page, key->help);
	if (key->times == KEY_REPEATABLE)
		g_string_append(page, "May be given more than once.\n");
	if (key->fallback && g_str_has_prefix(key->fallback, POSTDESK_SHARE))
		g_string_append(page, "By default the shipped one.\n");
	else if (key->fallback && *key->fallback)
		g_string_append_printf(page, "By default %s.\n", key->fallback);
	g_string_append_printf(page, ".Bd -literal\n%s = %s\n.Ed\n", key->key,
			       key->example);
}

/* Every section and key with its help, default and an example, as mdoc lists. g_free. */
static char *reference(void)
{
	GString *page = g_string_new(NULL);
	gsize count;
	const ConfigKey *keys = config_keys(&count);
	for (int section = 0; section < SECTIONS; section++) {
		const SectionKind *kind = config_section_kind((ConfigSection)section);
		g_string_append_printf(page, ".Ss [%s%s]\n", kind->word,
				       kind->name ? " NAME" : "");
		append_sentences(page, kind->help);
		g_string_append(page, ".Bl -tag -width Ds\n");
		for (gsize i = 0; i < count; i++)
			if (keys[i].section == (ConfigSection)section)
				append_key(page, &keys[i]);
		g_string_append(page, ".El\n");
	}
	return g_string_free(page, FALSE);
}

/* The man page has the reference, word for word: it cannot forget a key. */
static void test_manual(void)
{
	g_autofree char *page = NULL;
	g_autofree char *wanted = reference();
	if (!g_file_get_contents("rules/postdesk.ini.5", &page, NULL, NULL)) {
		g_test_skip("not run in the source directory");
		return;
	}
	if (!strstr(page, wanted))
		g_error("rules/postdesk.ini.5 wants:\n%s", wanted);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/keys/none is in the example of a key", test_key_examples);
	g_test_add_func("/keys/each key tells a wrong value", test_wrong_values);
	g_test_add_func("/keys/each key tells a wrong line", test_wrong_lines);
	g_test_add_func("/keys/the manual has each", test_manual);
	return g_test_run();
}
