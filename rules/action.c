/* action.c - the then lines of a rule: what follows when all its conditions hold. */
/* SPDX-License-Identifier: MIT */
#include "rules/action.h"
#include "mail/address.h"
#include "mail/error.h"
#include "rules/known.h"

#include <string.h>

#define WEIGHT_MAX	  100.0
#define CAPTURE_CHARS_MAX 200 /* of what a mail may put into a value */
#define REJECT_BYTES_MAX  400 /* an SMTP reply line has 512 */

struct ActionKind {
	const char *name; /* "field.": an argument follows */
	bool (*read)(RuleAction *action, const Config *config, const Taxonomy *taxonomy,
		     GError **error);
	bool repeats;  /* several in one rule */
	bool captures; /* ${name} is filled in: only where a mail's words can do no harm
			*/
};

static bool refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool refuse(GError **error, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	g_propagate_error(error, g_error_new_valist(POSTDESK_ERROR, POSTDESK_INVALID,
						    format, values));
	va_end(values);
	return false;
}

/* The weight at the end of "billing.refund +4", cut off; decisive when there is none. */
static bool cut_weight(RuleAction *action, GError **error)
{
	char *sign = strpbrk(action->value, "+-");

	/* A hyphen inside the path is not a sign: a sign has white space before it. */
	while (sign && sign > action->value && !g_ascii_isspace(sign[-1]))
		sign = strpbrk(sign + 1, "+-");
	if (!sign) {
		action->decisive = true;
		return true;
	}
	g_autofree char *text = g_strdup(sign);
	char *digits = text + 1 + strspn(text + 1, " \t");
	char *end = NULL;
	action->weight = g_ascii_strtod(digits, &end);
	if (!g_ascii_isdigit(*digits) || *end || !(action->weight > 0) ||
	    action->weight > WEIGHT_MAX)
		return refuse(error, "%s is not a weight; write +1 to +100 or -1 to -100",
			      text);
	if (*sign == '-')
		action->weight = -action->weight;
	*sign = '\0';
	g_strchomp(action->value);
	return true;
}

static bool read_category(RuleAction *action, const Config *config,
			  const Taxonomy *taxonomy, GError **error)
{
	if (!cut_weight(action, error) ||
	    !known_check_category(action->value, taxonomy, error))
		return false;
	action->category = taxonomy_category(taxonomy, action->value);
	return true;
}

static bool read_priority(RuleAction *action, const Config *config,
			  const Taxonomy *taxonomy, GError **error)
{
	return known_check("priority", action->value, known_priorities(), error);
}

static bool read_queue(RuleAction *action, const Config *config, const Taxonomy *taxonomy,
		       GError **error)
{
	return !config ||
	       known_check("queue", action->value, known_queues(config), error);
}

static bool read_agent(RuleAction *action, const Config *config, const Taxonomy *taxonomy,
		       GError **error)
{
	return !config ||
	       known_check("agent", action->value, known_agents(config), error);
}

static bool read_sla(RuleAction *action, const Config *config, const Taxonomy *taxonomy,
		     GError **error)
{
	return !config || known_check("sla", action->value, known_slas(config), error);
}

static bool read_state(RuleAction *action, const Config *config, const Taxonomy *taxonomy,
		       GError **error)
{
	static const char *const states[] = {"new",    "open",	 "waiting",
					     "solved", "closed", NULL};

	return known_check("state", action->value, known_words(states), error);
}

static bool read_tag(RuleAction *action, const Config *config, const Taxonomy *taxonomy,
		     GError **error)
{
	if (!*action->value || strpbrk(action->value, " \t,"))
		return refuse(error,
			      "tag %s is not one word; write then tag = vip, one a line",
			      action->value);
	return true;
}

static bool read_field(RuleAction *action, const Config *config, const Taxonomy *taxonomy,
		       GError **error)
{
	const char *name = action->key + strlen("field.");

	for (const char *at = name; *at; at++)
		if (!g_ascii_isalnum(*at) && !strchr("_-", *at))
			return refuse(error, "field %s: write letters, digits, - and _",
				      name);
	if (!*action->value)
		return refuse(error, "%s is empty; write a value or ${name} of a capture",
			      action->key);
	return true;
}

static bool read_reply(RuleAction *action, const Config *config, const Taxonomy *taxonomy,
		       GError **error)
{
	for (const char *at = action->value; *at; at++)
		if (!g_ascii_isalnum(*at) && !strchr("-_.", *at))
			return refuse(error,
				      "%s is not an article; write its slug, such as "
				      "password-reset",
				      action->value);
	return *action->value ? true
			      : refuse(error, "%s is empty; write an article's slug",
				       action->key);
}

static bool read_notify(RuleAction *action, const Config *config,
			const Taxonomy *taxonomy, GError **error)
{
	GPtrArray *names = config ? known_agents(config) : g_ptr_array_new();

	if (strchr(action->value, '@') || !config) {
		g_autofree char *address = address_normalise(action->value);
		g_ptr_array_unref(names);
		return !config || *address_domain(address) ||
		       refuse(error, "%s is no address; write lead@example.com",
			      action->value);
	}
	g_ptr_array_add(names, (char *)"lead");
	g_ptr_array_add(names, (char *)"head");
	return known_check("agent", action->value, names, error);
}

/* The text goes into an SMTP reply: printable ASCII on one line. */
static bool read_reject(RuleAction *action, const Config *config,
			const Taxonomy *taxonomy, GError **error)
{
	for (const char *at = action->value; *at; at++)
		if (!g_ascii_isprint(*at))
			return refuse(error,
				      "reject %s: an SMTP answer is ASCII; write it in "
				      "English letters",
				      action->value);
	if (!*action->value || strlen(action->value) > REJECT_BYTES_MAX)
		return refuse(error,
			      "%s needs a text of at most 400 characters; write why the "
			      "mail is refused",
			      action->key);
	return true;
}

static bool read_yes(RuleAction *action, const Config *config, const Taxonomy *taxonomy,
		     GError **error)
{
	if (g_str_equal(action->value, "yes"))
		return true;
	return refuse(error, "%s can only be yes; leave the line out otherwise",
		      action->key);
}

static bool read_stop(RuleAction *action, const Config *config, const Taxonomy *taxonomy,
		      GError **error)
{
	action->stops = true;
	return read_yes(action, config, taxonomy, error);
}

static const ActionKind kinds[] = {
	{"category", read_category, true, false},
	{"priority", read_priority, false, false},
	{"queue", read_queue, false, false},
	{"agent", read_agent, false, false},
	{"sla", read_sla, false, false},
	{"tag", read_tag, true, true},
	{"field.", read_field, false, true},
	{"reply", read_reply, false, false},
	{"no-reply", read_yes, false, false},
	{"notify", read_notify, true, false},
	{"state", read_state, false, false},
	{"reject", read_reject, false, true},
	{"spam", read_yes, false, false},
	{"stop", read_stop, false, false},
};

const char *rule_action_kind(guint index)
{
	return index < G_N_ELEMENTS(kinds) ? kinds[index].name : NULL;
}

static const ActionKind *find_kind(const char *key)
{
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		bool has_argument = g_str_has_suffix(kinds[i].name, ".");
		if (has_argument ? g_str_has_prefix(key, kinds[i].name) &&
					   key[strlen(kinds[i].name)]
				 : g_str_equal(key, kinds[i].name))
			return &kinds[i];
	}
	return NULL;
}

static void unknown_kind(const char *key, GError **error)
{
	if (g_str_equal(key, "field") || g_str_equal(key, "field.")) {
		refuse(error, "action %s needs a name after a dot; write field.NAME",
		       key);
		return;
	}
	GPtrArray *names = g_ptr_array_new();
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
		g_ptr_array_add(names, (char *)kinds[i].name);
	known_check("action", key, names, error);
}

RuleAction *rule_action_new(const char *key, const char *value, const Config *config,
			    const Taxonomy *taxonomy, GError **error)
{
	const ActionKind *kind = find_kind(key);

	if (!kind) {
		unknown_kind(key, error);
		return NULL;
	}
	g_autoptr(RuleAction) action = g_new0(RuleAction, 1);
	action->kind = kind;
	action->key = g_strdup(key);
	action->value = g_strdup(value);
	if (strstr(value, "${") && !kind->captures) {
		refuse(error,
		       "%s takes no ${capture}: a mail must not decide it; write a name",
		       key);
		return NULL;
	}
	return kind->read(action, config, taxonomy, error) ? g_steal_pointer(&action)
							   : NULL;
}

void rule_action_free(RuleAction *action)
{
	if (!action)
		return;
	g_free(action->key);
	g_free(action->value);
	g_free(action);
}

bool rule_action_is_single(const RuleAction *action)
{
	return !action->kind->repeats;
}

/* The name in "${name}" at at; *rest is what follows. NULL when at is no capture. */
static char *capture_name(const char *at, const char **rest)
{
	const char *end = g_str_has_prefix(at, "${") ? strchr(at, '}') : NULL;

	if (!end)
		return NULL;
	*rest = end + 1;
	return g_strndup(at + 2, end - at - 2);
}

bool rule_action_check_captures(const RuleAction *action, GHashTable *captures,
				GError **error)
{
	const char *rest = NULL;

	if (!action->kind->captures)
		return true;
	for (const char *at = strstr(action->value, "${"); at; at = strstr(rest, "${")) {
		g_autofree char *name = capture_name(at, &rest);
		if (!name)
			return refuse(error, "%s is not closed; write ${name}", at);
		if (!g_hash_table_contains(captures, name)) {
			g_set_error(
				error, POSTDESK_ERROR, POSTDESK_INVALID,
				"${%s} is captured by no condition of this rule; write "
				"(?<%s>…) in one",
				name, name);
			return false;
		}
	}
	return true;
}

/* Text of a mail: on one line, without control characters, not too long. */
static void append_capture(GString *value, const char *text)
{
	glong count = 0;

	for (const char *at = text; *at && count < CAPTURE_CHARS_MAX;
	     at = g_utf8_next_char(at), count++) {
		gunichar c = g_utf8_get_char(at);
		if (g_unichar_isspace(c) || g_unichar_iscntrl(c))
			c = ' ';
		g_string_append_unichar(value, c);
	}
}

/* An SMTP answer stays ASCII, whatever was captured. */
static void make_ascii(GString *value)
{
	for (gsize i = 0; i < value->len; i++)
		if (!g_ascii_isprint(value->str[i]))
			value->str[i] = '?';
}

char *rule_action_value(const RuleAction *action, GHashTable *captures)
{
	g_autoptr(GString) value = g_string_new(NULL);

	if (!action->kind->captures)
		return g_strdup(action->value);
	for (const char *at = action->value; *at;) {
		const char *rest = NULL;
		g_autofree char *name = capture_name(at, &rest);
		if (!name) {
			g_string_append_c(value, *at++);
			continue;
		}
		const char *text = g_hash_table_lookup(captures, name);
		append_capture(value, text ? text : "");
		at = rest;
	}
	if (action->kind->read == read_reject)
		make_ascii(value);
	g_strstrip(value->str);
	return *value->str ? g_string_free(g_steal_pointer(&value), FALSE) : NULL;
}
