/* attachment.c - the list of attachments, their names made harmless. */
/* SPDX-License-Identifier: MIT */
#include "mail/limits.h"
#include "mail/reading.h"

#include <string.h>

/* No path, no control or direction characters, not endless. g_free. */
static char *name_clean(const char *name)
{
	enum { NAME_CHARACTERS_MAX = 200 };
	const char *base = name;
	for (const char *at = name; *at != '\0'; at++)
		if (*at == '/' || *at == '\\')
			base = at + 1;
	GString *clean = g_string_new(NULL);
	glong count = 0;
	for (const char *at = base; *at != '\0' && count < NAME_CHARACTERS_MAX;
	     at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		GUnicodeType type = g_unichar_type(c);
		if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
		    type == G_UNICODE_LINE_SEPARATOR || strchr("<>|\":*?", *at) != NULL)
			continue;
		g_string_append_unichar(clean, c);
		count++;
	}
	char *result = g_strstrip(g_string_free(clean, FALSE));
	while (*result == '.')
		memmove(result, result + 1, strlen(result));
	return result;
}

void attachment_add(Reading *reading, const char *name, const char *type, const char *id,
		    GBytes *content)
{
	Message *message = reading->message;
	if (reading->inside) {
		g_bytes_unref(content);
		return;
	}
	if (message->attachments->len >= MAIL_ATTACHMENTS_MAX) {
		reading_problem(reading, "too many attachments, the last are not listed");
		g_bytes_unref(content);
		return;
	}
	g_autofree char *clean = name_clean(name == NULL ? "" : name);
	Attachment *attachment = g_new0(Attachment, 1);
	attachment->name = reading_keep(reading, clean);
	attachment->type = reading_keep(reading, type);
	attachment->id = reading_keep(reading, id == NULL ? "" : id);
	attachment->content = content;
	attachment->size_bytes = g_bytes_get_size(content);
	g_ptr_array_add(message->attachments, attachment);
}
