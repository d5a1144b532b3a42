/* templates_catalogue_load.c - an administrator's own files beside the shipped ones. */
/* SPDX-License-Identifier: MIT */
#include "templates/catalogue.h"

#include <glib/gstdio.h>
#include <string.h>

#define SHIPPED POSTDESK_SHARE "/templates"

static void put(const char *dir, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(dir, name, NULL);
	g_autofree char *parent = g_path_get_dirname(path);
	g_mkdir_with_parents(parent, 0700);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void remove_tree(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;
	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *child = g_build_filename(path, name, NULL);
		remove_tree(child);
	}
	g_remove(path);
}

static void test_overrides(void)
{
	g_autofree char *dir = g_dir_make_tmp("postdesk-XXXXXX", NULL);
	put(dir, "en/ack.md",
	    "Subject: Mine {{ticket}}\r\n\r\nMy *own* text, see "
	    "<https://example.com/faq>\r\n"
	    "or write to <help@example.com>.\r\n\r\n> quoted\r\n\r\n1. one\n2. two\n\n   "
	    "    code\n");
	put(dir, "en/footer.md", "\nFooter for {{customer}}.\n");
	put(dir, "en/phrases.ini", "[state]\nopen = in work\n");
	put(dir, "de/closing.md", "Subject: Re: {{tag}}\n\nGeschlossen.\n");
	put(dir, "en/article/own.md", "Title: My own\n\nText of {{queue}}.\n");
	put(dir, "README", "not a language");
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Catalogue) catalogue = catalogue_load(SHIPPED, dir, problems);
	remove_tree(dir);
	g_assert_cmpint(problems->len, ==, 0);

	g_autoptr(Value) value = value_from_json("{\"ticket\":\"42\",\"tag\":\"[#42]\","
						 "\"customer\":\"Ann\",\"queue\":\"Q\"}",
						 NULL);
	g_autoptr(Rendered) ack = catalogue_render(catalogue, "ack", "en", value, NULL);
	g_assert_cmpstr(ack->subject, ==, "Mine 42");
	g_assert_cmpstr(ack->text, ==,
			"My own text, see <https://example.com/faq> or write to "
			"help@example.com.\n\n> quoted\n\n1. one\n\n2. two\n\n   code\n");
	g_autoptr(Rendered) solved =
		catalogue_render(catalogue, "solved", "en", value, NULL);
	g_assert_nonnull(strstr(solved->text, "Footer for Ann."));
	g_autoptr(Rendered) german =
		catalogue_render(catalogue, "closing", "de", value, NULL);
	g_assert_cmpstr(german->language, ==, "de");
	g_autoptr(Rendered) english =
		catalogue_render(catalogue, "survey", "de", value, NULL);
	g_assert_cmpstr(english->language, ==, "en");
	g_autoptr(Rendered) own = catalogue_article(catalogue, "own", "en", value, NULL);
	g_assert_cmpstr(own->subject, ==, "My own");
	g_assert_cmpstr(own->text, ==, "Text of Q.\n");
	g_assert_cmpstr(catalogue_phrase(catalogue, "en", "state.open"), ==, "in work");
	g_assert_cmpstr(catalogue_phrase(catalogue, "en", "state.new"), ==, "new");
}

static void test_problems(void)
{
	static const struct {
		const char *file, *text, *want;
	} rows[] = {
		{"en/ack.md", "Hello\n",
		 "en/ack.md:1: the first line must be «Subject: …»"},
		{"en/ack.md", "Subject: x\nHello\n",
		 "en/ack.md:2: a blank line must follow"},
		{"en/ack.md", "Subject: x {{#a}}\n\n",
		 "en/ack.md:1: section {{#a}} is never"},
		{"en/ack.md", "Subject: x\n\nok\n{{/a}}\n",
		 "en/ack.md:4: {{/a}} closes no"},
		{"en/ack.md", "Subject: x\n\n\xff\n",
		 "en/ack.md:3: the text is not UTF-8"},
		{"en/article/x.md", "No title\n",
		 "en/article/x.md:1: the first line must be"},
		{"en/phrases.ini", "[a]\nb\n",
		 "en/phrases.ini:2: expected [group], key = phrase"},
		{"en/phrases.ini", "[a]\nb = \\d\n",
		 "en/phrases.ini:2: write a backslash twice"},
		{"en/phrases.ini", "[state]\nopen = x\nopen = y\n",
		 "en/phrases.ini:3: the phrase is given twice; keep"},
		{"en/phrases.ini", "[state]\nopen =\n",
		 "en/phrases.ini:2: the phrase is empty; write it"},
		{"en/phrases.ini", "[state]\nopen = {{x\n",
		 "en/phrases.ini:2: tag {{ is never closed"},
		{"ru/phrases.ini", "[command]\nsolve = решить ЗАКРЫТЬ\n",
		 "ru/phrases.ini:2: ЗАКРЫТЬ is a word of the command close, too; keep"},
		{"el/phrases.ini", "[command]\nclose = open\n",
		 "el/phrases.ini:2: open is a word of the command open, too; keep"},
		{"ack.md", "Subject: x\n\nx\n", "ack.md: stands outside of a language"},
		{"english/ack.md", "Subject: x\n\nx\n",
		 "english: the folder has texts, but its name is no language"},
		{"en/articles/x.md", "Title: x\n\nx\n",
		 "en/articles: a folder that nothing reads; call it article"},
		{"en/phrase.ini", "[state]\nopen = x\n",
		 "en/phrase.ini: a file that nothing reads; call it phrases.ini"},
		{"en/ack.md/x", "", "en/ack.md: is not a file that can be read"},
		{"en/phrases.ini", "b = c\n",
		 "en/phrases.ini:1: a [group] must stand before"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *dir = g_dir_make_tmp("postdesk-XXXXXX", NULL);
		put(dir, rows[i].file, rows[i].text);
		g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
		g_autoptr(Catalogue) catalogue = catalogue_load(SHIPPED, dir, problems);
		remove_tree(dir);
		g_assert_cmpint(problems->len, ==, 1);
		if (!strstr(problems->pdata[0], rows[i].want))
			g_error("%s instead of %s", (char *)problems->pdata[0],
				rows[i].want);
	}
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Catalogue) catalogue = catalogue_load("/no/such/place", NULL, problems);
	g_assert_cmpint(problems->len, ==, 1);
}

static void add_unknown(const CatalogueUnknown *unknown, void *data)
{
	const char *file = strrchr(unknown->file, '/') + 1;
	g_string_append_printf(data, "%s:%d %s %s\n", file, unknown->line, unknown->what,
			       unknown->name);
}

/* Of the administrator's files; fields and a footer are the administrator's to name, and
 * some variables are there that no shipped text uses. */
static void test_unknown(void)
{
	g_autofree char *dir = g_dir_make_tmp("postdesk-XXXXXX", NULL);
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) got = g_string_new(NULL);
	put(dir, "en/ack.md",
	    "Subject: {{sbject}}\n\n{{>signature}}{{>mine}}\n{{>footer}}{{>yours}}\n"
	    "{{! no tag,\neither }}{{#due.0.at}}{{{ target "
	    "}}}{{/due.0.at}}{{>*article}}\n"
	    "{{#fields}}{{key}}{{^nmae}}{{.}}{{/nmae}}{{/fields}}{{>*artcle}}\n"
	    "{{=<% %>=}}{{nothing}}\n");
	put(dir, "en/mine.md", "Mine\n");
	put(dir, "en/phrases.ini", "[state]\nopne = x\n[field]\ncolour = colour\n");
	g_autoptr(Catalogue) catalogue = catalogue_load(SHIPPED, dir, problems);
	remove_tree(dir);
	catalogue_unknown(catalogue, add_unknown, got);
	g_assert_cmpstr(got->str, ==,
			"phrases.ini:2 phrase state.opne\nack.md:4 partial yours\n"
			"ack.md:1 variable sbject\nack.md:7 variable nmae\n"
			"ack.md:7 variable artcle\n");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/catalogue/an administrator's files win", test_overrides);
	g_test_add_func("/catalogue/a mistake is named by file and line", test_problems);
	g_test_add_func("/catalogue/unknown", test_unknown);
	return g_test_run();
}
