/* rules_rules.c - every condition and action, and how their points become a decision. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/rules_place.h"

/* Monday 2026-11-23, 10:00 and 20:00 UTC. */
#define MORNING G_GINT64_CONSTANT(1795428000)
#define EVENING G_GINT64_CONSTANT(1795464000)

static Address ann = {"Ann Customer", "ann@example.org"};
static Address desk = {"", "support@example.com"};
static Address friend = {"Bob", "bob@example.net"};
static Header headers[] = {
	{"X-Shop", "north"}, {"x-shop", "south"}, {"X-Spam-Status", "Yes, score=9.1"}};
static Attachment photo = {
	.name = "Photo.JPG", .type = "image/jpeg", .size_bytes = 3 << 20};

static GPtrArray *array_of(gpointer first)
{
	GPtrArray *array = g_ptr_array_new();

	g_ptr_array_add(array, first);
	return array;
}

typedef struct {
	Config *config;
	char *dir;
	Taxonomy *taxonomy;
	Rules *rules;
	Message message;
	GHashTable *customer;
	RulesInput input;
} Bench;

static void bench_mail(Bench *bench)
{
	Message *message = &bench->message;

	message->subject = "Money  back for order 4711";
	message->reply_text = message->text =
		"Hello,\nthe sites didn't work. Верните деньги.\n"
		"Order: 4711\n";
	message->quoted_text = "> old words\n-- \nAnn";
	message->language = "en";
	message->calendar_method = "REQUEST";
	message->from = array_of(&ann);
	message->to = array_of(&desk);
	message->cc = array_of(&friend);
	message->attachments = array_of(&photo);
	message->headers = g_ptr_array_new();
	for (gsize i = 0; i < G_N_ELEMENTS(headers); i++)
		g_ptr_array_add(message->headers, &headers[i]);
	bench->customer = g_hash_table_new(g_str_hash, g_str_equal);
	g_hash_table_insert(bench->customer, (char *)"contract", (char *)"C-77");
	bench->input = (RulesInput){.message = message,
				    .queue = "support",
				    .tier = "gold",
				    .organisation = "acme",
				    .state = "open",
				    .category = "billing.refund",
				    .evidence = "token dmarc",
				    .now = MORNING,
				    .size_bytes = 6 << 20,
				    .customer = bench->customer};
}

static void bench_open(Bench *bench, const char *rules)
{
	g_autoptr(GPtrArray) problems = problems_new();

	*bench = (Bench){.config = place_config(),
			 .dir = place_make(place_taxonomy, rules)};
	bench->taxonomy = taxonomy_load(bench->dir, bench->config, problems);
	bench->rules = rules_load(bench->dir, bench->config, bench->taxonomy, problems);
	g_autofree char *text = place_problems(problems, bench->dir);
	g_assert_cmpstr(text, ==, "");
	bench_mail(bench);
}

static void bench_close(Bench *bench)
{
	Message *message = &bench->message;
	GPtrArray *arrays[] = {message->from, message->to, message->cc,
			       message->attachments, message->headers};

	for (gsize i = 0; i < G_N_ELEMENTS(arrays); i++)
		g_ptr_array_unref(arrays[i]);
	g_hash_table_unref(bench->customer);
	rules_free(bench->rules);
	taxonomy_free(bench->taxonomy);
	place_remove(bench->dir);
	place_config_free(bench->config);
}

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

static void add(const char *group, const char *name, gconstpointer data,
		GTestDataFunc test)
{
	g_autofree char *path = g_strdup_printf("/%s/%s", group, name);

	for (char *at = path + strlen(group) + 2; (at = strchr(at, '/'));)
		*at = ' ';
	g_test_add_data_func(path, data, test);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(conditions); i++)
		add("condition", conditions[i].name, &conditions[i], test_condition);
	for (gsize i = 0; i < G_N_ELEMENTS(actions); i++)
		add("action", actions[i].name, &actions[i], test_action);
	for (gsize i = 0; i < G_N_ELEMENTS(weighings); i++)
		add("weight", weighings[i].name, &weighings[i], test_weighing);
	g_test_add_func("/rules/a reason reads as documented", test_reason_as_documented);
	g_test_add_func("/rules/hours follow the clock that is given", test_evening);
	g_test_add_func("/rules/a mail of which nothing is known is classified",
			test_nothing_known);
	add("limits", "nested repeats cost milliseconds and are named", "/(a+)+$/",
	    test_catastrophe);
	add("limits", "nested stars cost milliseconds and are named", "/^(a|aa|a*)*$/",
	    test_catastrophe);
	add("limits", "alternatives that overlap cost milliseconds and are named",
	    "/^(a|aa)+$/", test_catastrophe);
	g_test_add_func("/rules/a repetition of thousands of turns matches",
			test_long_repetition);
	g_test_add_func("/rules/no number of words is too large", test_many_words);
	g_test_add_func("/rules/threads share the rules", test_threads);
	return g_test_run();
}
