/* rules.c - what a mail costs with few rules and with many. */
/* SPDX-License-Identifier: MIT */
/*
 * Usage: rules FOLDER ROUNDS COUNT…
 * For each COUNT it writes that many rules into FOLDER and loads them. Each round then
 * classifies the same mails with each, and searches them with the same rules as plain
 * PCRE2 expressions with JIT, one after the other. A line for each: "load COUNT ms" and
 * "mail COUNT us-by-postdesk us-by-pcre2", times of the processor.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <glib/gstdio.h>
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "rules/problem.h"
#include "rules/rules.h"

#define SEED	   4711
#define MAILS	   20
#define MAIL_WORDS 150
#define WORDS	   20000
#define CATEGORIES 30
#define FORMS	   8

typedef struct {
	GRand *chance;
	GPtrArray *words[2]; /* of two alphabets */
} Language;

/* What a rule looks for: in the subject, the text or the sender, as an expression. */
typedef struct {
	int where;
	pcre2_code *code;
} Plain;

typedef struct {
	guint count;
	Taxonomy *taxonomy;
	Rules *rules;
	GArray *plain; /* Plain */
} Set;

typedef struct {
	char *texts[3]; /* as Plain.where */
	Message message;
	GPtrArray *from;
	Address sender;
} Mail;

/* Of the processor: others may be at work on it. */
static double now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static char *new_word(GRand *chance, int alphabet)
{
	static const char *const consonants[2][16] = {
		{"b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t",
		 "v", "st"},
		{"б", "в", "г", "д", "ж", "з", "к", "л", "м", "н", "п", "р", "с", "т",
		 "ч", "ст"}};
	static const char *const vowels[2][5] = {{"a", "e", "i", "o", "u"},
						 {"а", "е", "и", "о", "у"}};
	g_autoptr(GString) word = g_string_new(NULL);

	for (int i = g_rand_int_range(chance, 3, 5); i > 0; i--)
		g_string_append_printf(
			word, "%s%s",
			consonants[alphabet][g_rand_int_range(chance, 0, 16)],
			vowels[alphabet][g_rand_int_range(chance, 0, 5)]);
	return g_string_free(g_steal_pointer(&word), FALSE);
}

static void language_open(Language *language)
{
	language->chance = g_rand_new_with_seed(SEED);
	for (int alphabet = 0; alphabet < 2; alphabet++) {
		language->words[alphabet] = g_ptr_array_new_with_free_func(g_free);
		for (int i = 0; i < WORDS; i++)
			g_ptr_array_add(language->words[alphabet],
					new_word(language->chance, alphabet));
	}
}

static void language_close(Language *language)
{
	g_rand_free(language->chance);
	for (int alphabet = 0; alphabet < 2; alphabet++)
		g_ptr_array_unref(language->words[alphabet]);
}

/* Any word for rules; mails say some words much more often than others. */
static const char *word(Language *language, int alphabet, bool in_mail)
{
	double at = g_rand_double(language->chance);

	return language->words[alphabet]
		->pdata[(int)(WORDS * (in_mail ? at * at * at : at))];
}

static void add_plain(Set *set, int where, const char *expression)
{
	int error = 0;
	PCRE2_SIZE offset = 0;
	Plain plain = {where, pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED,
					    PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS,
					    &error, &offset, NULL)};

	g_assert(plain.code);
	pcre2_jit_compile(plain.code, PCRE2_JIT_COMPLETE);
	g_array_append_val(set->plain, plain);
}

/* The lines of one rule, and the same as an expression. */
static void add_rule(Set *set, Language *language, GString *file, guint number)
{
	static const struct {
		const char *lines, *expression; /* %1$s … %3$s: words */
		int where;
	} forms[FORMS] = {
		{"if subject = %1$s %2$s", "(?<!\\w)%1$s\\s+%2$s(?!\\w)", 0},
		{"if text = /\\b(%1$s|%2$s %3$s)\\b/i", "\\b(%1$s|%2$s %3$s)\\b", 1},
		{"if says = %1$s %2$s", "(?<!\\w)%1$s\\s+%2$s(?!\\w)", 1},
		{"if text = /%1$s(\\s+\\w+)?\\s+%2$s/i", "%1$s(\\s+\\w+)?\\s+%2$s", 1},
		{"if words.en = %1$s %2$s", "(?s)\\A(?=.*\\b%1$s\\w*)(?=.*\\b%2$s)", 1},
		{"if words.ru = \"%1$s %2$s\"", "\\b%1$s\\w*\\s+%2$s", 1},
		{"if from = /@%1$s\\.example\\.(org|net)$/i",
		 "@%1$s\\.example\\.(org|net)$", 2},
		{"if words.ru = %1$s* %2$s|%3$s\nif not subject = %2$s",
		 "(?s)\\A(?=.*\\b%1$s)(?=.*\\b(%2$s|%3$s))", 1},
	};
	guint form = number % FORMS;
	int alphabet = number / FORMS % 2;
	const char *one = word(language, alphabet, false);
	const char *two = word(language, alphabet, false);
	const char *three = word(language, alphabet, false);
	g_autofree char *expression = NULL;

	g_string_append_printf(file, "[rule r%u]\n", number);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-extra-args"
	g_string_append_printf(file, forms[form].lines, one, two, three);
	expression = g_strdup_printf(forms[form].expression, one, two, three);
#pragma GCC diagnostic pop
	g_string_append_printf(file, "\nthen category = c%u +2\n", number % CATEGORIES);
	add_plain(set, forms[form].where, expression);
}

static char *write_rules(Set *set, const char *folder)
{
	char *dir = g_strdup_printf("%s/%u", folder, set->count);
	g_autofree char *taxonomy = g_build_filename(dir, "taxonomy.ini", NULL);
	g_autofree char *path = g_build_filename(dir, "rules.ini", NULL);
	g_autoptr(GString) file = g_string_new(NULL);
	Language language;

	g_mkdir_with_parents(dir, 0700);
	for (int i = 0; i < CATEGORIES; i++)
		g_string_append_printf(file, "[category c%d]\ntitle.en = C\n", i);
	g_assert_true(g_file_set_contents(taxonomy, file->str, -1, NULL));
	g_string_truncate(file, 0);
	language_open(&language);
	for (guint i = 0; i < set->count; i++)
		add_rule(set, &language, file, i);
	language_close(&language);
	g_assert_true(g_file_set_contents(path, file->str, -1, NULL));
	return dir;
}

static void set_open(Set *set, const char *folder, guint count)
{
	g_autoptr(GPtrArray) problems = problems_new();

	*set = (Set){count, NULL, NULL, g_array_new(FALSE, FALSE, sizeof(Plain))};
	g_autofree char *dir = write_rules(set, folder);
	double start = now_us();
	set->taxonomy = taxonomy_load(dir, NULL, problems);
	set->rules = rules_load(dir, NULL, set->taxonomy, problems);
	if (problems->len)
		g_error("%s", (char *)problems->pdata[0]);
	printf("load %u %.1f\n", count, (now_us() - start) / 1000);
}

static char *write_text(Language *language, int alphabet, int count)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (int i = 1; i <= count; i++)
		g_string_append_printf(text, "%s%s", word(language, alphabet, true),
				       i % 12 ? " " : ".\n");
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void mail_write(Mail *mail, Language *language, int alphabet)
{
	mail->texts[0] = write_text(language, alphabet, 6);
	mail->texts[1] = write_text(language, alphabet, MAIL_WORDS);
	mail->texts[2] = g_strdup_printf("ann@%s.example.org", word(language, 0, false));
	mail->sender = (Address){.name = "Ann", .address = mail->texts[2]};
	mail->from = g_ptr_array_new();
	g_ptr_array_add(mail->from, &mail->sender);
	mail->message = (Message){.subject = mail->texts[0],
				  .text = mail->texts[1],
				  .reply_text = mail->texts[1],
				  .quoted_text = "",
				  .language = "",
				  .from = mail->from};
}

static double time_postdesk(const Set *set, const Mail *mails)
{
	double start = now_us();

	for (int i = 0; i < MAILS; i++) {
		RulesInput input = {.message = &mails[i].message, .size_bytes = 4000};
		classification_free(rules_classify(set->rules, &input));
	}
	return (now_us() - start) / MAILS;
}

static double time_pcre2(const Set *set, const Mail *mails)
{
	pcre2_match_data *data = pcre2_match_data_create(8, NULL);
	double start = now_us();

	for (int i = 0; i < MAILS; i++) {
		for (guint j = 0; j < set->plain->len; j++) {
			const Plain *plain = &g_array_index(set->plain, Plain, j);
			const char *text = mails[i].texts[plain->where];
			pcre2_match(plain->code, (PCRE2_SPTR)text, strlen(text), 0,
				    PCRE2_NO_UTF_CHECK, data, NULL);
		}
	}
	pcre2_match_data_free(data);
	return (now_us() - start) / MAILS;
}

int main(int argc, char **argv)
{
	Set sets[8];
	static Mail mails[MAILS];
	Language language;
	int count = MIN(argc - 3, (int)G_N_ELEMENTS(sets));

	if (count < 1)
		return 64;
	for (int i = 0; i < count; i++)
		set_open(&sets[i], argv[1], (guint)strtoul(argv[3 + i], NULL, 10));
	language_open(&language);
	g_rand_set_seed(language.chance, SEED + 1);
	for (int i = 0; i < MAILS; i++)
		mail_write(&mails[i], &language, i % 2);
	language_close(&language);
	for (gulong round = strtoul(argv[2], NULL, 10); round > 0; round--) {
		double ours[G_N_ELEMENTS(sets)];
		for (int i = 0; i < count; i++)
			ours[i] = time_postdesk(&sets[i], mails);
		for (int i = 0; i < count; i++)
			printf("mail %u %.2f %.2f\n", sets[i].count, ours[i],
			       time_pcre2(&sets[i], mails));
	}
	return 0;
}
