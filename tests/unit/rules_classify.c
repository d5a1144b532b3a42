/* rules_classify.c - every action, and how the points of rules become a decision. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/rules_bench.h"

typedef struct {
	const char *name, *lines, *key, *value;
} ActionCase;

static const ActionCase actions[] = {
	{"priority", "then priority = urgent", "priority", "urgent"},
	{"queue", "then queue = billing", "queue", "billing"},
	{"agent", "then agent = boris", "agent", "boris"},
	{"sla", "then sla = gold", "sla", "gold"},
	{"tag", "then tag = vip", "tag", "vip"},
	{"field", "then field.model = X1", "field.model", "X1"},
	{"reply", "then reply = password-reset", "reply", "password-reset"},
	{"no-reply", "then no-reply = yes", "no-reply", "yes"},
	{"notify an agent", "then notify = anna", "notify", "anna"},
	{"notify the lead", "then notify = lead", "notify", "lead"},
	{"notify an address", "then notify = boss@example.com", "notify",
	 "boss@example.com"},
	{"state", "then state = waiting", "state", "waiting"},
	{"reject", "then reject = 5.7.1 not here", "reject", "5.7.1 not here"},
	{"spam", "then spam = yes", "spam", "yes"},
	{"a named capture",
	 "if subject = /order (?<order>\\d+)/\nthen field.order = ${order}",
	 "field.order", "4711"},
	{"a capture among words", "if subject = /(?<order>\\d+)/\nthen tag = no-${order}",
	 "tag", "no-4711"},
	{"a capture is put on one line",
	 "if text = /(?<all>Hello.*work)/s\nthen field.t = ${all}", "field.t",
	 "Hello, the sites didn't work"},
	{"a capture that took no part leaves no action",
	 "if subject = /order|(?<x>nothing)/\nthen field.x = ${x}", "field.x", NULL},
	{"a capture in an SMTP answer becomes ASCII",
	 "if text = /(?<x>Верните)/\nthen reject = no ${x}", "reject",
	 "no ??????????????"},
	{"the last of a key wins", "then priority = low\n[rule s]\nthen priority = high",
	 "priority", "high"},
	{"stop ends the run",
	 "then priority = low\nthen stop = yes\n"
	 "[rule s]\nif size = < 1\nthen tag = x\n"
	 "[rule t]\nif size = > 2\nthen priority = high",
	 "priority", "low"},
	{"a rule that does not hold does not stop",
	 "if subject = nothing\nthen stop = yes\n[rule s]\nthen priority = high",
	 "priority", "high"},
};

static void test_action(gconstpointer data)
{
	const ActionCase *c = data;
	g_autofree char *rules = g_strdup_printf(
		"[rule r]\n%s%s\n",
		strstr(c->lines, "if ") == c->lines ? "" : "if size = > 1\n", c->lines);
	Bench bench;

	bench_open(&bench, rules);
	g_autoptr(Classification) result = rules_classify(bench.rules, &bench.input);
	g_assert_cmpstr(classification_action(result, c->key), ==, c->value);
	g_assert_null(classification_action(result, "nothing"));
	bench_close(&bench);
}

#define RULE(name, category)                                                             \
	"[rule " name "]\nif size = > 1\nthen category = " category "\n"

typedef struct {
	const char *name, *rules, *category, *runner_up;
	double confidence;
} Weighing;

static const Weighing weighings[] = {
	{"nothing said is unclassified", "", "unclassified", "", 0},
	{"four points alone are not quite sure", RULE("a", "billing.refund +4"),
	 "billing.refund", "", 0.75},
	{"six points alone are sure", RULE("a", "billing.refund +6"), "billing.refund",
	 "", 0.875},
	{"points add up", RULE("a", "billing.refund +4") RULE("b", "billing.refund +2.5"),
	 "billing.refund", "", 0.894888},
	{"a rival takes confidence",
	 RULE("a", "billing.refund +6") RULE("b", "orders.cancel +4"), "billing.refund",
	 "orders.cancel", 0.641667},
	{"a weak rival takes none",
	 RULE("a", "billing.refund +6") RULE("b", "orders.cancel +2"), "billing.refund",
	 "orders.cancel", 0.875},
	{"minus takes points away",
	 RULE("a", "billing.refund +6") RULE("b", "billing.refund - 6")
		 RULE("c", "orders +1"),
	 "orders", "", 0.292893},
	{"siblings that tie give their parent",
	 RULE("a", "billing.refund +4") RULE("b", "billing.invoice +4"), "billing",
	 "billing.refund", 0.9375},
	{"strangers that tie give the first, unsurely",
	 RULE("a", "billing.refund +4") RULE("b", "orders.cancel +4"), "orders.cancel",
	 "billing.refund", 0.3},
	{"a parent is no rival of its child",
	 RULE("a", "billing.refund +4") RULE("b", "billing +3"), "billing.refund", "",
	 0.75},
	{"a category without points decides",
	 RULE("a", "billing.refund +40") RULE("b", "orders.cancel"), "orders.cancel",
	 "billing.refund", 1},
	{"the last decision stands",
	 RULE("a", "billing.refund") RULE("b", "orders.cancel"), "orders.cancel", "", 1},
	{"a later rule sees the leader",
	 RULE("a", "orders.cancel +4") "[rule b]\nif category = orders.cancel\n"
				       "then category = orders.cancel +4\n",
	 "orders.cancel", "", 0.9375},
};

static void test_weighing(gconstpointer data)
{
	const Weighing *c = data;
	Bench bench;

	bench_open(&bench, c->rules);
	g_autoptr(Classification) result = rules_classify(bench.rules, &bench.input);
	g_assert_cmpstr(result->category, ==, c->category);
	g_assert_cmpstr(result->runner_up, ==, c->runner_up);
	g_assert_cmpfloat_with_epsilon(result->confidence, c->confidence, 0.0001);
	bench_close(&bench);
}

static void test_reason_as_documented(void)
{
	Bench bench;

	bench_open(&bench, "; a comment\n\n[rule refund-words]\n"
			   "if subject = /\\b(refund|money\\s+back)\\b/i\n"
			   "then category = billing.refund +4\nthen priority = high\n");
	g_autoptr(Classification) result = rules_classify(bench.rules, &bench.input);
	g_assert_cmpuint(result->because->len, ==, 1);
	g_assert_cmpstr(result->because->pdata[0], ==,
			"rule refund-words (shop.ini:3): subject has «Money back», "
			"billing.refund +4, priority high");
	g_assert_cmpstr(((Action *)result->actions->pdata[0])->rule, ==, "refund-words");
	g_assert_cmpuint(result->scores->len, ==, 1);
	bench_close(&bench);
}

static void test_catastrophe(gconstpointer expression)
{
	g_autofree char *many = g_strnfill(50000, 'a');
	g_autofree char *text = g_strconcat(many, "!", NULL);
	g_autofree char *rules =
		g_strdup_printf("[rule slow]\nif text = %s\n"
				"then category = billing +9\n"
				"[rule next]\nif text = /a!?/\nthen tag = t\n",
				(const char *)expression);
	Bench bench;

	bench_open(&bench, rules);
	bench.message.reply_text = text;
	gint64 start = g_get_monotonic_time();
	g_autoptr(Classification) result = rules_classify(bench.rules, &bench.input);
	g_assert_cmpint(g_get_monotonic_time() - start, <, 500000);
	g_assert_cmpstr(
		result->because->pdata[0], ==,
		"rule slow (shop.ini:1): over its limits of time or memory, not used");
	g_assert_cmpuint(result->exceeded->len, ==, 1);
	g_assert_true(result->exceeded->pdata[0] == result->because->pdata[0]);
	g_assert_cmpstr(result->category, ==, "unclassified");
	g_assert_cmpstr(classification_action(result, "tag"), ==, "t");
	bench_close(&bench);
}

static gpointer classify_often(gpointer data)
{
	Bench *bench = data;

	for (int i = 0; i < 200; i++) {
		g_autoptr(Classification) result =
			rules_classify(bench->rules, &bench->input);
		g_assert_cmpstr(result->category, ==, "billing.refund");
	}
	return NULL;
}

static void test_threads(void)
{
	GThread *threads[4];
	Bench bench;

	bench_open(&bench,
		   "[rule r]\nif words.ru = верните деньги\nif subject = /mo.*back/i\n"
		   "then category = billing.refund +4\n");
	for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
		threads[i] = g_thread_new("classify", classify_often, &bench);
	for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
		g_thread_join(threads[i]);
	bench_close(&bench);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(actions); i++)
		bench_add("action", actions[i].name, &actions[i], test_action);
	for (gsize i = 0; i < G_N_ELEMENTS(weighings); i++)
		bench_add("weight", weighings[i].name, &weighings[i], test_weighing);
	g_test_add_func("/classify/a reason reads as documented",
			test_reason_as_documented);
	bench_add("limits", "nested repeats cost milliseconds and are named", "/(a+)+$/",
		  test_catastrophe);
	bench_add("limits", "nested stars cost milliseconds and are named",
		  "/^(a|aa|a*)*$/", test_catastrophe);
	bench_add("limits", "alternatives that overlap cost milliseconds and are named",
		  "/^(a|aa)+$/", test_catastrophe);
	g_test_add_func("/classify/threads share the rules", test_threads);
	return g_test_run();
}
