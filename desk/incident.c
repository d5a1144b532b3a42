/* incident.c - keeps the open incidents as one setting, and finds a mail's own. */
/* SPDX-License-Identifier: MIT */
#include "desk/incident.h"
#include "desk/subscription.h"

/* Few are open at a time: lines of number, category, since, until, title and text. */
#define LIST_KEY "incidents"
#define LAST_KEY "incidents.last"
#define PARTS	 6

Incident *incident_new(void)
{
	return g_new0(Incident, 1);
}

void incident_free(Incident *incident)
{
	if (!incident)
		return;
	g_free(incident->category);
	g_free(incident->title);
	g_free(incident->text);
	g_free(incident);
}

static void read_line(GPtrArray *list, const char *line)
{
	g_auto(GStrv) parts = g_strsplit(line, "\t", PARTS);

	if (g_strv_length(parts) != PARTS)
		return;
	Incident *incident = incident_new();
	incident->number = g_ascii_strtoll(parts[0], NULL, 10);
	incident->category = g_strdup(parts[1]);
	incident->since = g_ascii_strtoll(parts[2], NULL, 10);
	incident->until = g_ascii_strtoll(parts[3], NULL, 10);
	incident->title = g_uri_unescape_string(parts[4], NULL);
	incident->text = g_uri_unescape_string(parts[5], NULL);
	g_ptr_array_add(list, incident);
}

bool incident_list(Db *db, GPtrArray **incidents, GError **error)
{
	g_autofree char *text = NULL;

	*incidents = NULL;
	if (!setting_load(db, LIST_KEY, &text, error))
		return false;
	*incidents = g_ptr_array_new_with_free_func((GDestroyNotify)incident_free);
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
	for (char **line = lines; *line; line++)
		read_line(*incidents, *line);
	return true;
}

static bool save(Work *work, const GPtrArray *incidents, GError **error)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < incidents->len; i++) {
		const Incident *one = incidents->pdata[i];
		g_autofree char *title = g_uri_escape_string(one->title, NULL, FALSE);
		g_autofree char *words = g_uri_escape_string(one->text, NULL, FALSE);
		g_string_append_printf(text,
				       "%" G_GINT64_FORMAT "\t%s\t%" G_GINT64_FORMAT
				       "\t%" G_GINT64_FORMAT "\t%s\t%s\n",
				       one->number, one->category, one->since, one->until,
				       title, words);
	}
	g_autofree char *all = g_string_free(text, FALSE);
	return setting_save(work->db, LIST_KEY, *all ? all : NULL, error);
}

const Incident *incident_of(const GPtrArray *incidents, const char *category)
{
	for (guint i = 0; incidents && i < incidents->len; i++) {
		const Incident *one = incidents->pdata[i];
		g_autofree char *pattern = g_strconcat(one->category, ".*", NULL);
		if (category_fits(category, pattern))
			return one;
	}
	return NULL;
}

bool incident_load(Db *db, gint64 number, Incident **incident, GError **error)
{
	g_autoptr(GPtrArray) incidents = NULL;

	*incident = NULL;
	if (!incident_list(db, &incidents, error))
		return false;
	for (guint i = 0; i < incidents->len && !*incident; i++)
		if (((Incident *)incidents->pdata[i])->number == number)
			*incident = g_ptr_array_steal_index(incidents, i);
	return true;
}

bool incident_start(Work *work, Incident *incident, GError **error)
{
	g_autoptr(GPtrArray) incidents = NULL;
	gint64 last;

	if (!incident_list(work->db, &incidents, error) ||
	    !setting_load_number(work->db, LAST_KEY, &last, error))
		return false;
	incident->number = last + 1;
	g_autofree char *number = number_text(incident->number);
	g_ptr_array_add(incidents, incident);
	bool ok = setting_save(work->db, LAST_KEY, number, error) &&
		  save(work, incidents, error);
	g_ptr_array_steal_index(incidents, incidents->len - 1);
	return ok && work_event(work, 0, INCIDENT_EVENT, NULL, number, error);
}

/* In the place of the one with this number; incident NULL: it is over. */
static bool replace(Work *work, gint64 number, const Incident *incident, GError **error)
{
	g_autoptr(GPtrArray) incidents = NULL;
	g_autoptr(GPtrArray) kept = g_ptr_array_new();

	if (!incident_list(work->db, &incidents, error))
		return false;
	for (guint i = 0; i < incidents->len; i++) {
		const Incident *one = incidents->pdata[i];
		if (one->number == number)
			one = incident;
		if (one)
			g_ptr_array_add(kept, (gpointer)one);
	}
	return save(work, kept, error);
}

bool incident_change(Work *work, const Incident *incident, GError **error)
{
	return replace(work, incident->number, incident, error);
}

bool incident_close(Work *work, gint64 number, GError **error)
{
	g_autofree char *text = number_text(number);

	return replace(work, number, NULL, error) &&
	       work_event(work, 0, INCIDENT_EVENT, text, NULL, error);
}

void incident_value(Work *work, const Ticket *ticket, const Incident *incident,
		    bool ended, const char *language, Value *value)
{
	const Catalogue *catalogue = work->setup->catalogue;
	GTimeZone *zone = post_zone(work, ticket);
	gint64 until_at = ended ? work->now : incident->until;
	g_autofree char *since =
		catalogue_time(catalogue, language, incident->since, zone);
	g_autofree char *until =
		until_at ? catalogue_time(catalogue, language, until_at, zone) : NULL;

	value_set(value, "title", incident->title);
	value_set(value, "text", incident->text);
	value_set(value, "since", since);
	value_set(value, "until", until);
	value_set_take(value, "ended", value_bool(ended));
}

bool incident_attach(Work *work, gint64 ticket, gint64 number, GError **error)
{
	g_autofree char *text = number_text(number);

	return ticket_set_field(work->db, ticket, INCIDENT_FIELD, text, error) &&
	       work_event(work, ticket, INCIDENT_EVENT, NULL, text, error);
}
