/* shelf_mention.c - notes the phrases, partials and variables that the files name. */
/* SPDX-License-Identifier: MIT */
#include "templates/shelf_part.h"

#include <string.h>

static void mention_free(gpointer data)
{
	Mention *mention = data;
	g_free(mention->file);
	g_free(mention->name);
	g_free(mention);
}

GPtrArray *mentions_new(void)
{
	return g_ptr_array_new_with_free_func(mention_free);
}

void shelf_mention(const Shelf *shelf, const char *file, int line, MentionKind kind,
		   const char *name)
{
	Mention *one = g_new0(Mention, 1);
	one->file = g_strdup(file);
	one->line = line;
	one->kind = kind;
	one->name = g_strdup(name);
	g_ptr_array_add(shelf->mentions, one);
}

/* "due.0.at": the names between the dots; a number is an item of a list. */
static void mention_variable(const Shelf *shelf, const char *file, int line,
			     const char *path)
{
	g_auto(GStrv) names = g_strsplit(path, ".", -1);
	for (char **name = names; *name; name++)
		if (**name && !g_ascii_isdigit(**name))
			shelf_mention(shelf, file, line, MENTION_VARIABLE, *name);
}

/* tag: what stands behind the opening braces. A partial that a variable names cannot be
 * known; blocks are named by the text itself. */
static void mention_tag(const Shelf *shelf, const char *file, int line, const char *tag)
{
	char kind = strchr("#^&{>< /$!=", *tag) ? *tag : ' ';
	const char *name = tag + (kind != ' ');
	name += strspn(name, " \t");
	bool is_dynamic = *name == '*';
	g_autofree char *word =
		g_strndup(name + is_dynamic, strcspn(name + is_dynamic, " \t\n}"));
	if (strchr("#^&{ ", kind) || (is_dynamic && kind != '!'))
		mention_variable(shelf, file, line, word);
	else if (*word && (kind == '>' || kind == '<'))
		shelf_mention(shelf, file, line, MENTION_PARTIAL, word);
}

void shelf_mention_tags(const Shelf *shelf, const char *source, const char *file,
			int first_line)
{
	int line = first_line;
	for (const char *c = source; *c; c++) {
		line += *c == '\n';
		if (!g_str_has_prefix(c, "{{"))
			continue;
		c += 2;
		if (*c == '=')
			return;
		mention_tag(shelf, file, line, c);
		const char *end = strstr(c, "}}");
		for (; end && c < end; c++)
			line += *c == '\n';
	}
}
