/* bounce.c - delivery reports: RFC 3464 and the plain-text kinds. */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "mail/reading.h"

void bounce_read(Reading *reading)
{
	Message *message = reading->message;
	if (strcmp(message->report_type, "delivery-status") == 0)
		message->bounce.is = true;
}
