/* bounce_text.h - delivery reports that are written for people, for bounce.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/reading.h"

/* Fills message->bounce when the text is such a report. */
void bounce_text_read(Reading *reading);

/* Where the returned mail begins in the text, NULL when it is not there. Borrowed. */
const char *bounce_text_copy(const char *text);

/* The status and the words of the server that refused, as the text tells them; NULL when
 * it does not. g_free. */
char *bounce_text_status(const Message *message);
char *bounce_text_reason(const Message *message);
