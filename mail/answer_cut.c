/* answer_cut.c - finds a block of the desk in an answer, and what stands around it. */
/* SPDX-License-Identifier: MIT */
#include "mail/answer_cut.h"

#include <stdbool.h>
#include <string.h>

/*
 * The block is made blank before quotes are looked for, so that it is neither taken for
 * the sender's words nor in the way of those below it. Clients wrap, quote and re-dash
 * its first and last lines: they are compared as words.
 */

enum { MARK_WORDS_BYTES_MIN = 8, BLOCKS_MAX = 50 /* the last one never ends */ };

/* Words of a text, a single space before, between and behind them. */
typedef struct {
	GString *words;
	GArray *places; /* gsize: where each byte of words stands in the text */
} Folded;

static void folded_clear(Folded *folded)
{
	g_string_free(folded->words, TRUE);
	g_array_unref(folded->places);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Folded, folded_clear)

static void folded_add(Folded *folded, const char *bytes, gsize length, gsize place)
{
	g_string_append_len(folded->words, bytes, (gssize)length);
	for (gsize i = 0; i < length; i++)
		g_array_append_val(folded->places, place);
}

/* Soft hyphens and the like do not end a word. */
static Folded fold(const char *text)
{
	Folded folded = {g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(gsize))};

	folded_add(&folded, " ", 1, 0);
	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		gsize place = (gsize)(at - text);
		if (g_unichar_type(c) == G_UNICODE_FORMAT)
			continue;
		if (g_unichar_isalnum(c))
			folded_add(&folded, at, (gsize)(g_utf8_next_char(at) - at),
				   place);
		else if (folded.words->str[folded.words->len - 1] != ' ')
			folded_add(&folded, " ", 1, place);
	}
	folded_add(&folded, " ", 1, strlen(text));
	return folded;
}

/* The first of the marks at or behind byte from of words; *end behind it. NULL: none. */
static const char *find_mark(const Folded *folded, gsize from, const char *const *marks,
			     gsize *length)
{
	const char *first = NULL;

	for (; *marks; marks++) {
		g_auto(Folded) mark = fold(*marks);
		g_strchomp(mark.words->str);
		gsize bytes = strlen(mark.words->str);
		const char *found =
			bytes < MARK_WORDS_BYTES_MIN
				? NULL
				: strstr(folded->words->str + from, mark.words->str);
		if (found && (!first || found < first)) {
			first = found;
			*length = bytes;
		}
	}
	return first;
}

static gsize place_of(const Folded *folded, const char *word)
{
	return g_array_index(folded->places, gsize, word - folded->words->str);
}

static gsize line_end(const char *text, gsize at)
{
	return at + strcspn(text + at, "\n");
}

static guint quote_depth(const char *text, gsize at)
{
	guint depth = 0;

	for (; text[at] == '>' || text[at] == ' ' || text[at] == '\t'; at++)
		depth += text[at] == '>';
	return depth;
}

/* Where the line of a mark begins, or what is ours of it when it follows other words. */
static gsize mark_start(const char *text, gsize word)
{
	gsize line = word;

	while (line > 0 && text[line - 1] != '\n')
		line--;
	gsize start = line;
	for (const char *at = text + line; at < text + word; at = g_utf8_next_char(at))
		if (g_unichar_isalnum(g_utf8_get_char(at)))
			start = (gsize)(g_utf8_next_char(at) - text);
	while (start > line && start < word && !strchr(" \t", text[start]))
		start++;
	return start;
}

static void blank(char *text, gsize start, gsize end)
{
	for (gsize i = start; i < end; i++)
		if (text[i] != '\n')
			text[i] = ' ';
}

/* Quoted lines up to end (0: as far as there are any), and what was wrapped out of them.
 * Somebody may have answered between the lines of the block. */
static void blank_quoted(char *text, gsize start, gsize end)
{
	gsize at = line_end(text, start);
	bool follows = true;

	blank(text, start, at);
	while (text[at] && (end == 0 || at < end)) {
		gsize stop = line_end(text, ++at);
		bool is_blank = strspn(text + at, " \t\r") >= stop - at;
		bool is_quoted = quote_depth(text, at) > 0;
		follows = is_quoted || (follows && !is_blank);
		if (follows)
			blank(text, at, stop);
		at = stop;
	}
}

static void add_span(GArray *spans, gsize start, gsize end)
{
	TextSpan span = {start, end};
	TextSpan *last =
		spans->len ? &g_array_index(spans, TextSpan, spans->len - 1) : NULL;

	if (last && last->end == start)
		last->end = end;
	else
		g_array_append_val(spans, span);
}

/* A span of rest but for its lines that were made blank. */
static void add_lines(GArray *spans, const char *text, const char *rest, TextSpan span)
{
	for (gsize at = span.start, next; at < span.end; at = next) {
		next = MIN(line_end(text, at) + 1, span.end);
		if (strncmp(text + at, rest + at, next - at) == 0)
			add_span(spans, at, next);
	}
}

/* The old mail that a block ends may begin with its header: that makes no forwarded mail
 * of it when nothing stands above. */
static bool is_old_mail(const char *piece)
{
	g_autofree char *below = g_strconcat("x\n", piece, NULL);
	g_autoptr(GArray) own = text_reply_spans(below);
	g_autofree char *words = answer_join(below, own);

	return strcmp(g_strchomp(words), "x") == 0;
}

static void add_spans(GArray *spans, const char *text, const char *rest, TextSpan piece,
		      bool is_above)
{
	g_autofree char *words = g_strndup(rest + piece.start, piece.end - piece.start);

	if (is_above && is_old_mail(words))
		return;
	g_autoptr(GArray) own = text_reply_spans(words);
	for (guint i = 0; i < own->len; i++) {
		TextSpan span = g_array_index(own, TextSpan, i);
		span.start += piece.start;
		span.end += piece.start;
		add_lines(spans, text, rest, span);
	}
}

/* The last byte of the last line of the block that begins at word; 0 when it is not
 * there, or another block comes first. */
static gsize find_end(const Folded *folded, const char *text, const char *word,
		      const BlockMarks *marks)
{
	gsize length, ignored;
	gsize from = (gsize)(word + 1 - folded->words->str);
	const char *end = find_mark(folded, from, marks->ends, &length);
	const char *next = find_mark(folded, from, marks->begins, &ignored);

	if (!end || (next && next < end))
		return 0;
	return line_end(text, place_of(folded, end + length - 1));
}

GArray *answer_spans(const char *text, const BlockMarks *marks)
{
	GArray *spans = g_array_new(FALSE, FALSE, sizeof(TextSpan));
	g_autofree char *rest = g_strdup(text);
	g_auto(Folded) folded = fold(text);
	gsize length, piece = 0, from = 0;
	const char *word;
	guint blocks = 0;

	while (blocks++ < BLOCKS_MAX &&
	       (word = find_mark(&folded, from, marks->begins, &length)) != NULL) {
		gsize place = place_of(&folded, word + 1);
		gsize start = mark_start(text, place);
		bool is_last = blocks == BLOCKS_MAX;
		gsize end = is_last ? 0 : find_end(&folded, text, word, marks);
		from = (gsize)(word + length - folded.words->str);
		if (start < piece)
			continue;
		if (quote_depth(text, start) > 0 && !is_last) {
			blank_quoted(rest, start, end);
			continue;
		}
		/* Between two blocks stands what came with them. */
		if (piece == 0)
			add_spans(spans, text, rest, (TextSpan){piece, start}, true);
		piece = end ? end : strlen(text);
	}
	add_spans(spans, text, rest, (TextSpan){piece, strlen(text)}, false);
	return spans;
}

/* Where the first word of each mark ends: folding does not take letters away. */
static void add_places(const Folded *folded, const char *const *marks, GArray *places)
{
	for (; *marks; marks++) {
		const char *const only[] = {*marks, NULL};
		gsize length, from = 0;
		const char *word;
		while ((word = find_mark(folded, from, only, &length)) != NULL) {
			gsize place = place_of(folded, strchr(word + 1, ' '));
			g_array_append_val(places, place);
			from = (gsize)(word + length - folded->words->str);
		}
	}
}

static gint compare_places(gconstpointer a, gconstpointer b)
{
	gsize one = *(const gsize *)a, two = *(const gsize *)b;

	return (one > two) - (one < two);
}

char *answer_disarm(const char *text, const BlockMarks *marks)
{
	g_auto(Folded) folded = fold(text);
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(gsize));
	GString *harmless = g_string_new(NULL);
	gsize copied = 0;

	add_places(&folded, marks->begins, places);
	add_places(&folded, marks->ends, places);
	g_array_sort(places, compare_places);
	for (guint i = 0; i < places->len; i++) {
		gsize place = g_array_index(places, gsize, i);
		g_string_append_len(harmless, text + copied, (gssize)(place - copied));
		g_string_append(harmless, " [sic]");
		copied = place;
	}
	g_string_append(harmless, text + copied);
	return g_string_free(harmless, FALSE);
}

char *answer_join(const char *text, const GArray *spans)
{
	GString *joined = g_string_new(NULL);

	for (guint i = 0; i < spans->len; i++) {
		const TextSpan *span = &g_array_index(spans, TextSpan, i);
		g_string_append_len(joined, text + span->start,
				    (gssize)(span->end - span->start));
	}
	return g_string_free(joined, FALSE);
}
