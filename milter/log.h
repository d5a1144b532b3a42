/* log.h - what postdeskd says: syslog, facility mail, one line a mail. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <syslog.h>

/*
 * Opens the log before any thread starts, and takes over GLib's messages and libmilter's.
 * With foreground also to stderr (not where stderr is the journal, which has them from
 * syslog).
 */
void log_open(bool foreground);

/* Whether what is LOG_DEBUG is logged too. */
void log_debug(bool wanted);

/* One line; control characters in it become '?', so that no mail can forge a line. */
void log_line(int priority, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* An address of an envelope for a log line: without white space and angle brackets, so
 * that nothing in it reads as another field. g_free. */
char *log_address(const char *address);
/* "QUEUEID: text", as the mail server writes it, so that one grep follows a mail;
 * queue_id NULL becomes NOQUEUE. */
void log_mail(int priority, const char *queue_id, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

/* Each problem (char*) as a line. */
void log_problems(const GPtrArray *problems);
