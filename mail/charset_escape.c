/* charset_escape.c - charsets of seven bits that switch by escapes. */
/* SPDX-License-Identifier: MIT */
#include "mail/charset.h"

/*
 * ISO-2022-JP as Japanese clients send it: with NEC's extra characters and half-width
 * kana, which iconv's table of that name lacks. Rewritten as EUC, byte by byte.
 */
char *charset_from_iso2022jp(const char *bytes, gsize length)
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
	return charset_convert(euc->str, euc->len, "EUC-JP-MS");
}

/* RFC 1843, which iconv does not know: "~{" and "~}" around pairs of seven-bit bytes. */
char *charset_from_hz(const char *bytes, gsize length)
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
	return charset_convert(euc->str, euc->len, "GB18030");
}
