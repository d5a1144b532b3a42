/* attribution.c - "On …, Ann wrote:" as mail clients write it, by language. */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "mail/pattern.h"
#include "mail/quote_marks.h"

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
	"a|em data|tarihinde|kl|в пт"
/* clang-format on */

/* Verbs; what may follow them on the line stands in the patterns. */
/* clang-format off */
#define WROTE \
	"wrote|writes|said|sent|schrieb|schreef|geschreven|a écrit|écrit|" \
	"escribió|escribi[óo]|ha escrito|ha scritto|scrisse|escreveu|" \
	"napisa[łl]\\(?a?\\)?|pisze|написал\\(?а?\\)?|пишет|" \
	"писал\\(?а?\\)?|пише|написав|написала|έγραψε|yazdı|yazmış|" \
	"şunu yazdı|skrev|kirjoitti|napsal\\(?a?\\)?|píše|a scris|írta|" \
	"viết|написа|va escriure|geschrieben|følgende|đã viết|كتب|כתב"
/* clang-format on */

/* Opener or date, then a digit, then the verb, then little more than a name and the
 * colon. */
static Pattern strong = PATTERN(
	"^[\\s*_>|-]*(?:(?:" OPENERS ")\\b[^\\n]{0,4}|(?:" WEEKDAYS
	")\\b\\.?,?|\\d{1,4}[-./:]\\s?\\d|\\d{1,2}\\.?\\s\\p{L}{3,}|\\d{4}[ "
	"年년]|\\d{1,2}\\p{L})"
	"(?=.*\\d).{3,400}?(?:" WROTE ")\\b.{0,160}?(?:[:：]|(?<=wrote)|-{2,})[\\s*_]*$");
/* Chinese, Japanese, Korean: no spaces around the verb, or none at all. */
static Pattern eastern =
	PATTERN("^[\\s*_>|-]*(?=.*(?:19|20)\\d\\d[年년])(?=.*@).{6,300}?"
		"(?:写道|寫道|님이 작성|のメール|さんは書きました|>)\\s*[:：][\\s*_]*$");
/* A name and an address before the verb. */
static Pattern weak =
	PATTERN("^[\\s*_>|-]*(?:[^:\\n]{0,120}<[^<>\\s]+@[^<>\\s]+>|[^:\\s]{1,60}@[^:\\s]"
		"{3,80}|[\\p{L}\\d][\\p{L}\\d .,'\"-]{1,60})"
		"[^\\n]{0,120}?\\b(?:" WROTE ")(?:[^\\n]{0,60})?[:：][\\s*_]*$");
/* Date, name and address without a verb. */
static Pattern dated =
	PATTERN("^[\\s*_>|-]*(?:(?:" OPENERS ")\\s+)?(?:(?:" WEEKDAYS
		")\\b|\\d{1,4}[-./: ]|\\p{L}{3,12}\\.? \\d)"
		"(?=.*(?:\\d{1,2}[:.]\\d\\d|(?:19|20)\\d\\d)).{3,250}?(?:<\\s*(?:mailto:)"
		"?[^<>\\s]+@[^<>\\s]+>|\\S+@\\S+)\\)?\\s*[:：][\\s*_]*$");
/* Gmail's short form, that has no colon either; only before a quote. */
static Pattern bare_dated =
	PATTERN("^\\d{4}[-/]\\d{1,2}[-/]\\d{1,2} .{2,120}<[^<>\\s]+@[^<>\\s]+>\\s*$");

static Pattern dated_opener =
	PATTERN("^[\\s*_|-]*(?:(?:" OPENERS ")\\s+(?:(?:" WEEKDAYS
		")\\b|\\d|\\p{L}{3,12}\\.? \\d)|"
		"(?:" WEEKDAYS
		")\\b.*\\d{4}|\\d{4}-\\d\\d-\\d\\d|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4})");

static Pattern verb = PATTERN("(?:" WROTE ")");

static bool line_matches(Pattern *pattern, const Line *line)
{
	return pattern_match(pattern, line->start, (gssize)line->length);
}

static bool matches(Pattern *pattern, const GString *text)
{
	return pattern_match(pattern, text->str, (gssize)text->len);
}

/* Before the patterns are asked: how the line ends. Most lines are prose. */
static bool may_end_attribution(const Line *line)
{
	gsize length = line->length;
	while (length > 0 && strchr(" \t*_", line->start[length - 1]) != NULL)
		length--;
	const char *end = line->start + length;
	return length > 0 &&
	       (strchr(":-", end[-1]) != NULL ||
		(length >= 3 && strncmp(end - 3, "：", 3) == 0) ||
		(length >= 5 && g_ascii_strncasecmp(end - 5, "wrote", 5) == 0));
}

static bool is_introduction_without_colon(const Line *lines, guint count, guint end)
{
	return end + 1 < count && g_ascii_isdigit(lines[end].start[0]) &&
	       pattern_match(&bare_dated, lines[end].start, (gssize)lines[end].length);
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

/* What was met in the lines so far that an attribution needs. */
typedef struct {
	bool verb, address;
} Signs;

static void signs_add(Signs *signs, const Line *line)
{
	signs->verb = signs->verb || line_matches(&verb, line);
	signs->address = signs->address || memchr(line->start, '@', line->length) != NULL;
}

static bool is_sure(const Signs *signs, const GString *joined)
{
	return (signs->verb && matches(&strong, joined)) ||
	       (signs->address && (matches(&dated, joined) || matches(&eastern, joined)));
}

/* "Bob wrote:" is one before a quote only; people write such sentences. */
static bool is_before_quote(const Line *lines, guint count, guint end)
{
	guint next = end + 1;
	while (next < count && lines[next].kind == LINE_BLANK)
		next++;
	return next < count && lines[next].kind == LINE_QUOTED;
}

/* The same, looked for upwards from a line that may end one. */
static guint length_upwards(const Line *lines, guint count, guint end)
{
	enum { WEAK_LINES_MAX = 3 };
	g_autoptr(GString) joined = g_string_new(NULL);
	guint weak_length = 0;
	bool quote_follows = is_before_quote(lines, count, end);
	Signs signs = {false, false};
	for (guint used = 1; used <= LINES_MAX && used <= end + 1; used++) {
		guint first = end + 1 - used;
		if (lines[first].length > LINE_BYTES_MAX ||
		    lines[first].kind == LINE_ATTRIBUTION)
			break;
		signs_add(&signs, &lines[first]);
		if (lines[first].kind != LINE_TEXT || (!signs.verb && !signs.address) ||
		    !may_go_on(lines, first, end + 1))
			continue;
		join_lines(joined, lines, first, end);
		if (is_sure(&signs, joined))
			return used;
		if (signs.verb && weak_length == 0 && used <= WEAK_LINES_MAX &&
		    (signs.address || quote_follows) && matches(&weak, joined))
			weak_length = used;
	}
	return weak_length;
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

static Pattern shared_line = PATTERN("(?<=\\S)[ \\t]+(?=on (?:" WEEKDAYS
				     "), [^\\n]{6,150}\\d{4}[^\\n]{3,150} wrote:\\s*$)");

gsize attribution_offset(const Line *line)
{
	gsize from, to;
	if (line->length < 30 || line->length > LINE_BYTES_MAX || line_is_quoted(line) ||
	    !pattern_find(&shared_line, line->start, line->length, 0, &from, &to))
		return line->length;
	return from;
}
