/* render.c - renders one Mustache template, and copies the store: small errands. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

/* NAME.mustache, NAME.md or NAME in the directory; a name never leaves it. */
static char *partial_load(const char *name, void *data)
{
	static const char *suffixes[] = {".mustache", ".md", ""};
	const char *folder = data;
	if (!folder || strstr(name, "..") || *name == '/')
		return NULL;
	for (guint i = 0; i < G_N_ELEMENTS(suffixes); i++) {
		g_autofree char *file = g_strconcat(name, suffixes[i], NULL);
		g_autofree char *path = g_build_filename(folder, file, NULL);
		char *text;
		if (g_file_get_contents(path, &text, NULL, NULL))
			return text;
	}
	return NULL;
}

static char *text_input(const char *path)
{
	g_autoptr(GBytes) bytes = cli_input(path);
	if (!bytes)
		return NULL;
	gsize length;
	const char *text = g_bytes_get_data(bytes, &length);
	return g_utf8_make_valid(text ? text : "", (gssize)length);
}

int cli_render(const Cli *cli, int argc, char **argv)
{
	g_autofree char *partials = NULL;
	g_autofree char *data = NULL;
	gboolean plain = FALSE;
	int code;
	GOptionEntry entries[] = {
		{"partials", 0, 0, G_OPTION_ARG_FILENAME, &partials,
		 "directory of partials", "DIR"},
		{"data", 0, 0, G_OPTION_ARG_FILENAME, &data, "JSON; - reads stdin",
		 "FILE"},
		{"plain", 0, 0, G_OPTION_ARG_NONE, &plain, "escape nothing", NULL},
		{0}};
	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	if (argc != 2 || !data)
		return cli_usage(cli);
	g_autoptr(GError) error = NULL;
	g_autofree char *source = text_input(argv[1]);
	g_autofree char *json = text_input(data);
	if (!source || !json)
		return EXIT_FAILED;
	g_autoptr(Value) value = value_from_json(json, &error);
	g_autofree char *text =
		value ? template_render(source, value, plain ? ESCAPE_NONE : ESCAPE_HTML,
					partial_load, partials, &error)
		      : NULL;
	if (!text)
		return cli_failed(error);
	fputs(text, stdout);
	return EXIT_DONE;
}

int cli_backup(const Cli *cli, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	gboolean force = FALSE;
	int code;
	GOptionEntry entries[] = {
		{"force", 0, 0, G_OPTION_ARG_NONE, &force, "replace FILE", NULL}, {0}};
	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	if (argc != 2)
		return cli_usage(cli);
	g_autoptr(Desk) desk = cli_desk(cli, &code);
	if (!desk)
		return code;
	if (!store_backup(desk_store(desk), argv[1], force, &error))
		return cli_failed(error);
	return EXIT_DONE;
}
