/* rtf.h - text of Outlook's compressed RTF, for tnef.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Valid UTF-8, "" when it cannot be read; bounded by MAIL_TEXT_BYTES_MAX. g_free. */
char *rtf_compressed_to_text(const guint8 *bytes, gsize length);
