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
		    type == G_UNICODE_LINE_SEPARATOR ||
		    type == G_UNICODE_PARAGRAPH_SEPARATOR ||
		    strchr("<>|\":*?", *at) != NULL)
			continue;
		g_string_append_unichar(clean, c);
		count++;
	}
	char *result = g_strstrip(g_string_free(clean, FALSE));
	while (*result == '.')
		memmove(result, result + 1, strlen(result));
	return result;
}

/* "image/png" in lower case, and nothing that only looks like it. g_free. */
static char *type_clean(const char *type)
{
	enum { TYPE_BYTES_MAX = 255 }; /* RFC 6838 4.2: 127, "/", 127 */
	gsize length = strspn(type, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789!#$&^_.+-/*");
	bool is_type = length <= TYPE_BYTES_MAX && type[length] == '\0' &&
		       strchr(type, '/') != NULL;
	return is_type ? g_ascii_strdown(type, -1) : g_strdup("application/octet-stream");
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
	g_autofree char *kind = type_clean(type);
	bool has_id = id != NULL && strlen(id) <= MAIL_MESSAGE_ID_MAX;
	attachment->type = reading_keep(reading, kind);
	attachment->id = reading_keep(reading, has_id ? id : "");
	attachment->content = content;
	attachment->size_bytes = g_bytes_get_size(content);
	g_ptr_array_add(message->attachments, attachment);
}
