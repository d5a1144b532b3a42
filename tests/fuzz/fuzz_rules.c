/* fuzz_rules.c - rule files and mails of any bytes are read or refused. */
/* SPDX-License-Identifier: MIT */
/*
 * The input is a rule file, and behind the first line "---" the text of a mail that the
 * rules are run over when the file is good.
 */
#include "rules/problem.h"
#include "rules/rules.h"

#include <glib/gstdio.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char taxonomy_text[] =
	"[category a]\ntitle.en = A\n[category a.b]\ntitle.en = B\n"
	"[category c]\ntitle.en = C\n";

/* One directory for the whole run, named by the process. */
static char *make_dir(void)
{
	char *dir = g_strdup_printf("%s/postdesk-fuzz-rules-%ld", g_get_tmp_dir(),
				    (long)getpid());
	g_autofree char *path = g_build_filename(dir, "taxonomy.ini", NULL);

	g_mkdir_with_parents(dir, 0700);
	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		g_assert_true(g_file_set_contents(path, taxonomy_text, -1, NULL));
	return dir;
}

static void check_text(const char *text)
{
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_null(strchr(text, '\n'));
}

static void classify(const Rules *rules, const char *text)
{
	Message message = {.subject = text,
			   .text = text,
			   .reply_text = text,
			   .quoted_text = text,
			   .language = "en"};
	RulesInput input = {
		.message = &message, .size_bytes = strlen(text), .now = 1795428000};
	g_autoptr(Classification) result = rules_classify(rules, &input);

	g_assert_true(result->confidence >= 0 && result->confidence <= 1);
	for (guint i = 0; i < result->because->len; i++)
		check_text(result->because->pdata[i]);
	for (guint i = 0; i < result->actions->len; i++)
		check_text(((Action *)result->actions->pdata[i])->value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *file = g_strndup((const char *)data, size);
	g_autofree char *dir = make_dir();
	g_autofree char *path = g_build_filename(dir, "shop.ini", NULL);
	g_autoptr(GPtrArray) problems = problems_new();
	char *mark = strstr(file, "\n---\n");
	g_autofree char *mail =
		g_utf8_make_valid(mark ? mark + strlen("\n---\n") : "", -1);

	if (mark)
		*mark = '\0';
	g_assert_true(g_file_set_contents(path, file, -1, NULL));
	g_autoptr(Taxonomy) taxonomy = taxonomy_load(dir, NULL, problems);
	g_autoptr(Rules) rules = rules_load(dir, NULL, taxonomy, problems);
	if (!problems->len)
		classify(rules, mail);
	return 0;
}
