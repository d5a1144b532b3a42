/* address.c - addresses as text: taking apart, comparing, writing. */
/* SPDX-License-Identifier: MIT */
#include "mail/address.h"

#include <string.h>

/* Local parts behind which nobody reads, whole, without separators. */
static const char *const robots[] = {
	"mailerdaemon",
	"maildaemon",
	"postmaster",
	"mailer",
	"noreply",
	"donotreply",
	"dontreply",
	"neodgovarjaj",
	"nepasrepondre",
	"noresponder",
	"naoresponda",
	"nichtantworten",
	"keineantwort",
	"bounce",
	"bounces",
	"autoreply",
	"autoresponder",
	"autoresponse",
	"autoanswer",
	"nobody",
	"devnull",
	"listserv",
	"majordomo",
	"mailmanbounces",
	"mailman",
	"sympa",
	"maildeliverysystem",
	"maildelivery",
	"msexchange",
	"feedbackloop",
	"fbl",
	"abusenoreply",
	"noreplay",
	"noreponse",
	"root",
	"daemon",
	"uucp",
	"nonrispondere",
	"noreplies",
	"noanswer",
	"unattended",
	"unmonitored",
	"invalid",
	"notreply",
	"nieodpowiadaj",
	"nieodpowiadac",
	"yanitlamayin",
	"svarainte",
	"mdaemon",
	"mailbot",
	"automailer",
	"autoconfirm",
	/* programs that watch machines */
	"cron",
	"nagios",
	"icinga",
	"icinga2",
	"zabbix",
	"monit",
	"munin",
	"logwatch",
	"logcheck",
	"fail2ban",
	"apticron",
	"smartd",
	"mdadm",
};

/* Beginnings and ends that say the same inside a longer local part. */
static const char *const robot_pieces[] = {
	"noreply",   "donotreply",     "mailerdaemon", "mailmanbounces",
	"autoreply", "nichtantworten", "naorespond",   "norespond",
	"neotvecha", "nocontest",      "donotanswer"};

static bool needs_quotes(const char *local)
{
	if (*local == '\0' || *local == '.' || g_str_has_suffix(local, ".") ||
	    strstr(local, "..") != NULL)
		return true;
	for (const char *at = local; *at != '\0'; at++)
		if ((unsigned char)*at <= ' ' || strchr("()<>[]:;@\\,\"", *at) != NULL)
			return true;
	return false;
}

/* "ann b"@… keeps its quotes, "ann"@… loses them. g_free. */
static char *local_unquote(const char *local)
{
	gsize length = strlen(local);
	if (length < 2 || local[0] != '"' || local[length - 1] != '"')
		return g_strdup(local);
	GString *plain = g_string_new(NULL);
	for (gsize i = 1; i < length - 1; i++) {
		if (local[i] == '\\' && i + 2 < length)
			i++;
		g_string_append_c(plain, local[i]);
	}
	char *result = needs_quotes(plain->str) ? g_strdup(local) : g_strdup(plain->str);
	g_string_free(plain, TRUE);
	return result;
}

static bool has_control(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 127)
			return true;
	return false;
}

/* "example.org." is "example.org". Changes text and gives it back. */
static char *dots_strip(char *text)
{
	gsize length = strlen(text);
	while (length > 0 && text[length - 1] == '.')
		text[--length] = '\0';
	return text;
}

/* U-label form; what is no valid A-label stays as it is. */
static char *domain_normalise(const char *domain)
{
	enum { ACE_BYTES_MAX = 255 };
	g_autofree char *lower = dots_strip(g_utf8_strdown(domain, -1));
	if (strstr(lower, "xn--") == NULL || strlen(lower) > ACE_BYTES_MAX)
		return g_steal_pointer(&lower);
	g_autofree char *unicode = g_hostname_to_unicode(lower);
	if (unicode == NULL || *unicode == '\0' || !g_utf8_validate(unicode, -1, NULL) ||
	    strstr(unicode, "xn--") != NULL || strpbrk(unicode, " @<>\"") != NULL ||
	    has_control(unicode))
		return g_steal_pointer(&lower);
	return dots_strip(g_utf8_strdown(unicode, -1));
}

/* The Kelvin sign is no k here: what is not ASCII never becomes ASCII. g_free. */
static char *local_lower(const char *local)
{
	GString *lower = g_string_new(NULL);
	for (const char *at = local; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at), small = g_unichar_tolower(c);
		g_string_append_unichar(lower, c >= 128 && small < 128 ? c : small);
	}
	return g_string_free(lower, FALSE);
}

char *address_normalise(const char *address)
{
	if (address == NULL)
		return g_strdup("");
	g_autofree char *valid = g_utf8_make_valid(address, -1);
	char *at = g_strstrip(valid);
	gsize length = strlen(at);
	if (*at == '<') {
		at++;
		length--;
		char *close = strrchr(at, '>');
		if (close != NULL)
			*close = '\0';
	}
	char *colon = *at == '@' ? strchr(at, ':') : NULL;
	if (colon != NULL)
		at = colon + 1;
	at = g_strstrip(at);
	char *sign = strrchr(at, '@');
	if (sign == NULL || sign == at || sign[1] == '\0' || has_control(at) ||
	    strpbrk(sign, " <>\"") != NULL)
		return g_strdup("");
	*sign = '\0';
	if (*at != '"' && strpbrk(at, " \t<>\"@") != NULL)
		return g_strdup("");
	g_autofree char *local = local_unquote(at);
	g_autofree char *lower = local_lower(local);
	g_autofree char *domain = domain_normalise(sign + 1);
	return *domain == '\0' ? g_strdup("") : g_strconcat(lower, "@", domain, NULL);
}

void address_split(const char *address, const char *delimiters, char **base,
		   char **extension)
{
	g_autofree char *whole = address_normalise(address);
	const char *domain = strrchr(whole, '@');
	gsize local = domain == NULL ? 0 : (gsize)(domain - whole);
	for (gsize i = 1; i < local; i++) {
		if (*whole == '"' || strchr(delimiters, whole[i]) == NULL)
			continue;
		*base = g_strdup_printf("%.*s%s", (int)i, whole, domain);
		*extension = g_strndup(whole + i + 1, local - i - 1);
		return;
	}
	*base = g_steal_pointer(&whole);
	*extension = g_strdup("");
}

const char *address_domain(const char *address)
{
	const char *sign = address == NULL ? NULL : strrchr(address, '@');
	return sign == NULL ? "" : sign + 1;
}

/* Second-level names under which countries register: co.uk, com.au, org.ua, ne.jp. */
static bool is_public_second_level(const char *label, gsize length)
{
	static const char *const names[] = {"co",  "com", "net", "org", "gov", "edu",
					    "ac",  "or",  "ne",	 "go",	"mil", "gob",
					    "nom", "ltd", "plc", "me",	"sch", "nhs",
					    "in",  "biz", "info"};
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (strlen(names[i]) == length && strncmp(names[i], label, length) == 0)
			return true;
	return false;
}

/* The last two labels, or three below a country's second level. Borrowed from domain. */
static const char *organisation(const char *domain)
{
	const char *starts[3] = {domain, domain,
				 domain}; /* of the last labels, last first */
	guint labels = 0;
	const char *end = domain + strlen(domain), *at = end;
	while (at > domain && labels < 3) {
		while (at > domain && at[-1] != '.')
			at--;
		starts[labels++] = at;
		if (at > domain)
			at--;
	}
	if (labels < 2)
		return domain;
	if (labels < 3)
		return starts[1];
	gsize top = end - starts[0], second = starts[0] - 1 - starts[1];
	return top == 2 && is_public_second_level(starts[1], second) ? starts[2]
								     : starts[1];
}

bool address_same_organisation(const char *a, const char *b)
{
	g_autofree char *first = address_normalise(a), *second = address_normalise(b);
	const char *left = address_domain(first), *right = address_domain(second);
	return *left != '\0' && *right != '\0' &&
	       strcmp(organisation(left), organisation(right)) == 0;
}

/* "microsoftexchange" and the number of the organisation. */
static bool is_exchange(const char *local)
{
	return g_str_has_prefix(local, "microsoftexchange") &&
	       strspn(local + 17, "0123456789abcdef") == strlen(local + 17);
}

bool address_is_robot(const char *address)
{
	g_autofree char *whole = address_normalise(address);
	if (*whole == '\0')
		return false;
	char local[80];
	gsize length = 0;
	for (const char *at = whole; *at != '\0' && *at != '@' && *at != '+'; at++)
		if (strchr("-_.\"", *at) == NULL && length < sizeof local - 1)
			local[length++] = *at;
	local[length] = '\0';
	for (gsize i = 0; i < G_N_ELEMENTS(robots); i++)
		if (strcmp(local, robots[i]) == 0)
			return true;
	for (gsize i = 0; i < G_N_ELEMENTS(robot_pieces); i++)
		if (g_str_has_prefix(local, robot_pieces[i]) ||
		    g_str_has_suffix(local, robot_pieces[i]))
			return true;
	const char *at = strchr(whole, '@');
	if (at != NULL && at - whole > 8 && strncmp(at - 8, "-bounces", 8) == 0)
		return true;
	return strncmp(whole, "bounce-", 7) == 0 || strncmp(whole, "bounces+", 8) == 0 ||
	       is_exchange(local);
}
