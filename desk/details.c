/* details.c - reads the values that were asked for out of a reply. */
/* SPDX-License-Identifier: MIT */
#include "desk/details.h"

#include <string.h>

#define VALUE_MAX  200 /* octets of a value */
#define ANSWER_MAX 60  /* octets of a single line that is a value by itself */

/* The value behind "label:", "label =" or "label -" at the start of line; NULL: another
 * line. */
static char *labelled(const char *line, const char *label)
{
	g_autofree char *low_line = g_utf8_casefold(line, -1);
	g_autofree char *low_label = g_utf8_casefold(label, -1);

	if (!g_str_has_prefix(low_line, low_label))
		return NULL;
	/* The sign is looked for in the line itself, since folding may change lengths. */
	gsize skip = strcspn(line, ":=");
	if (!line[skip] ||
	    g_utf8_strlen(line, (gssize)skip) > g_utf8_strlen(label, -1) + 3)
		return NULL;
	char *value = g_strstrip(g_strdup(line + skip + 1));
	if (*value && strlen(value) <= VALUE_MAX)
		return value;
	g_free(value);
	return NULL;
}

/* The name of a field as the customer was asked for it. */
static const char *label_of(const Work *work, const Ticket *ticket, const char *field)
{
	g_autofree char *key = g_strdup_printf("field.%s", field);
	const char *language = ticket->language ? ticket->language : "en";
	const char *phrase = catalogue_phrase(work->setup->catalogue, language, key);

	return strcmp(phrase, key) ? phrase : field;
}

static char *value_in(const Work *work, const Ticket *ticket, char **lines,
		      const char *field)
{
	g_autofree char *spoken = g_strdelimit(g_strdup(field), "_", ' ');
	const char *labels[] = {label_of(work, ticket, field), spoken, field};

	for (char **line = lines; *line; line++)
		for (gsize i = 0; i < G_N_ELEMENTS(labels); i++) {
			char *value = labelled(*line, labels[i]);
			if (value)
				return value;
		}
	return NULL;
}

/* The only line that says something, if it is short. */
static char *only_line(char **lines)
{
	const char *only = NULL;

	for (char **line = lines; *line; line++) {
		if (!**line)
			continue;
		if (only)
			return NULL;
		only = *line;
	}
	return only && strlen(only) <= ANSWER_MAX ? g_strdup(only) : NULL;
}

bool details_fill(Work *work, const Ticket *ticket, const char *reply, GError **error)
{
	const Category *category =
		taxonomy_category(work->setup->taxonomy, ticket->category);
	g_autoptr(GHashTable) fields = NULL;
	g_autoptr(GPtrArray) missing = g_ptr_array_new();
	g_auto(GStrv) lines = g_strsplit(reply, "\n", -1);

	if (!category || !category->ask->len)
		return true;
	if (!ticket_fields(work->db, ticket->id, &fields, error))
		return false;
	for (char **line = lines; *line; line++)
		g_strstrip(*line);
	for (guint i = 0; i < category->ask->len; i++)
		if (!g_hash_table_contains(fields, category->ask->pdata[i]))
			g_ptr_array_add(missing, category->ask->pdata[i]);
	for (guint i = 0; i < missing->len; i++) {
		const char *field = missing->pdata[i];
		g_autofree char *value = value_in(work, ticket, lines, field);
		if (!value && missing->len == 1 && ticket->state == TICKET_WAITING)
			value = only_line(lines);
		if (value && !ticket_set_field(work->db, ticket->id, field, value, error))
			return false;
	}
	return true;
}
