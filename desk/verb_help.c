/* verb_help.c - lists the verbs, with an example each, in the language of who asks. */
/* SPDX-License-Identifier: MIT */
#include "desk/verb_rows.h"

#include <string.h>

/* In a mail: the word, the sense and the example as the speaker's language has them. */
static void add_translated(const Verb *verb, const VerbRow *row)
{
	const Catalogue *catalogue = verb->work->setup->catalogue;
	const char *language = verb->work->language;
	g_autofree char *help_key = g_strconcat("help.", row->name, NULL);
	g_autofree char *example_key = g_strconcat("example.", row->name, NULL);
	g_autofree char *word_key = g_strconcat("command.", row->name, NULL);
	const char *help = catalogue_phrase(catalogue, language, help_key);
	const char *example = catalogue_phrase(catalogue, language, example_key);
	const char *word = catalogue_phrase(catalogue, language, word_key);

	if (strcmp(help, help_key) == 0)
		help = row->help;
	if (strcmp(example, example_key) == 0)
		example = row->example;
	g_string_append_printf(verb->said, "%s%s%s — %s", verb->said->len ? "\n" : "",
			       *example == '#' ? "" : "#", *example ? example : word,
			       help);
}

static void add_plain(const Verb *verb, const VerbRow *row)
{
	g_string_append_printf(verb->said, "%s%s  %s  Example: %s",
			       verb->said->len ? "\n" : "", row->grammar, row->help,
			       row->example + 1);
}

bool verb_help(Verb *verb, GError **error)
{
	const char *word = verb_argument(verb);
	const Catalogue *catalogue = verb->work->setup->catalogue;
	gsize rows;
	const VerbRow *table = verb_table(&rows);

	word += *word == '#';
	const char *name = *word ? catalogue_command(catalogue, word) : NULL;
	if (*word && (!name || !verb_find(name)))
		return verb_refuse(verb, error, "no-command", "word", word, NULL);
	for (gsize i = 0; i < rows; i++) {
		if (name && strcmp(table[i].name, name) != 0)
			continue;
		if (verb->work->language)
			add_translated(verb, &table[i]);
		else
			add_plain(verb, &table[i]);
	}
	return true;
}
