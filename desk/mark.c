/* mark.c - says in an agent's language why a message is marked. */
/* SPDX-License-Identifier: MIT */
#include "desk/mark.h"

/* Marks are stored as they are decided, in English: they outlive templates. */
static const struct {
	const char *mark, *phrase;
} phrases[] = {
	{"says to be an agent, without evidence", "mark.claimed"},
	{"from a new person", "mark.new-person"},
	{"named the ticket by its tag only", "mark.tag-only"},
	{"over the limit of new tickets", "mark.over-limit"},
	{"too large: headers and first part only", "mark.too-large"},
	{"unreadable", "mark.unreadable"},
	{"encrypted", "mark.encrypted"},
	{"read in part", "mark.read-in-part"},
	{"signed, not checked", "mark.signed"},
	{"DMARC failed", "mark.dmarc-failed"},
	{"sender not proved", "mark.unproved"},
	{"no evidence", "mark.no-evidence"},
	{"by phone", "mark.by-phone"},
	{"by counter", "mark.by-counter"},
	{"by chat", "mark.by-chat"},
	{"by letter", "mark.by-letter"},
	{"forwarded", "mark.forwarded"},
	{"says: solved", "mark.says-solved"},
	{"says: not solved", "mark.says-not-solved"},
	{"asks for a call", "mark.call"},
	{"not carried out", "mark.not-done"},
};

bool mark_is_channel(const char *mark)
{
	return g_str_has_prefix(mark, "by ");
}

const char *mark_phrase(const Work *work, const char *mark, const char *language)
{
	for (gsize i = 0; i < G_N_ELEMENTS(phrases); i++)
		if (g_str_equal(mark, phrases[i].mark))
			return catalogue_phrase(work->setup->catalogue, language,
						phrases[i].phrase);
	if (g_str_has_prefix(mark, "automatic: "))
		return catalogue_phrase(work->setup->catalogue, language,
					"mark.automatic");
	return mark;
}
