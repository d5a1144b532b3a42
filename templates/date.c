/* date.c - moments in the words of a language. */
/* SPDX-License-Identifier: MIT */
#include "templates/catalogue.h"

#include <string.h>

static void set_numbered(Value *value, const Catalogue *catalogue, const char *language,
			 const char *group, int number)
{
	g_autofree char *key = g_strdup_printf("%s.%d", group, number);
	value_set(value, group, catalogue_phrase(catalogue, language, key));
}

static char *in_words(const Catalogue *catalogue, const char *language, gint64 at,
		      GTimeZone *zone, const char *format)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at);
	g_autoptr(GDateTime) local =
		utc && zone ? g_date_time_to_timezone(utc, zone) : NULL;
	GDateTime *time = local ? local : utc;
	if (!time)
		return g_strdup("");

	g_autoptr(Value) value = value_map();
	g_autofree char *day = g_strdup_printf("%d", g_date_time_get_day_of_month(time));
	g_autofree char *year = g_strdup_printf("%d", g_date_time_get_year(time));
	g_autofree char *clock = g_date_time_format(time, "%H:%M");
	value_set(value, "day", day);
	value_set(value, "year", year);
	value_set(value, "time", clock);
	set_numbered(value, catalogue, language, "weekday",
		     g_date_time_get_day_of_week(time));
	set_numbered(value, catalogue, language, "weekday-short",
		     g_date_time_get_day_of_week(time));
	set_numbered(value, catalogue, language, "month", g_date_time_get_month(time));
	set_numbered(value, catalogue, language, "month-short",
		     g_date_time_get_month(time));

	char *text = template_render(catalogue_phrase(catalogue, language, format), value,
				     ESCAPE_NONE, NULL, NULL, NULL);
	return text ? text : g_date_time_format(time, "%Y-%m-%d %H:%M");
}

char *catalogue_length(const Catalogue *catalogue, const char *language, const char *text)
{
	GString *words = g_string_new(NULL);

	while (*text) {
		gsize digits = strspn(text, "0123456789");
		if (digits == 0 || !g_ascii_isalpha(text[digits])) {
			g_string_append_len(words, text, (gssize)MAX(digits, 1));
			text += MAX(digits, 1);
			continue;
		}
		g_autofree char *number = g_strndup(text, digits);
		char key[] = {'u', 'n', 'i', 't', '.', text[digits], '\0'};
		const char *pairs[] = {"n", number, NULL};
		g_autofree char *one = catalogue_fill(catalogue, language, key, pairs);
		g_string_append(words, one);
		text += digits + 1;
	}
	return g_string_free(words, FALSE);
}

char *catalogue_time(const Catalogue *catalogue, const char *language, gint64 at,
		     GTimeZone *zone)
{
	return in_words(catalogue, language, at, zone, "date.long");
}

char *catalogue_time_short(const Catalogue *catalogue, const char *language, gint64 at,
			   GTimeZone *zone)
{
	return in_words(catalogue, language, at, zone, "date.short");
}

char *catalogue_day(const Catalogue *catalogue, const char *language, gint64 at,
		    GTimeZone *zone)
{
	return in_words(catalogue, language, at, zone, "date.day");
}
