/* shelf_phrases.c - reads the phrases of a language. */
/* SPDX-License-Identifier: MIT */
#include "templates/shelf_part.h"

#include <string.h>

/* GKeyFile knows these escapes and refuses the others without a line. */
static bool has_bad_escape(const char *phrase)
{
	for (const char *c = phrase; (c = strchr(c, '\\')); c += 2)
		if (!c[1] || !strchr("sntr\\", c[1]))
			return true;
	return false;
}

static const char *refuse_phrase(GHashTable *seen, const char *name, const char *phrase)
{
	if (!g_hash_table_add(seen, g_strdup(name)))
		return "the phrase is given twice; keep one line";
	if (!*phrase)
		return "the phrase is empty; write it, or leave the line out";
	return has_bad_escape(phrase) ? "write a backslash twice" : NULL;
}

/* The full name of a phrase: those of [phrase] go without their group. g_free. */
static char *phrase_name(const char *group, const char *key)
{
	return strcmp(group, "phrase") == 0 ? g_strdup(key)
					    : g_strconcat(group, ".", key, NULL);
}

static void check_phrase(const Shelf *shelf, GHashTable *seen, const char *group,
			 const char *text, const char *path, int line)
{
	g_auto(GStrv) pair = g_strsplit(text, "=", 2);
	const char *phrase = g_strstrip(pair[1]);
	g_autofree char *name = phrase_name(group, g_strstrip(pair[0]));
	const char *why = refuse_phrase(seen, name, phrase);
	if (why)
		shelf_problem(shelf, path, line, why);
	else
		shelf_check_template(shelf, phrase, line, path);
	shelf_mention(shelf, path, line, MENTION_PHRASE, name);
}

/* GKeyFile does not say where it stopped, so what it would refuse is found here. */
static bool check_key_file(const Shelf *shelf, const char *source, const char *path)
{
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_auto(GStrv) lines = g_strsplit(source, "\n", -1);
	g_autofree char *group = NULL;
	guint before = shelf->problems->len;
	for (int i = 0; lines[i]; i++) {
		const char *line = g_strstrip(lines[i]);
		gsize length = strlen(line);
		if (!*line || *line == '#')
			continue;
		if (*line == '[' && line[length - 1] == ']') {
			g_free(group);
			group = g_strndup(line + 1, length - 2);
		} else if (*line == '=' || !strchr(line, '=')) {
			shelf_problem(shelf, path, i + 1,
				      "expected [group], key = phrase or # comment");
		} else if (!group) {
			shelf_problem(shelf, path, i + 1,
				      "a [group] must stand before the first phrase");
		} else {
			check_phrase(shelf, seen, group, line, path, i + 1);
		}
	}
	return shelf->problems->len == before;
}

static void read_group(GKeyFile *file, const char *group, Language *language)
{
	g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);
	for (char **key = keys; key && *key; key++) {
		char *phrase = g_key_file_get_string(file, group, *key, NULL);
		if (phrase)
			g_hash_table_replace(language->phrases, phrase_name(group, *key),
					     g_strchomp(phrase));
	}
}

void shelf_read_phrases(const Shelf *shelf, Language *language, const char *path)
{
	g_autofree char *source = shelf_read_file(shelf, path);
	if (!source || !check_key_file(shelf, source, path))
		return;
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(GError) error = NULL;
	if (!g_key_file_load_from_data(file, source, -1, G_KEY_FILE_NONE, &error)) {
		shelf_problem(shelf, path, 1, error->message);
		return;
	}
	g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
	for (char **group = groups; *group; group++)
		read_group(file, *group, language);
}
