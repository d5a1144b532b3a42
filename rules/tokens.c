/* tokens.c - a text taken apart into words and sentences. */
/* SPDX-License-Identifier: MIT */
#include "rules/tokens.h"
#include "rules/fold.h"

#include <stdbool.h>
#include <string.h>

#define WORD_BYTES_MAX 128 /* longer runs are no words of a language */

Tokens *tokens_new(void)
{
	Tokens *tokens = g_new0(Tokens, 1);

	tokens->tokens = g_array_new(FALSE, FALSE, sizeof(Token));
	tokens->words = g_ptr_array_new();
	tokens->numbers = g_hash_table_new(g_str_hash, g_str_equal);
	tokens->strings = g_string_chunk_new(4096);
	return tokens;
}

void tokens_free(Tokens *tokens)
{
	if (!tokens)
		return;
	g_array_unref(tokens->tokens);
	g_ptr_array_unref(tokens->words);
	g_hash_table_unref(tokens->numbers);
	g_string_chunk_free(tokens->strings);
	g_free(tokens);
}

static bool is_hyphen(gunichar c)
{
	return c == '-' || c == 0x2010 || c == 0x2011;
}

static bool is_letter(gunichar c)
{
	if (c < 0x80)
		return g_ascii_isalnum((char)c);
	return fold_is_plain(c) || g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/*
 * Whether the sign at at joins two parts of one word: an apostrophe between letters, a
 * hyphen behind a single letter (e-mail is email, but next-day is two words).
 */
static bool is_joint(const char *start, const char *at)
{
	gunichar c = fold_letter_at(at);

	if (c != '\'' && c != 0x2019 && !is_hyphen(c))
		return false;
	if (!is_letter(fold_letter_at(g_utf8_next_char(at))))
		return false;
	return !is_hyphen(c) || (at == g_utf8_next_char(start) &&
				 g_unichar_isalpha(fold_letter_at(start)));
}

/* The end of the word that begins at start. */
static const char *word_end(const char *start)
{
	const char *at = start;

	while (*at) {
		if (g_ascii_isalnum(*at))
			at++;
		else if (is_letter(fold_letter_at(at)) || is_joint(start, at))
			at = g_utf8_next_char(at);
		else
			break;
	}
	return at;
}

static bool ends_sentence(const char *at)
{
	if (*at == '\n')
		return at[1] == '\n';
	if (!*at || !strchr(".!?;", *at))
		return false;
	gunichar next = fold_letter_at(at + 1);
	return next == 0 || g_unichar_isspace(next);
}

/* Writes the folded word into room for twice its bytes. */
static void fold_word(const char *start, const char *end, char *folded)
{
	for (const char *at = start; at < end; at = g_utf8_next_char(at)) {
		if (g_ascii_isalnum(*at)) {
			*folded++ = g_ascii_tolower(*at);
			continue;
		}
		gunichar c = fold_letter(fold_letter_at(at));
		if (!is_hyphen(c))
			folded += g_unichar_to_utf8(c, folded);
	}
	*folded = '\0';
}

static guint number_of(Tokens *tokens, const char *folded)
{
	gpointer known = g_hash_table_lookup(tokens->numbers, folded);

	if (known)
		return GPOINTER_TO_UINT(known) - 1;
	char *kept = g_string_chunk_insert(tokens->strings, folded);
	g_ptr_array_add(tokens->words, kept);
	g_hash_table_insert(tokens->numbers, kept, GUINT_TO_POINTER(tokens->words->len));
	return tokens->words->len - 1;
}

static void add_word(Tokens *tokens, const char *start, const char *end)
{
	char folded[2 * WORD_BYTES_MAX + 1];

	if (end - start > WORD_BYTES_MAX)
		return;
	fold_word(start, end, folded);
	Token token = {number_of(tokens, folded), start, end - start};
	g_array_append_val(tokens->tokens, token);
}

static void add_end(Tokens *tokens, const char *at)
{
	Token token = {TOKEN_END, at, 0};

	g_array_append_val(tokens->tokens, token);
}

void tokens_add(Tokens *tokens, const char *text)
{
	for (const char *at = text; *at;) {
		if (is_letter(fold_letter_at(at))) {
			const char *end = word_end(at);
			add_word(tokens, at, end);
			at = end;
			continue;
		}
		if (ends_sentence(at))
			add_end(tokens, at);
		at = g_utf8_next_char(at);
	}
	add_end(tokens, text);
}
