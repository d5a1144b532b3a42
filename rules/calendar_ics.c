/* calendar_ics.c - holidays from an iCalendar file, recurring ones included. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "rules/calendar.h"

#include <libical/ical.h>

/*
 * The events of the file (RFC 5545) are unrolled into dates once, so that nothing recurs
 * while working time is counted. An event that replaces one occurrence of another
 * (RECURRENCE-ID) counts on its own, and the occurrence is left out of the other.
 */
#define FILE_BYTES_MAX	(8 * 1024 * 1024)
#define LAST_YEAR	2100
#define OCCURRENCES_MAX 10000 /* of one event; its rule may be endless */
#define EVENT_DAYS_MAX	366
#define EVENTS_MAX	10000

G_DEFINE_AUTOPTR_CLEANUP_FUNC(icalcomponent, icalcomponent_free)
typedef icalrecur_iterator RecurIterator;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RecurIterator, icalrecur_iterator_free)

typedef struct {
	Calendar *calendar;
	GHashTable *left_out; /* "UID day" of occurrences that do not take place */
	const char *uid;      /* of the event at hand */
	gint64 length_days;
} Unrolling;

static bool refuse(GError **error, const char *path, const char *why, const char *what)
{
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID, "%s: %s%s", path, why,
		    what ? what : "");
	return false;
}

/* Days since 1970-01-01. */
static gint64 day_of(struct icaltimetype date)
{
	GDate day;
	if (!g_date_valid_dmy((GDateDay)date.day, date.month, (GDateYear)date.year))
		return G_MININT64;
	g_date_clear(&day, 1);
	g_date_set_dmy(&day, (GDateDay)date.day, date.month, (GDateYear)date.year);
	return (gint64)g_date_get_julian(&day) - 719163;
}

static char *occurrence_key(const char *uid, gint64 day)
{
	return g_strdup_printf("%s %" G_GINT64_FORMAT, uid, day);
}

static void leave_out(Unrolling *unrolling, const char *uid, gint64 day)
{
	g_hash_table_add(unrolling->left_out, occurrence_key(uid, day));
}

static void add_occurrence(Unrolling *unrolling, gint64 first_day)
{
	g_autofree char *key = occurrence_key(unrolling->uid, first_day);
	if (g_hash_table_contains(unrolling->left_out, key))
		return;
	for (gint64 day = 0; day < unrolling->length_days; day++)
		calendar_add_holiday(unrolling->calendar, first_day + day);
}

static void add_rule(Unrolling *unrolling, struct icaltimetype start,
		     icalproperty *property)
{
	g_autoptr(RecurIterator) dates =
		icalrecur_iterator_new(icalproperty_get_rrule(property), start);
	for (int i = 0; dates && i < OCCURRENCES_MAX; i++) {
		struct icaltimetype date = icalrecur_iterator_next(dates);
		if (icaltime_is_null_time(date) || date.year > LAST_YEAR)
			return;
		add_occurrence(unrolling, day_of(date));
	}
}

static void add_rules(Unrolling *unrolling, icalcomponent *event,
		      struct icaltimetype start)
{
	icalproperty *property =
		icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
	for (; property;
	     property = icalcomponent_get_next_property(event, ICAL_RRULE_PROPERTY))
		add_rule(unrolling, start, property);
	property = icalcomponent_get_first_property(event, ICAL_RDATE_PROPERTY);
	for (; property;
	     property = icalcomponent_get_next_property(event, ICAL_RDATE_PROPERTY)) {
		struct icaldatetimeperiodtype date = icalproperty_get_rdate(property);
		gint64 day = day_of(icaltime_is_null_time(date.time) ? date.period.start
								     : date.time);
		if (day != G_MININT64)
			add_occurrence(unrolling, day);
	}
}

static void leave_out_exceptions(Unrolling *unrolling, icalcomponent *event)
{
	icalproperty *property =
		icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY);
	for (; property;
	     property = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY))
		leave_out(unrolling, unrolling->uid,
			  day_of(icalproperty_get_exdate(property)));
}

static const char *summary_of(icalcomponent *event)
{
	const char *summary = icalcomponent_get_summary(event);
	return summary ? summary : "without a summary";
}

static const char *uid_of(icalcomponent *event)
{
	const char *uid = icalcomponent_get_uid(event);
	return uid ? uid : "";
}

static bool add_event(Unrolling *unrolling, icalcomponent *event, const char *path,
		      GError **error)
{
	struct icaltimetype start = icalcomponent_get_dtstart(event);
	gint64 first_day = day_of(start);
	if (icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED)
		return true;
	if (first_day == G_MININT64)
		return refuse(error, path, "no DTSTART in the event ", summary_of(event));
	if (!start.is_date)
		return refuse(error, path,
			      "holidays are whole days, but a time of day has the event ",
			      summary_of(event));
	unrolling->uid = uid_of(event);
	unrolling->length_days =
		MAX(day_of(icalcomponent_get_dtend(event)) - first_day, 1);
	if (unrolling->length_days > EVENT_DAYS_MAX)
		return refuse(error, path, "longer than a year is the event ",
			      summary_of(event));
	leave_out_exceptions(unrolling, event);
	bool is_replacement =
		icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY);
	if (is_replacement) {
		for (gint64 day = 0; day < unrolling->length_days; day++)
			calendar_add_holiday(unrolling->calendar, first_day + day);
		return true;
	}
	add_occurrence(unrolling, first_day);
	add_rules(unrolling, event, start);
	return true;
}

/* What replaces an occurrence may stand before or after the event that recurs. */
static void leave_out_replaced(Unrolling *unrolling, icalcomponent *root)
{
	icalcomponent *event =
		icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT);
	for (; event;
	     event = icalcomponent_get_next_component(root, ICAL_VEVENT_COMPONENT)) {
		if (icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY))
			leave_out(unrolling, uid_of(event),
				  day_of(icalcomponent_get_recurrenceid(event)));
	}
}

static bool add_events(Calendar *calendar, icalcomponent *root, const char *path,
		       GError **error)
{
	g_autoptr(GHashTable) left_out =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Unrolling unrolling = {.calendar = calendar, .left_out = left_out};
	int events = icalcomponent_count_components(root, ICAL_VEVENT_COMPONENT);
	if (events == 0)
		return refuse(error, path, "no event (VEVENT) in it", NULL);
	if (events > EVENTS_MAX)
		return refuse(error, path, "more than 10000 events", NULL);
	leave_out_replaced(&unrolling, root);
	icalcomponent *event =
		icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT);
	for (; event;
	     event = icalcomponent_get_next_component(root, ICAL_VEVENT_COMPONENT))
		if (!add_event(&unrolling, event, path, error))
			return false;
	return true;
}

bool calendar_add_holidays_file(Calendar *calendar, const char *path, GError **error)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) failure = NULL;
	gsize length;
	if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
		return refuse(error, path,
			      "no such file; write the path of an iCalendar file", NULL);
	if (!g_file_get_contents(path, &text, &length, &failure))
		return refuse(error, path, failure->message, NULL);
	if (length > FILE_BYTES_MAX)
		return refuse(error, path, "larger than 8 MiB", NULL);
	g_autoptr(icalcomponent) root = icalparser_parse_string(text);
	if (!root || icalcomponent_isa(root) != ICAL_VCALENDAR_COMPONENT)
		return refuse(error, path, "not an iCalendar file", NULL);
	if (icalcomponent_count_errors(root) > 0)
		return refuse(error, path,
			      "damaged, some of its lines are not iCalendar (RFC 5545)",
			      NULL);
	return add_events(calendar, root, path, error);
}
