/* catalogue_command.c - the words of agents' commands, in every language. */
/* SPDX-License-Identifier: MIT */
#include "templates/catalogue_parts.h"

#include <string.h>

#define COMMAND "command."

char *catalogue_fold(const char *word)
{
	g_autofree char *whole = g_utf8_make_valid(word, -1);
	g_autofree char *lower = g_utf8_casefold(whole, -1);
	g_autofree char *apart = g_utf8_normalize(lower, -1, G_NORMALIZE_ALL);
	GString *out = g_string_new(NULL);
	for (const char *c = apart ? apart : lower; *c; c = g_utf8_next_char(c))
		if (!g_unichar_ismark(g_utf8_get_char(c)))
			g_string_append_unichar(out, g_utf8_get_char(c));
	return g_string_free(out, FALSE);
}

/*
 * Finds the words of [command]: "command.solve" = "решить решено". Only the first stays
 * in the phrase: it is the one that texts show.
 */
static void collect_commands(Catalogue *catalogue, Language *language)
{
	GHashTableIter iter;
	gpointer key, phrase;
	g_hash_table_iter_init(&iter, language->phrases);
	while (g_hash_table_iter_next(&iter, &key, &phrase)) {
		if (!g_str_has_prefix(key, COMMAND))
			continue;
		g_auto(GStrv) words = g_strsplit_set(phrase, " ,", -1);
		for (char **word = words; *word; word++)
			if (**word)
				g_hash_table_insert(
					catalogue->commands, catalogue_fold(*word),
					g_strdup((char *)key + strlen(COMMAND)));
		g_hash_table_iter_replace(&iter, g_strdup(words[0] ? words[0] : ""));
	}
}

/* English goes last, so that a word of another language cannot take an
 * English name away. */
void catalogue_collect_commands(Catalogue *catalogue)
{
	g_autoptr(GList) names = g_hash_table_get_keys(catalogue->languages);
	names = g_list_sort(names, (GCompareFunc)strcmp);
	for (GList *name = names; name; name = name->next)
		if (strcmp(name->data, "en") != 0)
			collect_commands(
				catalogue,
				g_hash_table_lookup(catalogue->languages, name->data));
	Language *english = g_hash_table_lookup(catalogue->languages, "en");
	if (english)
		collect_commands(catalogue, english);
}

/* --- words that two commands claim --- */

static bool has_word(const char *phrase, const char *folded)
{
	g_auto(GStrv) words = g_strsplit_set(phrase, " ,", -1);
	for (char **word = words; *word; word++) {
		g_autofree char *own = catalogue_fold(*word);
		if (*own && strcmp(own, folded) == 0)
			return true;
	}
	return false;
}

/* The command other than that of the key except that has the word; NULL: none. Borrowed.
 */
static const char *claimed_by(const Language *language, const char *folded,
			      const char *except)
{
	GHashTableIter iter;
	gpointer key, phrase;
	const char *claimed = NULL;
	g_hash_table_iter_init(&iter, language->phrases);
	while (g_hash_table_iter_next(&iter, &key, &phrase)) {
		bool is_other =
			g_str_has_prefix(key, COMMAND) && strcmp(key, except) != 0;
		if (is_other && has_word(phrase, folded) &&
		    (!claimed || strcmp(key, claimed) < 0))
			claimed = key;
	}
	return claimed ? claimed + strlen(COMMAND) : NULL;
}

static void check_command(const Catalogue *catalogue, const Mention *mention,
			  GPtrArray *problems)
{
	g_autofree char *folder = g_path_get_dirname(mention->file);
	g_autofree char *name = g_path_get_basename(folder);
	const Language *language = g_hash_table_lookup(catalogue->languages, name);
	const Language *english = g_hash_table_lookup(catalogue->languages, "en");
	const char *phrase = g_hash_table_lookup(language->phrases, mention->name);
	g_auto(GStrv) words = g_strsplit_set(phrase ? phrase : "", " ,", -1);
	for (char **word = words; *word; word++) {
		g_autofree char *folded = catalogue_fold(*word);
		const char *other = claimed_by(language, folded, mention->name);
		if (!other && english)
			other = claimed_by(english, folded, mention->name);
		if (other)
			g_ptr_array_add(
				problems,
				g_strdup_printf("%s:%d: %s is a word of the command %s, "
						"too; keep it at one of them",
						mention->file, mention->line, *word,
						other));
	}
}

void catalogue_check_commands(const Catalogue *catalogue, GPtrArray *problems)
{
	for (guint i = 0; i < catalogue->mentions->len; i++) {
		const Mention *mention = catalogue->mentions->pdata[i];
		if (mention->kind == MENTION_PHRASE &&
		    g_str_has_prefix(mention->name, COMMAND))
			check_command(catalogue, mention, problems);
	}
}
