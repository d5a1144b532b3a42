/* fuzz_ini.c - any bytes as an INI file, and as the configuration of a desk. */
/* SPDX-License-Identifier: MIT */
#include "rules/config.h"
#include "rules/ini.h"
#include "rules/problem.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* What arrives is whole, trimmed, and from a line that the file has. */
static void check_entry(const IniEntry *entry, void *data)
{
	const int *lines = data;
	g_assert_true(entry->section_line >= 1 && entry->line <= *lines);
	g_assert_true(g_utf8_validate(entry->section, -1, NULL));
	if (!entry->key)
		return;
	g_assert_true(entry->line > entry->section_line);
	g_assert_true(*entry->key && g_utf8_validate(entry->key, -1, NULL));
	g_assert_true(g_utf8_validate(entry->value, -1, NULL));
	g_assert_true(strlen(entry->value) <= INI_LINE_MAX);
	for (const char *p = entry->value; *p; p++)
		g_assert_true(!g_ascii_iscntrl(*p) || *p == '\t');
}

static void check_problems(const GPtrArray *problems)
{
	for (guint i = 0; i < problems->len; i++)
		g_assert_true(g_utf8_validate(problems->pdata[i], -1, NULL));
}

/* Not with the keys that open other files. */
static void load(const uint8_t *bytes, size_t length)
{
	g_autofree char *text = g_strndup((const char *)bytes, length);
	if (strstr(text, "include") || strstr(text, "holidays"))
		return;
	int file = memfd_create("postdesk.ini", 0);
	g_assert_true(write(file, bytes, length) == (ssize_t)length);
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", file);
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Config) config = config_load(path, problems);
	g_assert_true((config != NULL) == (problems->len == 0));
	check_problems(problems);
	close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	int lines = 1;
	for (size_t i = 0; i < length; i++)
		lines += bytes[i] == '\n';
	g_autoptr(GPtrArray) problems = problems_new();
	ini_read_text("f.ini", (const char *)bytes, length, check_entry, &lines,
		      problems);
	check_problems(problems);
	load(bytes, length);
	return 0;
}
