/* mend.h - the bytes of a mail as a MIME parser is to see them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * The Content-* fields of headers (RawHeader*), a blank line and the body, with what is
 * known to be broken about boundaries mended. ends: the body ends with the boundary of
 * the outermost multipart. One pass and no search longer than the body.
 * g_byte_array_unref.
 */
GByteArray *mend_body(const GPtrArray *headers, const char *body, gsize length,
		      bool *ends);
