/* quote.c - what the sender newly wrote, apart from quotes and signature. */
/* SPDX-License-Identifier: MIT */
#include "mail/quote_marks.h"
#include "mail/text.h"

#include <string.h>

/*
 * Lines get a kind, then runs of quoted lines and what introduces them are dropped at the
 * beginning and at the end; between answers they stay, because the answers cannot be read
 * without them. What follows an old header block or a delimiter goes as a whole.
 */

typedef struct {
	Line *lines;
	guint count;
	guint begin, end; /* lines outside are not the sender's */
} Split;

static bool has_kind(const Split *split, guint from, guint to, LineKind kind)
{
	for (guint i = from; i < to; i++)
		if (split->lines[i].kind == kind)
			return true;
	return false;
}

/* A delimiter and a header block that alone bear quote marks, as abv.bg writes them. */
static bool is_quoted_header(const Split *split, guint i)
{
	const Line *lines = split->lines;
	if (lines[i].kind != LINE_QUOTED || i + 1 >= split->count || i == split->begin ||
	    lines[i - 1].kind == LINE_QUOTED || !line_is_delimiter(&lines[i]))
		return false;
	guint length = header_block_length(lines + i + 1, split->count - i - 1);
	return length > 0 && !has_kind(split, i + 1 + length, split->count, LINE_QUOTED);
}

/* The first line of an old header block or a delimiter; count when there is none. */
static guint find_cut(const Split *split)
{
	enum { LOOK_LINES = 50000 };
	for (guint i = split->begin; i < split->count && i < LOOK_LINES; i++) {
		if (split->lines[i].kind == LINE_OLD_MAIL || is_quoted_header(split, i))
			return i;
		if (split->lines[i].kind != LINE_TEXT)
			continue;
		if (line_is_delimiter(&split->lines[i]) ||
		    header_block_length(split->lines + i, split->count - i) > 0)
			return i;
	}
	return split->count;
}

static bool has_text_before(const Split *split, guint end)
{
	for (guint i = split->begin; i < end; i++)
		if (split->lines[i].kind == LINE_TEXT)
			return true;
	return false;
}

/* What looked like an attribution but names nobody's address and introduces no quote. */
static void unmark_sentence(Split *split, guint from, guint to)
{
	for (guint i = from; i < to; i++)
		if (memchr(split->lines[i].start, '@', split->lines[i].length) != NULL)
			return;
	for (guint i = from; i < to; i++)
		if (split->lines[i].kind == LINE_ATTRIBUTION)
			split->lines[i].kind = LINE_TEXT;
}

/* An attribution without a quoted line behind it introduces everything that follows,
 * unless nothing stands before it: then the mail is what it introduces. */
static guint find_bare_attribution(Split *split)
{
	for (guint i = split->begin; i < split->count; i++) {
		if (split->lines[i].kind != LINE_ATTRIBUTION)
			continue;
		guint next = i;
		while (next < split->count &&
		       (split->lines[next].kind == LINE_ATTRIBUTION ||
			split->lines[next].kind == LINE_BLANK))
			next++;
		bool bare =
			next >= split->count || split->lines[next].kind != LINE_QUOTED;
		if (bare && has_text_before(split, i))
			return i;
		if (bare)
			unmark_sentence(split, i, next);
		i = MAX(next, i + 1) - 1;
	}
	return split->count;
}

/* A mail that begins with a forwarded one and says nothing before it: the text behind the
 * old header block is what the mail says. The cut in what it says. */
static guint skip_forwarded_header(Split *split)
{
	enum { DELIMITER_LINES = 3 };
	guint cut = find_cut(split);
	if (cut >= split->count || has_text_before(split, cut) ||
	    has_kind(split, 0, cut, LINE_QUOTED))
		return cut;
	for (guint i = cut; i < split->count && i < cut + DELIMITER_LINES; i++) {
		guint length = header_block_length(split->lines + i, split->count - i);
		if (length > 0) {
			split->begin = i + length;
			return find_cut(split);
		}
	}
	return cut;
}

/* Lines of dashes right before the cut belong to it. */
static void trim_separators(Split *split)
{
	while (split->end > split->begin &&
	       (split->lines[split->end - 1].kind == LINE_BLANK ||
		line_is_separator(&split->lines[split->end - 1]) ||
		line_is_framed(&split->lines[split->end - 1])))
		split->end--;
}

/* A long line with text above and below it, or an item of a list: no signature begins
 * there. */
static bool is_inside_paragraph(const Split *split, guint i)
{
	enum { SHORT_BYTES = 12 };
	guint above = i;
	while (above > split->begin && split->lines[above - 1].kind == LINE_BLANK)
		above--;
	if (above > split->begin && line_starts(&split->lines[i], "-") &&
	    !line_is_separator(&split->lines[i]) &&
	    line_opens_list(&split->lines[above - 1]))
		return true;
	if (i > split->begin && split->lines[i - 1].kind == LINE_TEXT &&
	    line_starts(&split->lines[i], "=")) /* a headline's */
		return true;
	return split->lines[i].length > SHORT_BYTES && i > split->begin &&
	       split->lines[i - 1].kind == LINE_TEXT && i + 1 < split->end &&
	       split->lines[i + 1].kind == LINE_TEXT &&
	       !(line_is_separator(&split->lines[i]) &&
		 starts_added_footer(split->lines + i, split->end - i));
}

/* HTML has paragraphs without a blank line between them, each of them one long line. */
static bool begins_paragraph(const Split *split, guint i)
{
	enum { LONG_BYTES = 100, SHORT_BYTES = 60 };
	return i > split->begin && (split->lines[i - 1].kind == LINE_BLANK ||
				    (split->lines[i].length >= LONG_BYTES &&
				     split->lines[i - 1].length < SHORT_BYTES));
}

static void mark_signatures(Split *split)
{
	for (guint i = split->begin; i < split->end; i++) {
		bool new_paragraph = begins_paragraph(split, i);
		if (split->lines[i].kind != LINE_TEXT || is_inside_paragraph(split, i) ||
		    !starts_signature(split->lines + i, split->end - i, new_paragraph))
			continue;
		while (i < split->end && split->lines[i].kind != LINE_QUOTED &&
		       split->lines[i].kind != LINE_ATTRIBUTION) {
			if (split->lines[i].kind == LINE_TEXT)
				split->lines[i].kind = LINE_SIGNATURE;
			i++;
		}
	}
}

/* --- what stays --- */

static guint count_kind(const Split *split, guint from, guint to, LineKind kind)
{
	guint count = 0;
	for (guint i = from; i < to; i++)
		count += split->lines[i].kind == kind;
	return count;
}

/* The quoted run before text: *start is its first line. True when an attribution leads
 * it. */
static bool run_before(const Split *split, guint end, guint *start)
{
	guint i = end;
	while (i > split->begin && (split->lines[i - 1].kind == LINE_QUOTED ||
				    split->lines[i - 1].kind == LINE_BLANK))
		i--;
	*start = i;
	return i > split->begin && split->lines[i - 1].kind == LINE_ATTRIBUTION;
}

static guint quoted_runs(const Split *split, guint from, guint to)
{
	guint runs = 0;
	bool inside = false;
	for (guint i = from; i < to; i++) {
		bool quoted = split->lines[i].kind == LINE_QUOTED;
		runs += quoted && !inside;
		if (split->lines[i].kind != LINE_BLANK)
			inside = quoted;
	}
	return runs;
}

/* A quote before the text stays when the sender chose it (no client introduced it) or
 * when answers and quotes alternate. */
static guint keep_from(const Split *split, guint first, guint last)
{
	guint start;
	bool introduced = run_before(split, first, &start) ||
			  quote_is_introduced(split->lines + start, first - start);
	bool quoted = count_kind(split, start, first, LINE_QUOTED) > 0;
	bool alternating = quoted_runs(split, first, last) > 0;
	return quoted && (!introduced || alternating) ? start : first;
}

/* clang-format off */
static Pattern greeting = PATTERN("^\\s*(?:"
	"(?:(?:with )?(?:best|kind|kindest|warm) )?(?:regards|wishes)|best|cheers|sincerely|"
	"yours|many thanks|thanks|thank you|mfg|lg|vg|(?:mit )?\\p{L}*(?:liche[mnr]?|beste[nr]?|"
	"viele) gr[uü](?:ß|ss)e?n?|gr[uü](?:ß|ss)e?|danke|(?:bien )?cordialement|bien à|merci|"
	"(?:un )?(?:cordial )?saludos?|atentamente|gracias|(?:cordiali )?saluti|grazie|"
	"abra[çc]os?|at(?:enciosamen)?te|obrigad[oa]|(?:met )?\\p{L}* ?groet(?:en|jes)?|"
	"(?:med )?v[äe]nlig\\p{L}* h\\p{L}+|hälsning\\p{L}*|mvh|pozdrawiam|z poważaniem|"
	"dziękuję|с уважением|спасибо|з повагою|дякую|με εκτίμηση|ευχαριστώ|"
	"sayg[ıi]lar\\p{L}*|teşekkürler)\\b[^?]{0,60}$"
	"|^\\s*[-–]?\\s*(?-i:\\p{Lu})\\p{Ll}+ (?-i:\\p{Lu})\\p{L}+\\s*$");
/* clang-format on */

/* The line is a greeting, the others are names and the like. */
static bool is_greeting(const Split *split, guint from, guint to)
{
	enum { LINES_MAX = 5, NAME_BYTES = 40 };
	guint filled = 0;
	for (guint i = from; i < to; i++) {
		const Line *line = &split->lines[i];
		if (line->kind != LINE_TEXT)
			continue;
		if (filled++ == 0 ? !line_matches(&greeting, line, 100)
				  : line->length > NAME_BYTES)
			return false;
	}
	return filled > 0 && filled <= LINES_MAX;
}

/* "Test reply, quote, Regards": a greeting behind an introduced quote is no answer to it.
 */
static void drop_quote_before_greeting(Split *split, guint first, guint last)
{
	guint tail = last;
	while (tail > first && (split->lines[tail - 1].kind == LINE_TEXT ||
				split->lines[tail - 1].kind == LINE_BLANK ||
				split->lines[tail - 1].kind == LINE_SIGNATURE))
		tail--;
	guint start;
	if (tail <= first || !is_greeting(split, tail, last) ||
	    !run_before(split, tail, &start) ||
	    count_kind(split, first, start, LINE_QUOTED) > 0)
		return;
	for (guint i = start; i < tail; i++)
		split->lines[i].kept = false;
}

/* Some write into the signature that their client has put there, and a line of dashes
 * above all words is none. */
static void keep_signature(Split *split)
{
	bool alone = split->end == split->count;
	for (guint i = 0; i < split->count; i++)
		alone = alone && split->lines[i].kind != LINE_QUOTED &&
			split->lines[i].kind != LINE_ATTRIBUTION;
	guint first = split->begin;
	while (first < split->end && split->lines[first].kind == LINE_BLANK)
		first++;
	alone = alone && first < split->end && line_is_separator(&split->lines[first]);
	for (guint i = first; i < split->end; i++)
		split->lines[i].kept = split->lines[i].kind == LINE_SIGNATURE &&
				       (alone || split->lines[i].marked) &&
				       !line_is_sent_from(&split->lines[i]);
}

/* Between the first and the last line of own text all but attributions and signatures
 * stays. */
static void keep_own(Split *split)
{
	guint first = split->begin, last = split->end;
	while (first < split->end && split->lines[first].kind != LINE_TEXT)
		first++;
	while (last > first && (split->lines[last - 1].kind != LINE_TEXT ||
				line_is_separator(&split->lines[last - 1])))
		last--;
	if (first == last) {
		keep_signature(split);
		return;
	}
	for (guint i = keep_from(split, first, last); i < last; i++)
		split->lines[i].kept = split->lines[i].kind != LINE_SIGNATURE &&
				       split->lines[i].kind != LINE_ATTRIBUTION;
	drop_quote_before_greeting(split, first, last);
}

static char *join(const Split *split, bool kept)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < split->count; i++)
		if (split->lines[i].kept == kept) {
			g_string_append_len(text, split->lines[i].start,
					    (gssize)split->lines[i].length);
			g_string_append_c(text, '\n');
		}
	return g_string_free(text, FALSE);
}

/* Blank lines before the first and after the last line go. */
static char *strip_blank_lines(char *text)
{
	g_strchomp(text);
	gsize skip = 0;
	for (gsize i = 0; text[i] != '\0' && g_ascii_isspace(text[i]); i++)
		if (text[i] == '\n')
			skip = i + 1;
	memmove(text, text + skip, strlen(text + skip) + 1);
	return text;
}

/* A mail that is passed on without a word, as its client says: all of it is meant. */
static bool is_passed_on(Split *split)
{
	guint first = 0;
	while (first < split->count && split->lines[first].kind == LINE_BLANK)
		first++;
	bool is = first < split->count && split->lines[first].kind == LINE_OLD_MAIL;
	for (guint i = 0; is && i < split->count; i++)
		split->lines[i].kept = true;
	return is;
}

static void split_mark(Split *split, const char *text)
{
	split->lines = lines_marked(text, &split->count);
	if (is_passed_on(split))
		return;
	guint cut = skip_forwarded_header(split);
	guint bare = find_bare_attribution(split);
	split->end = MIN(cut, bare);
	trim_separators(split);
	mark_signatures(split);
	keep_own(split);
}

void text_split_reply(const char *text, char **reply, char **quoted)
{
	Split split = {0};
	split_mark(&split, text);
	*reply = strip_blank_lines(join(&split, true));
	*quoted = join(&split, false);
	g_free(split.lines);
}

GArray *text_reply_spans(const char *text)
{
	GArray *spans = g_array_new(FALSE, FALSE, sizeof(TextSpan));
	Split split = {0};
	split_mark(&split, text);
	for (guint i = 0; i < split.count; i++) {
		const char *end = i + 1 < split.count ? split.lines[i + 1].start
						      : text + strlen(text);
		TextSpan span = {(gsize)(split.lines[i].start - text),
				 (gsize)(end - text)};
		TextSpan *last = spans->len
					 ? &g_array_index(spans, TextSpan, spans->len - 1)
					 : NULL;
		if (split.lines[i].kept && last && last->end == span.start)
			last->end = span.end;
		else if (split.lines[i].kept)
			g_array_append_val(spans, span);
	}
	g_free(split.lines);
	return spans;
}
