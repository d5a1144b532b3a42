/* charset.c - bytes of any charset, declared rightly or not, to valid UTF-8. */
/* SPDX-License-Identifier: MIT */
#include "mail/charset.h"
#include "mail/text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/*
 * A declared charset is believed when the bytes are possible in it. Most wrong
 * declarations are UTF-8 sent as a single-byte charset or the reverse, and both show:
 * UTF-8 has a form that other text does not have by chance. What is left is guessed from
 * letter frequencies.
 */

#define REPLACEMENT "\xef\xbf\xbd"

bool bytes_are_ascii(const char *bytes, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if ((unsigned char)bytes[i] >= 0x80)
			return false;
	return true;
}

/* Valid and broken multi-byte sequences of bytes read as UTF-8. */
static void utf8_census(const char *bytes, gsize length, gsize *valid, gsize *broken)
{
	const char *at = bytes, *end = bytes + length;
	*valid = *broken = 0;
	while (at < end) {
		if ((unsigned char)*at < 0x80) {
			at++;
			continue;
		}
		gunichar c = g_utf8_get_char_validated(at, end - at);
		if (c == (gunichar)-1 || c == (gunichar)-2) {
			++*broken;
			at++;
		} else {
			++*valid;
			at = g_utf8_next_char(at);
		}
	}
}

/* NUL and broken sequences become U+FFFD. */
static char *utf8_repair(const char *bytes, gsize length)
{
	if (memchr(bytes, '\0', length) == NULL)
		return g_utf8_make_valid(bytes, (gssize)length);
	GString *whole = g_string_sized_new(length + 64);
	for (gsize i = 0; i < length; i++)
		if (bytes[i] == '\0')
			g_string_append(whole, REPLACEMENT);
		else
			g_string_append_c(whole, bytes[i]);
	char *valid = g_utf8_make_valid(whole->str, (gssize)whole->len);
	g_string_free(whole, TRUE);
	return valid;
}

/* NULL when iconv does not know the charset. *errors counts bytes that had no meaning. */
static char *convert(const char *bytes, gsize length, const char *charset, gsize *errors)
{
	iconv_t conversion = iconv_open("UTF-8", charset);
	if (conversion == (iconv_t)-1)
		return NULL;
	*errors = 0;
	GString *text = g_string_sized_new(length + length / 2 + 16);
	char *in = (char *)bytes, chunk[4096];
	gsize left = length;
	while (left > 0) {
		char *out = chunk;
		gsize room = sizeof chunk, before = left;
		gsize rc = iconv(conversion, &in, &left, &out, &room);
		g_string_append_len(text, chunk, out - chunk);
		if (rc != (gsize)-1 || (errno == E2BIG && (left < before || out > chunk)))
			continue;
		g_string_append(text, REPLACEMENT);
		++*errors;
		if (left == 0)
			break;
		in++;
		left--;
	}
	char *out = chunk;
	gsize room = sizeof chunk;
	if (iconv(conversion, NULL, NULL, &out, &room) != (gsize)-1)
		g_string_append_len(text, chunk, out - chunk);
	iconv_close(conversion);
	char *valid = utf8_repair(text->str, text->len);
	g_string_free(text, TRUE);
	return valid;
}

char *charset_convert(const char *bytes, gsize length, const char *charset)
{
	gsize errors;
	char *text = convert(bytes, length, charset, &errors);
	return text != NULL ? text : utf8_repair(bytes, length);
}

/* Which end of UTF-16 comes first, where no mark says it: text is mostly below U+0100. */
static const char *utf16_order(const char *bytes, gsize length)
{
	if (length >= 2 &&
	    (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
		return "UTF-16";
	gsize even = 0, odd = 0;
	for (gsize i = 0; i + 1 < length; i += 2) {
		even += bytes[i] == '\0';
		odd += bytes[i + 1] == '\0';
	}
	return odd > even ? "UTF-16LE" : "UTF-16BE";
}

static char *decode_guessed(const char *bytes, gsize length)
{
	g_autofree char *charset = charset_guess(bytes, length);
	gsize errors = 0;
	if (strcmp(charset, "UTF-8") != 0) {
		g_autofree char *text = convert(bytes, length, charset, &errors);
		if (text != NULL && errors <= length / 50)
			return g_steal_pointer(&text);
	}
	return charset_convert(bytes, length, "WINDOWS-1252");
}

static bool is_stateful(const char *name)
{
	return g_ascii_strncasecmp(name, "utf-7", 5) == 0 ||
	       g_ascii_strncasecmp(name, "utf7", 4) == 0 ||
	       g_ascii_strncasecmp(name, "iso-2022", 8) == 0 ||
	       g_ascii_strncasecmp(name, "hz", 2) == 0;
}

static bool is_wide(const char *name)
{
	return g_ascii_strncasecmp(name, "utf-16", 6) == 0 ||
	       g_ascii_strncasecmp(name, "utf16", 5) == 0 ||
	       g_ascii_strncasecmp(name, "utf-32", 6) == 0 ||
	       g_ascii_strncasecmp(name, "ucs-", 4) == 0 ||
	       g_ascii_strncasecmp(name, "iso-10646", 9) == 0;
}

static bool is_ebcdic(const char *name)
{
	return g_ascii_strncasecmp(name, "ibm037", 6) == 0 ||
	       g_ascii_strncasecmp(name, "ebcdic", 6) == 0 ||
	       g_ascii_strncasecmp(name, "cp500", 5) == 0;
}

/* Whatever is declared: nothing else has these. */
static bool has_japanese_escape(const char *bytes, gsize length)
{
	const char *escape = memchr(bytes, '\x1b', length);
	return escape != NULL && escape + 2 < bytes + length && escape[1] == '$' &&
	       (escape[2] == 'B' || escape[2] == '@');
}

/* Text has no NUL, nor the controls below TAB, but most of one half of UTF-16 is: those
 * are the high bytes of Latin, Greek, Cyrillic, Hebrew and Arabic. */
static const char *utf16_unsaid(const char *bytes, gsize length)
{
	enum { PAIRS_MIN = 4, SAMPLE_MAX = 4096 };
	if (memchr(bytes, '\0', length) == NULL)
		return NULL;
	if (length >= 2 &&
	    (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
		return length >= 4 && memcmp(bytes + 2, "\0\0", 2) == 0 ? "UTF-32"
									: "UTF-16";
	gsize sample = MIN(length, SAMPLE_MAX) & ~(gsize)1, high[2] = {0, 0};
	for (gsize i = 0; i < sample; i++)
		high[i % 2] += (unsigned char)bytes[i] < '\t';
	gsize most = MAX(high[0], high[1]), least = MIN(high[0], high[1]);
	bool is_wide_text =
		sample >= 2 * PAIRS_MIN && most > sample / 4 && least * 4 < most;
	return is_wide_text ? high[0] > high[1] ? "UTF-16BE" : "UTF-16LE" : NULL;
}

static char *decode_undeclared(const char *bytes, gsize length)
{
	if (memchr(bytes, '\x1b', length) == NULL &&
	    g_utf8_validate(bytes, (gssize)length, NULL))
		return g_strndup(bytes, length);
	gsize valid, broken;
	utf8_census(bytes, length, &valid, &broken);
	const char *escape = memchr(bytes, '\x1b', length);
	if (escape != NULL && valid + broken == 0 && escape + 1 < bytes + length &&
	    (escape[1] == '$' || escape[1] == '('))
		return charset_from_iso2022jp(bytes, length);
	/* one cut character at the end of a mail does not make UTF-8 something else */
	if (broken == 0 || (valid > 8 && broken * 20 < valid))
		return utf8_repair(bytes, length);
	return decode_guessed(bytes, length);
}

/* English from a Chinese or Korean machine: its quotation marks and dashes are the bytes
 * of windows-1252, each alone, while characters of theirs are pairs. */
static bool is_western_in(const char *name, const char *bytes, gsize length)
{
	gsize marks = 0;
	if (strcmp(name, "GB18030") != 0 && strcmp(name, "CP949") != 0)
		return false;
	for (gsize i = 0; i < length; i++) {
		if ((unsigned char)bytes[i] < 0x80)
			continue;
		bool is_mark = memchr("\x85\x91\x92\x93\x94\x95\x96\x97", bytes[i], 8);
		if (!is_mark || (i + 1 < length && (unsigned char)bytes[i + 1] >= 0x80))
			return false;
		marks++;
	}
	return marks > 0;
}

/* ISO-8859-2 has nothing there, windows-1250 has letters. */
static bool has_upper_controls(const char *bytes, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if ((unsigned char)bytes[i] >= 0x80 && (unsigned char)bytes[i] < 0xa0)
			return true;
	return false;
}

static char *decode_wide(const char *bytes, gsize length, const char *name)
{
	gsize errors = 0;
	bool sixteen = strstr(name, "16") != NULL;
	const char *order =
		sixteen && strlen(name) <= 6 ? utf16_order(bytes, length) : name;
	gsize whole = sixteen ? length & ~(gsize)1 : length;
	g_autofree char *text = convert(bytes, whole, order, &errors);
	return text != NULL && errors * 4 <= length ? g_steal_pointer(&text)
						    : decode_undeclared(bytes, length);
}

/* What is written by machines that name another charset of their region. */
static const char *charset_meant(const char *name, const char *bytes, gsize length)
{
	if (strcmp(name, "KOI8-R") == 0)
		return charset_koi8_kind(bytes, length);
	if (strcmp(name, "WINDOWS-1252") == 0) {
		const char *better = charset_unlike_western(bytes, length);
		return better != NULL ? better : name;
	}
	if (is_western_in(name, bytes, length))
		return "WINDOWS-1252";
	return g_ascii_strcasecmp(name, "ISO-8859-2") == 0 &&
			       has_upper_controls(bytes, length)
		       ? "WINDOWS-1250"
		       : name;
}

static char *decode_narrow(const char *bytes, gsize length, const char *name)
{
	gsize valid, broken, errors = 0;
	utf8_census(bytes, length, &valid, &broken);
	if (strcmp(name, "UTF-8") == 0 ||
	    (broken == 0 && valid > 0 && !is_stateful(name)))
		return decode_undeclared(bytes, length);
	if (strcmp(name, "WINDOWS-1252") == 0 && bytes_are_hardly_western(bytes, length))
		return decode_guessed(bytes, length);
	const char *meant = charset_meant(name, bytes, length);
	g_autofree char *text = convert(bytes, length, meant, &errors);
	return text != NULL && errors <= 2 + length / 20
		       ? g_steal_pointer(&text)
		       : decode_undeclared(bytes, length);
}

static char *decode_declared(const char *bytes, gsize length, const char *charset)
{
	if (length == 0)
		return g_strdup("");
	char buffer[64];
	const char *name = charset_iconv_name(charset, buffer);
	bool wide = name != NULL && is_wide(name);
	const char *unsaid = wide ? NULL : utf16_unsaid(bytes, length);
	if (unsaid != NULL)
		return charset_convert(bytes, length, unsaid);
	if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 && !wide)
		return decode_undeclared(bytes + 3, length - 3);
	if (name == NULL)
		return decode_undeclared(bytes, length);
	if (wide)
		return decode_wide(bytes, length, name);
	bool is_ascii = bytes_are_ascii(bytes, length);
	if (strcmp(name, "HZ") == 0 && is_ascii)
		return charset_from_hz(bytes, length);
	if (is_ascii && !is_stateful(name) && !is_ebcdic(name))
		return has_japanese_escape(bytes, length)
			       ? charset_from_iso2022jp(bytes, length)
			       : utf8_repair(bytes, length);
	if (strcmp(name, "ISO-2022-JP-3") == 0)
		return is_ascii ? charset_from_iso2022jp(bytes, length)
				: decode_undeclared(bytes, length);
	return decode_narrow(bytes, length, name);
}

/* What windows-1252 has where Unicode has controls that no text needs: it was taken for
 * ISO-8859-1 on its way. NULL when there is none of them. */
static char *controls_mend(const char *text)
{
	static const gunichar meant[32] = {
		0x20ac, 0,	0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,	0x017d, 0,
		0,	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,	0x017e, 0x0178};
	GString *mended = NULL;
	const char *from = text;
	for (const char *at = strchr(text, 0xc2); at != NULL; at = strchr(at + 2, 0xc2)) {
		unsigned char low = (unsigned char)at[1];
		gunichar c = low < 0xa0 ? meant[low - 0x80] : 0;
		if (c == 0)
			continue;
		if (mended == NULL)
			mended = g_string_sized_new(strlen(text) + 64);
		g_string_append_len(mended, from, at - from);
		g_string_append_unichar(mended, c);
		from = at + 2;
	}
	if (mended == NULL)
		return NULL;
	g_string_append(mended, from);
	return g_string_free(mended, FALSE);
}

char *text_decode(const char *bytes, gsize length, const char *charset)
{
	g_autofree char *text = decode_declared(bytes, length, charset);
	char *mended = controls_mend(text);
	return mended != NULL ? mended : g_steal_pointer(&text);
}
