/* rules_shop.c - the shipped rules: mails in three languages find their category. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/rules_place.h"

#define SURE 0.8

typedef struct {
	Config *config;
	Taxonomy *taxonomy;
	Rules *rules;
} Shop;

static void shop_open(Shop *shop)
{
	g_autoptr(GPtrArray) problems = problems_new();

	shop->config = place_config();
	/* The smallest desk has one queue, one agent and nothing else. */
	g_ptr_array_set_size(shop->config->queues, 1);
	g_ptr_array_set_size(shop->config->agents, 1);
	g_ptr_array_set_size(shop->config->organisations, 0);
	g_hash_table_remove_all(shop->config->slas);
	shop->taxonomy = taxonomy_load("rules/shop", shop->config, problems);
	shop->rules = rules_load("rules/shop", shop->config, shop->taxonomy, problems);
	rules_check_examples(shop->rules, problems);
	g_autofree char *text = place_problems(problems, "rules/shop");
	g_assert_cmpstr(text, ==, "");
}

static void shop_close(Shop *shop)
{
	rules_free(shop->rules);
	taxonomy_free(shop->taxonomy);
	place_config_free(shop->config);
}

static Classification *classify(const Shop *shop, const char *text)
{
	Message message = {.subject = "",
			   .text = text,
			   .reply_text = text,
			   .quoted_text = "",
			   .language = ""};
	RulesInput input = {.message = &message, .size_bytes = strlen(text)};

	return rules_classify(shop->rules, &input);
}

static void test_examples(void)
{
	Shop shop;

	shop_open(&shop);
	g_assert_cmpuint(taxonomy_categories(shop.taxonomy)->len, >=, 25);
	shop_close(&shop);
}

static void test_three_languages(void)
{
	static const char *const languages[] = {"en", "ru", "el"};
	Shop shop;

	shop_open(&shop);
	const GPtrArray *categories = taxonomy_categories(shop.taxonomy);
	for (guint i = 0; i < categories->len; i++) {
		const Category *category = categories->pdata[i];
		for (gsize j = 0; j < G_N_ELEMENTS(languages); j++)
			g_assert_true(
				g_hash_table_contains(category->titles, languages[j]));
		g_assert_cmpuint(category->examples->len, >=, 3);
		g_assert_null(category->queue);
		g_assert_null(category->sla);
	}
	shop_close(&shop);
}

typedef struct {
	guint mails, right, sure, sure_wrong;
} Tally;

static void count(Tally *tally, const Shop *shop, char **fields)
{
	g_autoptr(Classification) result = classify(shop, fields[2]);
	bool right = g_str_equal(result->category, fields[1]);

	tally->mails++;
	tally->right += right;
	tally->sure += result->confidence >= SURE;
	tally->sure_wrong += !right && result->confidence >= SURE;
	if (!right)
		g_test_message("%s, not %s (%.2f): %s", result->category, fields[1],
			       result->confidence, fields[2]);
}

static void test_mails(gconstpointer language)
{
	g_autofree char *text = NULL;
	Tally tally = {0};
	Shop shop;

	g_assert_true(
		g_file_get_contents("tests/unit/rules_shop.tsv", &text, NULL, NULL));
	shop_open(&shop);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++) {
		g_auto(GStrv) fields = g_strsplit(lines[i], "\t", 3);
		if (g_strv_length(fields) == 3 && g_str_equal(fields[0], language))
			count(&tally, &shop, fields);
	}
	g_test_message("%s: %u mails, %u right, %u sure, %u sure and wrong",
		       (const char *)language, tally.mails, tally.right, tally.sure,
		       tally.sure_wrong);
	g_assert_cmpuint(tally.mails, >=, 70);
	g_assert_cmpuint(tally.right * 100, >=, tally.mails * 90);
	g_assert_cmpuint(tally.sure_wrong * 100, <, tally.mails * 2);
	g_assert_cmpuint(tally.sure * 100, >=, tally.mails * 60);
	shop_close(&shop);
}

static void test_order_number(void)
{
	static const char *const texts[] = {"Please cancel order #90011.",
					    "Отмените, пожалуйста, заказ № 90011.",
					    "Ακυρώστε την παραγγελία 90011."};
	Shop shop;

	shop_open(&shop);
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(Classification) result = classify(&shop, texts[i]);
		g_assert_cmpstr(classification_action(result, "field.order_number"), ==,
				"90011");
		g_assert_cmpstr(result->category, ==, "orders.cancel");
	}
	shop_close(&shop);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/shop/the examples of the taxonomy go where they stand",
			test_examples);
	g_test_add_func("/shop/every category speaks three languages and names no queue",
			test_three_languages);
	g_test_add_data_func("/shop/English mails find their category", "en", test_mails);
	g_test_add_data_func("/shop/Russian mails find their category", "ru", test_mails);
	g_test_add_data_func("/shop/Greek mails find their category", "el", test_mails);
	g_test_add_func("/shop/an order number becomes a field", test_order_number);
	return g_test_run();
}
