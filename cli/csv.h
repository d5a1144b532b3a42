/* csv.h - RFC 4180: rows of cells. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* All rows of text; a row is a GPtrArray of char*. Lines may end in LF or CRLF; a quoted
 * cell may hold both. Empty lines are skipped. g_ptr_array_unref. */
GPtrArray *csv_read(const char *text);
/* Number of the column that a header row names, -1: none. */
int csv_column(const GPtrArray *header, const char *name);
