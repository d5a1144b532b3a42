/* shelf.c - reads the files of a catalogue: texts, articles and phrases. */
/* SPDX-License-Identifier: MIT */
#include "templates/shelf_part.h"
#include "templates/template.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

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

void shelf_problem(const Shelf *shelf, const char *file, int line, const char *message)
{
	g_ptr_array_add(shelf->problems,
			line ? g_strdup_printf("%s:%d: %s", file, line, message)
			     : g_strdup_printf("%s: %s", file, message));
}

/* What is wrong with the bytes of a file, and in which line; NULL: nothing. */
static const char *refuse_bytes(const char *bytes, gsize length, int *line)
{
	const char *bad = bytes;
	*line = 1;
	if (length > FILE_BYTES_MAX)
		return "the file is larger than 1 MiB; make two of it";
	if (g_utf8_validate(bytes, (gssize)length, &bad))
		return NULL;
	for (const char *c = bytes; c < bad; c++)
		*line += *c == '\n';
	return *bad ? "the text is not UTF-8; save the file as plain UTF-8 text"
		    : "the text has a zero byte; save the file as plain UTF-8 text";
}

/* The file's text with LF line ends and no byte order mark; NULL with a problem. */
char *shelf_read_file(const Shelf *shelf, const char *path)
{
	g_autofree char *bytes = NULL;
	gsize length;
	int line;
	if (!g_file_test(path, G_FILE_TEST_IS_REGULAR) ||
	    !g_file_get_contents(path, &bytes, &length, NULL)) {
		shelf_problem(shelf, path, 0, "is not a file that can be read");
		return NULL;
	}
	const char *why = refuse_bytes(bytes, length, &line);
	if (why) {
		shelf_problem(shelf, path, line, why);
		return NULL;
	}
	g_auto(GStrv) lines = g_strsplit(bytes, "\r\n", -1);
	g_autofree char *text = g_strjoinv("\n", lines);
	return g_strdup(g_str_has_prefix(text, "\xef\xbb\xbf") ? text + 3 : text);
}

/* --- texts and articles --- */

/* Reports a template's error under the file's own line number. */
bool shelf_check_template(const Shelf *shelf, const char *source, int first_line,
			  const char *path)
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
	shelf_problem(shelf, path, first_line + line - 1, message);
	return false;
}

static Text *parse_text(const Shelf *shelf, const char *source, const char *key,
			const char *path)
{
	Text *text = g_new0(Text, 1);
	const char *body = source;
	int body_line = 1;

	if (g_str_has_prefix(source, key)) {
		const char *end = strchrnul(source, '\n');
		text->subject = g_strstrip(
			g_strndup(source + strlen(key), end - source - strlen(key)));
		if (shelf_check_template(shelf, text->subject, 1, path))
			shelf_mention_tags(shelf, text->subject, path, 1);
		body = *end ? end + 1 : end;
		body_line = 2;
		if (*body && *body != '\n')
			shelf_problem(shelf, path, 2,
				      "a blank line must follow the first line");
	}
	text->body = g_strdup(body);
	if (shelf_check_template(shelf, body, body_line, path))
		shelf_mention_tags(shelf, body, path, body_line);
	return text;
}

static void read_text(const Shelf *shelf, GHashTable *texts, const char *path,
		      const char *key)
{
	g_autofree char *source = shelf_read_file(shelf, path);
	g_autofree char *name = g_path_get_basename(path);
	*strrchr(name, '.') = '\0';
	Text *old = g_hash_table_lookup(texts, name);
	bool needs_key = old ? old->subject != NULL : key[0] == 'T';
	/* What cannot be read is there all the same:
	 * nobody need be told that it is not. */
	Text *text = parse_text(shelf, source ? source : "", key, path);
	if (needs_key && source && (!text->subject || !*text->subject)) {
		g_autofree char *message =
			g_strdup_printf("the first line must be «%s …»", key);
		shelf_problem(shelf, path, 1, message);
	}
	g_hash_table_replace(texts, g_steal_pointer(&name), text);
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

static void read_texts(const Shelf *shelf, const char *path, GHashTable *texts,
		       const char *key)
{
	g_autoptr(GPtrArray) names = names_in(path);
	if (g_file_test(path, G_FILE_TEST_IS_DIR) && g_access(path, R_OK | X_OK) != 0)
		shelf_problem(shelf, path, 0,
			      "cannot be read; give the desk's user the right to");
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *file = g_build_filename(path, names->pdata[i], NULL);
		if (g_str_has_suffix(file, ".md"))
			read_text(shelf, texts, file, key);
	}
}

static bool is_text(const Shelf *shelf, const char *file)
{
	g_autofree char *name = g_strndup(file, strcspn(file, "."));
	GHashTableIter iter;
	gpointer language;
	if (strcmp(file, "phrases.ini") == 0)
		return true;
	g_hash_table_iter_init(&iter, shelf->languages);
	while (g_str_has_suffix(file, ".md") &&
	       g_hash_table_iter_next(&iter, NULL, &language))
		if (g_hash_table_contains(((Language *)language)->texts, name))
			return true;
	return false;
}

/* A folder that holds articles under another name would be left unread without a word. */
static void check_names(const Shelf *shelf, const char *path)
{
	g_autoptr(GPtrArray) names = names_in(path);
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *file = g_build_filename(path, name, NULL);
		if (strcmp(name, "articles") == 0)
			shelf_problem(shelf, file, 0,
				      "a folder that nothing reads; call it article");
		else if (g_str_has_suffix(name, ".ini") &&
			 strcmp(name, "phrases.ini") != 0)
			shelf_problem(shelf, file, 0,
				      "a file that nothing reads; call it phrases.ini");
	}
}

static void read_language(const Shelf *shelf, const char *path, Language *language)
{
	check_names(shelf, path);
	read_texts(shelf, path, language->texts, "Subject:");
	g_autofree char *articles = g_build_filename(path, "article", NULL);
	read_texts(shelf, articles, language->articles, "Title:");
	g_autofree char *phrases = g_build_filename(path, "phrases.ini", NULL);
	if (g_file_test(phrases, G_FILE_TEST_EXISTS))
		shelf_read_phrases(shelf, language, phrases);
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

static bool has_texts(const Shelf *shelf, const char *path)
{
	g_autoptr(GPtrArray) names = names_in(path);
	for (guint i = 0; i < names->len; i++)
		if (is_text(shelf, names->pdata[i]))
			return true;
	return false;
}

/* What is called as a text but stands where none is read. */
static void check_stray(const Shelf *shelf, const char *path, const char *name)
{
	bool is_folder = g_file_test(path, G_FILE_TEST_IS_DIR);
	if (is_folder && has_texts(shelf, path))
		shelf_problem(
			shelf, path, 0,
			"the folder has texts, but its name is no language; write a "
			"code such as en, ru or pt-br");
	else if (!is_folder && is_text(shelf, name))
		shelf_problem(
			shelf, path, 0,
			"stands outside of a language; move it into en, or another");
}

void shelf_read(const char *directory, GHashTable *languages, GPtrArray *mentions,
		GPtrArray *problems)
{
	const Shelf shelf = {languages, mentions, problems};
	if (!g_file_test(directory, G_FILE_TEST_IS_DIR)) {
		shelf_problem(&shelf, directory, 0, "no such directory");
		return;
	}
	g_autoptr(GPtrArray) names = names_in(directory);
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *path = g_build_filename(directory, name, NULL);
		if (is_language_name(name) && g_file_test(path, G_FILE_TEST_IS_DIR))
			read_language(&shelf, path, language_in(languages, name));
		else
			check_stray(&shelf, path, name);
	}
}
