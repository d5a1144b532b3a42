/* rules_manual.c - postdesk-rules(5): what it shows is read, and nothing is left out. */
/* SPDX-License-Identifier: MIT */
#include "rules/action.h"
#include "rules/condition.h"
#include "rules/stem.h"
#include "tests/unit/rules_place.h"

/* The page with mdoc's escapes taken away. */
static char **manual_lines(void)
{
	g_autofree char *text = NULL;

	g_assert_true(g_file_get_contents("rules/postdesk-rules.5", &text, NULL, NULL));
	g_autoptr(GString) page = g_string_new(text);
	g_string_replace(page, "\\e", "\\", 0);
	g_string_replace(page, "\\-", "-", 0);
	return g_strsplit(page->str, "\n", -1);
}

/* Shop rules speak of what a shop has; the manual also of a night queue. */
static Config *manual_config(void)
{
	static Queue oncall;
	Config *config = place_config();

	oncall.name = (char *)"oncall";
	oncall.languages = ((Queue *)config->queues->pdata[0])->languages;
	g_ptr_array_add(config->queues, &oncall);
	return config;
}

static char *problems_with(const char *taxonomy_dir, const char *rules_text)
{
	Config *config = manual_config();
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Taxonomy) taxonomy = taxonomy_load(taxonomy_dir, config, problems);
	char *dir = place_make(place_taxonomy, rules_text);
	g_autoptr(Rules) rules = rules_load(dir, config, taxonomy, problems);
	char *text = place_problems(problems, dir);

	place_remove(dir);
	place_config_free(config);
	return text;
}

/* Every example line, made a rule of its own. */
static void test_lines(void)
{
	g_auto(GStrv) lines = manual_lines();
	g_autoptr(GString) rules = g_string_new(NULL);
	guint count = 0;

	for (guint i = 0; lines[i]; i++) {
		const char *line = lines[i] + strlen(".Dl ");
		bool is_if = g_str_has_prefix(lines[i], ".Dl if ");
		bool is_then = g_str_has_prefix(lines[i], ".Dl then ");
		if (!is_if && !is_then)
			continue;
		count++;
		g_string_append_printf(rules, "[rule line-%u]\n%s\n%s\n", i + 1,
				       is_then ? "if text = /(?<order>\\d+)/" : line,
				       is_then ? line : "then tag = t");
	}
	g_assert_cmpuint(count, >=, 40);
	g_string_append(rules, "[rule last]\nthen stop = yes\n");
	/* Its mail must not be that of the lines behind it. */
	g_string_replace(rules, "if text = /(?<order>\\d+)/\nthen stop",
			 "if cc = nobody\nthen stop", 0);
	g_autofree char *problems = problems_with("rules/shop", rules->str);
	g_assert_cmpstr(problems, ==, "");
}

/* Every block with a rule in it. */
static void test_blocks(void)
{
	g_auto(GStrv) lines = manual_lines();
	g_autoptr(GString) rules = g_string_new(NULL);
	bool in_block = false, is_rule = false;
	guint count = 0;

	for (guint i = 0; lines[i]; i++) {
		if (g_str_has_prefix(lines[i], ".Bd"))
			in_block = true;
		if (g_str_has_prefix(lines[i], ".Ed"))
			in_block = is_rule = false;
		if (in_block && g_str_has_prefix(lines[i], "[rule ")) {
			is_rule = true;
			count++;
		}
		if (is_rule && *lines[i] != '.')
			g_string_append_printf(rules, "%s\n", lines[i]);
	}
	g_assert_cmpuint(count, >=, 5);
	g_autofree char *problems = problems_with("rules/shop", rules->str);
	g_assert_cmpstr(problems, ==, "");
}

static bool has_example(char **lines, const char *start, const char *name)
{
	g_autofree char *wanted = g_strdup_printf(".Dl %s %s", start, name);

	for (guint i = 0; lines[i]; i++)
		if (g_str_has_prefix(lines[i], wanted))
			return true;
	return false;
}

static void test_complete(void)
{
	const ConditionKind *kinds[] = {condition_texts, condition_facts};
	g_auto(GStrv) lines = manual_lines();

	for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++)
		for (guint i = 0; kinds[k][i].name; i++) {
			if (!has_example(lines, "if", kinds[k][i].name))
				g_test_message("no example of %s", kinds[k][i].name);
			g_assert_true(has_example(lines, "if", kinds[k][i].name));
		}
	for (guint i = 0; rule_action_kind(i); i++)
		g_assert_true(has_example(lines, "then", rule_action_kind(i)));
}

/* All transcripts, one behind the other. g_free. */
static char *transcripts(void)
{
	g_autoptr(GDir) dir = g_dir_open("tests/talk", 0, NULL);
	GString *all = g_string_new(NULL);

	for (const char *name; dir && (name = g_dir_read_name(dir));) {
		g_autofree char *path = g_build_filename("tests/talk", name, NULL);
		g_autofree char *text = NULL;
		if (g_str_has_suffix(name, ".talk") &&
		    g_file_get_contents(path, &text, NULL, NULL))
			g_string_append(all, text);
	}
	return g_string_free(all, FALSE);
}

static void assert_shown(const char *all, const char *start, const char *name)
{
	g_autofree char *line = g_strdup_printf("\n= %s %s%s", start, name,
						g_str_has_suffix(name, ".") ? "" : " =");

	if (!strstr(all, line))
		g_error("no transcript has a rule with %s", line + 3);
}

static void test_shown(void)
{
	const ConditionKind *kinds[] = {condition_texts, condition_facts};
	g_autofree char *all = transcripts();

	for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++)
		for (guint i = 0; kinds[k][i].name; i++)
			/* Nothing in the desk sets an attribute of a customer yet. */
			if (strcmp(kinds[k][i].name, "customer.") != 0)
				assert_shown(all, "if", kinds[k][i].name);
	for (guint i = 0; rule_action_kind(i); i++)
		assert_shown(all, "then", rule_action_kind(i));
}

static const struct {
	const char *language, *word, *text;
} forms[] = {
	{"ca", "factura", "Les factures no han arribat."},
	{"da", "bestilling", "Mine bestillinger er ikke kommet."},
	{"de", "Rechnung", "Wo sind meine Rechnungen?"},
	{"el", "επιστροφή", "Θέλω την ακύρωση της επιστροφής."},
	{"en", "refund", "It was never refunded."},
	{"es", "factura", "No encuentro mis facturas."},
	{"fi", "lasku", "En saanut laskun kopiota."},
	{"fr", "facture", "Je ne trouve pas mes factures."},
	{"hu", "csomag", "Nem kaptam meg a csomagot."},
	{"it", "rimborso", "Aspetto due rimborsi."},
	{"nl", "bestelling", "Waar zijn mijn bestellingen?"},
	{"no", "bestilling", "Hvor er bestillingen?"},
	{"pt", "reembolso", "Espero dois reembolsos."},
	{"ro", "pachet", "Nu am primit pachetul."},
	{"ru", "возврат", "Жду возврата за заказ."},
	{"sv", "beställning", "Var är mina beställningar?"},
	{"tr", "paket", "Paketler gelmedi."},
};

static bool finds(const char *language, const char *word, const char *said)
{
	g_autofree char *text = g_strdup_printf(
		"[rule r]\nif words.%s = %s\nthen tag = t\n", language, word);
	char *dir = place_make(place_taxonomy, text);
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Taxonomy) taxonomy = taxonomy_load(dir, NULL, problems);
	g_autoptr(Rules) rules = rules_load(dir, NULL, taxonomy, problems);
	Message message = {.subject = "",
			   .text = said,
			   .reply_text = said,
			   .quoted_text = "",
			   .language = ""};
	RulesInput input = {.message = &message, .size_bytes = strlen(said)};

	g_assert_nonnull(rules);
	g_autoptr(Classification) found = rules_classify(rules, &input);
	place_remove(dir);
	return found->actions->len > 0;
}

static void test_forms(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
		if (!finds(forms[i].language, forms[i].word, forms[i].text))
			g_test_message("%s: %s", forms[i].language, forms[i].text);
		g_assert_true(finds(forms[i].language, forms[i].word, forms[i].text));
		g_assert_false(finds(forms[i].language, "zzzzzz", forms[i].text));
	}
}

static void test_every_stemmer(void)
{
	static const char *const words[] = {"refund", "возврат",  "επιστροφή", "إرجاع",
					    "वापसी",  "վերադարձ", NULL};
	const char *const *languages = stem_languages();

	for (guint i = 0; languages[i]; i++)
		for (guint k = 0; words[k]; k++)
			g_assert_true(finds(languages[i], words[k], words[k]));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/manual/each example line is a good line", test_lines);
	g_test_add_func("/manual/each example rule is a good rule", test_blocks);
	g_test_add_func("/manual/each condition and action has an example",
			test_complete);
	g_test_add_func("/manual/each condition and action has a transcript", test_shown);
	g_test_add_func("/words/an inflected form is found in its language", test_forms);
	g_test_add_func("/words/every stemmer finds a word as it stands",
			test_every_stemmer);
	return g_test_run();
}
