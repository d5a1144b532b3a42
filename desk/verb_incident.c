/* verb_incident.c - verb about known outages: start and end them, say who is told. */
/* SPDX-License-Identifier: MIT */
#include "desk/incident_told.h"
#include "desk/verb_rows.h"

#include <string.h>

#define DAY_S  86400
#define WEEK_S (7 * DAY_S)

/* Of "2h" that were, of a clock's or a weekday's time the last; false:
 * none of the past. */
static bool parse_past(const Verb *verb, const char *word, gint64 *at)
{
	gint64 now = verb->work->now, later;

	if (!verb_parse_moment(word, verb_zone(verb), now, &later))
		return false;
	bool is_number = g_ascii_isdigit(*word);
	bool is_length = is_number && g_ascii_isalpha(word[strlen(word) - 1]);
	if (later <= now)
		*at = later;
	else if (is_length)
		*at = now - (later - now);
	else
		*at = later - (is_number ? DAY_S : WEEK_S);
	return *at <= now;
}

/* The value of "since=…", NULL for another word. */
static const char *value_of(const char *word, const char *key)
{
	return word && g_str_has_prefix(word, key) ? word + strlen(key) : NULL;
}

/* *words goes beyond what was read. */
static bool read_times(Verb *verb, const char *const **words, Incident *incident,
		       GError **error)
{
	for (;; (*words)++) {
		const char *since = value_of(**words, "since=");
		const char *until = value_of(**words, "until=");
		if (!since && !until)
			return true;
		if (since ? !parse_past(verb, since, &incident->since)
			  : !verb_parse_moment(until, verb_zone(verb), verb->work->now,
					       &incident->until))
			return verb_refuse(verb, error, "no-moment", "word",
					   since ? since : until, NULL);
	}
}

static char *take_text(Verb *verb)
{
	verb->text_is_used = true;
	return g_strstrip(g_strdup(verb->text ? verb->text : ""));
}

/* Tickets that stand open already are offered, not taken:
 * their customers are written to. */
static bool offer(Verb *verb, const Incident *incident, GError **error)
{
	g_autofree char *number = number_text(incident->number);
	g_autoptr(GArray) tickets = NULL;

	if (!incident_tickets(verb->work, incident, 0, &tickets, error))
		return false;
	if (tickets->len == 0)
		return true;
	g_autofree char *count = g_strdup_printf("%u", tickets->len);
	verb_tell(verb, "incident-offer", "number", number, "count", count, NULL);
	return true;
}

/* start CATEGORY [since=MOMENT] [until=MOMENT] TITLE */
static bool start(Verb *verb, GError **error)
{
	const char *const *words = verb->arguments + 1;
	const Category *category = verb_find_category(verb, words[0] ? words[0] : "");
	g_autoptr(Incident) incident = incident_new();

	if (!category)
		return verb_refuse_category(verb, words[0] ? words[0] : "", error);
	words++;
	incident->since = verb->work->now;
	if (!read_times(verb, &words, incident, error))
		return false;
	if (!*words)
		return verb_refuse(verb, error, "incident", NULL);
	incident->category = g_strdup(category->path);
	incident->title = g_strjoinv(" ", (char **)words);
	incident->text = take_text(verb);
	if (!incident_start(verb->work, incident, error))
		return false;
	g_autofree char *number = number_text(incident->number);
	verb_tell(verb, "incident", "number", number, "category", category->path, NULL);
	return offer(verb, incident, error);
}

/* NULL with error when no such incident is open. */
static Incident *find(Verb *verb, GError **error)
{
	const char *word = verb->arguments[1] ? verb->arguments[1] : "";
	Incident *incident = NULL;

	if (incident_load(verb->work->db, verb_number(word), &incident, error) &&
	    !incident)
		verb_refuse(verb, error, "no-incident", "word", word, NULL);
	return incident;
}

static void tell_count(Verb *verb, const char *phrase, const Incident *incident,
		       const IncidentCount *count)
{
	g_autofree char *number = number_text(incident->number);
	g_autofree char *tickets = g_strdup_printf("%u", count->tickets);
	g_autofree char *people = g_strdup_printf("%u", count->people);

	verb_tell(verb, phrase, "number", number, "tickets", tickets, "count", people,
		  NULL);
}

static bool add_number(Verb *verb, const char *word, GArray *tickets, GError **error)
{
	gint64 number = verb_number(word);
	g_autoptr(Ticket) ticket = NULL;

	if (number && !ticket_load(verb->work->db, number, &ticket, error))
		return false;
	if (!ticket)
		return verb_refuse(verb, error, "no-ticket", "number", word, NULL);
	g_array_append_val(tickets, number);
	return true;
}

/* The ticket that is spoken of, or those that are named: NUMBER …, all, since=MOMENT. */
static GArray *read_tickets(Verb *verb, const Incident *incident, GError **error)
{
	const char *const *words = verb->arguments + 2;
	g_autoptr(GArray) tickets = NULL;
	const char *moment = value_of(*words, "since=");
	gint64 since = 0;

	if (moment && !parse_past(verb, moment, &since)) {
		verb_refuse(verb, error, "no-moment", "word", moment, NULL);
		return NULL;
	}
	if (moment || (*words && verb_is_word(verb, *words, "all")))
		return incident_tickets(verb->work, incident, since, &tickets, error)
			       ? g_steal_pointer(&tickets)
			       : NULL;
	tickets = g_array_new(FALSE, FALSE, sizeof(gint64));
	for (; *words; words++)
		if (!add_number(verb, *words, tickets, error))
			return NULL;
	if (tickets->len == 0 && verb->ticket)
		g_array_append_val(tickets, verb->ticket->id);
	if (tickets->len == 0) {
		verb_refuse(verb, error, "incident", NULL);
		return NULL;
	}
	return g_steal_pointer(&tickets);
}

/* attach NUMBER [TICKET … | all | since=MOMENT] */
static bool attach(Verb *verb, GError **error)
{
	g_autoptr(Incident) incident = find(verb, error);
	g_autoptr(GArray) tickets = incident ? read_tickets(verb, incident, error) : NULL;
	IncidentCount count;

	if (!tickets || !incident_join(verb->work, incident, tickets, &count, error))
		return false;
	tell_count(verb, "incident-attach", incident, &count);
	return true;
}

/* tell NUMBER [until=MOMENT], with a text */
static bool tell(Verb *verb, GError **error)
{
	g_autoptr(Incident) incident = find(verb, error);
	IncidentCount count;

	if (!incident)
		return false;
	const char *const *words = verb->arguments + 2;
	g_autofree char *text = take_text(verb);
	if (!read_times(verb, &words, incident, error))
		return false;
	if (*words || !*text)
		return verb_refuse(verb, error, "incident-text", NULL);
	g_free(incident->text);
	incident->text = g_steal_pointer(&text);
	if (!incident_change(verb->work, incident, error) ||
	    !incident_tell(verb->work, incident, &count, error))
		return false;
	tell_count(verb, "incident-tell", incident, &count);
	return true;
}

/* end NUMBER, with a text or without */
static bool end(Verb *verb, GError **error)
{
	g_autoptr(Incident) incident = find(verb, error);
	IncidentCount count;

	if (!incident)
		return false;
	g_free(incident->text);
	incident->text = take_text(verb);
	if (!incident_end(verb->work, incident, &count, error))
		return false;
	tell_count(verb, "incident-end", incident, &count);
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
	static const struct {
		const char *word;
		VerbFunction say;
	} rows[] = {{"start", start}, {"attach", attach}, {"tell", tell},
		    {"end", end},     {"list", list},	  {"", list}};
	const char *word = verb_argument(verb);

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		if (strcmp(word, rows[i].word) == 0)
			return rows[i].say(verb, error);
	return verb_refuse(verb, error, "incident", NULL);
}
