/* calendar.c - the METHOD and a readable summary of text/calendar. */
/* SPDX-License-Identifier: MIT */
#include "mail/find.h"
#include "mail/reading.h"

#include <string.h>

#define VALUE_MAX 1000 /* octets of a property that are read */

/* What stands behind the colon; RFC 5545 folding and escapes undone. g_free. */
static char *property_value(const char *at)
{
	GString *value = g_string_new(NULL);

	for (; *at != '\0' && value->len < VALUE_MAX; at++) {
		if (*at == '\n' && at[1] != ' ' && at[1] != '\t')
			break;
		if (*at == '\n') {
			at++;
		} else if (*at == '\\' && (at[1] == 'n' || at[1] == 'N')) {
			g_string_append_c(value, ' ');
			at++;
		} else if (*at != '\\') {
			g_string_append_c(value, *at);
		}
	}
	return g_strstrip(g_string_free(value, FALSE));
}

/* The colon behind name and parameters; parameters in quotes may hold others. NULL when
 * the line ends before it. */
static const char *value_colon(const char *line)
{
	bool quoted = false;
	for (; *line != '\0' && *line != '\n'; line++) {
		quoted ^= *line == '"';
		if (*line == ':' && !quoted)
			return line;
	}
	return NULL;
}

/* The first line of the property, NULL: there is none. Borrowed. */
static const char *property_line(const char *calendar, const char *name)
{
	gsize length = strlen(name);
	for (const char *line = calendar; line != NULL && *line != '\0';) {
		const char *next = strchr(line, '\n');
		if (g_ascii_strncasecmp(line, name, length) == 0 &&
		    (line[length] == ':' || line[length] == ';'))
			return line;
		line = next == NULL ? NULL : next + 1;
	}
	return NULL;
}

/* Its value, NULL: there is none. g_free. */
static char *property(const char *calendar, const char *name)
{
	const char *line = property_line(calendar, name);
	const char *colon = line == NULL ? NULL : value_colon(line);
	return colon == NULL ? NULL : property_value(colon + 1);
}

/* "20260302T090000" as people write it, anything else as it is. g_free. */
static char *moment_shown(const char *value)
{
	gsize digits = strspn(value, "0123456789");
	if (digits != 8 || (value[8] != '\0' && value[8] != 'T'))
		return g_strdup(value);
	g_autofree char *day =
		g_strdup_printf("%.4s-%.2s-%.2s", value, value + 4, value + 6);
	if (value[8] == '\0' || strspn(value + 9, "0123456789") < 4)
		return g_steal_pointer(&day);
	return g_strdup_printf("%s %.2s:%.2s%s", day, value + 9, value + 11,
			       g_str_has_suffix(value, "Z") ? " UTC" : "");
}

/* The zone that a moment names, as "Europe/Athens"; NULL if none. g_free. */
static char *zone_of(const char *line)
{
	const char *colon = value_colon(line), *zone = strstr(line, "TZID=");
	if (colon == NULL || zone == NULL || zone > colon)
		return NULL;
	zone += strlen("TZID=");
	gsize length = *zone == '"' ? strcspn(zone + 1, "\"\n") : strcspn(zone, ";:\n");
	return g_strndup(zone + (*zone == '"'), MIN(length, 60));
}

static void append_property(GString *text, const char *event, const char *name)
{
	g_autofree char *value = property(event, name);
	if (value == NULL || *value == '\0')
		return;
	if (g_str_has_prefix(name, "DT")) {
		g_autofree char *moment = moment_shown(value);
		g_autofree char *zone = zone_of(property_line(event, name));
		g_string_append_printf(text, "%s: %s%s%s\n", name, moment,
				       zone == NULL ? "" : " ", zone == NULL ? "" : zone);
		return;
	}
	g_string_append_printf(text, "%s: %s\n", name, value);
}

void calendar_read(Reading *reading, const char *calendar, const char *declared,
		   GString *text)
{
	static const char *const shown[] = {"SUMMARY",	"DTSTART",   "DTEND",
					    "LOCATION", "ORGANIZER", "DESCRIPTION"};
	g_autofree char *method = property(calendar, "METHOD");
	if (method != NULL || declared != NULL) {
		g_autofree char *upper =
			g_ascii_strup(method != NULL ? method : declared, -1);
		reading->message->calendar_method = reading_keep(reading, upper);
	}
	const char *event = strstr(calendar, "BEGIN:VEVENT");
	if (event == NULL || !bytes_are_blank(text->str, text->len))
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(shown); i++)
		append_property(text, event, shown[i]);
}
