/* moment.c - moments as people say them: "until monday 9:00", "tomorrow", "3d". */
/* SPDX-License-Identifier: MIT */
#include "desk/verb_rows.h"
#include "rules/duration.h"
#include "rules/zone.h"

#include <string.h>

/*
 * moment   = [preposition ...] (length | day [["at"] clock] | clock)
 * length   = "3d" | "1d4h" | number unit | "in" unit
 * number   = "2" | "a" | "one"
 * unit     = "minutes" | "hours" | "days" | "weeks"
 * day      = "today" | "tomorrow" | weekday | "week" | "2026-12-01" | "1.12." |
 * "1.12.2026" clock    = "9:00" | "9.00" | "9am" | "5:30pm"
 *
 * A weekday is the next one that is still to come; a clock alone too.
 */
#define DAY_S 86400

typedef struct {
	char **words;
	GTimeZone *zone;
	gint64 now;
	gint64 today; /* local midnight, as a reading */
	int hour;     /* of a day without a clock */
} Moment;

static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
				       "friday", "saturday", "sunday"};

/* 0 for Monday; -1: no weekday. At least three letters of the name. */
static int weekday_of(const char *word)
{
	gsize length = strlen(word);

	for (int i = 0; i < 7; i++)
		if (length >= 3 && g_ascii_strncasecmp(word, weekdays[i], length) == 0)
			return i;
	return -1;
}

static bool read_number(const char **text, int most, int *number)
{
	int digits = 0;

	*number = 0;
	for (; g_ascii_isdigit(**text) && digits < 5; digits++)
		*number = *number * 10 + *(*text)++ - '0';
	return digits > 0 && *number <= most;
}

/* Seconds since midnight. */
static bool read_clock(const char *word, gint64 *seconds)
{
	int hour, minute = 0;
	bool has_minutes = false;

	if (!read_number(&word, 24, &hour))
		return false;
	if (*word == ':' || *word == '.') {
		word++;
		has_minutes = true;
		if (!g_ascii_isdigit(word[0]) || !g_ascii_isdigit(word[1]) ||
		    !read_number(&word, 59, &minute))
			return false;
	}
	bool am = g_ascii_strcasecmp(word, "am") == 0,
	     pm = g_ascii_strcasecmp(word, "pm") == 0;
	if ((am || pm) && hour >= 1 && hour <= 12)
		hour = hour % 12 + (pm ? 12 : 0);
	else if (*word || !has_minutes)
		return false;
	*seconds = hour * 3600 + minute * 60;
	return *seconds <= DAY_S;
}

/* "1.12." and "1.12.2026"; without a year the next such day. */
static bool read_dotted(const Moment *moment, const char *word, gint64 *day)
{
	int dom, month, year = 0;
	GDate date;

	if (!read_number(&word, 31, &dom) || *word++ != '.' ||
	    !read_number(&word, 12, &month) || *word++ != '.')
		return false;
	if (*word && (!read_number(&word, 9999, &year) || *word || year < 1970))
		return false;
	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(moment->today / DAY_S + 719163));
	bool guess = year == 0;
	year = guess ? g_date_get_year(&date) : year;
	for (int i = 0; i <= (guess ? 8 : 0); i++) {
		if (!g_date_valid_dmy((GDateDay)dom, month, (GDateYear)(year + i)))
			continue;
		g_date_set_dmy(&date, (GDateDay)dom, month, (GDateYear)(year + i));
		*day = ((gint64)g_date_get_julian(&date) - 719163) * DAY_S;
		if (!guess || *day >= moment->today)
			return true;
	}
	return false;
}

static bool read_iso(const char *word, gint64 *day)
{
	return strlen(word) == 10 && word[4] == '-' && time_parse(word, NULL, day);
}

/* 1970-01-01 was a Thursday. */
static gint64 next_weekday(const Moment *moment, int weekday)
{
	int today = (int)((moment->today / DAY_S + 3) % 7);
	return moment->today + ((weekday - today + 7) % 7) * DAY_S;
}

/* The word's day, and by how much it moves on when its moment has passed already. */
static bool read_day(const Moment *moment, const char *word, gint64 *day, gint64 *repeat)
{
	int weekday = weekday_of(word);

	*repeat = 0;
	if (weekday >= 0) {
		*day = next_weekday(moment, weekday);
		*repeat = 7 * DAY_S;
		return true;
	}
	if (g_ascii_strcasecmp(word, "week") == 0) {
		*day = next_weekday(moment, 0);
		*repeat = 7 * DAY_S;
		return true;
	}
	*day = moment->today;
	if (g_ascii_strcasecmp(word, "today") == 0)
		return true;
	*day += DAY_S;
	if (g_ascii_strcasecmp(word, "tomorrow") == 0)
		return true;
	return read_iso(word, day) || read_dotted(moment, word, day);
}

static gint64 moment_at(const Moment *moment, gint64 reading)
{
	return moment->zone ? zone_first(moment->zone, reading) : reading;
}

/* How many words name a day or a clock; 0: none. */
static int read_calendar(const Moment *moment, gint64 *at)
{
	gint64 day, repeat, clock_s = moment->hour * 3600;
	char **words = moment->words;
	int used = 1;

	if (read_clock(words[0], &clock_s)) {
		day = moment->today;
		repeat = DAY_S;
	} else if (!read_day(moment, words[0], &day, &repeat)) {
		return 0;
	} else {
		if (words[used] && g_ascii_strcasecmp(words[used], "at") == 0 &&
		    words[used + 1] && read_clock(words[used + 1], &clock_s))
			used += 2;
		else if (words[used] && read_clock(words[used], &clock_s))
			used++;
	}
	*at = moment_at(moment, day + clock_s);
	if (*at <= moment->now && repeat)
		*at = moment_at(moment, day + repeat + clock_s);
	return used;
}

/* 'd' for "days", "day"; '\0': no unit. At least three letters of the name. */
static char unit_of(const char *word)
{
	static const char *const units[] = {"minutes", "mins", "hours",
					    "hrs",     "days", "weeks"};

	for (gsize i = 0; strlen(word) >= 3 && i < G_N_ELEMENTS(units); i++)
		if (g_ascii_strncasecmp(word, units[i], strlen(word)) == 0)
			return units[i][0];
	return '\0';
}

/* "one" of one; where "in" goes before, a unit alone is one of it. */
static int read_length(char **words, bool is_in, gint64 day_s, gint64 *length_s)
{
	if (duration_parse(words[0], day_s, length_s, NULL))
		return 1;
	int numbers = is_in && unit_of(words[0]) ? 0 : 1;
	char unit = words[numbers] ? unit_of(words[numbers]) : '\0';
	bool is_one = !numbers || g_ascii_strcasecmp(words[0], "one") == 0 ||
		      g_ascii_strcasecmp(words[0], "a") == 0 ||
		      g_ascii_strcasecmp(words[0], "an") == 0;

	if (!unit)
		return 0;
	g_autofree char *together =
		g_strdup_printf("%s%c", is_one ? "1" : words[0], unit);
	return duration_parse(together, day_s, length_s, NULL) ? numbers + 1 : 0;
}

static bool is_preposition(const char *word)
{
	static const char *const words[] = {"until", "till", "by",   "in", "on",
					    "at",    "for",  "next", NULL};

	for (int i = 0; words[i]; i++)
		if (g_ascii_strcasecmp(word, words[i]) == 0)
			return true;
	return false;
}

int moment_read(char **words, const MomentSense *sense, gint64 now, gint64 *at)
{
	gint32 ahead = sense->zone ? zone_offset(sense->zone, now) : 0;
	gint64 length_s;
	int skipped = 0;

	while (words[skipped] && is_preposition(words[skipped]))
		skipped++;
	if (!words[skipped])
		return 0;
	Moment moment = {.words = words + skipped,
			 .zone = sense->zone,
			 .now = now,
			 .today = reading_day(now + ahead) * DAY_S,
			 .hour = sense->hour};
	int used = read_calendar(&moment, at);
	if (used)
		return skipped + used;
	gint64 day_s = sense->calendar ? calendar_day_s(sense->calendar) : DAY_S;
	bool is_in = skipped && g_ascii_strcasecmp(words[skipped - 1], "in") == 0;
	used = read_length(moment.words, is_in, day_s, &length_s);
	if (!used)
		return 0;
	*at = sense->calendar ? calendar_add(sense->calendar, now, length_s)
			      : now + length_s;
	return skipped + used;
}

/* The English of a word that the catalogue has in the speaker's language; NULL: none. */
static const char *english(const Verb *verb, const char *word)
{
	static const char *const arguments[] = {"until", "in",	     "on",   "at",
						"today", "tomorrow", "one",  "minutes",
						"hours", "days",     "weeks"};

	for (gsize i = 0; i < G_N_ELEMENTS(arguments); i++)
		if (verb_is_word(verb, word, arguments[i]))
			return arguments[i];
	for (int i = 0; i < 7; i++) {
		g_autofree char *name = g_strdup_printf("weekday.%d", i + 1);
		g_autofree char *abbreviation =
			g_strdup_printf("weekday-short.%d", i + 1);
		if (verb_is_word(verb, word, weekdays[i]) ||
		    verb_has_word(verb, name, word) ||
		    verb_has_word(verb, abbreviation, word))
			return weekdays[i];
	}
	return NULL;
}

char **moment_words(const Verb *verb)
{
	char **words = g_strdupv((char **)verb->arguments);

	for (char **word = words; word && *word; word++) {
		const char *known = english(verb, *word);
		if (!known)
			continue;
		g_free(*word);
		*word = g_strdup(known);
	}
	return words ? words : g_new0(char *, 1);
}

bool verb_parse_moment(const char *text, GTimeZone *zone, gint64 now, gint64 *at)
{
	MomentSense sense = {.zone = zone, .hour = 9};
	g_autofree char *folded = g_strdup(text);
	g_auto(GStrv) words =
		g_strsplit(g_strstrip(g_strdelimit(folded, "\t\n,", ' ')), " ", -1);
	g_autoptr(GPtrArray) filled = g_ptr_array_new();

	if (time_parse(text, zone, at))
		return true;
	for (char **word = words; *word; word++)
		if (**word)
			g_ptr_array_add(filled, *word);
	g_ptr_array_add(filled, NULL);
	int used = moment_read((char **)filled->pdata, &sense, now, at);
	return used && used == (int)filled->len - 1;
}
