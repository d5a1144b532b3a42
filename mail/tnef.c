/* tnef.c - winmail.dat: text and attachments of Outlook's own format. */
/* SPDX-License-Identifier: MIT */
#include "mail/reading.h"

bool tnef_read(Reading *reading, GBytes *content, GString *text, GString *html)
{
	return false;
}
