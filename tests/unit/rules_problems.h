/* rules_problems.h - what a postdesk.ini of a test has wrong. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/config.h"
#include "rules/problem.h"

#include <glib/gstdio.h>

/* All problems, one per line, with the directory taken away. */
static inline char *problems_of(const char *text)
{
	g_autofree char *directory = g_dir_make_tmp("postdesk-XXXXXX", NULL);
	g_autofree char *prefix = g_strconcat(directory, "/", NULL);
	g_autofree char *path = g_build_filename(directory, "postdesk.ini", NULL);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Config) config = config_load(path, problems);
	g_assert_true((config != NULL) == (problems->len == 0));
	g_unlink(path);
	g_rmdir(directory);
	g_autoptr(GString) all = g_string_new(NULL);
	for (guint i = 0; i < problems->len; i++)
		g_string_append_printf(all, "%s\n", (char *)problems->pdata[i]);
	g_string_replace(all, prefix, "", 0);
	g_string_replace(all, "postdesk.ini:", "", 0);
	return g_string_free(g_steal_pointer(&all), FALSE);
}
