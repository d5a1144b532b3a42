/* vacation_date.h - when an absent person is back, for vacation.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The date that text gives for the return, or for the end of the absence: seconds UTC at
 * midnight, 0 when there is none. now (that of the notice, 0 if unknown) gives the year
 * where it is left out. */
gint64 vacation_return(const char *text, gint64 now);
