/* html_beside.c - what an HTML alternative says that the plain one does not. */
/* SPDX-License-Identifier: MIT */
#include "mail/html_beside.h"
#include "mail/html_plain.h"

#include <string.h>

/*
 * Programs that write both alternatives put into the plain one what they like: a sentence
 * about other readers, last year's footer. Words are looked up by their hashes; those
 * with character references are passed by, since the plain text has none.
 */
enum {
	LITTLE = 4,	   /* a plain text with a fourth of the letters says too little */
	LETTERS_MIN = 200, /* of HTML that says more */
	WORDS_MIN = 12,	   /* of HTML that says something else */
	WORDS_MAX = 2000,  /* looked up */
	PLAIN_BYTES_MAX = 64 * 1024, /* a longer one says enough */
	WORD_BYTES_MIN = 4,
	SET_BITS = 1 << 15,
};

typedef struct {
	guint32 bits[SET_BITS / 32];
	gsize letters;
} Words;

/* Of alphabets in UTF-8: Chinese and Japanese have no spaces to tell words, and quotation
 * marks and no-break spaces, which begin with 0xc2 and 0xe2, are between words. */
static bool begins_word(char c)
{
	unsigned char byte = (unsigned char)c;
	return g_ascii_isalnum(c) || (byte >= 0xc3 && byte <= 0xe1);
}

static bool is_in_word(char c)
{
	unsigned char byte = (unsigned char)c;
	return begins_word(c) || (byte >= 0x80 && byte < 0xc0);
}

/* Reads the word at at; its hash, 0 for a short one. */
static guint32 word_hash(const char **at, const char *end)
{
	const char *start = *at;
	guint32 hash = 5381;
	while (*at < end && is_in_word(**at))
		hash = hash * 33 + (guint32)g_ascii_tolower(*(*at)++);
	return *at - start < WORD_BYTES_MIN ? 0
					    : (hash ^ hash >> 15) % SET_BITS | SET_BITS;
}

static void words_collect(Words *words, const char *plain)
{
	for (const char *at = plain, *end = plain + strlen(plain); at < end;) {
		words->letters += !g_ascii_isspace(*at);
		if (!begins_word(*at)) {
			at++;
			continue;
		}
		const char *start = at;
		guint32 hash = word_hash(&at, end);
		words->letters += (gsize)(at - start) - 1;
		words->bits[hash % SET_BITS / 32] |= (guint32)(hash != 0) << hash % 32;
	}
}

bool html_says_more(const char *html, gsize length, const char *plain)
{
	Words beside = {.letters = 0};
	if (strnlen(plain, PLAIN_BYTES_MAX) == PLAIN_BYTES_MAX)
		return false;
	words_collect(&beside, plain);
	gsize letters = 0, words = 0, missing = 0;
	const char *close = NULL;
	for (const char *at = html, *end = html + length; at < end;) {
		if (*at == '<') {
			at = html_tag_end(at, end, &close);
			continue;
		}
		letters += !g_ascii_isspace(*at);
		if (!begins_word(*at) || words >= WORDS_MAX) {
			at++;
			continue;
		}
		const char *start = at;
		guint32 hash = word_hash(&at, end);
		letters += (gsize)(at - start) - 1;
		bool whole = hash != 0 &&
			     (start == html || (start[-1] != '&' && start[-1] != ';')) &&
			     (at == end || *at != '&');
		words += whole;
		missing += whole && !(beside.bits[hash % SET_BITS / 32] >> hash % 32 & 1);
	}
	bool is_longer = letters > LITTLE * beside.letters && letters > LETTERS_MIN;
	bool is_other = words >= WORDS_MIN && missing > words / 2;
	return beside.letters > 0 && (is_longer || is_other);
}
