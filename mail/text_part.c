/* text_part.c - the parts that are to be read, as one text. */
/* SPDX-License-Identifier: MIT */
#include "mail/html_beside.h"
#include "mail/limits.h"
#include "mail/part.h"
#include "mail/text.h"

#include <string.h>

/* CRLF and CR to LF. */
void lines_normalise(char *text)
{
	char *to = text;
	for (const char *from = text; *from != '\0'; from++) {
		if (*from == '\r') {
			*to++ = '\n';
			if (from[1] == '\n')
				from++;
		} else {
			*to++ = *from;
		}
	}
	*to = '\0';
}

char *part_text(Reading *reading, GMimeObject *part, GBytes *content, gsize limit)
{
	gsize length, room = limit - MIN(limit, reading->text_bytes);
	const char *bytes = g_bytes_get_data(content, &length);
	if (length > room) {
		reading_problem(reading, "the text is too long and was cut");
		length = room;
	}
	reading->text_bytes += length;
	g_autofree char *charset =
		part_parameter(reading, part, "Content-Type", "charset");
	if (charset != NULL && reading->charset == NULL)
		reading->charset = g_strdup(charset);
	char *text = text_decode(bytes == NULL ? "" : bytes, length,
				 charset != NULL ? charset : reading->charset);
	lines_normalise(text);
	return text;
}

void text_append(GString *text, const char *block)
{
	if (*block == '\0')
		return;
	if (text->len > 0 && text->str[text->len - 1] != '\n')
		g_string_append_c(text, '\n');
	g_string_append(text, block);
}

static void enriched_read(Reading *reading, GMimeObject *part, const char *type,
			  GBytes *content, GString *text)
{
	g_autofree char *source = part_text(reading, part, content, MAIL_TEXT_BYTES_MAX);
	g_autofree char *readable =
		enriched_to_text(source, strcmp(type, "text/richtext") == 0);
	text_append(text, readable);
}

static void plain_read(Reading *reading, GMimeObject *part, GBytes *whole, GString *text)
{
	g_autoptr(GBytes) content = files_extract(reading, whole);
	g_autofree char *plain = part_text(reading, part, content, MAIL_TEXT_BYTES_MAX);
	g_autofree char *format = part_parameter(reading, part, "Content-Type", "format");
	if (format != NULL && g_ascii_strcasecmp(format, "flowed") == 0) {
		g_autofree char *delsp =
			part_parameter(reading, part, "Content-Type", "delsp");
		g_autofree char *joined = flowed_join(
			plain, delsp != NULL && g_ascii_strcasecmp(delsp, "yes") == 0);
		text_append(text, joined);
		return;
	}
	text_append(text, plain);
}

static void html_read(Reading *reading, GMimeObject *part, GBytes *content, GString *text,
		      GString *html)
{
	g_autofree char *source = part_text(reading, part, content, MAIL_HTML_BYTES_MAX);
	gsize length = strlen(source);
	text_append(html, source);
	/* beside a plain text that says enough nobody reads it */
	if (reading->beside != NULL && !html_says_more(source, length, reading->beside))
		return;
	g_autofree char *readable = html_to_marked_text(source, length);
	text_append(text, readable);
}

void text_part_read(Reading *reading, GMimeObject *part, const char *type,
		    GBytes *content, GString *text, GString *html)
{
	if (strcmp(type, "text/html") == 0)
		html_read(reading, part, content, text, html);
	else if (type_is_enriched(type))
		enriched_read(reading, part, type, content, text);
	else
		plain_read(reading, part, content, text);
}
