/* header_text.h - unstructured header text, encoded and folded. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * What stands behind "name:" for text (one line of valid UTF-8): RFC 2047 where it is
 * needed, folded with LF at 76 columns, with the leading space and the last LF. g_free.
 */
char *header_text(const char *name, const char *text);
