/* rules_model.c - what was learned from labelled texts is kept, told, and taken back. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "rules/model_fit.h"
#include "rules/model_seal.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
	const char *label, *const *texts;
} Topic;

static const char *const refunds[] = {"I want my money back for the lamp",
				      "please refund the broken kettle",
				      "when do I get the money back",
				      "refund my last order",
				      "the refund has not arrived on my account",
				      "money back please, the chair is broken",
				      "how long does a refund take",
				      "I sent it back and wait for my refund",
				      NULL};
static const char *const arrivals[] = {"where is my parcel",
				       "the parcel has not arrived yet",
				       "my order was sent last week and is not here",
				       "can I track the parcel",
				       "when will the courier bring my order",
				       "tracking says delivered but there is no parcel",
				       "the courier did not come",
				       "delivery is late again",
				       NULL};
static const char *const passwords[] = {"I forgot my password",
					"cannot log in to my account",
					"the password is not accepted",
					"login does not work since the update",
					"please reset my password",
					"my account is locked after three logins",
					"no mail comes to reset the password",
					"how do I change my password",
					NULL};
static const char *const nothing[] = {"happy birthday to the whole team",
				      "what a lovely weather in the mountains",
				      "our choir sings on friday evening",
				      "the recipe needs two eggs and some flour", NULL};

static const Topic topics[] = {{"billing / refund", refunds},
			       {"доставка", arrivals},
			       {"account.password", passwords}};

static Lessons *shop_lessons(void)
{
	Lessons *lessons = lessons_new();

	for (gsize i = 0; i < G_N_ELEMENTS(topics); i++)
		for (const char *const *text = topics[i].texts; *text; text++)
			g_assert_true(
				lessons_add(lessons, NULL, *text, topics[i].label, 0));
	return lessons;
}

static Model *learned(const Lessons *lessons, LearnReport **report)
{
	const LearnOptions options = {.precision = 0.9, .now = 1000};
	g_autoptr(GError) error = NULL;
	Model *model = model_learn(lessons, &options, report, &error);

	g_assert_no_error(error);
	return model;
}

static const char *best(const Model *model, const char *subject, const char *text)
{
	g_autoptr(GArray) guesses = model_guess(model, subject, text);

	return g_array_index(guesses, Guess, 0).label;
}

static void test_learns(void)
{
	static const struct {
		const char *subject, *text, *want;
	} cases[] = {
		{NULL, "REFUND the broken lamp", "billing / refund"},
		{"money back", "", "billing / refund"},
		{NULL, "has the parcel been sent?", "доставка"},
		{"Parcels", "no parcell yet", "доставка"},
		{NULL, "resetting passwords", "account.password"},
	};
	g_autoptr(Lessons) lessons = shop_lessons();
	g_autoptr(Model) model = learned(lessons, NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpstr(best(model, cases[i].subject, cases[i].text), ==,
				cases[i].want);
}

static void test_likelihoods(void)
{
	g_autoptr(Lessons) lessons = shop_lessons();
	g_autoptr(Model) model = learned(lessons, NULL);
	g_autoptr(GArray) known =
		model_guess(model, NULL, "please refund the broken chair");
	g_autoptr(GArray) strange = model_guess(model, NULL, "zebra quintet xylophone");
	double sum = 0;

	for (guint i = 0; i < known->len; i++)
		sum += g_array_index(known, Guess, i).likelihood;
	g_assert_cmpfloat(sum, <, 1.0001);
	g_assert_cmpfloat(g_array_index(known, Guess, 0).likelihood, >,
			  g_array_index(strange, Guess, 0).likelihood);
}

static void test_names(void)
{
	g_autoptr(Lessons) lessons = lessons_new();

	for (const char *const *text = refunds; *text; text++)
		lessons_add(lessons, NULL, *text, "billing.refund", 0);
	lessons_add(lessons, NULL, "how much is a pound in euro", "exchange_rates", 0);
	lessons_add(lessons, NULL, "the atm kept it", "card.swallowed", 0);
	g_autoptr(Model) model = learned(lessons, NULL);
	g_assert_cmpstr(best(model, NULL, "is the exchange good today?"), ==,
			"exchange_rates");
	g_assert_cmpstr(best(model, NULL, "something swallowed the thing"), ==,
			"card.swallowed");
	lessons_name(lessons, "exchange_rates", "Foreign currencies");
	lessons_name(lessons, "nobody.spoke.of", "Foreign refund");
	g_autoptr(Model) titled = learned(lessons, NULL);
	g_assert_cmpstr(best(titled, NULL, "any foreign currency?"), ==,
			"exchange_rates");
}

static void test_outside(void)
{
	g_autoptr(Lessons) lessons = shop_lessons();

	for (const char *const *text = nothing; *text; text++)
		lessons_add(lessons, NULL, *text, "oos", 0);
	g_autoptr(Model) model = learned(lessons, NULL);
	g_autoptr(GArray) guesses =
		model_guess(model, NULL, "two eggs on friday evening");
	g_assert_cmpfloat(g_array_index(guesses, Guess, 0).likelihood, <, 0.75);
	g_assert_cmpfloat(model_record(model).outside_below, >, 0);
}

static char *file_of(const Model *model, const char *name)
{
	g_autoptr(GError) error = NULL;
	char *path = g_build_filename(g_get_tmp_dir(), name, NULL);

	model_save(model, path, &error);
	g_assert_no_error(error);
	return path;
}

/* What was saved answers as before; the same lessons give the same bytes. */
static void test_file(void)
{
	g_autoptr(Lessons) lessons = shop_lessons();
	g_autoptr(Model) model = learned(lessons, NULL);
	g_autoptr(Model) again = learned(lessons, NULL);
	g_autofree char *name = g_strdup_printf("postdesk-model-%d", (int)getpid());
	g_autofree char *path = file_of(model, name);
	g_autofree char *bytes = NULL, *same = NULL;
	gsize length, same_length;
	g_autoptr(GError) error = NULL;

	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	g_autoptr(Model) loaded = model_load(path, &error);
	g_assert_no_error(error);
	g_autofree char *second = file_of(again, name);
	g_assert_true(g_file_get_contents(second, &same, &same_length, NULL));
	g_assert_cmpmem(bytes, length, same, same_length);
	g_autoptr(GArray) before = model_guess(model, NULL, "the parcel is late");
	g_autoptr(GArray) after = model_guess(loaded, NULL, "the parcel is late");
	for (guint i = 0; i < before->len; i++) {
		const Guess *one = &g_array_index(before, Guess, i);
		const Guess *other = &g_array_index(after, Guess, i);
		g_assert_cmpstr(one->label, ==, other->label);
		g_assert_cmpfloat(one->likelihood, ==, other->likelihood);
	}
	g_assert_cmpint(model_record(loaded).learned_at, ==, 1000);
	g_unlink(path);
}

static void refused(GBytes *bytes, const char *words)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(model_parse(bytes, &error));
	g_assert_error(error, POSTDESK_ERROR, POSTDESK_INVALID);
	g_assert_nonnull(strstr(error->message, words));
}

static void test_damage(void)
{
	g_autoptr(Lessons) lessons = shop_lessons();
	g_autoptr(Model) model = learned(lessons, NULL);
	g_autofree char *name = g_strdup_printf("postdesk-damage-%d", (int)getpid());
	g_autofree char *path = file_of(model, name);
	g_autofree char *bytes = NULL;
	gsize length;

	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	g_unlink(path);
	g_autoptr(GBytes) cut = g_bytes_new(bytes, length - 1);
	refused(cut, "damaged");
	g_autoptr(GBytes) empty = g_bytes_new("", 0);
	refused(empty, "no model");
	g_autoptr(GBytes) text = g_bytes_new_static("text,category\n", 14);
	refused(text, "no model");
	bytes[length / 2] ^= 1;
	g_autoptr(GBytes) flipped = g_bytes_new(bytes, length);
	refused(flipped, "checksum");
	bytes[15] = '9';
	g_autoptr(GBytes) newer = g_bytes_new(bytes, length);
	refused(newer, "another version");
}

/* A right checksum over any part of the file: refused, and never read beyond. */
static void test_parts(void)
{
	g_autoptr(Lessons) lessons = shop_lessons();
	g_autoptr(Model) model = learned(lessons, NULL);
	g_autofree char *name = g_strdup_printf("postdesk-parts-%d", (int)getpid());
	g_autofree char *path = file_of(model, name);
	g_autofree char *bytes = NULL;
	gsize length, head = 16 + 32;

	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	g_unlink(path);
	for (gsize part = 0; part < length - head; part += 1 + part / 16) {
		g_autoptr(GBytes) payload = g_bytes_new(bytes + head, part);
		g_autoptr(GBytes) sealed = model_seal(payload);
		refused(sealed, "damaged");
	}
}

static void test_reasons(void)
{
	g_autoptr(Lessons) lessons = shop_lessons();
	g_autoptr(Model) model = learned(lessons, NULL);
	g_autoptr(GPtrArray) reasons =
		model_reasons(model, NULL, "Refund, or the Parcel?", "billing / refund",
			      "доставка", 50);
	double for_refund = 0, for_parcel = 0;

	for (guint i = 0; i < reasons->len; i++) {
		const Reason *reason = reasons->pdata[i];
		if (strcmp(reason->feature, "refund") == 0)
			for_refund = reason->weight;
		if (strcmp(reason->feature, "parcel") == 0)
			for_parcel = reason->weight;
	}
	g_assert_cmpfloat(for_refund, >, 0);
	g_assert_cmpfloat(for_parcel, <, 0);
	g_autoptr(GPtrArray) none =
		model_reasons(model, NULL, "Refund", "unheard", NULL, 5);
	g_assert_cmpuint(none->len, ==, 0);
}

/* Half of the labels are wrong: the old model is better, and the new one shows it. */
static void test_compare(void)
{
	g_autoptr(Lessons) lessons = shop_lessons();
	g_autoptr(Lessons) wrong = lessons_new();
	g_autoptr(Model) old = learned(lessons, NULL);
	Comparison both;

	for (guint i = 0; i < lessons->lessons->len; i++) {
		const Lesson *lesson = lessons->lessons->pdata[i];
		lessons_add(wrong, NULL, lesson->text,
			    topics[(lesson->label + i % 2) % 3].label, 0);
	}
	g_autoptr(Model) worse = learned(wrong, NULL);
	g_assert_true(models_compare(old, worse, lessons, &both));
	g_assert_cmpuint(both.lessons, ==, lessons->lessons->len);
	g_assert_cmpfloat(both.new_f1, <, both.old_f1 - both.error);
	g_assert_true(models_compare(old, old, lessons, &both));
	g_assert_cmpfloat(both.new_f1, ==, both.old_f1);
}

static void test_suspicious(void)
{
	g_autoptr(Lessons) lessons = shop_lessons();
	g_autoptr(LearnReport) report = NULL;

	lessons_add(lessons, NULL, "please refund my money for the broken lamp",
		    "доставка", 7);
	g_autoptr(Model) model = learned(lessons, &report);
	g_autoptr(GArray) found = lessons_suspicious(lessons, report, 0.5);
	bool is_there = false;
	for (guint i = 0; i < found->len; i++) {
		guint number = g_array_index(found, guint, i);
		const Lesson *lesson = lessons->lessons->pdata[number];
		is_there = is_there || lesson->ticket == 7;
	}
	g_assert_true(is_there);
}

static void test_refuses(void)
{
	g_autoptr(Lessons) lessons = lessons_new();
	const LearnOptions options = {.precision = 0.9};
	g_autoptr(GError) error = NULL;

	lessons_add(lessons, NULL, "one text", "one label", 0);
	g_assert_null(model_learn(lessons, &options, NULL, &error));
	g_assert_error(error, POSTDESK_ERROR, POSTDESK_INVALID);
}

/* Long, empty and broken texts are asked like any other. */
static void test_any_text(void)
{
	g_autoptr(Lessons) lessons = shop_lessons();
	g_autoptr(GString) endless = g_string_new(NULL);

	for (int i = 0; i < 100000; i++)
		g_string_append(endless, i % 3 ? "refund " : "ζωή\xff—");
	lessons_add(lessons, "\xff\xfe", endless->str, "billing / refund", 0);
	lessons_add(lessons, NULL, "", "billing / refund", 0);
	g_autoptr(Model) model = learned(lessons, NULL);
	g_assert_nonnull(best(model, NULL, ""));
	const Lesson *last = lessons->lessons->pdata[lessons->lessons->len - 2];
	g_assert_cmpstr(best(model, last->subject, last->text), ==, "billing / refund");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/model/learns from few texts of any label", test_learns);
	g_test_add_func("/model/likelihoods sum up to one at most, and strange words "
			"make them small",
			test_likelihoods);
	g_test_add_func("/model/the name of a category teaches too", test_names);
	g_test_add_func("/model/texts of no category teach what belongs to none",
			test_outside);
	g_test_add_func("/model/a saved model answers as before, byte for byte",
			test_file);
	g_test_add_func("/model/a damaged, foreign or newer file is refused",
			test_damage);
	g_test_add_func("/model/a file that ends early is refused", test_parts);
	g_test_add_func("/model/the words that decided are named", test_reasons);
	g_test_add_func("/model/a worse model is told from a better one", test_compare);
	g_test_add_func("/model/a label that looks wrong is found", test_suspicious);
	g_test_add_func("/model/one category is too few", test_refuses);
	g_test_add_func("/model/any text can be asked", test_any_text);
	return g_test_run();
}
