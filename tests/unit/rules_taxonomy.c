/* rules_taxonomy.c - the taxonomy: what is read, and what each mistake is told. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/rules_place.h"

typedef struct {
	const char *name, *given, *want;
} Case;

#define TITLE "title.en = X\n"

static const Case mistakes[] = {
	{"an unknown key names the nearest one", "[category a]\n" TITLE "tilte.en = x\n",
	 "taxonomy.ini:3: unknown key tilte, did you mean \"title\"?\n"},
	{"a mistyped key is guessed", "[category a]\n" TITLE "exampel = x\n",
	 "taxonomy.ini:3: unknown key exampel, did you mean \"example\"?\n"},
	{"only titles have a language", "[category a]\n" TITLE "example.en = x\n",
	 "taxonomy.ini:3: unknown key example.en: only titles have a language; write "
	 "example = …\n"},
	{"an unknown queue names the known ones",
	 "[category a]\n" TITLE "queue = night\n",
	 "taxonomy.ini:3: unknown queue night; known: support, billing\n"},
	{"an unknown sla names the nearest one", "[category a]\n" TITLE "sla = golf\n",
	 "taxonomy.ini:3: unknown sla golf, did you mean \"gold\"?\n"},
	{"an unknown priority names them all", "[category a]\n" TITLE "priority = asap\n",
	 "taxonomy.ini:3: unknown priority asap; known: low, normal, high, urgent\n"},
	{"a category twice names the first place",
	 "[category a]\n" TITLE "[category a]\n" TITLE,
	 "taxonomy.ini:3: category a is there already, at line 1; write one section\n"},
	{"a child needs its parent", "[category a.b]\n" TITLE,
	 "taxonomy.ini:1: category a.b has no parent; add [category a] with its "
	 "titles\n"},
	{"a category needs a title", "[category a]\npriority = low\n",
	 "taxonomy.ini:1: category a has no title; add title.en = …\n"},
	{"an empty section needs a title", "[category a]\n",
	 "taxonomy.ini:1: category a has no title; add title.en = …\n"},
	{"a title in a queue's language is missed when others have one",
	 "[category a]\n" TITLE "[category b]\ntitle.ru = Б\n",
	 "taxonomy.ini:3: category b has no title in a language of queue support; add "
	 "title.en "
	 "= …\n"},
	{"a language that no title is in is the queue's mistake, told once",
	 "[category a]\ntitle.ru = А\n[category b]\ntitle.ru = Б\n",
	 "desk.ini:2: queue support: no category has a title in language en; add "
	 "title.en "
	 "= … to each in taxonomy.ini\n"},
	{"a key twice", "[category a]\n" TITLE "title.en = A\n",
	 "taxonomy.ini:3: title.en is given twice; keep one line\n"},
	{"a title in no language", "[category a]\n" TITLE "title.xx = A\n",
	 "taxonomy.ini:3: title.xx: xx is not a language; write title.en, title.ru, "
	 "title.el\n"},
	{"a field that has no name", "[category a]\n" TITLE "ask = order/number\n",
	 "taxonomy.ini:3: ask: order/number is no name of a field; write letters, "
	 "digits, "
	 "- and _, such as order_number\n"},
	{"a rule among the categories", "[category a]\n" TITLE "[rule r]\nif text = x\n",
	 "taxonomy.ini:3: [rule r] is not a category; write it into another file of this "
	 "directory, such as rules.ini\n"},
	{"a title needs a language of two letters",
	 "[category a]\n" TITLE "title.english = X\n",
	 "taxonomy.ini:3: title.english: english is not a language; write title.en, "
	 "title.ru, "
	 "title.el\n"},
	{"an empty title is told", "[category a]\ntitle.en =\n",
	 "taxonomy.ini:1: category a has no title; add title.en = …\n"
	 "taxonomy.ini:2: title.en is empty; write what customers read for this "
	 "category\n"},
	{"an empty example is told", "[category a]\n" TITLE "example =\n",
	 "taxonomy.ini:3: example is empty; write a sentence that a customer would "
	 "write\n"},
	{"an empty list is told", "[category a]\n" TITLE "articles =\n",
	 "taxonomy.ini:3: articles is empty; write names with commas, or leave the line "
	 "out\n"},
	{"a name twice in a list is told", "[category a]\n" TITLE "ask = x, x\n",
	 "taxonomy.ini:3: ask names x twice\n"},
	{"a path is words with dots", "[category A b]\n" TITLE,
	 "taxonomy.ini:1: [category A b] is not a category; write [category "
	 "billing.refund]: "
	 "words of a-z, 0-9, - and _ with dots between them\n"},
	{"unclassified is no category of yours", "[category unclassified]\n" TITLE,
	 "taxonomy.ini:1: [category unclassified] is not a category; write [category "
	 "billing.refund]: words of a-z, 0-9, - and _ with dots between them\n"},
};

static void test_mistake(gconstpointer data)
{
	const Case *c = data;
	Config *config = place_config();
	char *dir = place_make(c->given, NULL);
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Taxonomy) taxonomy = taxonomy_load(dir, config, problems);
	g_autofree char *got = place_problems(problems, dir);

	g_assert_cmpstr(got, ==, c->want);
	place_remove(dir);
	place_config_free(config);
}

static void test_everything_is_read(void)
{
	Config *config = place_config();
	char *dir = place_make(
		"[category billing]\ntitle.en = Billing\ntitle.ru = Счета\n"
		"[billing.refund]\ntitle = Refund\npriority = high\n"
		"queue = billing\nsla = gold\narticles = one, two three\n"
		"ask = order_number, model\nexample = first\nexample = second\n",
		NULL);
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Taxonomy) taxonomy = taxonomy_load(dir, config, problems);

	g_assert_cmpuint(problems->len, ==, 0);
	g_assert_cmpuint(taxonomy_categories(taxonomy)->len, ==, 2);
	const Category *refund = taxonomy_category(taxonomy, "billing.refund");
	g_assert_cmpstr(refund->path, ==, "billing.refund");
	g_assert_cmpstr(refund->priority, ==, "high");
	g_assert_cmpstr(refund->queue, ==, "billing");
	g_assert_cmpstr(refund->sla, ==, "gold");
	g_assert_cmpuint(refund->articles->len, ==, 3);
	g_assert_cmpstr(refund->articles->pdata[0], ==, "one");
	g_assert_cmpuint(refund->ask->len, ==, 2);
	g_assert_cmpuint(refund->examples->len, ==, 2);
	g_assert_cmpint(GPOINTER_TO_INT(refund->example_lines->pdata[1]), ==, 12);
	g_assert_cmpint(refund->line, ==, 4);
	g_assert_null(taxonomy_category(taxonomy, "billing.other"));
	place_remove(dir);
	place_config_free(config);
}

static void test_titles_fall_back(void)
{
	char *dir = place_make("[category a]\ntitle.en = English\ntitle.ru = Русский\n"
			       "[category b]\ntitle.ru = Русский\n",
			       NULL);
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Taxonomy) taxonomy = taxonomy_load(dir, NULL, problems);
	const Category *a = taxonomy_category(taxonomy, "a");

	g_assert_cmpstr(category_title(a, "ru"), ==, "Русский");
	g_assert_cmpstr(category_title(a, "el"), ==, "English");
	g_assert_cmpstr(category_title(a, NULL), ==, "English");
	g_assert_cmpstr(category_title(taxonomy_category(taxonomy, "b"), "el"), ==, "b");
	place_remove(dir);
}

static void test_missing_file(void)
{
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Taxonomy) taxonomy = taxonomy_load("/nonexistent", NULL, problems);

	g_assert_false(taxonomy_is_whole(taxonomy));
	g_assert_cmpuint(problems->len, ==, 1);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(mistakes); i++) {
		g_autofree char *name = g_strdup_printf("/taxonomy/%s", mistakes[i].name);
		g_test_add_data_func(name, &mistakes[i], test_mistake);
	}
	g_test_add_func("/taxonomy/every key arrives", test_everything_is_read);
	g_test_add_func("/taxonomy/a missing title falls back to English, then the path",
			test_titles_fall_back);
	g_test_add_func("/taxonomy/a missing file is a problem", test_missing_file);
	return g_test_run();
}
