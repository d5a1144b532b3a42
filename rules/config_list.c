/* config_list.c - values of several words: text of the INI file into a list or a set. */
/* SPDX-License-Identifier: MIT */
#include "mail/address.h"
#include "mail/error.h"
#include "rules/config.h"
#include "rules/config_value.h"

#include <gio/gio.h>
#include <string.h>

/* Calls add for each word of text; none at all is an error. */
static bool each_word(GPtrArray *list, const char *text,
		      bool (*add)(GPtrArray *, const char *, GError **), GError **error)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \t,", -1);
	guint found = 0;
	for (char **word = words; *word; word++) {
		if (!**word)
			continue;
		found++;
		if (!add(list, *word, error))
			return false;
	}
	return found > 0 ||
	       value_refuse(error, "the value is empty; write one, or leave the line "
				   "out");
}

static bool add_word(GPtrArray *list, const char *word, GError **error)
{
	if (g_ptr_array_find_with_equal_func(list, word, g_str_equal, NULL))
		return value_refuse(error, "%s is named twice", word);
	g_ptr_array_add(list, g_strdup(word));
	return true;
}

bool value_words(void *field, const char *text, const ValueContext *context,
		 GError **error)
{
	return each_word(*(GPtrArray **)field, text, add_word, error);
}

static bool add_address(GPtrArray *list, const char *word, GError **error)
{
	g_autofree char *address = address_normalise(word);
	if (!*address || !*address_domain(address))
		return value_refuse(
			error, "\"%s\" is no address; write support@example.com", word);
	return add_word(list, address, error);
}

bool value_addresses(void *field, const char *text, const ValueContext *context,
		     GError **error)
{
	return each_word(*(GPtrArray **)field, text, add_address, error);
}

/* Words with dots between them; those of a domain name begin and end with no hyphen. */
static bool is_domain(const char *domain)
{
	char last = '.';
	for (const char *p = domain; *p; last = *p++) {
		bool is_edge = last == '.';
		if ((*p == '.' && (is_edge || last == '-')) || (*p == '-' && is_edge) ||
		    ((guchar)*p < 0x80 && !g_ascii_isalnum(*p) && !strchr(".-_", *p)))
			return false;
	}
	return last != '.' && last != '-';
}

static bool add_domain(GPtrArray *list, const char *word, GError **error)
{
	g_autofree char *address = g_strconcat("x@", word, NULL);
	g_autofree char *normal = address_normalise(address);
	const char *domain = address_domain(normal);
	if (!is_domain(domain) || strchr(word, '@'))
		return value_refuse(error, "\"%s\" is no domain; write example.org",
				    word);
	return add_word(list, domain, error);
}

bool value_domains(void *field, const char *text, const ValueContext *context,
		   GError **error)
{
	return each_word(*(GPtrArray **)field, text, add_domain, error);
}

static bool add_language(GPtrArray *list, const char *word, GError **error)
{
	if (!value_is_language(word))
		return value_refuse(
			error, "\"%s\" is no language; write codes such as en, ru", word);
	return add_word(list, word, error);
}

bool value_languages(void *field, const char *text, const ValueContext *context,
		     GError **error)
{
	return each_word(*(GPtrArray **)field, text, add_language, error);
}

/* As smtpd_milters has them (postconf(5)). */
static bool add_milter(GPtrArray *list, const char *word, GError **error)
{
	bool is_inet = g_str_has_prefix(word, "inet:");
	bool is_unix =
		g_str_has_prefix(word, "unix:") || g_str_has_prefix(word, "local:");
	const char *place = strchr(word, ':');
	const char *port = place ? strrchr(place + 1, ':') : NULL;
	if (!(is_unix && place[1]) && !(is_inet && port && port > place + 1 && port[1]))
		return value_refuse(error,
				    "\"%s\" is no milter; write what smtpd_milters has, "
				    "such as inet:127.0.0.1:8892 or unix:/run/sign.sock",
				    word);
	return add_word(list, word, error);
}

bool value_milters(void *field, const char *text, const ValueContext *context,
		   GError **error)
{
	return each_word(*(GPtrArray **)field, text, add_milter, error);
}

static bool add_network(GPtrArray *list, const char *word, GError **error)
{
	g_autoptr(GInetAddressMask) mask =
		g_inet_address_mask_new_from_string(word, NULL);
	if (!mask)
		return value_refuse(
			error,
			"\"%s\" is no network; write 192.0.2.0/24 or 2001:db8::/32",
			word);
	return add_word(list, word, error);
}

bool value_networks(void *field, const char *text, const ValueContext *context,
		    GError **error)
{
	return each_word(*(GPtrArray **)field, text, add_network, error);
}

bool value_evidence(void *field, const char *text, const ValueContext *context,
		    GError **error)
{
	static const GDebugKey kinds[] = {{"auth", EVIDENCE_AUTH},
					  {"cert", EVIDENCE_CERT},
					  {"token", EVIDENCE_TOKEN},
					  {"dmarc", EVIDENCE_DMARC},
					  {"trusted", EVIDENCE_TRUSTED}};
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	unsigned bits = 0;
	if (!each_word(words, text, add_word, error))
		return false;
	for (guint i = 0; i < words->len; i++) {
		unsigned bit = 0;
		for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++)
			if (g_str_equal(words->pdata[i], kinds[k].key))
				bit = kinds[k].value;
		if (!bit)
			return value_refuse(
				error,
				"\"%s\" is no evidence; write some of auth cert token "
				"dmarc trusted",
				(char *)words->pdata[i]);
		bits |= bit;
	}
	*(unsigned *)field = bits;
	return true;
}
