/* reason.c - puts the words of the rules' reasons into a language. */
/* SPDX-License-Identifier: MIT */
/*
 * Reasons are written once, where the rules run, in English: they go to the log, into
 * events and to the shell. Their own words are few and stand outside of what was found,
 * so that they are exchanged here word by word.
 */
#include "desk/reason.h"

#include <string.h>

#define RULE "rule "

/* The longer of two that begin alike stands first. */
static const struct {
	const char *english, *phrase;
} words[] = {
	{"over its limits of time or memory, not used", "reason.over"},
	{"are equally likely", "reason.equal"},
	{"which holds both", "reason.both"},
	{"above its threshold of", "reason.above"},
	{"below its threshold of", "reason.below"},
	{"not precise enough to decide alone", "reason.unsure"},
	{"every mail", "reason.every"},
	{"model for", "reason.for"},
	{"model against", "reason.against"},
	{"model", "reason.model"},
	{"has", "reason.has"},
	{"is", "reason.is"},
	{"not", "reason.not"},
	{"and", "reason.and"},
	{"then", "reason.then"},
	{"holds", "reason.holds"},
	{"subject", "reason.subject"},
	{"text", "reason.text"},
	{"says", "reason.says"},
	{"quoted", "reason.quoted"},
	{"from", "reason.from"},
	{"to", "reason.to"},
	{"cc", "reason.cc"},
	{"language", "reason.language"},
	{"attachment.name", "reason.file"},
	{"attachment.type", "reason.type"},
	{"hours", "reason.hours"},
	{"size", "reason.size"},
	{"queue", "reason.queue"},
	{"category", "reason.category"},
	{"tier", "reason.tier"},
	{"organisation", "reason.organisation"},
};

static bool is_word_letter(char c)
{
	return g_ascii_isalnum(c) || (guchar)c >= 0x80 || strchr("._-", c);
}

/* The row whose word stands at text, -1 for none. */
static int word_at(const char *text)
{
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		gsize length = strlen(words[i].english);
		if (strncmp(text, words[i].english, length) == 0 &&
		    (!text[length] || !is_word_letter(text[length])))
			return (int)i;
	}
	return -1;
}

/* "rule NAME (FILE:LINE): " keeps its names. How many bytes it has. */
static gsize add_rule(GString *out, const char *because, const char *word)
{
	const char *end = strstr(because, "): ");

	if (!g_str_has_prefix(because, RULE) || !end)
		return 0;
	const char *name = because + strlen(RULE);
	g_string_append_printf(out, "%s ", word);
	g_string_append_len(out, name, end + 3 - name);
	return (gsize)(end + 3 - because);
}

static gsize found_length(const char *text)
{
	const char *end = strstr(text, "»");

	return end ? (gsize)(end - text) + strlen("»") : strlen(text);
}

char *reason_words(const Work *work, const char *because, const char *language)
{
	const Catalogue *catalogue = work->setup->catalogue;
	GString *out = g_string_new(NULL);
	const char *at = because;

	if (strcmp(language, "en") == 0)
		return g_string_free(g_string_assign(out, because), FALSE);
	at += add_rule(out, because,
		       catalogue_phrase(catalogue, language, "reason.rule"));
	while (*at) {
		bool is_start = at == because || !is_word_letter(at[-1]);
		int row = is_start ? word_at(at) : -1;
		gsize length = row >= 0			   ? strlen(words[row].english)
			       : g_str_has_prefix(at, "«") ? found_length(at)
							   : 1;
		if (row >= 0)
			g_string_append(out, catalogue_phrase(catalogue, language,
							      words[row].phrase));
		else
			g_string_append_len(out, at, (gssize)length);
		at += length;
	}
	return g_string_free(out, FALSE);
}
