/* rules_index.c - what the rules' index leaves out cannot hold. */
/* SPDX-License-Identifier: MIT */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "rules/fold.h"
#include "rules/literal.h"
#include "rules/rule.h"
#include "tests/unit/rules_place.h"

#include <pcre2.h>

#define SEED 4711

static const char *pick(GRand *chance, const char *const *words, gsize count)
{
	return words[g_rand_int_range(chance, 0, (gint32)count)];
}
#define PICK(chance, words) pick(chance, words, G_N_ELEMENTS(words))

/* --- literals --- */

typedef struct {
	const char *expression, *literals; /* NULL: none for sure */
} LiteralCase;

static const LiteralCase literal_cases[] = {
	{"refund", "refund"},
	{"Refund|CHARGEBACK", "refund|chargeback"},
	{"\\b(refund|money\\s+back)\\b", "refund|money back"},
	{"(?<!\\w)refund(?!\\w)", "refund"},
	{"order (?<order>\\d+)", "order "},
	{"(?i)refund", "refund"},
	{"(?i:re)fund", "fund&re"},
	{"refunds?", "refund"},
	{"refu+nd", "refu&und"},
	{"re(fund|pay)", "fund|pay&re"},
	{"(?:not )?refunded", "refunded"},
	{"возврат(а|у)?|επιστροφής", "возврат|επιστροφήσ"},
	{"Straße|ſhop|KIOSK", "straße|shop|kiosk"},
	{"a{2}bc", "abc"},
	{"x{0,3}bcd", "bcd"},
	{"e\\.mail", "e.mail"},
	{"\\AHello\\z", "hello"},
	{"foo[a-z]barr", "barr&foo"},
	{"[]x]foo", "foo"},
	{"[[:alpha:]x]foo", "foo"},
	{"\\p{Greek}foo", "foo"},
	{"(?>foo)", "foo"},
	{"(?=foo)barr", "barr"},
	{"(?<=foo|b)barr", "barr"},
	/* none, or not for sure */
	{"a|refund", NULL},
	{"refund|", NULL},
	{"(refund)?", NULL},
	{"\\d{4}", NULL},
	{"[Rr]e.", NULL},
	{"x", NULL},
	{"(?x)re fund", NULL},
	{"\\Qa|b\\E", NULL},
	{"refund(*ACCEPT)not", NULL},
	{"(a)(?(1)refund|x)", NULL},
	{"(?:(refund)|x)(?1)", NULL},
	{"\\x{72}efund", NULL},
	{"refund(?#comment)", NULL},
	{"[a[:b]|x:]y]foo", NULL},
	{"[\\c]]foo", NULL},
};

/* Clues with & between them, literals with |. */
static char *clues_text(const GPtrArray *clues)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < clues->len; i++) {
		const GPtrArray *clue = clues->pdata[i];
		for (guint j = 0; j < clue->len; j++)
			g_string_append_printf(text, "%s%s",
					       j   ? "|"
					       : i ? "&"
						   : "",
					       (char *)clue->pdata[j]);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void test_literals(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(literal_cases); i++) {
		const LiteralCase *c = &literal_cases[i];
		g_autoptr(GPtrArray) clues = literal_clues(c->expression);
		g_autofree char *got = clues ? clues_text(clues) : NULL;
		g_autoptr(GString) want = g_string_new(NULL);
		g_test_message("%s", c->expression);
		if (c->literals)
			fold_append(want, c->literals);
		g_assert_cmpstr(got, ==, c->literals ? want->str : NULL);
	}
}

static void add_expression(GRand *chance, GString *expression, int depth)
{
	static const char *const atoms[] = {
		"a",	  "b",	    "c",    "ab",   "ς",   "Σ",	   "é",	   " ",
		"\\s",	  "\\s+",   "\\.",  ".",    "\\w", "\\b",  "^",	   "$",
		"[ab]",	  "[^a]",   "[]a]", "(?i)", "\\n", "K",	   "ſ",	   "\\Qa\\E",
		"(?=a)",  "(?!b)",  "\\K",  "\\d",  "ё",   "(?s)", "\\pL", "[\\]a]",
		"(?-i)b", "(?<=a)", "\\R",  "\\x61"};
	static const char *const groups[] = {"(", "(?:", "(?i:", "(?>", "(?|", "(?<n>"};
	static const char *const repeats[] = {"?",    "*",   "+",  "{2}", "{0,2}",
					      "{1,}", "{0}", "+?", "*+"};

	for (int i = g_rand_int_range(chance, 0, 5); i > 0; i--) {
		int kind = g_rand_int_range(chance, 0, 8);
		if (kind == 0 && depth) {
			g_string_append(expression, PICK(chance, groups));
			add_expression(chance, expression, depth - 1);
			g_string_append_c(expression, ')');
		} else if (kind == 1) {
			g_string_append_c(expression, '|');
		} else {
			g_string_append(expression, PICK(chance, atoms));
		}
		if (kind != 1 && g_rand_int_range(chance, 0, 4) == 0)
			g_string_append(expression, PICK(chance, repeats));
	}
}

static char *random_text(GRand *chance)
{
	static const char *const letters[] = {
		"a",  "b", "c", "A", "B", "σ", "ς", "Σ",      "é", "É", " ", "\n",
		"\t", ".", "k", "K", "s", "S", "ſ", "\u2003", "1", "ё", "Ё"};
	g_autoptr(GString) text = g_string_new(NULL);

	for (int i = g_rand_int_range(chance, 0, 12); i > 0; i--)
		g_string_append(text, PICK(chance, letters));
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static bool has_any(const GPtrArray *clue, const char *folded)
{
	for (guint i = 0; i < clue->len; i++)
		if (strstr(folded, clue->pdata[i]))
			return true;
	return false;
}

static bool has_clues(const GPtrArray *clues, const char *text)
{
	g_autoptr(GString) folded = g_string_new(NULL);

	fold_append(folded, text);
	for (guint i = 0; i < clues->len; i++)
		if (!has_any(clues->pdata[i], folded->str))
			return false;
	return true;
}

static bool matches(const pcre2_code *code, const char *text)
{
	pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
	int count = pcre2_match(code, (PCRE2_SPTR)text, strlen(text), 0, 0, data, NULL);

	pcre2_match_data_free(data);
	return count >= 0;
}

/* Whatever PCRE2 finds has all the clues, or there were none to tell. */
static void test_needed(void)
{
	g_autoptr(GRand) chance = g_rand_new_with_seed(SEED);
	guint told = 0, found = 0;

	for (int round = 0; round < 20000; round++) {
		g_autoptr(GString) expression = g_string_new(NULL);
		int error = 0;
		PCRE2_SIZE offset = 0;
		add_expression(chance, expression, 2);
		pcre2_code *code = pcre2_compile(
			(PCRE2_SPTR)expression->str, PCRE2_ZERO_TERMINATED,
			PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_DUPNAMES, &error,
			&offset, NULL);
		g_autoptr(GPtrArray) clues = code ? literal_clues(expression->str) : NULL;
		told += clues != NULL;
		for (int i = 0; clues && i < 30; i++) {
			g_autofree char *text = random_text(chance);
			if (!matches(code, text))
				continue;
			found++;
			if (!has_clues(clues, text))
				g_error("/%s/ matches «%s»", expression->str, text);
		}
		pcre2_code_free(code);
	}
	g_assert_cmpuint(told, >, 500);
	g_assert_cmpuint(found, >, 500);
}

/* --- the scan --- */

static void mark_found(guint literal, void *data)
{
	((guint8 *)data)[literal] = 1;
}

static void test_scan(gconstpointer data)
{
	const ScanDriver *driver = data;
	g_autoptr(GRand) chance = g_rand_new_with_seed(SEED);
	g_autoptr(GPtrArray) literals = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

	if (!driver) {
		g_test_skip("built without vectorscan, or this processor cannot");
		return;
	}
	while (literals->len < 500) {
		g_autofree char *literal = random_text(chance);
		if (strlen(literal) < 2 || g_hash_table_contains(known, literal))
			continue;
		g_hash_table_add(known, literal);
		g_ptr_array_add(literals, g_steal_pointer(&literal));
	}
	g_autoptr(Scan) scan = scan_new(literals, driver);
	ScanRun *run = scan_run_new(scan);
	for (int round = 0; round < 300; round++) {
		g_autofree char *text = random_text(chance);
		guint8 found[500] = {0};
		scan_text(run, text, strlen(text), mark_found, found);
		for (guint i = 0; i < literals->len; i++)
			g_assert_cmpint(found[i], ==,
					strstr(text, literals->pdata[i]) != NULL);
	}
	scan_run_free(run);
}

/* --- whole rules --- */

static const char *const said[] = {
	"refund",  "refunded", "REFUND",  "money",     "back",	    "not",
	"haven't", "order",    "e-mail",  "invoice",   "возврат",   "возврата",
	"деньги",  "ДЕНЕГ",    "заказ",	  "вернули",   "επιστροφή", "ΕΠΙΣΤΡΟΦΗΣ",
	"χρήματα", "χρημάτων", "pdf",	  "4711",      "Straße",    "ёлка",
	"елка",	   "paid",     "payment", "cafe\u0301"};

static const char *const asked[] = {
	"if subject = refund",
	"if text = /\\brefund(ed)?\\b/i",
	"if says = /(money|деньг)\\p{L}*\\s+(back|not|назад)/i",
	"if text = /(?<f>ΕΠΙΣΤΡΟΦ\\w+|INVOICE)/i",
	"if quoted = /order|заказ/i",
	"if words.en = refund|invoice",
	"if words.en = \"have not\" order",
	"if words.en = \"money * back|refund\"",
	"if words.en = pay*",
	"if words.ru = возврат* деньги",
	"if words.ru = \"денег * вернули\"",
	"if words.ru = pdf|заказ",
	"if words.el = επιστροφη χρηματα",
	"if words.el = χρημ*",
	"if words.de = straße",
	"if not words.en = refund",
	"if not words.ru = заказ",
	"if not text = money",
	"if not says = /x{2}|INVOICE/i",
	"if from = /@(shop|example)\\.org$/i",
	"if header.X-Shop = north",
	"if header.X-Shop = /south|WEST/i",
	"if not header.X-Shop = east",
	"if attachment.name = /\\.pdf$/i",
	"if attachment.type = image/jpeg",
	"if customer.plan = premium",
	"if text = /\\d{4}/",
	"if text = /café/i",
	"if text = STRASSE|Straße",
	"if language = ru",
	"if language = el",
	"if tier = gold",
	"if not tier = standard",
	"if queue = support",
	"if organisation = acme",
	"if evidence = dmarc",
	"if evidence = none",
	"if state = new",
	"if calendar = request",
	"if not calendar = reply",
	"if size = > 100",
	"if category = billing",
	"if subject = /^$/",
};

static char *random_rules(GRand *chance)
{
	g_autoptr(GString) rules = g_string_new(
		"[rule first]\nif subject = back\nthen category = billing.refund +1\n");

	for (int rule = 0; rule < 40; rule++) {
		g_string_append_printf(rules, "[rule r%d]\n", rule);
		int count = g_rand_int_range(chance, 0, 4);
		for (int i = 0; i < count; i++)
			g_string_append_printf(rules, "%s\n", PICK(chance, asked));
		g_string_append_printf(rules, "then category = %s +%d\n",
				       rule % 3 ? "billing.refund" : "orders",
				       g_rand_int_range(chance, 1, 5));
		/* None that fits all that a later one does: such rules are refused. */
		if (rule % 3 == 0)
			g_string_append_printf(
				rules, "if header.X-Stop%d = go\nthen stop = yes\n",
				rule);
	}
	return g_string_free(g_steal_pointer(&rules), FALSE);
}

static char *random_mail(GRand *chance)
{
	static const char *const joints[] = {" ",  "  ",   "\n", ". ",
					     ", ", "\n\n", "-",	 "\u00a0"};
	g_autoptr(GString) text = g_string_new(NULL);

	for (int i = g_rand_int_range(chance, 0, 12); i > 0; i--)
		g_string_append_printf(text, "%s%s", PICK(chance, said),
				       PICK(chance, joints));
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* All that a classification says, as text. */
static char *told(const Rules *rules, const RulesInput *input)
{
	g_autoptr(Classification) result = rules_classify(rules, input);
	g_autoptr(GString) text = g_string_new(NULL);

	g_string_printf(text, "%s %.6f %s\n", result->category, result->confidence,
			result->runner_up);
	for (guint i = 0; i < result->because->len; i++)
		g_string_append_printf(text, "%s\n", (char *)result->because->pdata[i]);
	for (guint i = 0; i < result->scores->len; i++) {
		const Score *score = result->scores->pdata[i];
		g_string_append_printf(text, "%s %g\n", score->category, score->points);
	}
	for (guint i = 0; i < result->actions->len; i++) {
		const Action *action = result->actions->pdata[i];
		g_string_append_printf(text, "%s=%s by %s\n", action->key, action->value,
				       action->rule);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void compare(Rules *rules, GRand *chance)
{
	Address from = {"Ann", g_rand_boolean(chance) ? "a@Shop.ORG" : "a@other.net"};
	Header header = {"x-shop", g_rand_boolean(chance) ? "North" : "far west"};
	Attachment file = {.name = g_rand_boolean(chance) ? "A.PDF" : "b.jpg",
			   .type = "image/jpeg"};
	g_autoptr(GPtrArray) people = g_ptr_array_new(), headers = g_ptr_array_new();
	g_autoptr(GPtrArray) files = g_ptr_array_new();
	g_autoptr(GHashTable) customer = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree char *subject = random_mail(chance), *text = random_mail(chance);
	g_autofree char *quoted = random_mail(chance);

	g_ptr_array_add(people, &from);
	g_ptr_array_add(headers, &header);
	g_autofree char *name =
		g_strdup_printf("X-Stop%d", g_rand_int_range(chance, 0, 40));
	Header stop = {name, "go"};
	g_ptr_array_add(headers, &stop);
	g_ptr_array_add(files, &file);
	g_hash_table_insert(customer, (char *)"plan", (char *)"Premium 2");
	Message message = {.subject = subject,
			   .text = text,
			   .reply_text = text,
			   .quoted_text = quoted,
			   .language = g_rand_boolean(chance) ? "ru" : "el",
			   .calendar_method = g_rand_boolean(chance) ? "REQUEST" : NULL,
			   .from = people,
			   .headers = headers,
			   .attachments = files};
	RulesInput input = {.message = &message,
			    .size_bytes = strlen(text),
			    .customer = customer,
			    .tier = g_rand_boolean(chance) ? "Gold" : NULL,
			    .queue = g_rand_boolean(chance) ? "Support" : NULL,
			    .organisation = g_rand_boolean(chance) ? "ACME" : NULL,
			    .evidence = g_rand_boolean(chance) ? "token DMARC" : NULL};
	rules->tries_all = true;
	g_autofree char *all = told(rules, &input);
	rules->tries_all = false;
	g_autofree char *few = told(rules, &input);
	g_assert_cmpstr(few, ==, all);
}

/* Chance repeats lines, which is a mistake in a rule. g_free. */
static char *without_repeats(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	GString *left = g_string_new(NULL);
	for (char **line = lines; *line; line++) {
		if (**line == '[')
			g_hash_table_remove_all(seen);
		if (g_hash_table_add(seen, *line))
			g_string_append_printf(left, "%s\n", *line);
	}
	return g_string_free(left, FALSE);
}

static void test_same(gconstpointer data)
{
	const ScanDriver *driver = data;
	g_autoptr(GRand) chance = g_rand_new_with_seed(SEED);
	Config *config = place_config();

	if (!driver)
		g_test_skip("built without vectorscan, or this processor cannot");
	for (int round = 0; driver && round < 40; round++) {
		g_autofree char *repeated = random_rules(chance);
		g_autofree char *text = without_repeats(repeated);
		char *dir = place_make(place_taxonomy, text);
		g_autoptr(GPtrArray) problems = problems_new();
		g_autoptr(Taxonomy) taxonomy = taxonomy_load(dir, config, problems);
		g_autoptr(Rules) rules = rules_load(dir, config, taxonomy, problems);
		g_autofree char *wrong = place_problems(problems, dir);
		g_assert_cmpstr(wrong, ==, "");
		rule_index_free(rules->index);
		rules->index = rule_index_new(rules->rules, driver);
		for (int mail = 0; mail < 100; mail++)
			compare(rules, chance);
		place_remove(dir);
	}
	place_config_free(config);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/literal/of each expression", test_literals);
	g_test_add_func("/literal/what PCRE2 finds has them", test_needed);
	g_test_add_data_func("/scan/plain finds what is there", &scan_plain, test_scan);
	g_test_add_data_func("/scan/vectorscan finds what is there", scan_vectorscan(),
			     test_scan);
	g_test_add_data_func("/rules/the same result as without an index, plain",
			     &scan_plain, test_same);
	g_test_add_data_func("/rules/the same result as without an index, vectorscan",
			     scan_vectorscan(), test_same);
	return g_test_run();
}
