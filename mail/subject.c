/* subject.c - marks of replies and forwards before a subject, in many languages. */
/* SPDX-License-Identifier: MIT */
#include "mail/message.h"
#include "mail/pattern.h"

#include <string.h>

/* clang-format off */
#define REPLY_MARKS \
	"re|r|aw|antw|antwort|sv|vs|rif|res|rép|ynt|yan|odp|" \
	"odpoved|odp\\.|bls|vá|vast|atb|отв|ответ|отг|відп|відповідь|απ|" \
	"απάντηση|σχετ|回复|回覆|答复|回信|ris|atsp|ats|ответ на|re aw"
#define FORWARD_MARKS \
	"fwd?|fw|wg|vb|vl|tr|enc|rv|doorst|pd|i|vidarebefordrat|" \
	"videresendt|i̇lt|ilt|пересл|пересылка|пер|препр|пп|fwd|переслано|" \
	"πρθ|προωθ|προώθηση|转发|轉寄|továbbítás|przek|přep|přeposláno|" \
	"weitergeleitet|inoltra|inoltrato"
/* clang-format on */

static Pattern reply_mark =
	PATTERN("^\\s*(?:" REPLY_MARKS
		")\\s*(?:\\[\\d{1,3}\\]|\\(\\d{1,3}\\)|\\^\\d{1,3}|\\*\\d{1,3})?"
		"\\s*[:：]\\s*");
static Pattern forward_mark = PATTERN(
	"^\\s*(?:" FORWARD_MARKS ")\\s*(?:\\[\\d{1,3}\\]|\\(\\d{1,3}\\))?\\s*[:：]\\s*");

static gsize mark_length(Pattern *pattern, const char *subject)
{
	g_autofree char *mark = pattern_capture(pattern, subject, -1, 0);
	return mark == NULL ? 0 : strlen(mark);
}

bool message_is_forward(const Message *message)
{
	return pattern_match(&forward_mark, message->subject, -1);
}

/* Cuts the tag out wherever it stands. */
static void remove_tag(char *subject, const char *tag)
{
	gsize length = strlen(tag);
	if (length == 0)
		return;
	for (char *found = strstr(subject, tag); found != NULL;
	     found = strstr(found, tag)) {
		char *rest = found + length;
		rest += strspn(rest, " \t");
		memmove(found, rest, strlen(rest) + 1);
	}
}

char *subject_strip(const char *subject, const char *tag)
{
	enum { MARKS_MAX = 50 };
	char *plain = g_strdup(subject);
	remove_tag(plain, tag == NULL ? "" : tag);
	const char *at = plain;
	for (int i = 0; i < MARKS_MAX; i++) {
		gsize length = mark_length(&reply_mark, at);
		if (length == 0)
			length = mark_length(&forward_mark, at);
		if (length == 0)
			break;
		at += length;
	}
	char *stripped = g_strstrip(g_strdup(at));
	g_free(plain);
	return stripped;
}
