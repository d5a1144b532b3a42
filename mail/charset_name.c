/* charset_name.c - charsets as mail names them, to the names that iconv knows. */
/* SPDX-License-Identifier: MIT */
#include "mail/charset.h"

#include <string.h>

/* Names that old clients write, in lower case and with hyphens, and subsets read as the
 * superset that people really use. */
static const char *const aliases[][2] = {
	{"iso-8859-1", "WINDOWS-1252"},
	{"iso8859-1", "WINDOWS-1252"},
	{"latin1", "WINDOWS-1252"},
	{"latin-1", "WINDOWS-1252"},
	{"l1", "WINDOWS-1252"},
	{"cp819", "WINDOWS-1252"},
	{"ansi-x3.110-1983", "WINDOWS-1252"},
	{"x-ansi", "WINDOWS-1252"},
	{"ansi", "WINDOWS-1252"},
	{"iso-8859-9", "WINDOWS-1254"},
	{"iso8859-9", "WINDOWS-1254"},
	{"iso-8859-11", "TIS-620"},
	{"iso-8859-8-i", "ISO-8859-8"},
	{"iso-8859-8-e", "ISO-8859-8"},
	{"iso-8859-6-i", "ISO-8859-6"},
	{"iso-8859-6-e", "ISO-8859-6"},
	{"logical", "ISO-8859-8"},
	{"visual", "ISO-8859-8"},
	{"utf-8", "UTF-8"},
	{"utf8", "UTF-8"},
	{"cp65001", "UTF-8"},
	{"utf8-bom", "UTF-8"},
	{"windows-1252", "WINDOWS-1252"},
	{"cp1252", "WINDOWS-1252"},
	{"western", "WINDOWS-1252"},
	{"utf-8mb4", "UTF-8"},
	{"utf8mb4", "UTF-8"},
	{"unicode-1-1-utf-8", "UTF-8"},
	{"unicode-1-1-utf-7", "UTF-7"},
	{"csutf7", "UTF-7"},
	{"csunicode11utf7", "UTF-7"},
	{"u7", "UTF-7"},
	{"x-unicode-2-0-utf-7", "UTF-7"},
	{"unicode", "UTF-16"},
	{"iso-10646-ucs-2", "UTF-16"},
	{"ucs-2", "UTF-16"},
	{"gb2312", "GB18030"},
	{"gb-2312-80", "GB18030"},
	{"gb-2312", "GB18030"},
	{"gbk", "GB18030"},
	{"cp936", "GB18030"},
	{"x-gbk", "GB18030"},
	{"gb2312-80", "GB18030"},
	{"gb2312-1980", "GB18030"},
	{"csgb2312", "GB18030"},
	{"euc-cn", "GB18030"},
	{"eucgb2312-cn", "GB18030"},
	{"chinese", "GB18030"},
	{"hz-gb-2312", "HZ"},
	{"hz", "HZ"},
	{"hz-gb", "HZ"},
	{"big5", "BIG5-HKSCS"},
	{"x-x-big5", "BIG5-HKSCS"},
	{"cn-big5", "BIG5-HKSCS"},
	{"shift-jis", "CP932"},
	{"x-sjis", "CP932"},
	{"sjis", "CP932"},
	{"ms-kanji", "CP932"},
	{"windows-31j", "CP932"},
	{"shiftjis", "CP932"},
	{"csshiftjis", "CP932"},
	{"mskanji", "CP932"},
	{"iso-2022-jp", "ISO-2022-JP-3"},
	{"iso-2022-jp-ms", "ISO-2022-JP-3"},
	{"csiso2022jp", "ISO-2022-JP-3"},
	{"iso2022-jp", "ISO-2022-JP-3"},
	{"iso2022jp", "ISO-2022-JP-3"},
	{"x-iso-2022-jp", "ISO-2022-JP-3"},
	{"cp50220", "ISO-2022-JP-3"},
	{"cp50221", "ISO-2022-JP-3"},
	{"jis", "ISO-2022-JP-3"},
	{"euc-jp", "EUC-JP-MS"},
	{"x-euc-jp", "EUC-JP-MS"},
	{"u-jis", "EUC-JP-MS"},
	{"ujis", "EUC-JP-MS"},
	{"euc-kr", "CP949"},
	{"ks-c-5601-1987", "CP949"},
	{"ks-c-5601-1989", "CP949"},
	{"ksc5601", "CP949"},
	{"ksc-5601", "CP949"},
	{"x-windows-949", "CP949"},
	{"windows-949", "CP949"},
	{"ks-c-5601", "CP949"},
	{"ksx1001", "CP949"},
	{"ks-x-1001", "CP949"},
	{"korean", "CP949"},
	{"uhc", "CP949"},
	{"ms949", "CP949"},
	{"windows-874", "CP874"},
	{"x-windows-874", "CP874"},
	{"dos-874", "CP874"},
	{"cp-850", "CP850"},
	{"ibm00858", "CP858"},
	{"cp-866", "CP866"},
	{"dos-866", "CP866"},
	{"koi8-r", "KOI8-R"},
	{"koi8r", "KOI8-R"},
	{"cskoi8r", "KOI8-R"},
	{"koi8", "KOI8-R"},
	{"x-koi8-r", "KOI8-R"},
	{"koi8u", "KOI8-U"},
	{"koi8-ru", "KOI8-U"},
	{"x-mac-roman", "MACINTOSH"},
	{"macintosh", "MACINTOSH"},
	{"macroman", "MACINTOSH"},
	{"x-macroman", "MACINTOSH"},
	{"mac-roman", "MACINTOSH"},
	{"x-mac-cyrillic", "MAC-CYRILLIC"},
	{"elot-928", "ISO-8859-7"},
	{"greek", "ISO-8859-7"},
	{"x-mac-ce", "MAC-CENTRALEUROPE"},
	{"mac-latin2", "MAC-CENTRALEUROPE"},
	{"x-mac-centraleurroman", "MAC-CENTRALEUROPE"},
	{"utf-16-be", "UTF-16BE"},
	{"utf-16-le", "UTF-16LE"},
	{"iso2022-kr", "ISO-2022-KR"},
};

/* Declarations that say nothing. */
static const char *const nothings[] = {
	"",	   "unknown",  "unknown-8bit", "x-unknown",	 "default",	   "none",
	"binary",  "us-ascii", "ascii",	       "ansi-x3.4-1968", "x-user-defined", "8bit",
	"7bit",	   "us",       "iso-8859",     "unspecified",	 "windows-",	   "utf",
	"charset", "en",       NULL,
};

static bool name_character(char c)
{
	return g_ascii_isalnum(c) || strchr("-_.+", c) != NULL;
}

/* The name in lower case; "iso_8859_2" and "iso_8859-2:1987" are "iso-8859-2". */
static gsize name_normalise(const char *charset, char buffer[64])
{
	gsize length = 0;
	while (length < 63 && charset[length] != '\0' &&
	       name_character(charset[length])) {
		char c = charset[length];
		buffer[length++] = c == '_' ? '-' : g_ascii_tolower(c);
	}
	buffer[length] = '\0';
	return length;
}

/* "win-1251", "x-cp1251", "windows1251" and the like; "WINDOWS-1250" to "-1258". */
static const char *windows_page(const char *name)
{
	static const char *const before[] = {"windows-", "windows",   "win-", "win",
					     "cp-",	 "cp",	      "x-cp", "x-win",
					     "ms-",	 "x-windows-"};
	static const char *const pages[] = {
		"WINDOWS-1250", "WINDOWS-1251", "WINDOWS-1252",
		"WINDOWS-1253", "WINDOWS-1254", "WINDOWS-1255",
		"WINDOWS-1256", "WINDOWS-1257", "WINDOWS-1258"};
	for (gsize i = 0; i < G_N_ELEMENTS(before); i++) {
		gsize length = strlen(before[i]);
		if (strncmp(name, before[i], length) != 0 ||
		    strncmp(name + length, "125", 3) != 0)
			continue;
		char digit = name[length + 3];
		if (digit >= '0' && digit <= '8' && name[length + 4] == '\0')
			return pages[digit - '0'];
	}
	return NULL;
}

const char *charset_iconv_name(const char *charset, char buffer[64])
{
	if (charset == NULL)
		return NULL;
	while (*charset != '\0' && !g_ascii_isalnum(*charset))
		charset++;
	gsize length = name_normalise(charset, buffer);
	if (g_strv_contains(nothings, buffer))
		return NULL;
	/* "windows-1252http-equivcontent-type" and the like, from careless web forms */
	if (g_str_has_prefix(buffer, "windows-125") && length > 12)
		buffer[12] = '\0';
	const char *page = windows_page(buffer);
	if (page != NULL)
		return page;
	for (gsize i = 0; i < G_N_ELEMENTS(aliases); i++)
		if (strcmp(buffer, aliases[i][0]) == 0)
			return aliases[i][1];
	return buffer;
}
