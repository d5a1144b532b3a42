/* rtf.h - text of Outlook's compressed RTF, for tnef.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Valid UTF-8, "" when it cannot be read. No more than room bytes of RTF are read,
 * *unpacked tells how many. g_free. */
char *rtf_compressed_to_text(const guint8 *bytes, gsize length, gsize room,
			     gsize *unpacked);
