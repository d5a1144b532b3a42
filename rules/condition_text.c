/* condition_text.c - conditions on what is written: texts, headers, names and words. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "rules/condition.h"
#include "rules/stem.h"

#define FOUND_CHARS_MAX 60

/* What was found, on one line and not longer than a reader wants. g_free. */
static char *shown(const char *found)
{
	g_autoptr(GString) line = g_string_new(NULL);
	glong count = 0;
	bool space = false;

	for (const char *at = found; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (g_unichar_isspace(c) || g_unichar_iscntrl(c)) {
			space = line->len > 0;
			continue;
		}
		if (++count > FOUND_CHARS_MAX) {
			g_string_append(line, "…");
			break;
		}
		if (space)
			g_string_append_c(line, ' ');
		space = false;
		g_string_append_unichar(line, c);
	}
	return g_string_free(g_steal_pointer(&line), FALSE);
}

static void tell_found(const Condition *condition, const char *found, Proof *proof)
{
	g_autofree char *line = shown(found);

	g_string_append_printf(proof->reason, "%s has «%s»", condition->key, line);
}

/* --- patterns --- */

static bool read_pattern(const Condition *condition, ConditionValue *value,
			 const Config *config, const Taxonomy *taxonomy, GError **error)
{
	value->pattern = rule_pattern_new(value->text, error);
	return value->pattern;
}

typedef struct {
	const Condition *condition;
	const ConditionValue *value;
	Reading *reading;
	Proof *proof;
	PatternResult result;
} Search;

/* text: prepared as reading_cut does. */
static bool search(const char *text, void *data)
{
	Search *search = data;
	g_autofree char *found = NULL;

	search->result =
		rule_pattern_match(search->value->pattern, search->reading->matcher, text,
				   &found, search->proof->captures);
	if (search->result == PATTERN_PRESENT)
		tell_found(search->condition, found, search->proof);
	return search->result != PATTERN_ABSENT;
}

static PatternResult fits_pattern(const Condition *condition, const ConditionValue *value,
				  Reading *reading, Proof *proof)
{
	Search one = {condition, value, reading, proof, PATTERN_ABSENT};

	condition->kind->each(condition, reading, search, &one);
	return one.result;
}

static void each_text(const Condition *condition, Reading *reading, TextSeen seen,
		      void *data)
{
	for (int which = 0; which < READING_TEXTS; which++)
		if (condition->kind->texts & 1u << which &&
		    seen(reading_text(reading, which), data))
			return;
}

static bool see_raw(const char *text, TextSeen seen, void *data)
{
	if (!text || !*text)
		return false;
	g_autofree char *cut = reading_cut(text);
	return seen(cut, data);
}

/* The address alone, then the name alone: so that $ and ^ mean what one thinks. */
static void each_address(const GPtrArray *addresses, TextSeen seen, void *data)
{
	for (guint i = 0; addresses && i < addresses->len; i++) {
		const Address *address = addresses->pdata[i];
		if (see_raw(address->address, seen, data) ||
		    see_raw(address->name, seen, data))
			return;
	}
}

static void each_from(const Condition *condition, Reading *reading, TextSeen seen,
		      void *data)
{
	each_address(reading->input->message->from, seen, data);
}

static void each_to(const Condition *condition, Reading *reading, TextSeen seen,
		    void *data)
{
	each_address(reading->input->message->to, seen, data);
}

static void each_cc(const Condition *condition, Reading *reading, TextSeen seen,
		    void *data)
{
	each_address(reading->input->message->cc, seen, data);
}

static void each_header(const Condition *condition, Reading *reading, TextSeen seen,
			void *data)
{
	const GPtrArray *headers = reading->input->message->headers;

	for (guint i = 0; headers && i < headers->len; i++) {
		const Header *header = headers->pdata[i];
		if (!g_ascii_strcasecmp(header->name, condition->argument) &&
		    see_raw(header->value, seen, data))
			return;
	}
}

static void each_customer(const Condition *condition, Reading *reading, TextSeen seen,
			  void *data)
{
	GHashTable *customer = reading->input->customer;

	if (customer)
		see_raw(g_hash_table_lookup(customer, condition->argument), seen, data);
}

static void each_attachment_name(const Condition *condition, Reading *reading,
				 TextSeen seen, void *data)
{
	const GPtrArray *attachments = reading->input->message->attachments;

	for (guint i = 0; attachments && i < attachments->len; i++)
		if (see_raw(((Attachment *)attachments->pdata[i])->name, seen, data))
			return;
}

static void each_attachment_type(const Condition *condition, Reading *reading,
				 TextSeen seen, void *data)
{
	const GPtrArray *attachments = reading->input->message->attachments;

	for (guint i = 0; attachments && i < attachments->len; i++)
		if (see_raw(((Attachment *)attachments->pdata[i])->type, seen, data))
			return;
}

/* --- words --- */

static bool read_words(const Condition *condition, ConditionValue *value,
		       const Config *config, const Taxonomy *taxonomy, GError **error)
{
	if (!g_strv_contains(stem_languages(), condition->argument)) {
		g_autofree char *all = g_strjoinv(" ", (char **)stem_languages());
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "no stemmer for language %s; write words. and one of %s",
			    condition->argument, all);
		return false;
	}
	value->words = word_list_new(condition->argument, value->text, error);
	return value->words;
}

static PatternResult fits_words(const Condition *condition, const ConditionValue *value,
				Reading *reading, Proof *proof)
{
	g_autoptr(GString) found = g_string_new(NULL);
	WordIndex *index = reading_words(reading, condition->argument);

	word_index_spread(index);
	if (!word_list_match(value->words, index, found))
		return PATTERN_ABSENT;
	tell_found(condition, found->str, proof);
	return PATTERN_PRESENT;
}

#define PATTERN(texts, each) read_pattern, fits_pattern, texts, each

const ConditionKind condition_texts[] = {
	{"subject", PATTERN(1u << READING_SUBJECT, each_text)},
	{"text", PATTERN(1u << READING_TEXT, each_text)},
	{"says", PATTERN(1u << READING_SUBJECT | 1u << READING_TEXT, each_text)},
	{"quoted", PATTERN(1u << READING_QUOTED, each_text)},
	{"words.", read_words, fits_words, 0, NULL},
	{"from", PATTERN(0, each_from)},
	{"to", PATTERN(0, each_to)},
	{"cc", PATTERN(0, each_cc)},
	{"header.", PATTERN(0, each_header)},
	{"attachment.name", PATTERN(0, each_attachment_name)},
	{"attachment.type", PATTERN(0, each_attachment_type)},
	{"customer.", PATTERN(0, each_customer)},
	{0},
};
