/* attribution.c - "On …, Ann wrote:" as mail clients write it, by language. */
/* SPDX-License-Identifier: MIT */
#include "mail/pattern.h"
#include "mail/quote_marks.h"

#include <string.h>

enum { LINE_BYTES_MAX = 600, LINES_MAX = 6, WRAP_BYTES_MAX = 30 };

/* clang-format off */
#define WEEKDAYS \
	"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|" \
	"thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|пн|" \
	"вт|ср|чт|пт|сб|вс|нд|понедельник|вторник|среда|четверг|пятница|" \
	"суббота|воскресенье|понеділок|вівторок|середа|п.ятниця|субота|" \
	"неділя|mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|" \
	"freitag|samstag|sonntag|lun|mar|mer|jeu|ven|sam|dim|lundi|mardi|" \
	"mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[ée]rcoles|" \
	"jueves|viernes|s[áa]bado|domingo|mié|jue|vie|sáb|dom|lunedì|" \
	"martedì|mercoledì|giovedì|venerdì|gio|sab|seg|ter|qua|qui|sex|" \
	"segunda|terça|quarta|quinta|sexta|pon|wt|śr|czw|pt|niedz|" \
	"poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela|pzt|" \
	"sal|çar|per|cum|cmt|paz|pazartesi|salı|çarşamba|perşembe|cuma|" \
	"cumartesi|pazar|maandag|dinsdag|woensdag|donderdag|vrijdag|" \
	"zaterdag|zondag|ma|wo|vr|za|zo|mån|tis|ons|tors?|fre|lör|sön|" \
	"måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|man|tir|lør|søn|" \
	"mandag|tirsdag|lørdag|søndag|δευ|τρι|τετ|πεμ|παρ|σαβ|κυρ|δευτέρα|" \
	"τρίτη|τετάρτη|πέμπτη|παρασκευή|σάββατο|κυριακή|po|út|st|čt|pá|ne|" \
	"pondělí|úterý|středa|čtvrtek|pátek|neděle|lu|joi|sâm|luni|marți|" \
	"miercuri|vineri|sâmbătă|duminică"
/* clang-format on */

/* Words that begin an attribution. */
/* clang-format off */
#define OPENERS \
	"on|at|am|den|le|el|il|em|no|na|op|w dniu|dnia|dne|dňa|la data de|" \
	"în data de|pe|på|στις|στη?ν?|την|am|vào|u|у|в|во|il giorno|el día|" \
	"a|em data|tarihinde|kl|в пт|às|τη|τις|la|на|dana|дана|dňa|pada|noong"
/* clang-format on */

/* Verbs; what may follow them on the line stands in the patterns. */
/* clang-format off */
#define WROTE \
	"wrote|writes|said|sent|schrieb|schreef|geschreven|a écrit|écrit|" \
	"escribió|escribi[óo]|ha escrito|ha scritto|scrisse|escreveu|" \
	"napisa[łl]\\(?a?\\)?|pisze|написал\\(?а?\\)?|пишет|" \
	"писал\\(?а?\\)?|пише|написав|написала|έγραψε|yazdı|yazmış|" \
	"şunu yazdı|skrev|kirjoitti|napsal\\(?a?\\)?|píše|a scris|írta|" \
	"viết|написа|escriure|geschrieben|følgende|đã viết|كتب|כתב|" \
	"scritto|scris|escrit|napísal(?:\\(a\\)|/a|a)?|napisao(?:/la|\\(la\\))?|" \
	"napisala|написао(?:/ла)?|написали|писали|писав|писала|rašė|rakstīja|" \
	"kirjutas|menulis|isinulat|さんは書きました|작성|escreveste|schreibt|" \
	"napisał[ao]?|napisali|idatzi du|hat folgendes|şunları yazdı"
/* clang-format on */

/* Opener or date, then a digit, then the verb, then little more than a name and the
 * colon. */
static Pattern strong = PATTERN(
	"^[\\s*_>|\\[-]*+(?:(?:" OPENERS ")\\b|(?:" WEEKDAYS
	")\\b\\.?,?|\\d{1,4}[-./:]\\s?\\d|\\d{1,2}\\.?\\s\\p{L}{3}|\\d{4}[ "
	"年년]|\\d{1,2}\\p{L})"
	"(?=.*\\d).{3,404}?(?:" WROTE ")\\b.{0,160}?(?:[:：]|(?<=wrote)|-{2,})[\\s*_]*$");
/* Chinese, Japanese, Korean: no spaces around the verb, or none at all. */
static Pattern eastern = PATTERN(
	"^[\\s*_>|-]*(?=.*(?:19|20)\\d\\d[年년])(?=.*@).{6,300}?"
	"(?:写道|寫道|님이 작성|のメール|さんは書きました|>)\\s*[:：﹕][\\s*_]*$");
/* A name and an address before the verb. */
static Pattern weak =
	PATTERN("^[\\s*_>|-]*+(?:(?:(?>[^:\\n]{0,120}?<[^<>\\s@]+@[^<>\\s@]+>)|"
		"(?>[^:\\s@]{1,60}@[^:\\s]{3,80}))[^\\n]{0,120}?|"
		"[\\p{L}\\d][\\p{L}\\d .,'\"-][^\\n]{0,179}?)"
		"\\b(?:" WROTE ")(?:[^\\n]{0,60})?[:：][\\s*_]*$");
/* Date, name and address without a verb. */
static Pattern dated =
	PATTERN("^[\\s*_>|-]*+(?:(?:" OPENERS ")\\s+)?(?:(?:" WEEKDAYS
		")\\b|\\d{1,4}[-./: ]|\\p{L}{3,12}\\.? \\d)"
		"(?=.*(?:\\d{1,2}[:.]\\d\\d|(?:19|20)\\d\\d)).{3,300}?(?:<\\s*(?:mailto:)"
		"?[^<>\\s@]+@[^<>\\s@]+>|\\S@[^\\s@]+)\\)?\\s*[:：][\\s*_]*$");
/* Some forget the colon; only before a quote. */
static Pattern colonless =
	PATTERN("^[\\s*_]*(?:(?:" OPENERS ")\\b|(?:" WEEKDAYS ")\\b|\\d)(?=.*\\d{4})"
		"(?=.*@).{6,200}?(?:" WROTE ")[^\\n]{0,100}$");
/* Gmail's short form, that has no colon either; only before a quote. */
static Pattern bare_dated =
	PATTERN("^\\d{4}[-/]\\d{1,2}[-/]\\d{1,2} .{2,120}<[^<>\\s@]+@[^<>\\s@]+>\\s*$");

static Pattern dated_opener =
	PATTERN("^[\\s*_|-]*(?:(?:" OPENERS ")\\s+(?:(?:" WEEKDAYS
		")\\b|\\d|\\p{L}{3,12}\\.? \\d)|"
		"(?:" WEEKDAYS
		")\\b.*\\d{4}|\\d{4}-\\d\\d-\\d\\d|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4})");

static Pattern verb = PATTERN("(?:" WROTE ")");

static bool matches(Pattern *pattern, const GString *text)
{
	return pattern_match(pattern, text->str, (gssize)text->len);
}

/* An address in brackets and a date, whatever the language says between them; without a
 * quote behind it the time as well, since people name others and days. */
#define ADDRESSED(signs)                                                                 \
	PATTERN("^" signs                                                                \
		"(?=.*[<(]\\W{0,3}(?:mailto:)?[^<>()\\s]{1,80}@[^<>()\\s]{1,80}"         \
		" ?[)>]).{10,300}[:：﹕]\\W*$")
static Pattern addressed =
	ADDRESSED("(?=.*\\d{1,2}[:.]\\d\\d)(?=.*(?:(?:19|20)\\d\\d|[۰-۹]{4}))");
static Pattern addressed_quote =
	ADDRESSED("(?=.*(?:\\d{1,2}[:.]\\d\\d|(?:19|20)\\d\\d|[۰-۹]{4}))");
/* "* Bob Hill [02.03.2026 09:00]:" */
static Pattern bracketed =
	PATTERN("^[\\s>]*\\* ?\\p{L}[^\\n\\[\\]]{1,80} \\[[\\d./: -]{8,25}\\]:\\s*$");
static Pattern quoting =
	PATTERN("^[\\s>]*(?:quoting|zitat von|citando|citation de|citerar|citat od|"
		"citát|цитирую|цитата от|citaat van|according to|also sprach|thus spake|"
		"excerpts from) [^\\n]{1,120}:\\s*$|"
		"^[\\s>]*(?:вы писали|вы написали|ви писали|you wrote) "
		"[^\\n]{0,60}\\d{1,2}:\\d\\d"
		"[^\\n]{0,40}:\\s*$");
/* "---- Bob Hill wrote ----" */
static Pattern dashed = PATTERN("^-{3,}+ ?[^\\n]{2,120} (?:" WROTE ") ?-{3,}\\s*$");
/* The name first: "Bob Hill skrev den 2026-03-02 09:00:", not "I wrote on …". */
static Pattern named = PATTERN(
	"^[\\s*_>|-]*(?-i:[\\p{Lu}\"'])(?!\\s|[\\p{L}']{0,3} (?:" WROTE
	")\\b)[^\\n:;!?]{1,80}?\\s(?:" WROTE
	")\\b[^\\n\\d]{0,12}(?=[^\\n]*\\d{1,2}[:.]\\d\\d)\\d{1,4}[-./]\\s?\\d{1,2}"
	"[-./][^\\n]{1,40}[:：]\\s*$");
/* Groups on the web: weekday, date, time and zone, a name. */
static Pattern zoned =
	PATTERN("^[\\s*_>|-]*+(?:(?:" OPENERS ")\\s+)?(?:" WEEKDAYS
		")\\b(?>[^\\n]*?\\b20\\d\\d\\b)(?>[^\\n]*?\\d{1,2}:\\d\\d)[^\\n]*"
		"(?:utc|gmt)[^\\n]{1,120}[:：]\\s*$");

/* Marks of direction behind the colon, that nobody sees. */
static gsize invisible_length(const char *end, gsize length)
{
	return length >= 3 && end[-3] == '\xe2' && end[-2] == '\x80' ? 3 : 0;
}

/* Before the patterns are asked: how the line ends. Most lines are prose. */
static bool may_end_attribution(const Line *line)
{
	gsize length = line->length, skip = 1;
	while (length > 0 && skip > 0) {
		const char *end = line->start + length;
		skip = strchr(" \t*_", end[-1]) != NULL ? 1
							: invisible_length(end, length);
		length -= skip;
	}
	const char *end = line->start + length;
	return length > 0 &&
	       (strchr(":-", end[-1]) != NULL ||
		(length >= 3 &&
		 (strncmp(end - 3, "：", 3) == 0 || strncmp(end - 3, "﹕", 3) == 0)) ||
		(length >= 5 && g_ascii_strncasecmp(end - 5, "wrote", 5) == 0));
}

/* Lines first to end as one, quote marks of broken wraps and all. */
static void join_lines(GString *joined, const Line *lines, guint first, guint end)
{
	g_string_truncate(joined, 0);
	for (guint i = first; i <= end; i++) {
		if (i > first)
			g_string_append_c(joined, ' ');
		g_string_append_len(joined, lines[i].start, (gssize)lines[i].length);
	}
}

/* A blank or a quoted line inside is a broken wrap when the first line has a date. */
static bool may_go_on(const Line *lines, guint first, guint end)
{
	for (guint i = first; i < end; i++)
		if (lines[i].kind != LINE_TEXT)
			return pattern_match(&dated_opener, lines[first].start,
					     (gssize)lines[first].length);
	return true;
}

/* "I wrote", "wrote, that", "wrote me about it": sentences, where no quote follows and no
 * address stands in them. */
static Pattern prose =
	PATTERN("\\b(?:i|we|ich|wir|je|nous|я|мы|ми|ik|wij|yo|nosotros|eu|nós|io|noi|ja|"
		"jag|vi|εγώ)\\b"
		"[\\s,]+(?:\\p{L}+\\s+)?(?:" WROTE ")\\b|\\b(?:" WROTE
		")\\s+(?:ich|wir|ik|jag|vi)\\b|"
		"\\b(?:" WROTE ")\\b[^\\n]{0,160}?(?-i:, \\p{Ll}{2}|\\p{L}{4}[.!?] |"
		"(?: \\p{Ll}++){3})");

/* "My landlord wrote me this:" is no client's, also before a quote. */
static Pattern personal = PATTERN(
	"^[^\\n@\\d]*(?-i:\\b(?:[Mm]y|me|us|[Oo]ur|mir|uns|[Mm]eine?|мне|нам|[Мм]ой|"
	"[Мм]оя|μου|μας|bana)\\b)[^\\n@\\d]*$");

static bool is_sure(const GString *joined, bool quote_follows)
{
	bool has_address = strchr(joined->str, '@') != NULL;
	if (has_address && (matches(&dated, joined) || matches(&addressed, joined) ||
			    (quote_follows && matches(&addressed_quote, joined)) ||
			    matches(&eastern, joined)))
		return true;
	bool proven = has_address || quote_follows;
	if (proven && (matches(&quoting, joined) || matches(&bracketed, joined)))
		return true;
	return matches(&zoned, joined) || matches(&dashed, joined) ||
	       (matches(&verb, joined) &&
		(matches(&strong, joined) || matches(&named, joined)) &&
		(proven || !matches(&prose, joined)));
}

static bool ends_with_any(const Line *line, const char *ends)
{
	gsize length = line->length;
	while (length > 0 && line->start[length - 1] == ' ')
		length--;
	return length > 0 && strchr(ends, line->start[length - 1]) != NULL;
}

static Pattern opener = PATTERN("^\\s*(?:" OPENERS ")\\s*$");

static bool has_verb_or_address(const GString *joined)
{
	return strchr(joined->str, '@') != NULL || matches(&verb, joined);
}

/* An attribution that was found may have begun above: the line there stops inside of or
 * before its address, or the paragraph is one long sentence that still is one. */
static guint extend_upwards(const Line *lines, guint end, guint used, bool quote_follows)
{
	enum { LONG_BYTES = 28, MORE_LINES = 3, NAME_BYTES = 60 };
	guint first = end + 1 - used, top = first;
	while (top > 0 && first - top < MORE_LINES && lines[top - 1].kind == LINE_TEXT &&
	       lines[top - 1].length <= LINE_BYTES_MAX)
		top--;
	bool whole = top == 0 || lines[top - 1].kind != LINE_TEXT;
	if (top == first)
		return used;
	if (line_matches(&opener, &lines[first - 1], 12))
		return used + 1;
	if (pattern_match(&dated_opener, lines[first].start, (gssize)lines[first].length))
		return used;
	g_autoptr(GString) joined = g_string_new(NULL);
	join_lines(joined, lines, first - 1, end);
	if (line_matches(&dated_opener, &lines[first - 1], LINE_BYTES_MAX) &&
	    !ends_with_any(&lines[first - 1], ".!?:;") && is_sure(joined, quote_follows))
		return used + 1;
	join_lines(joined, lines, top, end);
	for (guint i = top; i < first; i++)
		whole = whole && lines[i].length >= LONG_BYTES &&
			!ends_with_any(&lines[i], ".!?:;)");
	if (whole && is_sure(joined, quote_follows))
		return end + 1 - top;
	bool is_wrapped_name = *lines[first].start == '<' &&
			       lines[first - 1].kind == LINE_TEXT &&
			       lines[first - 1].length <= NAME_BYTES &&
			       !ends_with_any(&lines[first - 1], ".,!?:;");
	return is_wrapped_name || ends_with_any(&lines[first - 1], "<(") ? used + 1
									 : used;
}

/* "Bob wrote:" is one before a quote only; people write such sentences. */
static bool is_before_quote(const Line *lines, guint count, guint end)
{
	guint next = end + 1;
	while (next < count && lines[next].kind == LINE_BLANK)
		next++;
	return next < count &&
	       (lines[next].kind == LINE_QUOTED ||
		(other_mark_length(&lines[next]) > 0 && lines[next].start[0] != '|'));
}

/* The same, looked for upwards from a line that may end one. */
static guint length_upwards(const Line *lines, guint count, guint end)
{
	enum { WEAK_LINES_MAX = 3 };
	g_autoptr(GString) joined = g_string_new(NULL);
	guint weak_length = 0;
	bool quote_follows = is_before_quote(lines, count, end);
	for (guint used = 1; used <= LINES_MAX && used <= end + 1; used++) {
		guint first = end + 1 - used;
		if (lines[first].length > LINE_BYTES_MAX ||
		    lines[first].kind == LINE_ATTRIBUTION)
			break;
		if (lines[first].kind != LINE_TEXT || !may_go_on(lines, first, end + 1))
			continue;
		join_lines(joined, lines, first, end);
		if (is_sure(joined, quote_follows))
			return extend_upwards(lines, end, used, quote_follows);
		bool may_be_weak = weak_length == 0 && used <= WEAK_LINES_MAX &&
				   has_verb_or_address(joined) &&
				   (quote_follows || strchr(joined->str, '@') != NULL);
		if (may_be_weak && matches(&weak, joined) &&
		    !matches(quote_follows ? &personal : &prose, joined))
			weak_length = used;
	}
	return weak_length > 0 ? extend_upwards(lines, end, weak_length, quote_follows)
			       : 0;
}

static bool is_introduction_without_colon(const Line *lines, guint count, guint end)
{
	const Line *line = &lines[end];
	if (end + 1 < count && g_ascii_isdigit(line->start[0]) &&
	    line_matches(&bare_dated, line, LINE_BYTES_MAX))
		return true;
	return line->start[line->length - 1] != ':' &&
	       memchr(line->start, '@', line->length) != NULL &&
	       is_before_quote(lines, count, end) &&
	       line_matches(&colonless, line, LINE_BYTES_MAX);
}

guint attribution_length(const Line *lines, guint count, guint end)
{
	const Line *last = &lines[end];
	bool broken_wrap = last->kind == LINE_QUOTED && last->length < WRAP_BYTES_MAX;
	if ((last->kind != LINE_TEXT && !broken_wrap) || last->length > LINE_BYTES_MAX)
		return 0;
	if (last->kind == LINE_TEXT && is_introduction_without_colon(lines, count, end))
		return 1;
	return may_end_attribution(last) ? length_upwards(lines, count, end) : 0;
}

/* GroupWise writes ">>> Bob Hill <bob@example.com> 03/02/26 9:00 AM >>>". */
static Pattern triple = PATTERN("^>{3,5} [^\\n]{3,300}\\d[^\\n]*>>>\\s*$|"
				"^>{3,5} [^\\n]{3,300}@[^\\n]{1,100}:\\s*$");

guint triple_attribution_length(const Line *lines, guint count)
{
	enum { TRIPLE_LINES_MAX = 3 };
	if (!line_starts(&lines[0], ">>> ") && !line_starts(&lines[0], ">>>>"))
		return 0;
	g_autoptr(GString) joined = g_string_new(NULL);
	for (guint i = 0; i < count && i < TRIPLE_LINES_MAX; i++) {
		if (lines[i].length > LINE_BYTES_MAX || lines[i].kind == LINE_BLANK ||
		    (i > 0 && lines[i].kind == LINE_QUOTED))
			break;
		join_lines(joined, lines, 0, i);
		if (matches(&triple, joined))
			return i + 1;
	}
	return 0;
}

/* Where line breaks were lost: "Yes. On Mon, …2026… wrote:" ends what was said before,
 * and what follows such words is old when they name an address. */
#define ON_A_DAY "on (?:" WEEKDAYS "), (?=[^\\n]{6,150}\\d{4})[^\\n]{13,304}?"
static Pattern shared_line =
	PATTERN("(?<=\\S)[ \\t]+(?=" ON_A_DAY " wrote:\\s*$|" ON_A_DAY
		"<[^<>\\s]+@[^<>\\s]+> wrote: )");
static Pattern led_line = PATTERN("^\\s*" ON_A_DAY "<[^<>\\s]+@[^<>\\s]+> wrote:(?= )");

gsize line_break_offset(const Line *line)
{
	gsize from, to;
	if (line->length < 30 || line->length > LINE_BYTES_MAX || line_is_quoted(line) ||
	    memchr(line->start, ':', line->length) == NULL)
		return line->length;
	if (pattern_find(&led_line, line->start, line->length, 0, &from, &to))
		return to;
	return pattern_find(&shared_line, line->start, line->length, 0, &from, &to)
		       ? from
		       : line->length;
}
