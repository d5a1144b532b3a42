/* calendar.c - the METHOD and a readable summary of text/calendar. */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "mail/reading.h"

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

/* The value of the first property of that name, NULL: there is none. g_free. */
static char *property(const char *calendar, const char *name)
{
	gsize length = strlen(name);
	for (const char *line = calendar; line != NULL && *line != '\0';) {
		const char *next = strchr(line, '\n');
		if (g_ascii_strncasecmp(line, name, length) == 0 &&
		    (line[length] == ':' || line[length] == ';')) {
			const char *colon = line + strcspn(line, ":\n");
			return *colon == ':' ? property_value(colon + 1) : NULL;
		}
		line = next == NULL ? NULL : next + 1;
	}
	return NULL;
}

static bool is_blank(const GString *text)
{
	return strspn(text->str, " \t\n") == text->len;
}

void calendar_read(Reading *reading, const char *calendar, GString *text)
{
	static const char *const shown[] = {"SUMMARY", "DTSTART", "DTEND", "LOCATION"};
	g_autofree char *method = property(calendar, "METHOD");
	if (method != NULL) {
		g_autofree char *upper = g_ascii_strup(method, -1);
		reading->message->calendar_method = reading_keep(reading, upper);
	}
	const char *event = strstr(calendar, "BEGIN:VEVENT");
	if (event == NULL || !is_blank(text))
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(shown); i++) {
		g_autofree char *value = property(event, shown[i]);
		if (value != NULL && *value != '\0')
			g_string_append_printf(text, "%s: %s\n", shown[i], value);
	}
}
