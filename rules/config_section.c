/* config_section.c - gathers the sections of postdesk.ini and the files it includes. */
/* SPDX-License-Identifier: MIT */
#include "rules/config_section.h"
#include "rules/ini.h"
#include "rules/problem.h"

#include <glob.h>
#include <string.h>

#define FILES_MAX 1000

typedef struct {
	GPtrArray *sections;
	GPtrArray *problems, *doubts;
	const char *main_file;
	bool lacks_section;   /* one was refused, or its file cannot be read */
	SectionText *current; /* NULL: its keys are dropped */
	int current_line;     /* of the section in which current was decided */
} Gathering;

static void entry_free(gpointer pointer)
{
	SectionEntry *entry = pointer;
	g_free(entry->key);
	g_free(entry->value);
	g_free(entry);
}

static void section_free(gpointer pointer)
{
	SectionText *section = pointer;
	g_ptr_array_unref(section->entries);
	g_free(section->name);
	g_free(section->file);
	g_free(section);
}

SectionText *config_section_find(GPtrArray *sections, ConfigSection kind,
				 const char *name)
{
	for (guint i = 0; i < sections->len; i++) {
		SectionText *section = sections->pdata[i];
		if (section->kind == kind && g_str_equal(section->name, name))
			return section;
	}
	return NULL;
}

int section_line_of(const SectionText *section, const char *key)
{
	for (guint i = 0; key && i < section->entries->len; i++) {
		const SectionEntry *entry = section->entries->pdata[i];
		if (g_str_equal(entry->key, key))
			return entry->line;
	}
	return section->line;
}

void section_problem(const SectionText *section, GPtrArray *problems, const char *key,
		     const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *message = g_strdup_vprintf(format, args);
	va_end(args);
	problem_add(problems, section->file, section_line_of(section, key), "%s",
		    message);
}

static int find_kind(const char *word)
{
	for (int kind = 0; kind < SECTIONS; kind++)
		if (g_str_equal(config_section_kind(kind)->word, word))
			return kind;
	return -1;
}

/* The kind that was meant, so that its keys can be read all the same; -1: none. */
static int refuse_kind(Gathering *gathering, const IniEntry *entry, const char *word)
{
	const char *words[SECTIONS + 1] = {NULL};
	for (int kind = 0; kind < SECTIONS; kind++)
		words[kind] = config_section_kind(kind)->word;
	g_autofree char *suggestion = problem_suggestion(word, words);
	const char *meant = problem_nearest(word, words);
	if (g_str_equal(word, "rule") || g_str_equal(word, "category"))
		problem_add(gathering->problems, entry->file, entry->section_line,
			    "[%s …] stands in the files of the rules directory, not"
			    " here; see rules = in [postdesk]",
			    word);
	else
		problem_add(gathering->problems, entry->file, entry->section_line,
			    "unknown section [%s]%s", entry->section, suggestion);
	return meant ? find_kind(meant) : -1;
}

/* One word of letters, digits, dots, dashes and underscores, in any script. */
static bool is_name(const char *name)
{
	for (const char *p = name; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (!g_unichar_isalnum(c) && !g_unichar_ismark(c) &&
		    !(c < 0x80 && strchr("._-", (int)c)))
			return false;
	}
	return *name;
}

static bool check_name(Gathering *gathering, const IniEntry *entry, ConfigSection kind,
		       const char *name)
{
	const SectionKind *about = config_section_kind(kind);
	if (!about->name && *name)
		problem_add(gathering->problems, entry->file, entry->section_line,
			    "[%s] has no name; write [%s]", about->word, about->word);
	else if (about->name && !is_name(name))
		problem_add(
			gathering->problems, entry->file, entry->section_line,
			"[%s] needs a name of one word, of letters, digits and . _ -; "
			"write [%s %s]",
			entry->section, about->word, about->name);
	else
		return true;
	gathering->lacks_section = true;
	return false;
}

/* A repeated section, or one that must stand elsewhere. */
static bool check_place(Gathering *gathering, const IniEntry *entry, ConfigSection kind,
			const char *name)
{
	const SectionText *twin = config_section_find(gathering->sections, kind, name);
	if (kind == SECTION_POSTDESK && !g_str_equal(entry->file, gathering->main_file))
		problem_add(gathering->problems, entry->file, entry->section_line,
			    "[postdesk] stands in %s only; move its keys there",
			    gathering->main_file);
	else if (twin)
		problem_add(gathering->problems, entry->file, entry->section_line,
			    "[%s] is already at %s:%d; write all its keys there",
			    entry->section, twin->file, twin->line);
	else
		return true;
	return false;
}

static SectionText *open_section(Gathering *gathering, const IniEntry *entry)
{
	gsize length = strcspn(entry->section, " \t");
	g_autofree char *word = g_strndup(entry->section, length);
	const char *name =
		entry->section + length + strspn(entry->section + length, " \t");
	int kind = find_kind(word);
	if (kind < 0)
		kind = refuse_kind(gathering, entry, word);
	if (kind < 0) {
		gathering->lacks_section = true;
		return NULL;
	}
	if (!check_name(gathering, entry, kind, name))
		return NULL;
	SectionText *twin = config_section_find(gathering->sections, kind, name);
	/* Its keys are read as if they stood above, to be told of as well. */
	if (!check_place(gathering, entry, kind, name))
		return twin && g_str_equal(twin->file, entry->file) ? twin : NULL;
	SectionText *section = g_new0(SectionText, 1);
	section->kind = kind;
	section->name = g_strdup(name);
	section->file = g_strdup(entry->file);
	section->line = entry->section_line;
	section->entries = g_ptr_array_new_with_free_func(entry_free);
	g_ptr_array_add(gathering->sections, section);
	return section;
}

static void gather(const IniEntry *entry, void *data)
{
	Gathering *gathering = data;
	if (gathering->current_line != entry->section_line) {
		gathering->current = open_section(gathering, entry);
		gathering->current_line = entry->section_line;
	}
	if (!entry->key || !gathering->current)
		return;
	SectionEntry *own = g_new0(SectionEntry, 1);
	own->key = g_strdup(entry->key);
	own->value = g_strdup(entry->value);
	own->line = entry->line;
	g_ptr_array_add(gathering->current->entries, own);
}

static void read_file(Gathering *gathering, const char *path)
{
	gathering->current_line = 0;
	gathering->current = NULL;
	if (!ini_read(path, gather, gathering, gathering->problems))
		gathering->lacks_section = true;
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The files of a pattern by the bytes of their names, whatever the locale says. */
static GPtrArray *find_files(const char *pattern)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	glob_t found = {0};
	if (glob(pattern, GLOB_NOSORT, NULL, &found) == 0)
		for (gsize i = 0; i < found.gl_pathc; i++)
			g_ptr_array_add(files, g_strdup(found.gl_pathv[i]));
	globfree(&found);
	g_ptr_array_sort(files, by_name);
	return g_steal_pointer(&files);
}

/* "*.ini" beside the main file means the others. */
static bool is_same_file(const char *a, const char *b)
{
	g_autofree char *first = g_canonicalize_filename(a, NULL);
	g_autofree char *second = g_canonicalize_filename(b, NULL);
	return g_str_equal(first, second);
}

static void include_file(Gathering *gathering, const SectionText *section,
			 const SectionEntry *entry, const char *path)
{
	if (g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
		read_file(gathering, path);
		return;
	}
	problem_add(gathering->problems, section->file, entry->line,
		    "include: %s is %s; write the name of a file, or desk.d/*.ini", path,
		    g_file_test(path, G_FILE_TEST_IS_DIR) ? "a directory" : "not a file");
	gathering->lacks_section = true;
}

/* A pattern may match nothing yet; a name that does is a mistake. */
static void refuse_nothing(Gathering *gathering, const SectionText *section,
			   const SectionEntry *entry, const char *pattern)
{
	bool is_pattern = strpbrk(entry->value, "*?[") != NULL;
	if (is_pattern)
		problem_add(gathering->doubts, section->file, entry->line,
			    "include: no other file fits %s; write the pattern of files "
			    "that are there, or leave the line out",
			    pattern);
	else if (is_same_file(pattern, gathering->main_file))
		problem_add(gathering->problems, section->file, entry->line,
			    "include: %s is this file itself; leave the line out",
			    entry->value);
	else
		problem_add(gathering->problems, section->file, entry->line,
			    "include: %s does not exist; write the name of a file, or "
			    "desk.d/*.ini",
			    pattern);
	gathering->lacks_section |= !is_pattern;
}

static void include(Gathering *gathering, const SectionText *section,
		    const SectionEntry *entry)
{
	if (!*entry->value) {
		problem_add(gathering->problems, section->file, entry->line,
			    "include: the value is empty; write the name of a file, or "
			    "desk.d/*.ini");
		return;
	}
	g_autofree char *directory = g_path_get_dirname(gathering->main_file);
	g_autofree char *pattern =
		g_path_is_absolute(entry->value)
			? g_strdup(entry->value)
			: g_build_filename(directory, entry->value, NULL);
	g_autoptr(GPtrArray) files = find_files(pattern);
	guint others = 0;
	for (guint i = 0; i < files->len && i < FILES_MAX; i++) {
		if (is_same_file(files->pdata[i], gathering->main_file))
			continue;
		others++;
		include_file(gathering, section, entry, files->pdata[i]);
	}
	if (others == 0)
		refuse_nothing(gathering, section, entry, pattern);
	if (files->len > FILES_MAX)
		problem_add(gathering->problems, section->file, entry->line,
			    "include: %s is more than %d files", entry->value, FILES_MAX);
}

GPtrArray *config_sections_read(const char *path, bool *is_whole, GPtrArray *problems,
				GPtrArray *doubts)
{
	GPtrArray *sections = g_ptr_array_new_with_free_func(section_free);
	Gathering gathering = {.sections = sections,
			       .problems = problems,
			       .doubts = doubts,
			       .main_file = path};
	read_file(&gathering, path);
	const SectionText *desk = config_section_find(sections, SECTION_POSTDESK, "");
	for (guint i = 0; desk && i < desk->entries->len; i++) {
		const SectionEntry *entry = desk->entries->pdata[i];
		if (g_str_equal(entry->key, "include"))
			include(&gathering, desk, entry);
	}
	*is_whole = !gathering.lacks_section;
	return sections;
}
