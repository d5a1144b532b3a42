/* forward.c - takes a forwarded mail out of the one that it came in. */
/* SPDX-License-Identifier: MIT */
#include "mail/forward.h"
#include "mail/address.h"
#include "mail/pattern.h"
#include "mail/quote_marks.h"

#include <string.h>

#define LINES_MAX   5000 /* that are looked at for the block */
#define SUBJECT_MAX 500

/* clang-format off */
#define FROM_WORDS \
	"from|von|de|da|van|от|від|od|från|fra|kimden|gönderen|από|αποστολέας|" \
	"lähettäjä|feladó|expéditeur|mittente|remitente|отправитель"
#define SUBJECT_WORDS \
	"subject|betreff|objet|oggetto|asunto|assunto|onderwerp|тема|temat|ämne|" \
	"emne|konu|θέμα|aihe|předmět|subiect|tárgy"
/* clang-format on */

static Pattern from_line =
	PATTERN("^[\\s>*_]*(?:" FROM_WORDS ")\\s*+[*_]*+\\s*+[:：][*_\\s]*([^\\n]+)$");
static Pattern subject_line =
	PATTERN("^[\\s>*_]*(?:" SUBJECT_WORDS ")\\s*+[*_]*+\\s*+[:：][*_\\s]*([^\\n]+)$");
static Pattern address_in = PATTERN("[^\\s<>\\[\\]():;,\"]+@[^\\s<>\\[\\]():;,\"]+");

void forward_free(Forward *forward)
{
	if (!forward)
		return;
	g_free(forward->address);
	g_free(forward->name);
	g_free(forward->subject);
	g_free(forward->text);
	g_free(forward->message_id);
	message_free(forward->attached);
	g_free(forward);
}

static Forward *read_attached(const Message *message)
{
	for (guint i = 0; i < message->attachments->len; i++) {
		const Attachment *file = message->attachments->pdata[i];
		if (strcmp(file->type, "message/rfc822") != 0)
			continue;
		g_autoptr(Message) inner = message_parse(file->content);
		g_autofree char *from = address_normalise(message_from_address(inner));
		if (!*from)
			continue;
		Forward *forward = g_new0(Forward, 1);
		forward->address = g_steal_pointer(&from);
		forward->name = g_strdup(message_from_name(inner));
		forward->subject = g_strdup(inner->subject);
		forward->text = g_strdup(inner->text);
		forward->message_id = g_strdup(inner->message_id);
		forward->attached = g_steal_pointer(&inner);
		return forward;
	}
	return NULL;
}

/* What stands before the address, without the marks around it. */
static char *name_before(const char *line, const char *address)
{
	const char *at = strstr(line, address);
	g_autofree char *before = g_strndup(line, (gsize)(at - line));
	g_autofree char *plain = g_strdelimit(g_strdup(before), "\"<[(*_\t", ' ');
	char *end = strstr(plain, "mailto:");

	if (end)
		*end = '\0';
	return g_strdup(g_strstrip(plain));
}

static bool read_author(Forward *forward, const Line *lines, guint count)
{
	for (guint i = 0; i < count; i++) {
		g_autofree char *value = pattern_capture(&from_line, lines[i].start,
							 (gssize)lines[i].length, 1);
		g_autofree char *whole =
			value && i + 1 < count && !strchr(value, '@')
				? g_strdup_printf("%s %.*s", value,
						  (int)lines[i + 1].length,
						  lines[i + 1].start)
				: g_strdup(value);
		g_autofree char *found =
			whole ? pattern_capture(&address_in, whole, -1, 0) : NULL;
		if (!found)
			continue;
		const char *bare = g_str_has_prefix(found, "mailto:") ? found + 7 : found;
		forward->address = address_normalise(bare);
		forward->name = name_before(whole, found);
		return *forward->address != '\0';
	}
	return false;
}

static char *read_subject(const Line *lines, guint count)
{
	for (guint i = 0; i < count; i++) {
		char *value =
			pattern_capture(&subject_line, lines[i].start,
					(gssize)MIN(lines[i].length, SUBJECT_MAX), 1);
		if (value)
			return g_strstrip(value);
	}
	return g_strdup("");
}

/* Some clients quote what they pass on. */
static char *unquoted(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++)
		if (**line && **line != '>')
			return g_strdup(text);
	for (char **line = lines; *line; line++) {
		char *start = *line + (**line == '>');
		start += *start == ' ';
		memmove(*line, start, strlen(start) + 1);
	}
	return g_strjoinv("\n", lines);
}

static GArray *split(const char *text)
{
	GArray *lines = g_array_new(FALSE, TRUE, sizeof(Line));

	while (*text && lines->len < LINES_MAX) {
		Line line = {.start = text, .length = strcspn(text, "\n")};
		bool is_empty = strspn(text, "> \t\r") >= line.length;
		line.kind = is_empty || line_is_blank(&line) ? LINE_BLANK : LINE_TEXT;
		g_array_append_val(lines, line);
		text += line.length + (text[line.length] == '\n');
	}
	return lines;
}

static Forward *read_block(const Message *message)
{
	g_autoptr(GArray) array = split(message->text);
	const Line *lines = (const Line *)(void *)array->data;

	for (guint i = 0; i < array->len; i++) {
		guint length = header_block_length(lines + i, array->len - i);
		g_autoptr(Forward) forward = length ? g_new0(Forward, 1) : NULL;
		if (!forward || !read_author(forward, lines + i, length))
			continue;
		const Line *last = &lines[i + length - 1];
		g_autofree char *rest = unquoted(last->start + last->length);
		forward->subject = read_subject(lines + i, length);
		forward->text = g_strdup(g_strstrip(rest));
		forward->message_id = g_strdup("");
		return g_steal_pointer(&forward);
	}
	return NULL;
}

Forward *forward_read(const Message *message)
{
	Forward *forward = read_attached(message);

	return forward ? forward : read_block(message);
}
