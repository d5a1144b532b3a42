/* rules_refused.c - each kind of mistaken rule file, and what its author is told. */
/* SPDX-License-Identifier: MIT */
#include "rules/action.h"
#include "rules/condition.h"
#include "tests/unit/rules_place.h"

typedef struct {
	const char *name, *given, *want;
} Case;

/* Problems of a rule whose only mistake is its third line. */
#define LINE(line) "[rule r]\nthen tag = t\n" line "\n"

static const Case cases[] = {
	{"good rules say nothing", LINE("if subject = x"), ""},
	{"an unknown condition names the nearest one", LINE("if sujbect = x"),
	 "shop.ini:3: unknown condition sujbect, did you mean \"subject\"?\n"},
	{"a header condition needs a name", LINE("if header = x"),
	 "shop.ini:3: condition header needs a name after a dot; write header.NAME\n"},
	{"words need a language", LINE("if words = x"),
	 "shop.ini:3: condition words needs a name after a dot; write words.en\n"},
	{"words need a language that there is", LINE("if words.xx = x"),
	 "shop.ini:3: no stemmer for language xx; write words. and one of ar ca da de el "
	 "en es "
	 "eu fi fr ga hi hu hy id it lt ne nl no pt ro ru sr sv ta tr yi\n"},
	{"words need words", LINE("if words.en ="),
	 "shop.ini:3: no words; write the words that must all be there\n"},
	{"a phrase needs its second quote", LINE("if words.en = \"a b"),
	 "shop.ini:3: the quote is not closed; write \"a b\"\n"},
	{"a phrase is no alternative", LINE("if words.en = a|\"b c\""),
	 "shop.ini:3: a space is missing before \"b c\"; alternatives of whole phrases "
	 "go on "
	 "lines of their own\n"},
	{"an empty alternative is told", LINE("if words.en = a||b"),
	 "shop.ini:3: an empty alternative is not one word; write words with spaces "
	 "between "
	 "them, and \"two words\" that follow each other in quotes\n"},
	{"a gap needs words around it", LINE("if words.en = \"* b\""),
	 "shop.ini:3: write * only between the words of a phrase, at most 2 times\n"},
	{"a gap does not end a phrase", LINE("if words.en = \"b *\""),
	 "shop.ini:3: a phrase begins and ends with a word\n"},
	{"the beginning of a word is long enough", LINE("if words.en = ab*"),
	 "shop.ini:3: ab* is too short; write at least 3 letters before the *\n"},
	{"a bad expression names the column", LINE("if text = /refund(/"),
	 "shop.ini:3: bad regular expression at column 8 of /refund(/: missing closing "
	 "parenthesis\n"},
	{"the column counts letters, not bytes", LINE("if text = /возврат(/"),
	 "shop.ini:3: bad regular expression at column 9 of /возврат(/: missing closing "
	 "parenthesis\n"},
	{"an expression needs its second slash", LINE("if text = /refund"),
	 "shop.ini:3: the expression has no closing slash; write /refund/\n"},
	{"an expression says something", LINE("if text = //"),
	 "shop.ini:3: the expression is empty; write /what to look for/\n"},
	{"an unknown flag is told", LINE("if text = /a/g"),
	 "shop.ini:3: unknown flag g after the expression; write i, m, s or x\n"},
	{"a text to look for is not empty", LINE("if text ="),
	 "shop.ini:3: nothing to look for; write a text or a /regular expression/\n"},
	{"a size needs a sign", LINE("if size = 5M"),
	 "shop.ini:3: 5M is not a size to compare with; write > 5M, < 10K or >= 1G\n"},
	{"a size needs a known unit", LINE("if attachment.size = > 5 parsec"),
	 "shop.ini:3: > 5 parsec is not a size to compare with; write > 5M, < 10K or >= "
	 "1G\n"},
	{"an unknown queue names the known ones", LINE("if queue = night"),
	 "shop.ini:3: unknown queue night; known: support, billing\n"},
	{"an unknown organisation is told", LINE("if organisation = emca"),
	 "shop.ini:3: unknown organisation emca; known: acme\n"},
	{"an unknown category names the nearest one", LINE("if category = biling.refund"),
	 "shop.ini:3: unknown category biling.refund, did you mean "
	 "\"billing.refund\"?\n"},
	{"an unknown calendar is told", LINE("if hours = offcie no"),
	 "shop.ini:3: unknown calendar offcie, did you mean \"office\"?\n"},
	{"hours need yes or no", LINE("if hours = office"),
	 "shop.ini:3: hours needs a calendar and yes or no; write hours = office no\n"},
	{"hours are yes or no", LINE("if hours = office never"),
	 "shop.ini:3: never is neither yes nor no\n"},
	{"a language has two letters", LINE("if language = english"),
	 "shop.ini:3: english is not a language; write two letters such as en, ru, el, "
	 "or "
	 "unknown\n"},
	{"a state is one of seven", LINE("if state = opened"),
	 "shop.ini:3: unknown state opened, did you mean \"open\"?\n"},
	{"evidence is one of six", LINE("if evidence = spf"),
	 "shop.ini:3: unknown evidence spf; known: auth, cert, token, dmarc, trusted, "
	 "none\n"},
	{"a calendar method is one of RFC 5546", LINE("if calendar = yes"),
	 "shop.ini:3: unknown calendar method YES; known: PUBLISH, REQUEST, REPLY, ADD, "
	 "CANCEL, "
	 "REFRESH, COUNTER, DECLINECOUNTER\n"},
	{"spam is yes or no", LINE("if spam = maybe"),
	 "shop.ini:3: maybe is neither yes nor no\n"},
	{"an unknown tier names the nearest one", LINE("if tier = glod"),
	 "shop.ini:3: unknown tier glod, did you mean \"gold\"?\n"},
	{"a tier has a name", LINE("if tier ="),
	 "shop.ini:3: unknown tier (nothing); known: standard, gold\n"},
	{"a language is one that mail can be in", LINE("if language = xx"),
	 "shop.ini:3: xx is not a language; write two letters such as en, ru, el, or "
	 "unknown\n"},
	{"a header has no colon", LINE("if header.X-Shop: = x"),
	 "shop.ini:3: a colon stands before the =; write key = value\n"},
	{"a line twice", LINE("if text = x\nif text = x"),
	 "shop.ini:4: text = x is there twice; keep one line\n"},
	{"a tag twice", LINE("then tag = t"),
	 "shop.ini:3: rule r has two actions tag; keep one\n"},
	{"words of an almost known key name their language", LINE("if word.ru = x"),
	 "shop.ini:3: unknown condition word.ru, did you mean \"words.ru\"?\n"},
	{"a field of an almost known key keeps its name", LINE("then feild.order = x"),
	 "shop.ini:3: unknown action feild.order, did you mean \"field.order\"?\n"},
	{"a size that no queue takes", LINE("if size = > 30M"),
	 "shop.ini:1: rule r can never fire: no queue takes a mail of that size; limit "
	 "of "
	 "[queue support] is the highest\n"},
	{"a size that a queue takes", LINE("if size = > 24M\nif attachment.size = > 20M"),
	 ""},
	{"swapped letters are one change", LINE("if form = x"),
	 "shop.ini:3: unknown condition form, did you mean \"from\"?\n"},
	{"an address to notify is one", LINE("then notify = @"),
	 "shop.ini:3: @ is no address; write lead@example.com\n"},
	{"a category among the rules", "[category x]\ntitle.en = x\n",
	 "shop.ini:1: [category x] is not a rule; write it into taxonomy.ini\n"},
	{"an almost known section", "[chek]\ntests = x\n",
	 "shop.ini:1: [chek] is not a rule; write [check]\n"},
	{"a rule with a mistake is not held against others",
	 "[rule a]\nif text = /x(/\nthen category = billing +4\n"
	 "[rule b]\nif category = billing\nthen priority = low\n",
	 "shop.ini:2: bad regular expression at column 3 of /x(/: missing closing "
	 "parenthesis\n"},
	{"rules that never fire are told beside mistakes",
	 "[rule a]\nif text x\nthen tag = a\n[rule b]\nthen tag = b\nthen stop = yes\n"
	 "[rule c]\nthen tag = c\n",
	 "shop.ini:2: the line is neither a [section], key = value nor a ; comment\n"
	 "shop.ini:7: rule c can never run: rule b (shop.ini:4) stops at every mail; "
	 "give "
	 "that one an if line\n"},
	{"an unknown action names the nearest one", LINE("then prioritty = high"),
	 "shop.ini:3: unknown action prioritty, did you mean \"priority\"?\n"},
	{"an unknown category in an action", LINE("then category = billing.refnud +4"),
	 "shop.ini:3: unknown category billing.refnud, did you mean "
	 "\"billing.refund\"?\n"},
	{"a weight is a number", LINE("then category = billing.refund +much"),
	 "shop.ini:3: +much is not a weight; write +1 to +100 or -1 to -100\n"},
	{"a weight has bounds", LINE("then category = billing.refund +1000"),
	 "shop.ini:3: +1000 is not a weight; write +1 to +100 or -1 to -100\n"},
	{"an unknown priority names them all", LINE("then priority = asap"),
	 "shop.ini:3: unknown priority asap; known: low, normal, high, urgent\n"},
	{"an unknown queue in an action", LINE("then queue = biling"),
	 "shop.ini:3: unknown queue biling, did you mean \"billing\"?\n"},
	{"an unknown agent", LINE("then agent = ana"),
	 "shop.ini:3: unknown agent ana, did you mean \"anna\"?\n"},
	{"an unknown sla", LINE("then sla = silver"),
	 "shop.ini:3: unknown sla silver; known: gold\n"},
	{"an unknown person to notify", LINE("then notify = boriss"),
	 "shop.ini:3: unknown agent boriss, did you mean \"boris\"?\n"},
	{"a tag is one word", LINE("then tag = a b"),
	 "shop.ini:3: tag a b is not one word; write then tag = vip, one a line\n"},
	{"a field has a name", LINE("then field. = x"),
	 "shop.ini:3: action field. needs a name after a dot; write field.NAME\n"},
	{"a field has a value", LINE("then field.x ="),
	 "shop.ini:3: field.x is empty; write a value or ${name} of a capture\n"},
	{"a reply is a slug", LINE("then reply = Password reset"),
	 "shop.ini:3: Password reset is not an article; write its slug, such as "
	 "password-reset\n"},
	{"a state that a rule can set", LINE("then state = merged"),
	 "shop.ini:3: unknown state merged; known: new, open, waiting, solved, closed\n"},
	{"an SMTP answer is ASCII", LINE("then reject = нет"),
	 "shop.ini:3: reject нет: an SMTP answer is ASCII; write it in English "
	 "letters\n"},
	{"stop is yes", LINE("then stop = no"),
	 "shop.ini:3: stop can only be yes; leave the line out otherwise\n"},
	{"a mail decides no queue", LINE("then queue = ${q}"),
	 "shop.ini:3: queue takes no ${capture}: a mail must not decide it; write a "
	 "name\n"},
	{"a capture must be captured", LINE("then field.x = ${order}"),
	 "shop.ini:3: rule r: ${order} is captured by no condition of this rule; write "
	 "(?<order>…) in one\n"},
	{"a negated condition captures nothing",
	 LINE("if not text = /(?<x>a)/\nthen field.x = ${x}"),
	 "shop.ini:4: rule r: ${x} is captured by no condition of this rule; write "
	 "(?<x>…) in "
	 "one\n"},
	{"a capture is closed", LINE("then field.x = ${order"),
	 "shop.ini:3: rule r: ${order is not closed; write ${name}\n"},
	{"one action of a kind", LINE("then priority = low\nthen priority = high"),
	 "shop.ini:4: rule r has two actions priority; keep one\n"},
	{"a line is if, if not or then", LINE("when subject = x"),
	 "shop.ini:3: unknown line when subject; write if CONDITION = …, if not "
	 "CONDITION = … "
	 "or then ACTION = …\n"},
	{"a wrong action is told once", "[rule r]\nthen priorty = high\n",
	 "shop.ini:2: unknown action priorty, did you mean \"priority\"?\n"},
	{"a line that is no action is told once", "[rule r]\nthn priority = high\n",
	 "shop.ini:2: unknown line thn priority; write if CONDITION = …, if not "
	 "CONDITION = … or then ACTION = …\n"},
	{"a rule does something", "[rule r]\nif subject = x\n",
	 "shop.ini:1: rule r does nothing; add a line such as then category = "
	 "billing.refund "
	 "+4\n"},
	{"an empty rule does nothing", "[rule r]\n",
	 "shop.ini:1: rule r does nothing; add a line such as then category = "
	 "billing.refund "
	 "+4\n"},
	{"a name is used once", "[rule r]\nthen tag = t\n[rule r]\nthen tag = u\n",
	 "shop.ini:3: rule r is there already, at shop.ini:1; give this one another "
	 "name\n"},
	{"a check has tests", "[check]\ntest = samples/a.eml\n",
	 "shop.ini:2: unknown key test in [check]; write tests = samples/*.eml\n"},
	{"tests have a name", "[check]\ntests =\n",
	 "shop.ini:2: tests is empty; write tests = samples/*.eml\n"},
	{"a rule has a name", "[rule]\nthen tag = t\n",
	 "shop.ini:1: [rule] is not a rule; write [rule NAME]\n"},
	{"another section is no rule", "[queue support]\naddress = x\n",
	 "shop.ini:1: [queue support] is not a rule; write [rule NAME]\n"},
	{"conditions that contradict each other",
	 LINE("if language = en\nif not language = en\nif not language = ru"),
	 "shop.ini:1: rule r can never fire: if not language takes away all that if "
	 "language asks for; leave one of them out\n"},
	{"conditions of which something is left",
	 LINE("if subject = x\nif subject = y\n"
	      "if not subject = y"),
	 ""},
	{"sizes between which nothing lies", LINE("if size = > 5M\nif not size = >= 1M"),
	 "shop.ini:1: rule r can never fire: no size fits all its lines of size\n"},
	{"a size that nothing has", LINE("if attachment.size = < 0"),
	 "shop.ini:1: rule r can never fire: no size fits all its lines of "
	 "attachment.size\n"},
	{"any size is too much", LINE("if not size = >= 0"),
	 "shop.ini:1: rule r can never fire: no size fits all its lines of size\n"},
	{"sizes between which something lies", LINE("if size = > 1M\nif not size = > 5M"),
	 ""},
	{"neither open nor closed",
	 LINE("if not hours = office yes\nif not hours = office no"),
	 "shop.ini:1: rule r can never fire: its if not hours lines leave nothing, "
	 "neither yes nor no; leave one out\n"},
	{"evidence that the desk does not weigh", LINE("if evidence = trusted"),
	 "shop.ini:1: rule r can never fire: agent_evidence in the configuration does "
	 "not have trusted; add it there\n"},
	{"a category that no rule above gives",
	 "[rule r]\nif category = billing\nthen priority = high\n"
	 "[rule s]\nif text = x\nthen category = billing.refund +4\n",
	 "shop.ini:1: rule r can never fire: no rule above it gives points to billing; "
	 "move it below one that does\n"},
	{"a category that a rule above gives",
	 "[rule s]\nif text = x\nthen category = billing.refund +4\n"
	 "[rule r]\nif category = billing\nthen priority = high\n",
	 ""},
	{"a category that a ticket may have", LINE("if category = billing"), ""},
	{"a rule whose mail is stopped before",
	 "[rule r]\nif subject = x\nif subject = y\nthen stop = yes\n"
	 "[rule s]\nif text = z\nif subject = y\nthen tag = t\n",
	 "shop.ini:5: rule s can never fire: rule r (shop.ini:1) stops at all mail that "
	 "it fits; move it above that one\n"},
	{"a rule some of whose mail is stopped before",
	 "[rule r]\nif subject = x\nif not text = a\nthen stop = yes\n"
	 "[rule s]\nif subject = x\nthen tag = t\n"
	 "[rule u]\nif subject = x\nif subject = y\nif not text = a\nthen tag = t\n",
	 ""},
	{"a rule behind a stop at every mail never runs",
	 "[rule r]\nthen stop = yes\n[rule s]\nthen tag = t\n",
	 "shop.ini:3: rule s can never run: rule r (shop.ini:1) stops at every mail; "
	 "give that "
	 "one an if line\n"},
};

/* What rules with the given text are told. g_free. */
static char *problems_of(const char *given)
{
	Config *config = place_config();
	char *dir = place_make(place_taxonomy, given);
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Taxonomy) taxonomy = taxonomy_load(dir, config, problems);
	g_autoptr(Rules) rules = rules_load(dir, config, taxonomy, problems);
	char *got = place_problems(problems, dir);

	place_remove(dir);
	place_config_free(config);
	return got;
}

static void test_mistake(gconstpointer data)
{
	const Case *c = data;
	g_autofree char *got = problems_of(c->given);

	g_assert_cmpstr(got, ==, c->want);
}

static void test_example(void)
{
	char *dir = place_make("[category a]\ntitle.en = A\nexample = good words\n"
			       "example = other words\n",
			       "[rule r]\nif text = good\nthen category = a +4\n");
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Taxonomy) taxonomy = taxonomy_load(dir, NULL, problems);
	g_autoptr(Rules) rules = rules_load(dir, NULL, taxonomy, problems);

	rules_check_examples(rules, problems);
	g_autofree char *got = place_problems(problems, dir);
	g_assert_cmpstr(
		got, ==,
		"taxonomy.ini:4: this example of a goes to unclassified: no rule fits "
		"it\n");
	place_remove(dir);
}

static void test_no_directory(void)
{
	char *dir = place_make(place_taxonomy, NULL);
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Taxonomy) taxonomy = taxonomy_load(dir, NULL, problems);
	g_autoptr(Rules) rules =
		rules_load("/nonexistent/rules", NULL, taxonomy, problems);

	g_assert_false(rules_are_whole(rules));
	g_assert_cmpuint(problems->len, ==, 1);
	g_assert_true(g_str_has_prefix(problems->pdata[0], "/nonexistent/rules: "));
	place_remove(dir);
}

/* --- each kind of line, whatever was written into it --- */

#define NONSENSE "%&/nonsense()"

static bool is_pattern(const char *name)
{
	for (guint i = 0; condition_texts[i].name; i++)
		if (g_str_equal(condition_texts[i].name, name))
			return !g_str_equal(name, "words.");
	return false;
}

/* What a kind has nothing against: any text may be looked for, or written down. */
static bool takes(const char *name, const char *value)
{
	static const char *const any[] = {"tag", "field.", NULL};
	static const char *const short_ones[] = {"words.", "reject", NULL};
	bool is_nonsense = g_str_equal(value, NONSENSE);

	if (!*value || *value == '/')
		return false;
	return is_pattern(name) || g_strv_contains(any, name) ||
	       (is_nonsense && g_strv_contains(short_ones, name)) ||
	       (!is_nonsense && g_str_equal(name, "reply"));
}

static void assert_told(const char *start, const char *name, const char *value)
{
	const char *argument = !g_str_has_suffix(name, ".")  ? ""
			       : g_str_equal(name, "words.") ? "en"
							     : "X";
	g_autofree char *text =
		g_strdup_printf("[rule r]\nthen priority = low\n%s %s%s = %s\n", start,
				name, argument, value);
	g_autofree char *got = problems_of(text);

	if (g_str_has_prefix(got, "shop.ini:3: ") == takes(name, value))
		g_error("%s %s = %s: «%s»", start, name, value, got);
}

static void test_each_kind(void)
{
	const ConditionKind *kinds[] = {condition_texts, condition_facts};
	g_autofree char *huge = g_strnfill(500, '9');
	const char *const values[] = {"", NONSENSE, huge};

	for (gsize v = 0; v < G_N_ELEMENTS(values); v++) {
		for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++)
			for (guint i = 0; kinds[k][i].name; i++)
				assert_told("if", kinds[k][i].name, values[v]);
		for (guint i = 0; rule_action_kind(i); i++)
			assert_told("then", rule_action_kind(i), values[v]);
	}
	for (guint i = 0; condition_texts[i].name; i++)
		if (is_pattern(condition_texts[i].name))
			assert_told("if", condition_texts[i].name, "/a(/");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *name = g_strdup_printf("/mistake/%s", cases[i].name);
		g_test_add_data_func(name, &cases[i], test_mistake);
	}
	g_test_add_func("/mistake/each condition and action tells a wrong value",
			test_each_kind);
	g_test_add_func("/mistake/an example that goes elsewhere is told", test_example);
	g_test_add_func("/mistake/a directory that is not there is told",
			test_no_directory);
	return g_test_run();
}
