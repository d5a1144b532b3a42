/* article.c - drafts of articles: lists, shows and drops them, writes them as files. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "desk/publish.h"

#include <stdio.h>

#define WAIT_MS 20000 /* for the store */

/* What the command works with. */
typedef struct {
	const char *slug, *language; /* NULL: any */
	const char *directory;	     /* to export to */
	GPtrArray *drafts;	     /* ArticleDraft* that fit */
} Drafts;

static bool fits(const Drafts *drafts, const ArticleDraft *draft)
{
	return (!drafts->slug || g_str_equal(drafts->slug, draft->slug)) &&
	       (!drafts->language || g_str_equal(drafts->language, draft->language));
}

static bool find_work(Db *db, void *data, GError **error)
{
	Drafts *drafts = data;
	g_autoptr(GPtrArray) all = NULL;

	if (!article_draft_list(db, &all, error))
		return false;
	g_clear_pointer(&drafts->drafts, g_ptr_array_unref);
	drafts->drafts =
		g_ptr_array_new_with_free_func((GDestroyNotify)article_draft_free);
	while (all->len) {
		ArticleDraft *draft = g_ptr_array_steal_index(all, 0);
		if (fits(drafts, draft))
			g_ptr_array_add(drafts->drafts, draft);
		else
			article_draft_free(draft);
	}
	return true;
}

static bool drop_work(Db *db, void *data, GError **error)
{
	const Drafts *drafts = data;

	for (guint i = 0; i < drafts->drafts->len; i++) {
		const ArticleDraft *draft = drafts->drafts->pdata[i];
		if (!article_draft_drop(db, draft->slug, draft->language, error))
			return false;
	}
	return true;
}

static int drop(Desk *desk, Drafts *drafts)
{
	g_autoptr(GError) error = NULL;

	if (store_write(desk_store(desk), drop_work, drafts, WAIT_MS, &error))
		return EXIT_DONE;
	return cli_failed(error);
}

static int list(const Drafts *drafts)
{
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);

	for (guint i = 0; i < drafts->drafts->len; i++) {
		const ArticleDraft *draft = drafts->drafts->pdata[i];
		char **row = g_new0(char *, 6);
		row[0] = g_strdup(draft->slug);
		row[1] = g_strdup(draft->language);
		row[2] = g_strdup_printf("#%" G_GINT64_FORMAT, draft->ticket);
		row[3] = g_strdup(draft->author);
		row[4] = g_strdup(draft->title);
		g_ptr_array_add(rows, row);
	}
	cli_columns(rows, 5);
	return EXIT_DONE;
}

static int show(const Drafts *drafts)
{
	for (guint i = 0; i < drafts->drafts->len; i++) {
		g_autofree char *file = article_draft_file(drafts->drafts->pdata[i]);
		printf("%s", file);
	}
	return EXIT_DONE;
}

/* LANGUAGE/article/NAME.md, where templates = DIRECTORY finds it. */
static bool write_draft(const char *directory, const ArticleDraft *draft)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder =
		g_build_filename(directory, draft->language, "article", NULL);
	g_autofree char *name = g_strconcat(draft->slug, ".md", NULL);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *text = article_draft_file(draft);

	if (g_mkdir_with_parents(folder, 0755) != 0) {
		cli_say("%s: %m", folder);
		return false;
	}
	if (!g_file_set_contents(path, text, -1, &error)) {
		cli_say("%s", error->message);
		return false;
	}
	const char *shown = g_str_has_prefix(path, "./") ? path + 2 : path;
	printf("%s\n", shown);
	return true;
}

/* What has become a file is no draft any more. */
static int export(Desk *desk, Drafts *drafts)
{
	for (guint i = 0; i < drafts->drafts->len; i++)
		if (!write_draft(drafts->directory, drafts->drafts->pdata[i]))
			return EXIT_FAILED;
	return drop(desk, drafts);
}

static int run(Desk *desk, Drafts *drafts, const char *what)
{
	int code = cli_read(desk, find_work, drafts);

	if (code != EXIT_DONE)
		return code;
	if (g_str_equal(what, "list"))
		return list(drafts);
	if (drafts->slug && !drafts->drafts->len) {
		cli_say("there is no draft %s%s%s", drafts->slug,
			drafts->language ? " in " : "",
			drafts->language ? drafts->language : "");
		return EXIT_FAILED;
	}
	if (g_str_equal(what, "show"))
		return show(drafts);
	return g_str_equal(what, "drop") ? drop(desk, drafts) : export(desk, drafts);
}

int cli_article(const Cli *cli, int argc, char **argv)
{
	int code;
	if (!cli_options(cli, NULL, &argc, &argv, &code))
		return code;
	const char *what = argc > 1 ? argv[1] : "list";
	bool is_list = g_str_equal(what, "list"), is_export = g_str_equal(what, "export");
	bool is_known = is_list || is_export || g_str_equal(what, "show") ||
			g_str_equal(what, "drop");
	int most = is_list ? 2 : is_export ? 3 : 4;
	if (!is_known || argc > most || (!is_list && argc < 3))
		return cli_usage(cli);
	Drafts drafts = {.slug = is_list || is_export ? NULL : argv[2],
			 .language = !is_export && argc > 3 ? argv[3] : NULL,
			 .directory = is_export ? argv[2] : NULL};
	g_autoptr(Desk) desk = cli_desk(cli, &code);
	code = desk ? run(desk, &drafts, what) : code;
	g_clear_pointer(&drafts.drafts, g_ptr_array_unref);
	return code;
}
