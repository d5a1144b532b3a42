/* shelf.c - reads the files of a catalogue: texts, articles and phrases. */
/* SPDX-License-Identifier: MIT */
#include "templates/shelf.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "templates/template.h"

#define FILE_BYTES_MAX (1024 * 1024)

static void text_free(gpointer data)
{
	Text *text = data;
	g_free(text->subject);
	g_free(text->body);
	g_free(text);
}

static void language_free(gpointer data)
{
	Language *language = data;
	g_hash_table_unref(language->texts);
	g_hash_table_unref(language->articles);
	g_hash_table_unref(language->phrases);
	g_free(language->name);
	g_free(language);
}

GHashTable *shelf_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, NULL, language_free);
}

static Language *language_in(GHashTable *languages, const char *name)
{
	Language *language = g_hash_table_lookup(languages, name);
	if (language)
		return language;
	language = g_new0(Language, 1);
	language->name = g_strdup(name);
	language->texts =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, text_free);
	language->articles =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, text_free);
	language->phrases =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_hash_table_insert(languages, language->name, language);
	return language;
}

static void add_problem(GPtrArray *problems, const char *file, int line,
			const char *message)
{
	g_ptr_array_add(problems, g_strdup_printf("%s:%d: %s", file, line, message));
}

/* The file's text with LF line ends and no byte order mark; NULL with a problem. */
static char *read_text_file(const char *path, GPtrArray *problems)
{
	g_autofree char *bytes = NULL;
	gsize length;
	g_autoptr(GError) error = NULL;
	if (!g_file_get_contents(path, &bytes, &length, &error)) {
		g_ptr_array_add(problems,
				g_strdup_printf("%s: %s", path, g_strerror(errno)));
		return NULL;
	}
	const char *bad;
	if (length > FILE_BYTES_MAX || !g_utf8_validate(bytes, length, &bad)) {
		int line = 1;
		for (const char *c = bytes; length <= FILE_BYTES_MAX && c < bad; c++)
			line += *c == '\n';
		add_problem(problems, path, line,
			    length > FILE_BYTES_MAX ? "the file is larger than 1 MiB"
						    : "the text is not UTF-8");
		return NULL;
	}
	g_auto(GStrv) lines = g_strsplit(bytes, "\r\n", -1);
	g_autofree char *text = g_strjoinv("\n", lines);
	return g_strdup(g_str_has_prefix(text, "\xef\xbb\xbf") ? text + 3 : text);
}

/* --- texts and articles --- */

/* Reports a template's error under the file's own line number. */
static bool check_template(const char *source, int first_line, const char *path,
			   GPtrArray *problems)
{
	g_autoptr(GError) error = NULL;
	if (template_check(source, &error))
		return true;
	int line = 1;
	const char *message = error->message;
	if (g_str_has_prefix(message, "line ")) {
		line = (int)g_ascii_strtoull(message + 5, NULL, 10);
		message = strchr(message, ':') + 2;
	}
	add_problem(problems, path, first_line + line - 1, message);
	return false;
}

static Text *parse_text(const char *source, const char *key, const char *path,
			GPtrArray *problems)
{
	Text *text = g_new0(Text, 1);
	const char *body = source;
	int body_line = 1;

	if (g_str_has_prefix(source, key)) {
		const char *end = strchrnul(source, '\n');
		text->subject = g_strstrip(
			g_strndup(source + strlen(key), end - source - strlen(key)));
		check_template(text->subject, 1, path, problems);
		body = *end ? end + 1 : end;
		body_line = 2;
		if (*body && *body != '\n')
			add_problem(problems, path, 2,
				    "a blank line must follow the first line");
	}
	text->body = g_strdup(body);
	check_template(body, body_line, path, problems);
	return text;
}

static void read_text(GHashTable *texts, const char *path, const char *key,
		      GPtrArray *problems)
{
	g_autofree char *source = read_text_file(path, problems);
	if (!source)
		return;
	g_autofree char *name = g_path_get_basename(path);
	*strrchr(name, '.') = '\0';

	Text *text = parse_text(source, key, path, problems);
	Text *old = g_hash_table_lookup(texts, name);
	bool needs_key = old ? old->subject != NULL : key[0] == 'T';
	if (needs_key && (!text->subject || !*text->subject)) {
		g_autofree char *message =
			g_strdup_printf("the first line must be «%s …»", key);
		add_problem(problems, path, 1, message);
	}
	g_hash_table_replace(texts, g_steal_pointer(&name), text);
}

/* --- phrases --- */

/* GKeyFile does not say where it stopped, so what it would refuse is found here. */
static bool check_key_file(const char *source, const char *path, GPtrArray *problems)
{
	g_auto(GStrv) lines = g_strsplit(source, "\n", -1);
	guint before = problems->len;
	bool in_group = false;
	for (int i = 0; lines[i]; i++) {
		const char *line = g_strstrip(lines[i]);
		if (!*line || *line == '#')
			continue;
		bool is_group = *line == '[' && g_str_has_suffix(line, "]");
		if (!is_group && (*line == '=' || !strchr(line, '=')))
			add_problem(problems, path, i + 1,
				    "expected [group] or key = phrase");
		else if (!is_group && !in_group)
			add_problem(problems, path, i + 1,
				    "a [group] must stand before the first phrase");
		in_group = in_group || is_group;
	}
	return problems->len == before;
}

static void read_group(GKeyFile *file, const char *group, Language *language,
		       const char *path, GPtrArray *problems)
{
	g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);
	const char *dot = strcmp(group, "phrase") == 0 ? "" : ".";
	for (char **key = keys; key && *key; key++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *phrase =
			g_key_file_get_string(file, group, *key, &error);
		if (error) {
			g_ptr_array_add(
				problems,
				g_strdup_printf("%s: [%s] %s: write a backslash twice",
						path, group, *key));
			continue;
		}
		char *name = g_strconcat(*dot ? group : "", dot, *key, NULL);
		g_hash_table_replace(language->phrases, name,
				     g_strchomp(g_steal_pointer(&phrase)));
	}
}

static void read_phrases(Language *language, const char *path, GPtrArray *problems)
{
	g_autofree char *source = read_text_file(path, problems);
	if (!source || !check_key_file(source, path, problems))
		return;
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(GError) error = NULL;
	if (!g_key_file_load_from_data(file, source, -1, G_KEY_FILE_NONE, &error)) {
		add_problem(problems, path, 1, error->message);
		return;
	}
	g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
	for (char **group = groups; *group; group++)
		read_group(file, *group, language, path, problems);
}

/* --- folders --- */

static int compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in a directory, sorted, so that problems come in the same order everywhere. */
static GPtrArray *names_in(const char *path)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;
	while (dir && (name = g_dir_read_name(dir)))
		if (*name != '.')
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, compare_names);
	return names;
}

static void read_texts(const char *path, GHashTable *texts, const char *key,
		       GPtrArray *problems)
{
	g_autoptr(GPtrArray) names = names_in(path);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *file = g_build_filename(path, names->pdata[i], NULL);
		if (g_str_has_suffix(file, ".md"))
			read_text(texts, file, key, problems);
	}
}

static void read_language(const char *path, Language *language, GPtrArray *problems)
{
	read_texts(path, language->texts, "Subject:", problems);
	g_autofree char *articles = g_build_filename(path, "article", NULL);
	read_texts(articles, language->articles, "Title:", problems);
	g_autofree char *phrases = g_build_filename(path, "phrases.ini", NULL);
	if (g_file_test(phrases, G_FILE_TEST_EXISTS))
		read_phrases(language, phrases, problems);
}

/* "en", "pt-br": other folders are somebody else's. */
static bool is_language_name(const char *name)
{
	gsize letters = strspn(name, "abcdefghijklmnopqrstuvwxyz");
	if (letters < 2 || letters > 3)
		return false;
	return !name[letters] ||
	       (name[letters] == '-' &&
		strspn(name + letters + 1, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
			strlen(name + letters + 1));
}

void shelf_read(const char *directory, GHashTable *languages, GPtrArray *problems)
{
	if (!g_file_test(directory, G_FILE_TEST_IS_DIR)) {
		g_ptr_array_add(problems,
				g_strdup_printf("%s: no such directory", directory));
		return;
	}
	g_autoptr(GPtrArray) names = names_in(directory);
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *path = g_build_filename(directory, name, NULL);
		if (!is_language_name(name) || !g_file_test(path, G_FILE_TEST_IS_DIR))
			continue;
		read_language(path, language_in(languages, name), problems);
	}
}
