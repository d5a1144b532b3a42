/* writable.c - what may be written into the header of a mail, whatever it came from. */
/* SPDX-License-Identifier: MIT */
#include "mail/writable.h"
#include "mail/limits.h"

#include <gio/gio.h>
#include <string.h>

#define ADDRESS_BYTES_MAX 320 /* RFC 5321 4.5.3.1: 64 + @ + 255 */

bool turns_around(gunichar c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *writable_text(const char *text, glong chars_max)
{
	g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
	GString *out = g_string_new(NULL);
	glong count = 0;
	for (const char *c = valid; *c; c = g_utf8_next_char(c)) {
		gunichar character = g_utf8_get_char(c);
		bool is_space =
			g_unichar_iscntrl(character) || g_unichar_isspace(character);
		bool after_space = out->len == 0 || out->str[out->len - 1] == ' ';
		if ((is_space && after_space) || turns_around(character))
			continue;
		if (++count > chars_max) {
			g_string_append(
				g_string_truncate(out, strlen(g_strchomp(out->str))),
				"…");
			break;
		}
		if (is_space)
			g_string_append_c(out, ' ');
		else
			g_string_append_unichar(out, character);
	}
	return g_strchomp(g_string_free(out, FALSE));
}

static bool is_atom_char(unsigned char c)
{
	return c >= 0x80 || g_ascii_isalnum(c) ||
	       (c && strchr("!#$%&'*+-/=?^_`{|}~.", c));
}

/* RFC 6532 lets them in, but a line would end or turn around at them. */
static bool has_bad_letters(const char *address)
{
	for (const char *c = address; *c; c = g_utf8_next_char(c)) {
		gunichar character = g_utf8_get_char(c);
		bool is_bad = turns_around(character) || g_unichar_iscntrl(character) ||
			      (character != ' ' && g_unichar_isspace(character));
		if (is_bad)
			return true;
	}
	return false;
}

static bool is_quoted_local(const char *local, gsize length)
{
	if (length < 2 || local[0] != '"' || local[length - 1] != '"')
		return false;
	for (gsize i = 1; i < length - 1; i++) {
		if ((unsigned char)local[i] < ' ' || local[i] == 0x7f || local[i] == '"')
			return false;
		if (local[i] == '\\' &&
		    (++i >= length - 1 || (unsigned char)local[i] < ' '))
			return false;
	}
	return true;
}

static bool is_local(const char *local, gsize length)
{
	if (length == 0)
		return false;
	if (*local == '"')
		return is_quoted_local(local, length);
	for (gsize i = 0; i < length; i++)
		if (!is_atom_char((unsigned char)local[i]))
			return false;
	return true;
}

static bool is_domain(const char *domain)
{
	bool is_literal = *domain == '[' && g_str_has_suffix(domain, "]");
	for (const char *c = domain; *c; c++) {
		bool fits = g_ascii_isalnum(*c) || strchr(".-_", *c) ||
			    (is_literal && strchr("[]:", *c));
		if (!fits)
			return false;
	}
	return *domain && *domain != '.' && *domain != '-' && !strstr(domain, "..");
}

char *writable_address(const char *address)
{
	if (!address || !g_utf8_validate(address, -1, NULL) || has_bad_letters(address))
		return NULL;
	const char *at = strrchr(address, '@');
	if (!at || strlen(address) > ADDRESS_BYTES_MAX ||
	    !is_local(address, at - address))
		return NULL;
	g_autofree char *domain =
		at[1] == '[' ? g_strdup(at + 1) : g_hostname_to_ascii(at + 1);
	if (!domain || !is_domain(domain))
		return NULL;
	return g_strdup_printf("%.*s@%s", (int)(at - address), address, domain);
}

bool is_writable_message_id(const char *id)
{
	if (!id || !*id || strlen(id) > MAIL_MESSAGE_ID_MAX)
		return false;
	for (const char *c = id; *c; c++)
		if (*c <= ' ' || *c >= 0x7f || strchr("<>()\\\",;", *c))
			return false;
	return true;
}

bool is_writable_header_name(const char *name)
{
	if (!name || !*name || strlen(name) > 60)
		return false;
	for (const char *c = name; *c; c++)
		if (!g_ascii_isalnum(*c) && *c != '-')
			return false;
	return true;
}
