/* mime_body.c - the MIME tree of a draft. */
/* SPDX-License-Identifier: MIT */
#include "mail/mime_body.h"
#include "mail/writable.h"

#include <string.h>

#define PIECE_BYTES    40 /* of a parameter, and one character more */
#define LINE_BYTES_MAX 76 /* longer lines are encoded: relays may break them */

/* --- leaves --- */

static bool is_plain_ascii(const char *bytes, gsize length, gsize line_max)
{
	gsize line = 0;
	for (gsize i = 0; i < length; i++) {
		unsigned char c = (unsigned char)bytes[i];
		line = c == '\n' ? 0 : line + 1;
		bool is_text = (c >= ' ' && c < 0x7f) || c == '\n' || c == '\t' ||
			       (c == '\r' && i + 1 < length && bytes[i + 1] == '\n');
		if (!is_text || line > line_max)
			return false;
	}
	return true;
}

/* Valid UTF-8 with LF line ends, no other control characters, and a line end at the end.
 */
static char *clean_text(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *out = g_string_sized_new(strlen(valid) + 1);
	for (const char *c = valid; *c; c++) {
		if (*c == '\r')
			g_string_append(out, c[1] == '\n' ? "" : "\n");
		else if ((unsigned char)*c >= ' ' || *c == '\n' || *c == '\t')
			g_string_append_c(out, *c);
	}
	if (out->len && out->str[out->len - 1] != '\n')
		g_string_append_c(out, '\n');
	return g_string_free(out, FALSE);
}

/* A "From " that starts a line is changed on the way by some relays: then it is encoded.
 */
static GMimeContentEncoding encoding_of(const char *text)
{
	gsize length = strlen(text), high = 0;
	for (gsize i = 0; i < length; i++)
		high += (unsigned char)text[i] >= 0x80;
	bool has_from = g_str_has_prefix(text, "From ") || strstr(text, "\nFrom ");
	if (high * 5 > length)
		return GMIME_CONTENT_ENCODING_BASE64;
	if (has_from || !is_plain_ascii(text, length, LINE_BYTES_MAX))
		return GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
	return GMIME_CONTENT_ENCODING_7BIT;
}

/* encoding is what the bytes are in already. */
static void set_content(GMimePart *part, const char *bytes, gsize length,
			GMimeContentEncoding encoding)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
	GMimeDataWrapper *wrapper = g_mime_data_wrapper_new_with_stream(stream, encoding);
	g_mime_part_set_content(part, wrapper);
	g_object_unref(wrapper);
	g_object_unref(stream);
}

/*
 * RFC 2045 section 6.7. GMime's lines can be longer than 76, and after a soft line break
 * "From " can stand at the start. g_free.
 */
static char *quoted_printable(const char *text)
{
	GString *out = g_string_sized_new(strlen(text) * 5 / 4 + 1);
	gsize column = 0;
	for (const char *c = text; *c; c++) {
		if (*c == '\n') {
			g_string_append_c(out, '\n');
			column = 0;
			continue;
		}
		bool is_last = c[1] == '\n' || !c[1], is_blank = *c == ' ' || *c == '\t';
		bool is_literal =
			is_blank ? !is_last : *c > ' ' && *c < 0x7f && *c != '=';
		if (column + (is_literal ? 1 : 3) >= LINE_BYTES_MAX) {
			g_string_append(out, "=\n");
			column = 0;
		}
		if (column == 0 && (*c == '.' || g_str_has_prefix(c, "From ")))
			is_literal = false;
		if (is_literal)
			g_string_append_c(out, *c);
		else
			g_string_append_printf(out, "=%02X", (unsigned char)*c);
		column += is_literal ? 1 : 3;
	}
	return g_string_free(out, FALSE);
}

static GMimeObject *text_part(const char *text, const char *subtype)
{
	g_autofree char *clean = clean_text(text);
	GMimePart *part = g_mime_part_new_with_type("text", subtype);
	GMimeContentEncoding encoding = encoding_of(clean);
	g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
	g_mime_part_set_content_encoding(part, encoding);
	if (encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE) {
		g_autofree char *quoted = quoted_printable(clean);
		set_content(part, quoted, strlen(quoted), encoding);
		return GMIME_OBJECT(part);
	}
	if (encoding == GMIME_CONTENT_ENCODING_7BIT) {
		set_content(part, clean, strlen(clean), GMIME_CONTENT_ENCODING_DEFAULT);
		return GMIME_OBJECT(part);
	}
	/* RFC 2045 6.8: line ends become CRLF before base64. */
	g_auto(GStrv) lines = g_strsplit(clean, "\n", -1);
	g_autofree char *canonical = g_strjoinv("\r\n", lines);
	set_content(part, canonical, strlen(canonical), GMIME_CONTENT_ENCODING_DEFAULT);
	return GMIME_OBJECT(part);
}

static bool is_type_token(const char *token)
{
	if (!token || !*token || strlen(token) > 100)
		return false;
	for (const char *c = token; *c; c++)
		if (!g_ascii_isalnum(*c) && !strchr("!#$&-^_.+", *c))
			return false;
	return true;
}

/*
 * A multipart or message must not be encoded (RFC 2045 6.4): a mail of plain lines goes
 * as it is, all else of that kind as bytes.
 */
static GMimePart *part_of_type(const DraftAttachment *attachment, bool *verbatim)
{
	g_auto(GStrv) words = g_strsplit(attachment->type, "/", 2);
	bool fits = words[0] && is_type_token(words[0]) && is_type_token(words[1]);
	g_autofree char *type = fits ? g_ascii_strdown(words[0], -1) : NULL;
	gsize length;
	const char *bytes = g_bytes_get_data(attachment->content, &length);

	*verbatim = fits && g_ascii_strcasecmp(attachment->type, "message/rfc822") == 0 &&
		    is_plain_ascii(bytes, length, 990);
	bool is_composite =
		fits && (strcmp(type, "message") == 0 || strcmp(type, "multipart") == 0);
	if (!fits || (is_composite && !*verbatim))
		return g_mime_part_new_with_type("application", "octet-stream");
	return g_mime_part_new_with_type(type, words[1]);
}

static void append_percent(GString *value, const char *character)
{
	const char *end = g_utf8_next_char(character);
	for (const char *c = character; c < end; c++)
		if (g_ascii_isalnum(*c) || strchr("-._", *c))
			g_string_append_c(value, *c);
		else
			g_string_append_printf(value, "%%%02X", (guchar)*c);
}

/* RFC 2231 section 4.1, each piece of whole characters. */
static void append_parameter(GString *value, const char *name, const char *text)
{
	gsize number_at = value->len + strlen(";\n\t") + strlen(name);
	guint piece = 0;
	for (const char *c = text; *c; piece++) {
		g_string_append_printf(value, ";\n\t%s*%u*=%s", name, piece,
				       piece ? "" : "UTF-8''");
		for (gsize start = value->len; *c && value->len - start < PIECE_BYTES;
		     c = g_utf8_next_char(c))
			append_percent(value, c);
	}
	if (piece == 1)
		g_string_erase(value, (gssize)number_at, strlen("*0"));
}

static void set_parameter(GMimeObject *object, const char *header, const char *plain,
			  const char *name, const char *text)
{
	g_autoptr(GString) value = g_string_new(" ");
	g_string_append(value, plain);
	append_parameter(value, name, text);
	g_string_append_c(value, '\n');
	GMimeHeaderList *list = g_mime_object_get_header_list(object);
	g_mime_header_set_raw_value(g_mime_header_list_get_header(list, header),
				    value->str);
}

/* GMime would choose ISO-8859-5 and the like, which not every client knows in a name, or
 * cut a character in two. */
static void set_filename(GMimePart *part, const char *name)
{
	GMimeObject *object = GMIME_OBJECT(part);
	if (g_str_is_ascii(name)) {
		g_mime_part_set_filename(part, name);
		return;
	}
	g_autofree char *type =
		g_mime_content_type_get_mime_type(g_mime_object_get_content_type(object));
	g_autofree char *disposition = g_strdup(g_mime_object_get_disposition(object));
	set_parameter(object, "Content-Type", type, "name", name);
	set_parameter(object, "Content-Disposition", disposition, "filename", name);
}

static GMimeObject *attachment_part(const DraftAttachment *attachment)
{
	bool verbatim;
	GMimePart *part = part_of_type(attachment, &verbatim);
	GMimeObject *object = GMIME_OBJECT(part);
	g_autofree char *name = writable_text(attachment->name, 200);
	bool is_inline = is_writable_message_id(attachment->id);

	g_mime_object_set_disposition(object, is_inline ? "inline" : "attachment");
	if (*name)
		set_filename(part, name);
	if (is_inline)
		g_mime_part_set_content_id(part, attachment->id);
	gsize length;
	const char *bytes = g_bytes_get_data(attachment->content, &length);
	g_mime_part_set_content_encoding(part, verbatim ? GMIME_CONTENT_ENCODING_7BIT
							: GMIME_CONTENT_ENCODING_BASE64);
	set_content(part, bytes ? bytes : "", length, GMIME_CONTENT_ENCODING_DEFAULT);
	return object;
}

/* --- containers --- */

/* "=_" cannot occur in quoted-printable or base64, so no body line can be a boundary. */
static GMimeMultipart *multipart(const Draft *draft, const char *subtype)
{
	g_autofree char *seed = g_strconcat(subtype, "\n", draft->message_id, NULL);
	g_autofree char *hash =
		g_compute_checksum_for_string(G_CHECKSUM_SHA256, seed, -1);
	hash[32] = '\0';
	g_autofree char *boundary = g_strconcat("=_", hash, NULL);
	GMimeMultipart *container = g_mime_multipart_new_with_subtype(subtype);
	g_mime_multipart_set_boundary(container, boundary);
	return container;
}

static void add_take(GMimeMultipart *container, GMimeObject *part)
{
	g_mime_multipart_add(container, part);
	g_object_unref(part);
}

static bool is_picture(const Draft *draft, const DraftAttachment *attachment)
{
	return draft->html && is_writable_message_id(attachment->id);
}

static GMimeObject *html_part(const Draft *draft)
{
	GMimeMultipart *related = NULL;
	for (guint i = 0; i < draft->attachments->len; i++) {
		const DraftAttachment *attachment = draft->attachments->pdata[i];
		if (!is_picture(draft, attachment))
			continue;
		if (!related) {
			related = multipart(draft, "related");
			add_take(related, text_part(draft->html, "html"));
		}
		add_take(related, attachment_part(attachment));
	}
	return related ? GMIME_OBJECT(related) : text_part(draft->html, "html");
}

static GMimeObject *readable_part(const Draft *draft)
{
	GMimeObject *text = text_part(draft->text ? draft->text : "", "plain");
	if (!draft->html)
		return text;
	GMimeMultipart *both = multipart(draft, "alternative");
	add_take(both, text);
	add_take(both, html_part(draft));
	return GMIME_OBJECT(both);
}

GMimeObject *mime_body(const Draft *draft)
{
	GMimeObject *readable = readable_part(draft);
	GMimeMultipart *mixed = NULL;
	for (guint i = 0; i < draft->attachments->len; i++) {
		const DraftAttachment *attachment = draft->attachments->pdata[i];
		if (is_picture(draft, attachment))
			continue;
		if (!mixed) {
			mixed = multipart(draft, "mixed");
			add_take(mixed, readable);
		}
		add_take(mixed, attachment_part(attachment));
	}
	return mixed ? GMIME_OBJECT(mixed) : readable;
}
