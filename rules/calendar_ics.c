/* calendar_ics.c - holidays from an iCalendar file. */
/* SPDX-License-Identifier: MIT */
#include "rules/calendar.h"

#include "mail/error.h"

bool calendar_add_holidays_file(Calendar *calendar, const char *path, GError **error)
{
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
		    "%s: iCalendar files are not read; write holiday = 2026-12-25", path);
	return false;
}
