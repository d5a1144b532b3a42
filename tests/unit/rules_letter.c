/* rules_letter.c - letters that are equal fold to the same, and stemmers know theirs. */
/* SPDX-License-Identifier: MIT */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "rules/fold.h"
#include "rules/stem.h"

#include <libstemmer.h>
#include <pcre2.h>
#include <string.h>

#define SEED 4711

/* All letters that some other is equal to without regard to case, as Unicode or PCRE2
 * see it, one a line. */
static GString *cased_letters(void)
{
	GString *letters = g_string_new(NULL);

	for (gunichar c = 1; c < 0x1E944; c++)
		if (g_unichar_validate(c) &&
		    (g_unichar_tolower(c) != c || g_unichar_toupper(c) != c ||
		     g_unichar_type(c) == G_UNICODE_UPPERCASE_LETTER ||
		     g_unichar_type(c) == G_UNICODE_LOWERCASE_LETTER))
			g_string_append_unichar(letters, c);
	return letters;
}

/* Letters that PCRE2 takes for the same have the same folded form. */
static void test_folding(void)
{
	g_autoptr(GString) letters = cased_letters();
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);

	for (const char *at = letters->str; *at; at = g_utf8_next_char(at)) {
		int error = 0;
		PCRE2_SIZE offset = 0, from = 0;
		g_autoptr(GString) folded = g_string_new(NULL);
		fold_append_letter(folded, g_utf8_get_char(at));
		pcre2_code *code = pcre2_compile(
			(PCRE2_SPTR)at, g_utf8_next_char(at) - at,
			PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS, &error, &offset, NULL);
		pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
		while (pcre2_match(code, (PCRE2_SPTR)letters->str, letters->len, from,
				   PCRE2_NO_UTF_CHECK, data, NULL) > 0) {
			const PCRE2_SIZE *found = pcre2_get_ovector_pointer(data);
			g_autoptr(GString) other = g_string_new(NULL);
			fold_append_letter(other,
					   g_utf8_get_char(letters->str + found[0]));
			g_assert_cmpstr(other->str, ==, folded->str);
			from = found[1];
		}
		pcre2_code_free(code);
	}
	pcre2_match_data_free(data);
}

/* What \s of PCRE2 fits is a space when folded. */
static void test_space(void)
{
	int error = 0;
	PCRE2_SIZE offset = 0;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR) "^\\s$", PCRE2_ZERO_TERMINATED,
					 PCRE2_UTF | PCRE2_UCP, &error, &offset, NULL);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);

	for (gunichar c = 1; c < 0x3100; c++) {
		char letter[7] = "";
		g_autoptr(GString) folded = g_string_new(NULL);
		g_unichar_to_utf8(c, letter);
		fold_append(folded, letter);
		if (pcre2_match(code, (PCRE2_SPTR)letter, strlen(letter), 0, 0, data,
				NULL) >= 0)
			g_assert_cmpstr(folded->str, ==, " ");
	}
	pcre2_match_data_free(data);
	pcre2_code_free(code);
}

static void test_composed(void)
{
	for (gunichar c = 1; c < 0x20000; c++) {
		char letter[7] = "";
		gunichar base, mark;
		if (!g_unichar_validate(c))
			continue;
		g_unichar_to_utf8(c, letter);
		if (fold_is_composed(letter, strlen(letter))) {
			g_autofree char *nfc =
				g_utf8_normalize(letter, -1, G_NORMALIZE_NFC);
			g_assert_cmpstr(nfc, ==, letter);
			g_assert_cmpint(g_unichar_combining_class(c), ==, 0);
		}
		/* What can join the letter before it is not among them. */
		if (!g_unichar_decompose(c, &base, &mark) || !mark)
			continue;
		char second[7] = "";
		g_unichar_to_utf8(mark, second);
		g_assert_false(fold_is_composed(second, strlen(second)));
	}
}

/* A stemmer leaves the words of other alphabets as they are. */
static void test_alphabets(void)
{
	static const char *const alphabets[] = {"abcdefghijklmnopqrstuvwxyz'0",
						"абвгдежзийклмнопрстуфхцчшщъыьэюя",
						"αβγδεζηθικλμνξοπρστυφχψω"};
	g_autoptr(GRand) chance = g_rand_new_with_seed(SEED);

	for (const char *const *language = stem_languages(); *language; language++) {
		g_autoptr(Stemmer) stemmer = stemmer_new(*language);
		struct sb_stemmer *all = sb_stemmer_new(*language, "UTF_8");
		for (int round = 0; round < 3000; round++) {
			const char *alphabet = alphabets[g_rand_int_range(
				chance, 0, G_N_ELEMENTS(alphabets))];
			glong count = g_utf8_strlen(alphabet, -1);
			g_autoptr(GString) word = g_string_new(NULL);
			for (int i = g_rand_int_range(chance, 1, 10); i > 0; i--)
				g_string_append_unichar(
					word, g_utf8_get_char(g_utf8_offset_to_pointer(
						      alphabet,
						      g_rand_int_range(chance, 0,
								       (gint32)count))));
			g_assert_cmpstr(stemmer_stem(stemmer, word->str), ==,
					(const char *)sb_stemmer_stem(
						all, (const sb_symbol *)word->str,
						(int)word->len));
		}
		sb_stemmer_delete(all);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/letter/equal ones are folded to the same", test_folding);
	g_test_add_func("/letter/white space is a space", test_space);
	g_test_add_func("/letter/composed ones are told for sure", test_composed);
	g_test_add_func("/letter/stemmers know their own alphabet", test_alphabets);
	return g_test_run();
}
