/* verb_incident.c - verb about known outages: start, end and list them. */
/* SPDX-License-Identifier: MIT */
#include "desk/verb_rows.h"

#include <string.h>

#include "desk/incident.h"

static char *number_text(gint64 number)
{
	return g_strdup_printf("%" G_GINT64_FORMAT, number);
}

/* start CATEGORY [until=MOMENT] TITLE */
static bool start(Verb *verb, GError **error)
{
	const char *const *words = verb->arguments + 1;
	const Category *category = verb_find_category(verb, words[0] ? words[0] : "");
	g_autoptr(Incident) incident = incident_new();

	if (!category)
		return verb_refuse_category(verb, words[0] ? words[0] : "", error);
	words++;
	if (*words && g_str_has_prefix(*words, "until=")) {
		const char *until = *words++ + strlen("until=");
		if (!verb_parse_moment(until, verb_zone(verb), verb->work->now,
				       &incident->until))
			return verb_refuse(verb, error, "no-moment", "word", until, NULL);
	}
	if (!*words)
		return verb_refuse(verb, error, "incident", NULL);
	incident->category = g_strdup(category->path);
	incident->since = verb->work->now;
	incident->title = g_strjoinv(" ", (char **)words);
	incident->text = g_strstrip(g_strdup(verb->text ? verb->text : ""));
	verb->text_is_used = true;
	if (!incident_start(verb->work, incident, error))
		return false;
	g_autofree char *number = number_text(incident->number);
	verb_tell(verb, "incident", "number", number, "category", category->path, NULL);
	return true;
}

static bool end(Verb *verb, GError **error)
{
	const char *word = verb->arguments[1] ? verb->arguments[1] : "";
	g_autofree char *text = g_strstrip(g_strdup(verb->text ? verb->text : ""));
	bool found;
	guint told;

	verb->text_is_used = true;
	if (!incident_end(verb->work, verb_number(word), text, &found, &told, error))
		return false;
	if (!found)
		return verb_refuse(verb, error, "no-incident", "word", word, NULL);
	g_autofree char *count = g_strdup_printf("%u", told);
	verb_tell(verb, "incident-end", "number", word, "count", count, NULL);
	return true;
}

static bool list(Verb *verb, GError **error)
{
	g_autoptr(GPtrArray) incidents = NULL;

	if (!incident_list(verb->work->db, &incidents, error))
		return false;
	for (guint i = 0; i < incidents->len; i++) {
		const Incident *one = incidents->pdata[i];
		g_autofree char *since = verb_time(verb, one->since);
		g_string_append_printf(verb->said, "%s%" G_GINT64_FORMAT "  %s  %s  %s",
				       verb->said->len ? "\n" : "", one->number,
				       one->category, since, one->title);
	}
	if (incidents->len == 0)
		verb_tell(verb, "no-incidents", NULL);
	return true;
}

bool verb_incident(Verb *verb, GError **error)
{
	const char *word = verb_argument(verb);

	if (strcmp(word, "start") == 0)
		return start(verb, error);
	if (strcmp(word, "end") == 0)
		return end(verb, error);
	if (!*word || strcmp(word, "list") == 0)
		return list(verb, error);
	return verb_refuse(verb, error, "incident", NULL);
}
