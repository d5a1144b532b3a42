/* charset.c - bytes of any charset, declared rightly or not, to valid UTF-8. */
/* SPDX-License-Identifier: MIT */
#include "mail/charset.h"
#include "mail/text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <uchardet/uchardet.h>

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

static char *convert_or_repair(const char *bytes, gsize length, const char *charset)
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

/* In Western languages letters above ASCII are few. */
static bool is_hardly_western(const char *bytes, gsize length)
{
	gsize high = 0, letters = 0;
	for (gsize i = 0; i < length; i++) {
		high += (unsigned char)bytes[i] >= 0xa0;
		letters += g_ascii_isalpha(bytes[i]);
	}
	return high >= 4 && high > 2 * letters;
}

/* Small Cyrillic letters in KOI8-R look like Greek or Russian in capitals to a guesser
 * that has one short line. Nobody shouts whole sentences, and nobody writes a word that
 * begins small and goes on in capitals: both mean KOI8-R. */
static bool is_koi8(const char *bytes, gsize length)
{
	enum { SMALL = 0xe0, LETTER = 0xc0, NAME_MIN = 3 };
	gsize low = 0, high = 0, names = 0, others = 0;
	for (gsize i = 0; i < length; i++) {
		gsize start = i, low_before = low, high_before = high;
		for (; i < length && (unsigned char)bytes[i] >= LETTER; i++)
			*((unsigned char)bytes[i] >= SMALL ? &high : &low) += 1;
		if (i < start + NAME_MIN)
			continue;
		bool starts_high = (unsigned char)bytes[start] >= SMALL;
		names += starts_high && high == high_before + 1;
		others += !starts_high && low == low_before + 1;
	}
	return names != others ? names > others : low >= 4 && low > 5 * high;
}

/* Ukrainian letters stand where KOI8-R has lines of boxes, which stand by no letter. */
static const char *koi8_kind(const char *bytes, gsize length)
{
	for (gsize i = 0; i + 1 < length; i++) {
		bool is_letter = memchr("\xa4\xa6\xa7\xad\xb4\xb6\xb7\xbd", bytes[i], 8);
		if (is_letter && ((unsigned char)bytes[i + 1] >= 0xc0 ||
				  (i > 0 && (unsigned char)bytes[i - 1] >= 0xc0)))
			return "KOI8-U";
	}
	return "KOI8-R";
}

static bool is_cyrillic_or_greek(const char *charset)
{
	static const char *const names[] = {"1251", "1253",	    "8859-5", "8859-7",
					    "koi8", "mac-cyrillic", "866",    "855"};
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (strstr(charset, names[i]) != NULL)
			return true;
	return false;
}

/* What a guesser names when it has a few accents only: rarer than Western mail. */
static bool is_far_fetched(const char *charset)
{
	static const char *const names[] = {"1257",    "1258",	  "8859-3",
					    "8859-4",  "8859-10", "8859-13",
					    "8859-16", "852",	  "viscii"};
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (strstr(charset, names[i]) != NULL)
			return true;
	return false;
}

char *charset_guess(const char *bytes, gsize length)
{
	enum { GUESS_BYTES_MAX = 32 * 1024, GUESS_SHORT = 400 };
	g_autofree char *name = NULL;
	uchardet_t guess = uchardet_new();
	if (uchardet_handle_data(guess, bytes, MIN(length, GUESS_BYTES_MAX)) == 0) {
		uchardet_data_end(guess);
		name = g_strdup(uchardet_get_charset(guess));
	}
	uchardet_delete(guess);
	char buffer[64];
	const char *charset = charset_iconv_name(name, buffer);
	if (charset == NULL)
		return g_strdup("WINDOWS-1252");
	if (length < GUESS_SHORT && is_koi8(bytes, length) &&
	    is_cyrillic_or_greek(charset))
		charset = "KOI8-R";
	if (strcmp(charset, "KOI8-R") == 0)
		charset = koi8_kind(bytes, length);
	if (length < GUESS_SHORT && is_far_fetched(charset) &&
	    !is_hardly_western(bytes, length))
		charset = "WINDOWS-1252";
	return g_strdup(charset);
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
	return convert_or_repair(bytes, length, "WINDOWS-1252");
}

/*
 * ISO-2022-JP as Japanese clients send it: with NEC's extra characters and half-width
 * kana, which iconv's table of that name lacks. Rewritten as EUC, byte by byte.
 */
static char *decode_iso2022jp(const char *bytes, gsize length)
{
	g_autoptr(GString) euc = g_string_sized_new(length);
	char set = 'B'; /* B, J: one byte; $: two bytes; I: kana */
	for (gsize i = 0; i < length; i++) {
		if (bytes[i] == '\x1b' && i + 2 < length &&
		    (bytes[i + 1] == '(' || bytes[i + 1] == '$')) {
			set = bytes[i + 1] == '$' ? '$' : bytes[i + 2];
			i += 2 + (set == '$' && bytes[i + 2] == '(');
			continue;
		}
		char c = bytes[i];
		if (c == '\n')
			set = 'B';
		bool printable = c > ' ' && c < 127;
		if (set == 'I' && printable)
			g_string_append_c(euc, '\x8e');
		g_string_append_c(euc, printable && (set == '$' || set == 'I')
					       ? (char)((unsigned char)c | 0x80)
					       : c);
	}
	return convert_or_repair(euc->str, euc->len, "EUC-JP-MS");
}

/* RFC 1843, which iconv does not know: "~{" and "~}" around pairs of seven-bit bytes. */
static char *decode_hz(const char *bytes, gsize length)
{
	g_autoptr(GString) euc = g_string_sized_new(length);
	bool pairs = false;
	for (gsize i = 0; i < length; i++) {
		char c = bytes[i], next = i + 1 < length ? bytes[i + 1] : '\0';
		bool escape = c == '~' && next != '\0' && strchr("{}~\n", next) != NULL;
		if (escape && (!pairs || next == '}')) {
			pairs = next == '{' || (pairs && next != '}');
			if (next == '~')
				g_string_append_c(euc, '~');
			i++;
		} else if (c <= ' ' || !pairs) {
			pairs = pairs && c != '\n';
			g_string_append_c(euc, c);
		} else {
			g_string_append_c(euc, (char)((unsigned char)c | 0x80));
		}
	}
	return convert_or_repair(euc->str, euc->len, "GB18030");
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
		return decode_iso2022jp(bytes, length);
	/* one cut character at the end of a mail does not make UTF-8 something else */
	if (broken == 0 || (valid > 8 && broken * 20 < valid))
		return utf8_repair(bytes, length);
	return decode_guessed(bytes, length);
}

char *text_decode(const char *bytes, gsize length, const char *charset)
{
	if (length == 0)
		return g_strdup("");
	char buffer[64];
	const char *name = charset_iconv_name(charset, buffer);
	if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 &&
	    (name == NULL || !is_wide(name)))
		return decode_undeclared(bytes + 3, length - 3);
	if (name == NULL)
		return decode_undeclared(bytes, length);
	gsize errors = 0;
	if (is_wide(name)) {
		bool sixteen = strstr(name, "16") != NULL && strlen(name) <= 6;
		g_autofree char *text =
			convert(bytes, length,
				sixteen ? utf16_order(bytes, length) : name, &errors);
		if (text != NULL && errors * 4 <= length)
			return g_steal_pointer(&text);
		return decode_undeclared(bytes, length);
	}
	if (strcmp(name, "HZ") == 0 && bytes_are_ascii(bytes, length))
		return decode_hz(bytes, length);
	if (bytes_are_ascii(bytes, length) && !is_stateful(name) && !is_ebcdic(name))
		return has_japanese_escape(bytes, length)
			       ? decode_iso2022jp(bytes, length)
			       : utf8_repair(bytes, length);
	if (strcmp(name, "KOI8-R") == 0)
		name = koi8_kind(bytes, length);
	if (strcmp(name, "ISO-2022-JP-3") == 0)
		return bytes_are_ascii(bytes, length) ? decode_iso2022jp(bytes, length)
						      : decode_undeclared(bytes, length);
	gsize valid, broken;
	utf8_census(bytes, length, &valid, &broken);
	if (strcmp(name, "UTF-8") == 0 ||
	    (broken == 0 && valid > 0 && !is_stateful(name)))
		return decode_undeclared(bytes, length);
	if (strcmp(name, "WINDOWS-1252") == 0 && is_hardly_western(bytes, length))
		return decode_guessed(bytes, length);
	g_autofree char *text = convert(bytes, length, name, &errors);
	if (text != NULL && errors <= 2 + length / 20)
		return g_steal_pointer(&text);
	return decode_undeclared(bytes, length);
}
