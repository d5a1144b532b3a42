/* encoded_word.c - RFC 2047 as it is really written. */
/* SPDX-License-Identifier: MIT */
#include "mail/charset.h"
#include "mail/find.h"
#include "mail/header.h"
#include "mail/text.h"

#include <string.h>

typedef struct {
	char charset[64];
	char encoding; /* 'b' or 'q' */
	const char *text;
	gsize length; /* of text */
	gsize whole;  /* of the encoded word */
} Word;

static bool has_blank(const char *start, const char *end)
{
	for (const char *at = start; at < end; at++)
		if (*at == ' ' || *at == '\t')
			return true;
	return false;
}

/* The "?=" that ends the text, NULL when there is none in room. "?=3D" inside Q text,
 * where a client left the question mark naked, is no end when a better one follows in the
 * same word. */
static const char *word_end(const char *text, gsize room, char encoding)
{
	const char *end = find_piece(text, room, "?=", 2);
	while (end != NULL && encoding == 'q' && g_ascii_isxdigit(end[2]) &&
	       g_ascii_isxdigit(end[3])) {
		const char *next =
			find_piece(end + 2, (gsize)(text + room - end - 2), "?=", 2);
		if (next == NULL || has_blank(end, next))
			break;
		end = next;
	}
	return end;
}

/* No word holds the beginning of another: nothing is looked for behind that. */
static bool word_read(const char *at, Word *word)
{
	enum { WORD_MAX = 8192 };
	if (at[0] != '=' || at[1] != '?')
		return false;
	gsize charset = strcspn(at + 2, "?*\" \t");
	const char *mark = at + 2 + charset;
	if (*mark == '*')
		mark += strcspn(mark, "?\" \t");
	if (charset == 0 || charset >= sizeof word->charset || mark[0] != '?' ||
	    mark[1] == '\0' || mark[2] != '?')
		return false;
	memcpy(word->charset, at + 2, charset);
	word->charset[charset] = '\0';
	word->encoding = g_ascii_tolower(mark[1]);
	if (word->encoding != 'b' && word->encoding != 'q')
		return false;
	word->text = mark + 3;
	gsize room = strnlen(word->text, WORD_MAX);
	const char *next = find_piece(word->text, room, "=?", 2);
	if (next != NULL) /* "=?=" ends one */
		room = MIN(room, (gsize)(next - word->text) + 3);
	const char *end = word_end(word->text, room, word->encoding);
	if (end == NULL && next != NULL)
		return false;
	/* cut by a length limit: the rest is still text */
	gsize rest = end == NULL ? strcspn(word->text, " \t") : 0;
	if (end == NULL && word->text[rest] != '\0')
		return false;
	word->length = end == NULL ? rest : (gsize)(end - word->text);
	word->whole = (word->text - at) + word->length + (end == NULL ? 0 : 2);
	return true;
}

gsize encoded_word_length(const char *text)
{
	Word word;
	return word_read(text, &word) ? word.whole : 0;
}

static void append_q(GString *bytes, const Word *word)
{
	for (gsize i = 0; i < word->length; i++) {
		char c = word->text[i];
		if (c == '=' && i + 2 < word->length &&
		    g_ascii_isxdigit(word->text[i + 1]) &&
		    g_ascii_isxdigit(word->text[i + 2])) {
			g_string_append_c(
				bytes,
				(char)(g_ascii_xdigit_value(word->text[i + 1]) << 4 |
				       g_ascii_xdigit_value(word->text[i + 2])));
			i += 2;
		} else {
			g_string_append_c(bytes, c == '_' ? ' ' : c);
		}
	}
}

/* Skips what is no base64, goes on after padding in the middle. */
static void append_b(GString *bytes, const Word *word)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	guint32 collected = 0;
	guint bits = 0;
	for (gsize i = 0; i < word->length; i++) {
		const char *digit = memchr(digits, word->text[i], sizeof digits - 1);
		if (word->text[i] == '=')
			bits = 0;
		if (digit == NULL)
			continue;
		collected = collected << 6 | (guint32)(digit - digits);
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			g_string_append_c(bytes, (char)(collected >> bits & 0xff));
		}
	}
}

/* One run of words of one charset: clients split characters between words. */
typedef struct {
	GString *text, *bytes;
	char charset[64];
} Run;

static void run_end(Run *run)
{
	if (run->bytes->len == 0)
		return;
	g_autofree char *decoded =
		text_decode(run->bytes->str, run->bytes->len, run->charset);
	g_string_append(run->text, decoded);
	g_string_truncate(run->bytes, 0);
}

static void run_add(Run *run, const Word *word)
{
	if (g_ascii_strcasecmp(run->charset, word->charset) != 0)
		run_end(run);
	g_strlcpy(run->charset, word->charset, sizeof run->charset);
	if (word->encoding == 'q')
		append_q(run->bytes, word);
	else
		append_b(run->bytes, word);
}

static void append_naked(GString *text, const char *raw, gsize length,
			 const char *charset)
{
	/* the charset is that of a body, perhaps UTF-16: it says nothing about ASCII */
	if (bytes_are_ascii(raw, length) && memchr(raw, '\x1b', length) == NULL) {
		g_string_append_len(text, raw, (gssize)length);
		return;
	}
	g_autofree char *decoded = text_decode(raw, length, charset);
	g_string_append(text, decoded);
}

/* U+0080 to U+009F too: a terminal takes some of them for the start of a command. */
static void controls_to_spaces(GString *text)
{
	for (gsize i = 0; i < text->len; i++) {
		unsigned char c = text->str[i], next = text->str[i + 1];
		if (c < ' ' || c == 127)
			text->str[i] = ' ';
		else if (c == 0xc2 && next >= 0x80 && next < 0xa0)
			text->str[i] = text->str[i + 1] = ' ';
	}
}

/* Naked bytes up to the next encoded word are guessed as one piece, spaces and all. */
static gsize naked_length(const char *at)
{
	const char *next = strstr(at, "=?");
	while (next != NULL && encoded_word_length(next) == 0)
		next = strstr(next + 2, "=?");
	return next == NULL ? strlen(at) : (gsize)(next - at);
}

/* White space, also as scripts write it that do not know which quotes expand "\\t". */
static bool is_blank(const char *text, gsize length)
{
	for (gsize i = 0; i < length; i++) {
		bool is_escape = text[i] == '\\' && i + 1 < length &&
				 strchr("rnt", text[i + 1]) != NULL;
		i += is_escape;
		if (!is_escape && strchr(" \t\r\n", text[i]) == NULL)
			return false;
	}
	return true;
}

/* Most fields hold nothing to be decoded. */
static bool is_simple(const char *raw)
{
	for (const char *at = raw; *at != '\0'; at++)
		if ((unsigned char)*at >= 0x80 || *at == '\x1b' ||
		    (at[0] == '=' && at[1] == '?'))
			return false;
	return true;
}

char *header_decode(const char *raw, const char *charset)
{
	if (is_simple(raw)) {
		char *plain = g_strdup(raw);
		for (char *at = plain; *at != '\0'; at++)
			if (*at < ' ' || *at == 127)
				*at = ' ';
		return g_strstrip(plain);
	}
	Run run = {g_string_new(NULL), g_string_new(NULL), ""};
	const char *at = raw;
	while (*at != '\0') {
		Word word;
		if (word_read(at, &word)) {
			run_add(&run, &word);
			at += word.whole;
			continue;
		}
		gsize length = naked_length(at);
		bool between_words = at[length] != '\0' && run.bytes->len > 0;
		if (!between_words || !is_blank(at, length)) {
			run_end(&run);
			append_naked(run.text, at, length, charset);
		}
		at += length;
	}
	run_end(&run);
	g_string_free(run.bytes, TRUE);
	controls_to_spaces(run.text);
	return g_strstrip(g_string_free(run.text, FALSE));
}
