/* condition_text.c - conditions on what is written: texts, headers, names and words. */
/* SPDX-License-Identifier: MIT */
#include "rules/condition.h"

#include <string.h>

#include "mail/error.h"

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

/* --- patterns
 * ---------------------------------------------------------------------------- */

static bool read_pattern(const Condition *condition, ConditionValue *value,
			 const Config *config, const Taxonomy *taxonomy, GError **error)
{
	value->pattern = rule_pattern_new(value->text, error);
	return value->pattern;
}

/* text: prepared as reading_cut does. */
static PatternResult search(const Condition *condition, const ConditionValue *value,
			    const char *text, Reading *reading, Proof *proof)
{
	g_autofree char *found = NULL;
	PatternResult result = rule_pattern_match(value->pattern, reading->matcher, text,
						  &found, proof->captures);

	if (result == PATTERN_PRESENT)
		tell_found(condition, found, proof);
	return result;
}

static PatternResult search_raw(const Condition *condition, const ConditionValue *value,
				const char *text, Reading *reading, Proof *proof)
{
	if (!text || !*text)
		return PATTERN_ABSENT;
	g_autofree char *cut = reading_cut(text);
	return search(condition, value, cut, reading, proof);
}

static PatternResult fits_subject(const Condition *condition, const ConditionValue *value,
				  Reading *reading, Proof *proof)
{
	return search(condition, value, reading_text(reading, READING_SUBJECT), reading,
		      proof);
}

static PatternResult fits_text(const Condition *condition, const ConditionValue *value,
			       Reading *reading, Proof *proof)
{
	return search(condition, value, reading_text(reading, READING_TEXT), reading,
		      proof);
}

static PatternResult fits_says(const Condition *condition, const ConditionValue *value,
			       Reading *reading, Proof *proof)
{
	PatternResult result = fits_subject(condition, value, reading, proof);

	return result == PATTERN_ABSENT ? fits_text(condition, value, reading, proof)
					: result;
}

static PatternResult fits_quoted(const Condition *condition, const ConditionValue *value,
				 Reading *reading, Proof *proof)
{
	return search(condition, value, reading_text(reading, READING_QUOTED), reading,
		      proof);
}

/* The address alone, then the name alone: so that $ and ^ mean what one thinks. */
static PatternResult search_addresses(const Condition *condition,
				      const ConditionValue *value,
				      const GPtrArray *addresses, Reading *reading,
				      Proof *proof)
{
	PatternResult result = PATTERN_ABSENT;

	for (guint i = 0; addresses && i < addresses->len; i++) {
		const Address *address = addresses->pdata[i];
		result = search_raw(condition, value, address->address, reading, proof);
		if (result == PATTERN_ABSENT)
			result = search_raw(condition, value, address->name, reading,
					    proof);
		if (result != PATTERN_ABSENT)
			break;
	}
	return result;
}

static PatternResult fits_from(const Condition *condition, const ConditionValue *value,
			       Reading *reading, Proof *proof)
{
	return search_addresses(condition, value, reading->input->message->from, reading,
				proof);
}

static PatternResult fits_to(const Condition *condition, const ConditionValue *value,
			     Reading *reading, Proof *proof)
{
	return search_addresses(condition, value, reading->input->message->to, reading,
				proof);
}

static PatternResult fits_cc(const Condition *condition, const ConditionValue *value,
			     Reading *reading, Proof *proof)
{
	return search_addresses(condition, value, reading->input->message->cc, reading,
				proof);
}

static PatternResult fits_header(const Condition *condition, const ConditionValue *value,
				 Reading *reading, Proof *proof)
{
	const GPtrArray *headers = reading->input->message->headers;
	PatternResult result = PATTERN_ABSENT;

	for (guint i = 0; headers && i < headers->len && result == PATTERN_ABSENT; i++) {
		const Header *header = headers->pdata[i];
		if (!g_ascii_strcasecmp(header->name, condition->argument))
			result = search_raw(condition, value, header->value, reading,
					    proof);
	}
	return result;
}

static PatternResult fits_customer(const Condition *condition,
				   const ConditionValue *value, Reading *reading,
				   Proof *proof)
{
	GHashTable *customer = reading->input->customer;

	if (!customer)
		return PATTERN_ABSENT;
	return search_raw(condition, value,
			  g_hash_table_lookup(customer, condition->argument), reading,
			  proof);
}

static PatternResult fits_attachment_name(const Condition *condition,
					  const ConditionValue *value, Reading *reading,
					  Proof *proof)
{
	const GPtrArray *attachments = reading->input->message->attachments;
	PatternResult result = PATTERN_ABSENT;

	for (guint i = 0; attachments && i < attachments->len && result == PATTERN_ABSENT;
	     i++)
		result = search_raw(condition, value,
				    ((Attachment *)attachments->pdata[i])->name, reading,
				    proof);
	return result;
}

static PatternResult fits_attachment_type(const Condition *condition,
					  const ConditionValue *value, Reading *reading,
					  Proof *proof)
{
	const GPtrArray *attachments = reading->input->message->attachments;
	PatternResult result = PATTERN_ABSENT;

	for (guint i = 0; attachments && i < attachments->len && result == PATTERN_ABSENT;
	     i++)
		result = search_raw(condition, value,
				    ((Attachment *)attachments->pdata[i])->type, reading,
				    proof);
	return result;
}

/* --- words
 * ------------------------------------------------------------------------------- */

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
	/* Most rules are of languages that the mail is not written in. */
	if (!reading_has_scripts(reading, word_list_scripts(value->words)))
		return PATTERN_ABSENT;
	g_autoptr(GString) found = g_string_new(NULL);
	const StemIndex *index = reading_stems(reading, condition->argument);

	if (!word_list_match(value->words, index, found))
		return PATTERN_ABSENT;
	tell_found(condition, found->str, proof);
	return PATTERN_PRESENT;
}

const ConditionKind condition_texts[] = {
	{"subject", read_pattern, fits_subject},
	{"text", read_pattern, fits_text},
	{"says", read_pattern, fits_says},
	{"quoted", read_pattern, fits_quoted},
	{"words.", read_words, fits_words},
	{"from", read_pattern, fits_from},
	{"to", read_pattern, fits_to},
	{"cc", read_pattern, fits_cc},
	{"header.", read_pattern, fits_header},
	{"attachment.name", read_pattern, fits_attachment_name},
	{"attachment.type", read_pattern, fits_attachment_type},
	{"customer.", read_pattern, fits_customer},
	{0},
};
