/* rules_index.c - what the rules' index leaves out cannot hold. */
/* SPDX-License-Identifier: MIT */
#include "rules/rule.h"
#include "tests/unit/rules_chance.h"
#include "tests/unit/rules_place.h"

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
	g_test_add_data_func("/index/the same result as without an index, plain",
			     &scan_plain, test_same);
	g_test_add_data_func("/index/the same result as without an index, vectorscan",
			     scan_vectorscan(), test_same);
	return g_test_run();
}
