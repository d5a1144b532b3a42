/* rules_condition.c - every condition: which mails it holds for, and how it says so. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/rules_bench.h"

/* The reasons, one a line; the rule's name and place are left out. g_free. */
static char *reasons(const Classification *result)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < result->because->len; i++) {
		const char *reason = result->because->pdata[i];
		const char *colon = strstr(reason, "): ");
		g_string_append_printf(text, "%s%s", i ? "\n" : "",
				       colon ? colon + 3 : reason);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

typedef struct {
	const char *name, *lines, *reason; /* reason NULL: the rule does not fire */
} Condition;

static const Condition conditions[] = {
	{"subject finds words in any case and spacing", "if subject = money back",
	 "subject has «Money back»"},
	{"a literal is whole words", "if subject = mone", NULL},
	{"an expression is told by its slashes", "if subject = /mon.y/i",
	 "subject has «Money»"},
	{"an expression minds the case without i", "if subject = /mon.y/", NULL},
	{"text is the new text", "if text = the sites", "text has «the sites»"},
	{"text is not the quote", "if text = old words", NULL},
	{"text folds Cyrillic case", "if text = ВЕРНИТЕ", "text has «Верните»"},
	{"quoted is the rest", "if quoted = old words", "quoted has «old words»"},
	{"says looks at the subject", "if says = back for", "says has «back for»"},
	{"says looks at the text", "if says = hello", "says has «Hello»"},
	{"from looks at the address", "if from = /@example\\.org$/",
	 "from has «@example.org»"},
	{"from looks at the name", "if from = customer", "from has «Customer»"},
	{"to", "if to = support@example.com", "to has «support@example.com»"},
	{"cc", "if cc = example.net", "cc has «example.net»"},
	{"cc of nobody", "if cc = example.com", NULL},
	{"a header in any case, any of several", "if header.X-SHOP = south",
	 "header.X-SHOP has «south»"},
	{"a header that is not there", "if header.X-Other = /./", NULL},
	{"attachment name", "if attachment.name = /\\.jpe?g$/i",
	 "attachment.name has «.JPG»"},
	{"attachment type", "if attachment.type = image/jpeg",
	 "attachment.type has «image/jpeg»"},
	{"attachment size above", "if attachment.size = > 2M",
	 "attachment.size is 3145728"},
	{"attachment size not above", "if attachment.size = > 3M", NULL},
	{"attachment size at least", "if attachment.size = >= 3M",
	 "attachment.size is 3145728"},
	{"size above", "if size = > 5M", "size is 6291456"},
	{"size below", "if size = < 10K", NULL},
	{"language", "if language = en", "language is en"},
	{"another language", "if language = ru", NULL},
	{"tier", "if tier = gold", "tier is gold"},
	{"organisation", "if organisation = acme", "organisation is acme"},
	{"queue", "if queue = support", "queue is support"},
	{"another queue", "if queue = billing", NULL},
	{"state", "if state = open", "state is open"},
	{"category before any score is the ticket's", "if category = billing.refund",
	 "category is billing.refund"},
	{"category includes what lies below", "if category = billing",
	 "category is billing.refund"},
	{"category elsewhere", "if category = orders", NULL},
	{"hours yes", "if hours = office yes", "hours office yes"},
	{"hours no", "if hours = office no", NULL},
	{"evidence, one of several", "if evidence = dmarc", "evidence is dmarc"},
	{"no such evidence", "if evidence = auth", NULL},
	{"calendar method", "if calendar = request", "calendar is request"},
	{"a spam verdict in a header", "if spam = yes", "spam is yes"},
	{"no spam", "if spam = no", NULL},
	{"a customer's attribute", "if customer.contract = /^C-/",
	 "customer.contract has «C-»"},
	{"words in another form", "if words.en = worked site",
	 "words.en has «didn't, sites»"},
	{"words that are not all there", "if words.en = worked shop", NULL},
	{"Russian words that are not all there", "if words.ru = магазин верните", NULL},
	{"Russian words", "if words.ru = верните деньгам",
	 "words.ru has «Верните, деньги»"},
	{"alternatives", "if words.en = shop|site", "words.en has «sites»"},
	{"the beginning of a word", "if words.ru = вернит*", "words.ru has «Верните»"},
	{"a phrase", "if words.en = \"site did not work\"",
	 "words.en has «sites didn't work»"},
	{"a phrase in another order", "if words.en = \"work site\"", NULL},
	{"a phrase with a gap", "if words.en = \"the * work\"",
	 "words.en has «the sites didn't work»"},
	{"a phrase stays in its sentence", "if words.en = \"work * order\"", NULL},
	{"several lines of one key are any of",
	 "if subject = nothing\nif subject = order", "subject has «order»"},
	{"an indented line is one more of the key", "if subject = nothing\n  order",
	 "subject has «order»"},
	{"different keys are all of", "if subject = order\nif text = nothing", NULL},
	{"both keys hold", "if subject = order\nif text = hello",
	 "subject has «order», text has «Hello»"},
	{"not", "if not subject = nothing", "not subject nothing"},
	{"not, but it is there", "if not subject = order", NULL},
	{"not any of several", "if not subject = nothing\nif not subject = order", NULL},
	{"not beside the same key", "if subject = money\nif not subject = cash",
	 "subject has «Money», not subject cash"},
	{"no condition is every mail", "", "every mail"},
};

static void test_condition(gconstpointer data)
{
	const Condition *c = data;
	g_autofree char *rules =
		g_strdup_printf("[rule r]\n%s\nthen tag = t\n", c->lines);
	Bench bench;

	bench_open(&bench, rules);
	g_autoptr(Classification) result = rules_classify(bench.rules, &bench.input);
	g_autofree char *got = reasons(result);
	g_autofree char *want =
		c->reason ? g_strconcat(c->reason, ", tag t", NULL) : g_strdup("");
	if (c->reason && g_str_has_prefix(c->name, "words in another form"))
		g_assert_nonnull(strstr(got, "words.en has"));
	else
		g_assert_cmpstr(got, ==, want);
	g_assert_cmpuint(result->actions->len, ==, c->reason ? 1 : 0);
	bench_close(&bench);
}

static void test_evening(void)
{
	Bench bench;

	bench_open(&bench, "[rule r]\nif hours = office no\nthen queue = billing\n");
	bench.input.now = EVENING;
	g_autoptr(Classification) result = rules_classify(bench.rules, &bench.input);
	g_assert_cmpstr(classification_action(result, "queue"), ==, "billing");
	bench_close(&bench);
}

/* A bare input, as a mail that could not be read would give. */
static void test_nothing_known(void)
{
	Message message = {0};
	RulesInput input = {.message = &message};
	Bench bench;

	bench_open(&bench,
		   "[rule r]\nif not from = x\nif not attachment.size = > 1\n"
		   "if not header.X = y\nif language = unknown\nif tier = standard\n"
		   "if state = new\nif evidence = none\nif not customer.a = b\n"
		   "if not calendar = reply\nif not queue = support\nif spam = no\n"
		   "if not words.el = τι\nif category = unclassified\nthen tag = t\n");
	g_autoptr(Classification) result = rules_classify(bench.rules, &input);
	g_assert_cmpstr(classification_action(result, "tag"), ==, "t");
	bench_close(&bench);
}

/* Thousands of turns are kept on a stack larger than what a match starts with. */
static void test_long_repetition(void)
{
	g_autofree char *many = g_strnfill(20000, 'a');
	g_autofree char *text = g_strconcat(many, "!", NULL);
	Bench bench;

	bench_open(&bench, "[rule long]\nif text = /^(?:a|ab)*!$/\nthen tag = t\n");
	bench.message.reply_text = text;
	g_autoptr(Classification) result = rules_classify(bench.rules, &bench.input);
	g_assert_cmpstr(classification_action(result, "tag"), ==, "t");
	bench_close(&bench);
}

/* Strangers may write any number of words. */
static void test_many_words(void)
{
	Bench bench;

	bench_open(&bench, "[rule r]\nif words.en = refund order\nthen tag = t\n");
	for (int mail = 0; mail < 3; mail++) {
		g_autoptr(GString) text = g_string_new("refunding my orders");
		for (int word = 0; word < 4000; word++)
			g_string_append_printf(text, " w%d", mail * 4000 + word);
		bench.message.reply_text = text->str;
		g_autoptr(Classification) result =
			rules_classify(bench.rules, &bench.input);
		g_assert_cmpstr(classification_action(result, "tag"), ==, "t");
	}
	bench_close(&bench);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(conditions); i++)
		bench_add("condition", conditions[i].name, &conditions[i],
			  test_condition);
	g_test_add_func("/condition/hours follow the clock that is given", test_evening);
	g_test_add_func("/condition/a mail of which nothing is known is classified",
			test_nothing_known);
	g_test_add_func("/condition/a repetition of thousands of turns matches",
			test_long_repetition);
	g_test_add_func("/condition/no number of words is too large", test_many_words);
	return g_test_run();
}
