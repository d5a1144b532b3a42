/* calendar_hours.c - the working hours of a calendar in words: "Mon-Fri 09:00-18:00". */
/* SPDX-License-Identifier: MIT */
#include "rules/calendar_fields.h"

#include <string.h>

static bool same_spans(const GArray *a, const GArray *b)
{
	return a->len == b->len &&
	       (a->len == 0 || memcmp(a->data, b->data, a->len * sizeof(Span)) == 0);
}

static void append_spans(GString *text, const GArray *spans)
{
	for (guint i = 0; i < spans->len; i++) {
		const Span *span = &g_array_index(spans, Span, i);
		g_string_append_printf(text, " %02d:%02d-%02d:%02d", span->start_s / 3600,
				       span->start_s / 60 % 60, span->end_s / 3600,
				       span->end_s / 60 % 60);
	}
}

char *calendar_hours(const Calendar *calendar, const char *const names[7])
{
	GString *text = g_string_new(NULL);

	for (int first = 0, last; first < WEEKDAYS; first = last + 1) {
		const GArray *spans = calendar->week[first];
		for (last = first;
		     last + 1 < WEEKDAYS && same_spans(spans, calendar->week[last + 1]);)
			last++;
		if (spans->len == 0)
			continue;
		g_string_append_printf(text, "%s%s", text->len ? ", " : "", names[first]);
		if (last > first)
			g_string_append_printf(text, "-%s", names[last]);
		append_spans(text, spans);
	}
	return g_string_free(text, FALSE);
}
