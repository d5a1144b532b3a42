/* mailbox.c - the addresses of a header field, RFC 5322 and what is written instead. */
/* SPDX-License-Identifier: MIT */
#include "mail/mailbox.h"
#include "mail/header.h"
#include "mail/limits.h"

#include <string.h>

/*
 * The raw field is taken apart first and decoded afterwards, because encoded words may
 * hold commas, quotes and brackets. One mailbox is collected in three strings: the
 * phrase, what stands in angle brackets, and the comment.
 */
typedef struct {
	GString *phrase, *angle, *comment;
	bool has_angle;
	bool in_group;
	bool has_sign;		    /* an @ in the phrase, outside of quotes */
	const char *last_semicolon; /* of the field; NULL */
	const char *last_close;	    /* the last ">" of it; NULL */
	bool quoted; /* the phrase has a quoted string: an @ in it is no address */
	const char *charset;
	GStringChunk *strings;
	GPtrArray *list;
	GString *pending; /* "Smith" of an unquoted "Smith, John <j@x>" */
	char last_comment[200];
} Reader;

static bool has_space(const char *text)
{
	return strpbrk(text, " \t") != NULL;
}

/* "ann @ example. com" (RFC 5322 4.4). Spaces between words stay: closed up they would
 * make the address of somebody else. */
static void obsolete_spaces_drop(char *address)
{
	char *to = address;
	for (const char *from = address; *from != '\0';) {
		gsize spaces = strspn(from, " \t");
		bool is_around = (to > address && strchr("@.", to[-1]) != NULL) ||
				 strchr("@.", from[spaces]) != NULL;
		if (spaces > 0 && !is_around)
			*to++ = ' ';
		from += spaces;
		if (*from != '\0')
			*to++ = *from++;
	}
	*to = '\0';
}

/* "ann(at work)@example.org" without the comment. */
static void comments_drop(char *address)
{
	char *to = address;
	int depth = 0;
	for (const char *from = address; *from != '\0'; from++) {
		depth += *from == '(';
		if (depth == 0)
			*to++ = *from;
		else
			depth -= *from == ')';
	}
	*to = '\0';
}

/* Brackets, quotes and "mailto:" around an address; the domain in lower case. g_free. */
static char *address_clean(const char *raw, const char *charset)
{
	g_autofree char *decoded = header_decode(raw, charset);
	char *at = decoded;
	at += strspn(at, " \t<'");
	if (*at == '[' && g_str_has_suffix(at, "]"))
		*strrchr(at++, ']') = '\0';
	if (*at != '"' && strchr(at, '(') != NULL)
		comments_drop(at);
	if (*at == '"' && strstr(at, "\"@") == NULL)
		at++;
	if (g_ascii_strncasecmp(at, "mailto:", 7) == 0)
		at += 7;
	if (*at == '@' && strchr(at, ':') != NULL)
		at = strchr(at, ':') + 1; /* source route */
	gsize length = strlen(at);
	while (length > 0 && strchr(" \t>'\",;.", at[length - 1]) != NULL)
		length--;
	at[length] = '\0';
	char *sign = strrchr(at, '@');
	if (sign == NULL || sign == at || sign[1] == '\0')
		return g_strdup("");
	if (*at != '"' && has_space(at)) {
		obsolete_spaces_drop(at);
		sign = strrchr(at, '@');
	}
	g_autofree char *domain = g_utf8_strdown(sign + 1, -1);
	return g_strdup_printf("%.*s@%s", (int)(sign - at), at, domain);
}

static char *name_clean(const char *raw, const char *charset)
{
	g_autofree char *name = header_decode(raw, charset);
	char *start = name, *end = name + strlen(name);
	while (end - start > 1 && (*start == '\'' || *start == '"') &&
	       end[-1] == *start) {
		start++;
		end--;
		while (start < end && g_ascii_isspace(*start))
			start++;
		while (start < end && g_ascii_isspace(end[-1]))
			end--;
	}
	return g_strndup(start, (gsize)(end - start));
}

static void reader_add(Reader *reader, const char *name, const char *address)
{
	if (reader->list->len >= MAIL_ADDRESSES_MAX)
		return;
	Address *entry = g_new0(Address, 1);
	entry->name = g_string_chunk_insert(reader->strings, name);
	entry->address = g_string_chunk_insert(reader->strings, address);
	g_ptr_array_add(reader->list, entry);
}

/* Without brackets: the word with an @ is the address, the others and the comment the
 * name. */
static void phrase_take_address(Reader *reader)
{
	const char *sign = strchr(reader->phrase->str, '@');
	if (sign == NULL || reader->quoted)
		return;
	g_autofree char *closed = g_strdup(reader->phrase->str);
	obsolete_spaces_drop(g_strstrip(closed));
	if (!has_space(closed)) {
		g_string_assign(reader->angle, closed);
		g_string_truncate(reader->phrase, 0);
		return;
	}
	const char *start = sign, *end = sign;
	while (start > reader->phrase->str && strchr(" \t", start[-1]) == NULL)
		start--;
	end += strcspn(end, " \t");
	g_string_append_len(reader->angle, start, end - start);
	g_string_erase(reader->phrase, start - reader->phrase->str, end - start);
}

static void reader_clear(Reader *reader)
{
	g_string_truncate(reader->phrase, 0);
	g_string_truncate(reader->angle, 0);
	g_string_truncate(reader->comment, 0);
	reader->has_angle = reader->quoted = reader->has_sign = false;
}

static void mailbox_end(Reader *reader)
{
	if (!reader->has_angle)
		phrase_take_address(reader);
	g_autofree char *address = address_clean(reader->angle->str, reader->charset);
	g_autofree char *name = name_clean(reader->phrase->str, reader->charset);
	if (*name == '\0' && reader->comment->len > 0) {
		g_free(name);
		name = name_clean(reader->comment->str, reader->charset);
	}
	/* a quoted address alone: "ann@example.com", or in a comment: Ann (ann@…) */
	const char *instead = strchr(name, '@') != NULL ? name : reader->comment->str;
	if (*address == '\0' && !reader->has_angle && strchr(instead, '@') != NULL &&
	    !has_space(instead)) {
		g_free(address);
		address = address_clean(instead, NULL);
		if (*address != '\0' && instead == name)
			*name = '\0';
	}
	bool has_name = *name != '\0';
	g_strlcpy(reader->last_comment, reader->comment->str,
		  sizeof reader->last_comment);
	if (*address == '\0' && !reader->has_angle) {
		if (has_name)
			g_string_append_printf(reader->pending, "%s%s",
					       reader->pending->len > 0 ? ", " : "",
					       name);
	} else if (*address != '\0' || has_name) {
		g_autofree char *whole =
			reader->pending->len > 0
				? g_strconcat(reader->pending->str, has_name ? ", " : "",
					      name, NULL)
				: NULL;
		reader_add(reader, whole != NULL ? whole : name, address);
		g_string_truncate(reader->pending, 0);
	}
	reader_clear(reader);
}

static const char *read_quoted(const char *at, GString *phrase)
{
	for (at++; *at != '\0' && *at != '"'; at++) {
		if (*at == '\\' && at[1] != '\0')
			at++;
		g_string_append_c(phrase, *at);
	}
	return *at == '"' ? at + 1 : at;
}

static const char *read_comment(const char *at, GString *comment)
{
	int depth = 0;
	for (; *at != '\0'; at++) {
		if (*at == '(' && depth++ == 0)
			continue;
		if (*at == ')' && --depth == 0)
			return at + 1;
		if (*at == '\\' && at[1] != '\0')
			at++;
		g_string_append_c(comment, *at);
	}
	return at;
}

/* Two addresses in brackets without a comma between them occur: the last one counts. */
static const char *read_angle(const char *at, Reader *reader)
{
	gsize length = strcspn(at + 1, at < reader->last_close ? ">" : ",");
	if (reader->has_angle && strchr(reader->angle->str, '@') != NULL &&
	    memchr(at + 1, '@', length) == NULL)
		return at + 1 + length + (at[1 + length] == '>');
	g_string_truncate(reader->angle, 0);
	g_string_append_len(reader->angle, at + 1, length);
	reader->has_angle = true;
	return at + 1 + length + (at[1 + length] == '>');
}

/* A quoted string followed by @ is a local part, not a name. */
static const char *read_quoted_or_local(const char *at, Reader *reader)
{
	gsize before = reader->phrase->len;
	const char *next = read_quoted(at, reader->phrase);
	if (next[-1] != '"' || next == at + 1) { /* it has no end: it is no quote */
		g_string_truncate(reader->phrase, before);
		return at + 1;
	}
	if (*next == '@') {
		g_string_truncate(reader->phrase, before);
		gsize domain = strcspn(next, " \t,;(<");
		g_string_append_len(reader->angle, at, next + domain - at);
		reader->has_angle = true;
		return next + domain;
	}
	reader->quoted = true;
	return next;
}

/* Outlook's separator; in "Ann &amp; Bob <ann@example.org>" it is none. */
static bool is_separator(const Reader *reader, const char *at)
{
	return *at == ',' || (*at == ';' && (reader->has_angle || reader->in_group ||
					     reader->has_sign || at[1] == '\0'));
}

/* "staff: ann@example.org;" or "undisclosed recipients:"; else a name has a colon. */
static bool is_group(const Reader *reader, const char *at)
{
	return *at == ':' && !reader->has_angle &&
	       (at < reader->last_semicolon || at[1] == '\0') &&
	       strchr(reader->phrase->str, '@') == NULL &&
	       g_ascii_strcasecmp(reader->phrase->str, "mailto") != 0;
}

static const char *read_atom(const char *at, GString *phrase)
{
	gsize word = encoded_word_length(at);
	gsize length = word > 0 ? word : 1;
	g_string_append_len(phrase, at, length);
	return at + length;
}

/* "Ann" begins with a capital and goes on without; logins do not. */
static bool is_capitalised(const char *name)
{
	return g_unichar_isupper(g_utf8_get_char(name)) &&
	       g_unichar_islower(g_utf8_get_char(g_utf8_next_char(name)));
}

/* A lone word is a local user ("root"), all else is a name without an address. */
static void pending_end(Reader *reader)
{
	const char *name = reader->pending->str;
	bool lone = reader->list->len == 0 && strpbrk(name, " \t,<>\"") == NULL &&
		    !is_capitalised(name);
	g_autofree char *comment = name_clean(reader->last_comment, reader->charset);
	reader_add(reader, lone ? comment : name, lone ? name : "");
}

/* Entries without an address count only when there are no others. */
static void drop_empty(GPtrArray *list)
{
	guint filled = 0;
	for (guint i = 0; i < list->len; i++)
		filled += *((const Address *)list->pdata[i])->address != '\0';
	for (guint i = list->len; filled > 0 && i > 0; i--)
		if (*((const Address *)list->pdata[i - 1])->address == '\0')
			g_ptr_array_remove_index(list, i - 1);
}

void mailboxes_read(const char *raw, const char *charset, GStringChunk *strings,
		    GPtrArray *list)
{
	Reader reader = {.phrase = g_string_new(NULL),
			 .angle = g_string_new(NULL),
			 .comment = g_string_new(NULL),
			 .pending = g_string_new(NULL),
			 .charset = charset,
			 .strings = strings,
			 .list = list};
	g_autofree char *decoded =
		strchr(raw, '\x1b') != NULL ? header_decode(raw, charset) : NULL;
	const char *at = decoded != NULL ? decoded : raw;
	reader.last_semicolon = strrchr(at, ';');
	reader.last_close = strrchr(at, '>');
	while (*at != '\0' && list->len < MAIL_ADDRESSES_MAX) {
		if (*at == '"') {
			at = read_quoted_or_local(at, &reader);
		} else if (*at == '(') {
			at = read_comment(at, reader.comment);
		} else if (*at == '<') {
			at = read_angle(at, &reader);
		} else if (is_separator(&reader, at)) {
			mailbox_end(&reader);
			reader.in_group &= *at != ';';
			at++;
		} else if (is_group(&reader, at)) {
			reader_clear(&reader);
			reader.in_group = true;
			at++;
		} else if (*at == '>') {
			at++; /* of "<<ann@example.org>>" */
		} else if (*at == '\\' && at[1] == '"') {
			g_string_append_c(reader.phrase, '"');
			at += 2;
		} else {
			reader.has_sign |= *at == '@';
			at = read_atom(at, reader.phrase);
		}
	}
	mailbox_end(&reader);
	if (reader.pending->len > 0)
		pending_end(&reader);
	drop_empty(list);
	g_string_free(reader.phrase, TRUE);
	g_string_free(reader.angle, TRUE);
	g_string_free(reader.comment, TRUE);
	g_string_free(reader.pending, TRUE);
}
