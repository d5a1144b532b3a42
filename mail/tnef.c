/* tnef.c - winmail.dat: text and attachments of Outlook's own format. */
/* SPDX-License-Identifier: MIT */
#include "mail/limits.h"
#include "mail/reading.h"
#include "mail/rtf.h"
#include "mail/text.h"

#include <string.h>

/*
 * MS-OXTNEF: a signature, then attributes { level, id, length, data, checksum };
 * properties of the mail and of each attachment stand in two of them. Read here with
 * bounds at every step instead of by a library: the format is small, the data are a
 * stranger's.
 */

enum {
	ATTRIBUTE_BODY = 0x0002800c,
	ATTRIBUTE_MESSAGE_PROPERTIES = 0x00069003,
	ATTRIBUTE_ATTACH_START = 0x00069002,
	ATTRIBUTE_ATTACH_TITLE = 0x00018010,
	ATTRIBUTE_ATTACH_DATA = 0x0006800f,
	ATTRIBUTE_ATTACH_PROPERTIES = 0x00069005,

	PROPERTY_BODY = 0x1000,
	PROPERTY_RTF = 0x1009,
	PROPERTY_HTML = 0x1013,
	PROPERTY_FILE_NAME = 0x3704,
	PROPERTY_LONG_FILE_NAME = 0x3707,
	PROPERTY_MIME_TYPE = 0x370e,
	PROPERTY_CONTENT_ID = 0x3712,
	PROPERTY_DATA = 0x3701,

	TYPE_OBJECT = 0x0d,
	TYPE_STRING = 0x1e,
	TYPE_UNICODE = 0x1f,
	TYPE_BINARY = 0x102,
	TYPE_MULTIPLE = 0x1000,
};

typedef struct {
	const guint8 *at, *end;
} Bytes;

typedef struct {
	char *title, *long_name, *type, *id;
	GBytes *content;
} Part;

typedef struct {
	Reading *reading;
	GString *text, *html;
	Part part;
	bool inside; /* an attachment is open */
} Tnef;

static bool take(Bytes *bytes, gsize length, Bytes *taken)
{
	if (length > (gsize)(bytes->end - bytes->at))
		return false;
	*taken = (Bytes){bytes->at, bytes->at + length};
	bytes->at += length;
	return true;
}

static bool take_number(Bytes *bytes, gsize length, guint32 *number)
{
	Bytes taken;
	*number = 0;
	if (!take(bytes, length, &taken))
		return false;
	for (gsize i = 0; i < length; i++)
		*number |= (guint32)taken.at[i] << (8 * i);
	return true;
}

static char *string_of(Bytes value, bool unicode)
{
	gsize length = value.end - value.at, unit = unicode ? 2 : 1;
	while (length >= unit && value.at[length - 1] == 0 &&
	       value.at[length - unit] == 0)
		length -= unit;
	return text_decode((const char *)value.at, length, unicode ? "utf-16le" : NULL);
}

static void part_end(Tnef *tnef)
{
	Part *part = &tnef->part;
	if (tnef->inside && part->content != NULL)
		attachment_add(tnef->reading,
			       part->long_name != NULL ? part->long_name : part->title,
			       part->type != NULL ? part->type
						  : "application/octet-stream",
			       part->id, g_steal_pointer(&part->content));
	g_clear_pointer(&part->title, g_free);
	g_clear_pointer(&part->long_name, g_free);
	g_clear_pointer(&part->type, g_free);
	g_clear_pointer(&part->id, g_free);
	g_clear_pointer(&part->content, g_bytes_unref);
	tnef->inside = false;
}

static void replace(char **field, Bytes value, bool unicode)
{
	g_free(*field);
	*field = string_of(value, unicode);
}

static void part_property(Part *part, guint32 id, guint32 type, Bytes value)
{
	bool unicode = type == TYPE_UNICODE;
	if (id == PROPERTY_LONG_FILE_NAME)
		replace(&part->long_name, value, unicode);
	else if (id == PROPERTY_FILE_NAME && part->title == NULL)
		replace(&part->title, value, unicode);
	else if (id == PROPERTY_MIME_TYPE)
		replace(&part->type, value, unicode);
	else if (id == PROPERTY_CONTENT_ID)
		replace(&part->id, value, unicode);
	else if (id == PROPERTY_DATA && part->content == NULL)
		part->content = g_bytes_new(value.at, value.end - value.at);
}

/* How much a value may add to the texts of the mail, which are bounded together. */
static gsize text_room(const Tnef *tnef)
{
	return MAIL_TEXT_BYTES_MAX - MIN(tnef->reading->text_bytes, MAIL_TEXT_BYTES_MAX);
}

static Bytes text_take(Tnef *tnef, Bytes value)
{
	gsize length = MIN((gsize)(value.end - value.at), text_room(tnef));
	if (length < (gsize)(value.end - value.at))
		reading_problem(tnef->reading, "the text is too long and was cut");
	tnef->reading->text_bytes += length;
	return (Bytes){value.at, value.at + length};
}

static void body_append(Tnef *tnef, Bytes value, bool unicode)
{
	if (tnef->text->len > 0)
		return;
	g_autofree char *text = string_of(text_take(tnef, value), unicode);
	g_string_append(tnef->text, text);
}

static void html_append(Tnef *tnef, Bytes value, bool unicode)
{
	if (tnef->html->len > 0)
		return;
	g_autofree char *html = string_of(text_take(tnef, value), unicode);
	g_string_append(tnef->html, html);
	if (tnef->text->len > 0)
		return;
	g_autofree char *text = html_to_text(html, strlen(html));
	g_string_append(tnef->text, text);
}

static void rtf_append(Tnef *tnef, Bytes value)
{
	if (tnef->text->len > 0)
		return;
	gsize unpacked;
	g_autofree char *text = rtf_compressed_to_text(
		value.at, (gsize)(value.end - value.at), text_room(tnef), &unpacked);
	tnef->reading->text_bytes += unpacked;
	g_string_append(tnef->text, text);
}

static void message_property(Tnef *tnef, guint32 id, guint32 type, Bytes value)
{
	bool unicode = type == TYPE_UNICODE;
	if (id == PROPERTY_BODY)
		body_append(tnef, value, unicode);
	else if (id == PROPERTY_HTML)
		html_append(tnef, value, unicode);
	else if (id == PROPERTY_RTF)
		rtf_append(tnef, value);
}

/* Bytes of one value of a type of fixed size. */
static gsize fixed_size(guint32 type)
{
	switch (type & 0xfff) {
	case 0x05:
	case 0x06:
	case 0x07:
	case 0x14:
	case 0x40:
		return 8;
	case 0x48:
		return 16;
	default:
		return 4;
	}
}

static bool is_variable(guint32 type)
{
	type &= 0xfff;
	return type == TYPE_OBJECT || type == TYPE_STRING || type == TYPE_UNICODE ||
	       type == TYPE_BINARY;
}

static bool skip_name(Bytes *bytes)
{
	Bytes ignored;
	guint32 kind, length;
	if (!take(bytes, 16, &ignored) || !take_number(bytes, 4, &kind) ||
	    !take_number(bytes, 4, &length))
		return false;
	return kind == 0 || take(bytes, ((gsize)length + 3) / 4 * 4, &ignored);
}

/* The value of one property; the first of several. */
static bool take_value(Bytes *bytes, guint32 type, Bytes *value)
{
	guint32 count = 1, length;
	Bytes next;
	if ((is_variable(type) || (type & TYPE_MULTIPLE) != 0) &&
	    !take_number(bytes, 4, &count))
		return false;
	if (!is_variable(type))
		return take(bytes, fixed_size(type) * (gsize)count, value);
	*value = (Bytes){bytes->at, bytes->at};
	for (guint32 i = 0; i < count; i++) {
		if (!take_number(bytes, 4, &length) || !take(bytes, length, &next))
			return false;
		gsize padding = (4 - length % 4) % 4;
		bytes->at += MIN(padding, (gsize)(bytes->end - bytes->at));
		if (i == 0)
			*value = next;
	}
	return true;
}

static void properties_read(Tnef *tnef, Bytes bytes, bool of_part)
{
	guint32 count, type, id;
	if (!take_number(&bytes, 4, &count))
		return;
	for (guint32 i = 0; i < count; i++) {
		Bytes value;
		if (!take_number(&bytes, 2, &type) || !take_number(&bytes, 2, &id) ||
		    (id >= 0x8000 && !skip_name(&bytes)) ||
		    !take_value(&bytes, type, &value))
			return;
		if (of_part)
			part_property(&tnef->part, id, type, value);
		else
			message_property(tnef, id, type, value);
	}
}

static void attribute_read(Tnef *tnef, guint32 id, Bytes value)
{
	switch (id) {
	case ATTRIBUTE_BODY:
		body_append(tnef, value, false);
		break;
	case ATTRIBUTE_MESSAGE_PROPERTIES:
		properties_read(tnef, value, false);
		break;
	case ATTRIBUTE_ATTACH_START:
		part_end(tnef);
		tnef->inside = true;
		break;
	case ATTRIBUTE_ATTACH_TITLE:
		replace(&tnef->part.title, value, false);
		break;
	case ATTRIBUTE_ATTACH_DATA:
		g_clear_pointer(&tnef->part.content, g_bytes_unref);
		tnef->part.content = g_bytes_new(value.at, value.end - value.at);
		break;
	case ATTRIBUTE_ATTACH_PROPERTIES:
		properties_read(tnef, value, true);
		break;
	default:
		break;
	}
}

bool tnef_read(Reading *reading, GBytes *content, GString *text, GString *html)
{
	gsize length;
	const guint8 *data = g_bytes_get_data(content, &length);
	guint32 signature, key, level, id, size, checksum;
	if (data == NULL)
		return false;
	Bytes bytes = {data, data + length}, value;
	if (!take_number(&bytes, 4, &signature) || signature != 0x223e9f78 ||
	    !take_number(&bytes, 2, &key))
		return false;
	g_autoptr(GString) inner_text = g_string_new(NULL);
	g_autoptr(GString) inner_html = g_string_new(NULL);
	guint before = reading->message->attachments->len;
	Tnef tnef = {.reading = reading, .text = inner_text, .html = inner_html};
	while (take_number(&bytes, 1, &level) && take_number(&bytes, 4, &id) &&
	       take_number(&bytes, 4, &size) && take(&bytes, size, &value)) {
		attribute_read(&tnef, id, value);
		if (!take_number(&bytes, 2, &checksum))
			break;
	}
	part_end(&tnef);
	bool found = inner_text->len > 0 || reading->message->attachments->len > before;
	/* the mail around it usually has the same text */
	if (strspn(text->str, " \t\r\n") == text->len)
		g_string_append(text, inner_text->str);
	if (html->len == 0)
		g_string_append(html, inner_html->str);
	return found;
}
