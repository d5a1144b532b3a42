/* header_text.h - unstructured text and mailboxes in a header, encoded and folded. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * What stands behind "name:" for text (one line of valid UTF-8): RFC 2047 where it is
 * needed, folded with LF at 76 columns, with the leading space and the last LF. g_free.
 */
char *header_text(const char *name, const char *text);

/* A structured field that is being written. */
typedef struct {
	GString *out; /* as header_text, up to here */
	gsize column;
} HeaderLine;

HeaderLine header_line_new(const char *name);
/* Adds a word of ASCII as it is. */
void header_line_word(HeaderLine *line, const char *word);
/* Adds a mailbox, after a comma if it is not the first. name (one line of valid UTF-8, ""
 * for none) and address (RFC 5322) can be written. */
void header_line_mailbox(HeaderLine *line, const char *name, const char *address);
/* Ends the line: what header_text gives. g_free. */
char *header_line_end(HeaderLine *line);
