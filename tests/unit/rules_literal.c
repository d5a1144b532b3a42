/* rules_literal.c - literals that an expression needs, and the scan that finds them. */
/* SPDX-License-Identifier: MIT */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "rules/fold.h"
#include "rules/literal.h"
#include "rules/scan.h"
#include "tests/unit/rules_chance.h"

#include <pcre2.h>
#include <string.h>

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

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/literal/of each expression", test_literals);
	g_test_add_func("/literal/what PCRE2 finds has them", test_needed);
	g_test_add_data_func("/scan/plain finds what is there", &scan_plain, test_scan);
	g_test_add_data_func("/scan/vectorscan finds what is there", scan_vectorscan(),
			     test_scan);
	return g_test_run();
}
