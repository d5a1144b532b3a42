/* charset_guess.c - which charset a text is in that does not say it. */
/* SPDX-License-Identifier: MIT */
#include "mail/charset.h"

#include <string.h>
#include <uchardet/uchardet.h>

/* In Western languages letters above ASCII are few. */
bool bytes_are_hardly_western(const char *bytes, gsize length)
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
const char *charset_koi8_kind(const char *bytes, gsize length)
{
	for (gsize i = 0; i + 1 < length; i++) {
		bool is_letter = memchr("\xa4\xa6\xa7\xad\xb4\xb6\xb7\xbd", bytes[i], 8);
		if (is_letter && ((unsigned char)bytes[i + 1] >= 0xc0 ||
				  (i > 0 && (unsigned char)bytes[i - 1] >= 0xc0)))
			return "KOI8-U";
	}
	return "KOI8-R";
}

/* Macintosh Cyrillic, which no mail has any more, is windows-1251 but for its capitals
 * and one small letter. */
static const char *cyrillic_kind(const char *bytes, gsize length)
{
	gsize mac = 0, windows = 0;
	for (gsize i = 0; i < length; i++) {
		unsigned char c = (unsigned char)bytes[i];
		mac += c >= 0x80 && c < 0xa0;
		windows += (c >= 0xc0 && c < 0xdf) || c == 0xff;
	}
	return mac > windows ? "MAC-CYRILLIC" : "WINDOWS-1251";
}

static bool is_lower(char c)
{
	return g_ascii_islower(c) || (unsigned char)c >= 0xe0;
}

/* Words that tell Western text with few accents from others that share its bytes: "è"
 * alone, which only Italian has, "ão" and "õe" of Portuguese. */
static bool has_western_word(const char *bytes, gsize length)
{
	for (gsize i = 1; i + 1 < length; i++) {
		char before = bytes[i - 1], after = bytes[i + 1];
		switch ((unsigned char)bytes[i]) {
		case 0xe8:
			if (before == ' ' && after == ' ')
				return true;
			break;
		case 0xe3:
			if (is_lower(before) && (after == 'o' || after == 'e'))
				return true;
			break;
		case 0xf5:
			if (is_lower(before) && after == 'e')
				return true;
			break;
		default:
			break;
		}
	}
	return false;
}

static gsize is_of(const char *set, unsigned char c)
{
	return strchr(set, c) != NULL;
}

/* Romanian has its s where windows-1252 has the marks of ordinals, which stand behind
 * digits and "n", and its t and a where Icelandic, Turkish and Portuguese have letters
 * that never meet. */
static bool is_romanian(const char *bytes, gsize length)
{
	bool has_t = false, has_a = false, has_s = false;
	for (gsize i = 1; i + 1 < length; i++) {
		unsigned char c = (unsigned char)bytes[i];
		char before = bytes[i - 1];
		if (c < 0x80)
			continue;
		if (is_of("\xe6\xf0\xf6\xfc\xfd", c))
			return false;
		bool is_s = (c == 0xba || c == 0xaa) && g_ascii_islower(bytes[i + 1]);
		if (is_s && g_ascii_islower(before) && before != 'n')
			return true;
		has_s |= is_s && !g_ascii_isalnum(before);
		has_t |= c == 0xfe && g_ascii_islower(before);
		has_a |= c == 0xe3;
	}
	return has_t || (has_s && has_a);
}

/* Turkish has its own letters where windows-1252 has those of Icelandic, which comes with
 * many others. */
static bool is_turkish(const char *bytes, gsize length)
{
	gsize own = 0;
	for (gsize i = 1; i < length; i++) {
		unsigned char c = (unsigned char)bytes[i];
		if (c < 0xc0)
			continue;
		if (!is_of("\xc7\xd0\xd6\xdc\xdd\xde\xe2\xe7\xee\xf0\xf6\xfb\xfc\xfd\xfe",
			   c))
			return false;
		own += is_of("\xf0\xfd\xfe", c) && is_lower(bytes[i - 1]);
	}
	return own > 1;
}

/* Central European text by the letters that the two charsets have in different places:
 * those of Polish where Polish letters prevail, else those of Czech. NULL when none is
 * there, or when a text that looks Western has no sign inside a word, where only Polish
 * and Czech have letters. */
static const char *central_kind(const char *bytes, gsize length, bool looks_western)
{
	gsize polish = 0, czech = 0, inside = 0, windows[2] = {0, 0}, iso[2] = {0, 0};
	for (gsize i = 1; i < length; i++) {
		unsigned char c = (unsigned char)bytes[i];
		bool follows = g_ascii_isalpha(bytes[i - 1]) || is_lower(bytes[i - 1]);
		bool leads = i + 1 < length && is_lower(bytes[i + 1]);
		if (c < 0x80 || (!follows && !leads))
			continue;
		polish += is_of("\xb3\xbf\xea\xe6\xf1", c);
		czech += is_of("\xec\xf8\xe8\xf9\xed\xe1\xfd", c);
		inside += is_of("\xb3\xbf\xb9\xbe", c) && is_lower(bytes[i - 1]) && leads;
		windows[0] += is_of("\x9c\x9f\xb9", c);
		iso[0] += is_of("\xa6\xb6\xbc\xb1", c);
		windows[1] += is_of("\x9a\x9d\x9e", c);
		iso[1] += is_of("\xb9\xbe\xbb", c);
	}
	int language = polish >= czech ? 0 : 1;
	if (looks_western ? inside == 0 : windows[language] == iso[language])
		return NULL;
	return iso[language] > windows[language] ? "ISO-8859-2" : "WINDOWS-1250";
}

const char *charset_unlike_western(const char *bytes, gsize length)
{
	const char *central = central_kind(bytes, length, true);
	if (central != NULL)
		return central;
	if (is_romanian(bytes, length))
		return "WINDOWS-1250";
	return is_turkish(bytes, length) ? "WINDOWS-1254" : NULL;
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
	static const char *const names[] = {
		"1257",	   "1258", "8859-3", "8859-4",	      "8859-10", "8859-13",
		"8859-16", "852",  "viscii", "centraleurope", "865",	 "georgian"};
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (strstr(charset, names[i]) != NULL)
			return true;
	return false;
}

/* ISO-8859-15 has the euro where windows-1252 has a sign of currency that nobody writes.
 */
static bool has_euro_of_1999(const char *bytes, gsize length)
{
	return memchr(bytes, 0xa4, length) != NULL && memchr(bytes, 0x80, length) == NULL;
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
		charset = charset_koi8_kind(bytes, length);
	if (strcasestr(charset, "mac-cyrillic") != NULL)
		charset = cyrillic_kind(bytes, length);
	if (length < GUESS_SHORT && is_far_fetched(charset) &&
	    !bytes_are_hardly_western(bytes, length))
		charset = "WINDOWS-1252";
	bool is_western = strcmp(charset, "WINDOWS-1252") == 0 ||
			  g_ascii_strcasecmp(charset, "ISO-8859-15") == 0;
	bool is_central = g_ascii_strcasecmp(charset, "WINDOWS-1250") == 0 ||
			  g_ascii_strcasecmp(charset, "ISO-8859-2") == 0;
	const char *better = is_western	  ? charset_unlike_western(bytes, length)
			     : is_central ? central_kind(bytes, length, false)
					  : NULL;
	if (better != NULL)
		charset = better;
	else if (!is_western && !bytes_are_hardly_western(bytes, length) &&
		 has_western_word(bytes, length))
		charset = "WINDOWS-1252";
	if (strcmp(charset, "WINDOWS-1252") == 0 && has_euro_of_1999(bytes, length))
		charset = "ISO-8859-15";
	return g_strdup(charset);
}
