/* condition_fact.c - conditions on what is known about a mail: sizes, names, hours. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "mail/text.h"
#include "rules/condition.h"
#include "rules/known.h"

#include <string.h>

/* --- sizes --- */

static gint64 unit_bytes(const char *unit)
{
	static const char units[] = "KMG";

	if (!*unit)
		return 1;
	const char *known = strchr(units, g_ascii_toupper(*unit));
	if (!known || !*known || (unit[1] && g_ascii_strcasecmp(unit + 1, "B")))
		return 0;
	return (gint64)1 << (10 * (known - units + 1));
}

static bool read_size(const Condition *condition, ConditionValue *value,
		      const Config *config, const Taxonomy *taxonomy, GError **error)
{
	const char *at = value->text;
	char *unit = NULL;

	value->compare = *at;
	if (*at == '<' || *at == '>')
		at++;
	value->or_equal = *at == '=';
	at += value->or_equal;
	at += strspn(at, " \t");
	guint64 number = g_ascii_isdigit(*at) ? g_ascii_strtoull(at, &unit, 10) : 0;
	gint64 bytes = unit ? unit_bytes(unit + strspn(unit, " \t")) : 0;
	if (!strchr("<>", value->compare) || !value->compare || !bytes ||
	    number > (guint64)(G_MAXINT64 / bytes)) {
		g_set_error(
			error, POSTDESK_ERROR, POSTDESK_INVALID,
			"%s is not a size to compare with; write > 5M, < 10K or >= 1G",
			value->text);
		return false;
	}
	value->bytes = (gint64)number * bytes;
	return true;
}

static bool size_fits(const ConditionValue *value, gsize size)
{
	gint64 bytes = (gint64)MIN(size, (gsize)G_MAXINT64);

	if (value->or_equal && bytes == value->bytes)
		return true;
	return value->compare == '>' ? bytes > value->bytes : bytes < value->bytes;
}

static PatternResult tell_size(const Condition *condition, gsize size, Proof *proof)
{
	g_string_append_printf(proof->reason, "%s is %" G_GSIZE_FORMAT, condition->key,
			       size);
	return PATTERN_PRESENT;
}

static PatternResult fits_size(const Condition *condition, const ConditionValue *value,
			       Reading *reading, Proof *proof)
{
	gsize size = reading->input->size_bytes;

	return size_fits(value, size) ? tell_size(condition, size, proof)
				      : PATTERN_ABSENT;
}

static PatternResult fits_attachment_size(const Condition *condition,
					  const ConditionValue *value, Reading *reading,
					  Proof *proof)
{
	const GPtrArray *attachments = reading->input->message->attachments;

	for (guint i = 0; attachments && i < attachments->len; i++) {
		gsize size = ((Attachment *)attachments->pdata[i])->size_bytes;
		if (size_fits(value, size))
			return tell_size(condition, size, proof);
	}
	return PATTERN_ABSENT;
}

/* --- names --- */

static bool read_queue(const Condition *condition, ConditionValue *value,
		       const Config *config, const Taxonomy *taxonomy, GError **error)
{
	return !config || known_check("queue", value->text, known_queues(config), error);
}

static bool read_organisation(const Condition *condition, ConditionValue *value,
			      const Config *config, const Taxonomy *taxonomy,
			      GError **error)
{
	return !config || known_check("organisation", value->text,
				      known_organisations(config), error);
}

static bool read_tier(const Condition *condition, ConditionValue *value,
		      const Config *config, const Taxonomy *taxonomy, GError **error)
{
	return !config || known_check("tier", value->text, known_tiers(config), error);
}

static bool read_state(const Condition *condition, ConditionValue *value,
		       const Config *config, const Taxonomy *taxonomy, GError **error)
{
	static const char *const states[] = {"new",    "open", "waiting", "solved",
					     "closed", "spam", "merged",  NULL};

	return known_check("state", value->text, known_words(states), error);
}

static bool read_evidence(const Condition *condition, ConditionValue *value,
			  const Config *config, const Taxonomy *taxonomy, GError **error)
{
	static const char *const kinds[] = {"auth",    "cert", "token", "dmarc",
					    "trusted", "none", NULL};

	return known_check("evidence", value->text, known_words(kinds), error);
}

static bool read_method(const Condition *condition, ConditionValue *value,
			const Config *config, const Taxonomy *taxonomy, GError **error)
{
	static const char *const methods[] = {"PUBLISH", "REQUEST",	   "REPLY",
					      "ADD",	 "CANCEL",	   "REFRESH",
					      "COUNTER", "DECLINECOUNTER", NULL};
	g_autofree char *upper = g_ascii_strup(value->text, -1);

	return known_check("calendar method", upper, known_words(methods), error);
}

static bool read_language(const Condition *condition, ConditionValue *value,
			  const Config *config, const Taxonomy *taxonomy, GError **error)
{
	const char *text = value->text;

	if (g_str_equal(text, "unknown") || text_language_is_known(text))
		return true;
	g_set_error(
		error, POSTDESK_ERROR, POSTDESK_INVALID,
		"%s is not a language; write two letters such as en, ru, el, or unknown",
		text);
	return false;
}

typedef struct {
	const Condition *condition;
	const ConditionValue *value;
	Proof *proof;
	PatternResult result;
} Comparison;

static bool compare_name(const char *actual, void *data)
{
	Comparison *comparison = data;
	const char *wanted = comparison->value->text;

	if (g_ascii_strcasecmp(actual, wanted))
		return false;
	g_string_append_printf(comparison->proof->reason, "%s is %s",
			       comparison->condition->key, wanted);
	comparison->result = PATTERN_PRESENT;
	return true;
}

static PatternResult fits_name(const Condition *condition, const ConditionValue *value,
			       Reading *reading, Proof *proof)
{
	Comparison comparison = {condition, value, proof, PATTERN_ABSENT};

	condition->kind->each(condition, reading, compare_name, &comparison);
	return comparison.result;
}

/* The fact, or what stands for an unknown one. */
static const char *known_or(const char *fact, const char *otherwise)
{
	return fact && *fact ? fact : otherwise;
}

static void see_known(const char *fact, TextSeen seen, void *data)
{
	if (fact)
		seen(fact, data);
}

static void each_language(const Condition *condition, Reading *reading, TextSeen seen,
			  void *data)
{
	seen(known_or(reading->input->message->language, "unknown"), data);
}

static void each_tier(const Condition *condition, Reading *reading, TextSeen seen,
		      void *data)
{
	seen(known_or(reading->input->tier, "standard"), data);
}

static void each_organisation(const Condition *condition, Reading *reading, TextSeen seen,
			      void *data)
{
	see_known(reading->input->organisation, seen, data);
}

static void each_queue(const Condition *condition, Reading *reading, TextSeen seen,
		       void *data)
{
	see_known(reading->input->queue, seen, data);
}

static void each_state(const Condition *condition, Reading *reading, TextSeen seen,
		       void *data)
{
	seen(known_or(reading->input->state, "new"), data);
}

static void each_method(const Condition *condition, Reading *reading, TextSeen seen,
			void *data)
{
	see_known(reading->input->message->calendar_method, seen, data);
}

/* The sender can have several kinds of evidence: "token dmarc". */
static void each_evidence(const Condition *condition, Reading *reading, TextSeen seen,
			  void *data)
{
	g_auto(GStrv) kinds =
		g_strsplit_set(known_or(reading->input->evidence, "none"), " ,", -1);

	for (guint i = 0; kinds[i]; i++)
		if (seen(kinds[i], data))
			return;
}

/* --- category, hours, spam --- */

static bool read_category(const Condition *condition, ConditionValue *value,
			  const Config *config, const Taxonomy *taxonomy, GError **error)
{
	return g_str_equal(value->text, "unclassified") ||
	       known_check_category(value->text, taxonomy, error);
}

/* The leader of the scores so far; before the first score what the ticket has. */
static PatternResult fits_category(const Condition *condition,
				   const ConditionValue *value, Reading *reading,
				   Proof *proof)
{
	const char *leader = *reading->leader
				     ? reading->leader
				     : known_or(reading->input->category, "unclassified");
	gsize length = strlen(value->text);

	if (!g_str_has_prefix(leader, value->text) ||
	    (leader[length] && leader[length] != '.'))
		return PATTERN_ABSENT;
	g_string_append_printf(proof->reason, "category is %s", leader);
	return PATTERN_PRESENT;
}

static bool read_yes_no(ConditionValue *value, const char *word, GError **error)
{
	value->wanted = g_str_equal(word, "yes");
	if (value->wanted || g_str_equal(word, "no"))
		return true;
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID, "%s is neither yes nor no",
		    word);
	return false;
}

static bool read_hours(const Condition *condition, ConditionValue *value,
		       const Config *config, const Taxonomy *taxonomy, GError **error)
{
	g_auto(GStrv) words = g_strsplit_set(value->text, " \t", 2);

	if (!words[0] || !words[1]) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "hours needs a calendar and yes or no; write hours = %s no",
			    words[0] ? words[0] : "office");
		return false;
	}
	if (config && !known_check("calendar", words[0], known_calendars(config), error))
		return false;
	value->calendar = config ? g_hash_table_lookup(config->calendars, words[0])
				 : calendar_always();
	return read_yes_no(value, g_strstrip(words[1]), error);
}

static PatternResult fits_hours(const Condition *condition, const ConditionValue *value,
				Reading *reading, Proof *proof)
{
	if (calendar_is_open(value->calendar, reading->input->now) != value->wanted)
		return PATTERN_ABSENT;
	g_string_append_printf(proof->reason, "hours %s", value->text);
	return PATTERN_PRESENT;
}

static bool read_spam(const Condition *condition, ConditionValue *value,
		      const Config *config, const Taxonomy *taxonomy, GError **error)
{
	return read_yes_no(value, value->text, error);
}

/* The verdict as SpamAssassin and rspamd write it into the header. */
static bool is_spam_verdict(const Header *header)
{
	static const char *const names[] = {"X-Spam-Flag", "X-Spam-Status", "X-Spam",
					    NULL};

	for (guint i = 0; names[i]; i++)
		if (!g_ascii_strcasecmp(header->name, names[i]))
			return !g_ascii_strncasecmp(header->value, "yes", 3);
	return false;
}

static PatternResult fits_spam(const Condition *condition, const ConditionValue *value,
			       Reading *reading, Proof *proof)
{
	const GPtrArray *headers = reading->input->message->headers;
	bool is_spam = false;

	for (guint i = 0; headers && i < headers->len && !is_spam; i++)
		is_spam = is_spam_verdict(headers->pdata[i]);
	if (is_spam != value->wanted)
		return PATTERN_ABSENT;
	g_string_append_printf(proof->reason, "spam is %s", value->text);
	return PATTERN_PRESENT;
}

#define FACT(read, fits) read, fits, 0, NULL
#define NAME(read, each) read, fits_name, 0, each

const ConditionKind condition_facts[] = {
	{"attachment.size", FACT(read_size, fits_attachment_size)},
	{"size", FACT(read_size, fits_size)},
	{"language", NAME(read_language, each_language)},
	{"tier", NAME(read_tier, each_tier)},
	{"organisation", NAME(read_organisation, each_organisation)},
	{"queue", NAME(read_queue, each_queue)},
	{"state", NAME(read_state, each_state)},
	{"category", FACT(read_category, fits_category)},
	{"evidence", NAME(read_evidence, each_evidence)},
	{"calendar", NAME(read_method, each_method)},
	{"hours", FACT(read_hours, fits_hours)},
	{"spam", FACT(read_spam, fits_spam)},
	{0},
};
