/* vacation_date.c - the return date in an out-of-office notice. */
/* SPDX-License-Identifier: MIT */
#include "mail/vacation_date.h"
#include "mail/pattern.h"

#include <stdbool.h>
#include <string.h>

/*
 * A date behind a word like "until" or "back" is the one; else one before such a word;
 * else the next date that the text names at all, since the absence has begun.
 */

/* clang-format off */
#define BEFORE_DATE \
	"(?:until|till|back|return(?:ing)?|through|available again|bis|" \
	"ab dem|zurück|wieder|jusqu'?au|jusqu’au|retour|de retour|hasta|" \
	"regres\\w*|vuelv\\w*|fino al|rientr\\w*|torn\\w*|até|retorn\\w*|" \
	"до|по|вернусь|выйду|з|повернуся|μέχρι|έως|ως|επιστρέ\\w*|do|" \
	"wracam|wrócę|tarihine kadar|kadar|till|tillbaka|åter|tot|t/m|terug|" \
	"vanaf|vrátím|până|revin|се връщам|to|au|буду(?= [^\\n\\d]{0,30} с )|før|inden|" \
	"tilbake|tilbage|til og med)\\b[^\\n\\d]{0,40}?"
/* Turkish and Finnish say it behind. */
#define BEHIND_DATE "\\s*(?:tarihine|['’]\\p{L}{1,3})?\\s*(?:kadar|asti|saakka)\\b"
#define DAY_MONTH(month) \
	"(\\d{1,2})(?:st|nd|rd|th|\\.|er|º|η|ης|-?го)?(?:\\s+(?:of\\s+|de\\s+)?|-)" \
	"(" month ")\\.?(?:[\\s,-]{1,3}(?:de\\s+)?(20\\d\\d))?"
#define MONTH_DAY(month) \
	"\\b(" month ")\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b(?:\\s*,?\\s*(20\\d\\d))?"
#define ANY_WORD "\\p{L}{3,14}"
#define MONTH \
	"(?:jan(?:uar\\p{L}*|vier|eiro|uár)?|ene(?:ro)?|gen(?:naio)?|feb(?:r\\p{L}*)?|" \
	"fév(?:rier)?|fev(?:ereiro)?|mar(?:ch|s|zo|ço|t|ts|ca|tie)?|märz|mrt|maart|" \
	"március|ožujka|apr(?:il\\p{L}*)?|avr(?:il)?|abr(?:il)?|kwietnia|nisan|may|mai|" \
	"mayo|maggio|maio|mei|maja?|jun[ei]?|juin|juni[ou]?|giugno|junho|jul[yi]?|" \
	"juillet|juli[ou]|luglio|julho|aug(?:ust\\p{L}*)?|août|agosto|sep(?:t\\p{L}*)?|" \
	"set(?:t?embr[eo])|o[ck]t(?:o\\p{L}*)?|ott(?:obre)?|outubro|nov(?:em\\p{L}*)?|" \
	"de[cz](?:em\\p{L}*)?|déc(?:embre)?|dic(?:iembre|embre)?|" \
	"янв(?:аря)?|фев(?:раля)?|март?а?|апр(?:еля)?|мая|ию[нл]я|авг(?:уста)?|" \
	"сен(?:тября)?|окт(?:ября)?|ноя(?:бря)?|дек(?:абря)?|" \
	"січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|" \
	"листопада|грудня|(?:ιανουαρ|φεβρουαρ|μαρτ|απριλ|μα[ΐι]|ιουν|ιουλ|αυγ|σεπτ|οκτ|" \
	"νοεμ|δεκ)\\p{L}*|stycznia|lutego|czerwca|lipca|sierpnia|września|" \
	"października|listopada|grudnia|ocak|şubat|mayıs|haziran|temmuz|ağustos|eylül|" \
	"ekim|kasım|aralık|ledna|února|března|dubna|května|června|července|srpna|září|" \
	"října|listopadu|prosince|ianuarie|iunie|iulie|octombrie|noiembrie)(?!\\p{L})"
#define NUMERIC \
	"((?!24/7\\b)(?:\\d{4}-\\d{1,2}-\\d{1,2}|" \
	"\\d{1,2}[./-]\\s?\\d{1,2}(?:[./-]\\s?(?:20)?\\d\\d)?))(?!\\d)"
/* Without a word beside it, prices and hours look like short dates. */
#define NUMERIC_LONG \
	"(?<![\\d./-])(\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}([./-])\\s?\\d{1,2}(?:\\g{-1}\\s?|" \
	"\\s)(?:20)\\d\\d|\\d{1,2}\\.\\s?\\d{1,2}\\.)(?!\\d)"
#define MONTH_SIGN "(20\\d\\d)?年?(\\d{1,2})月(\\d{1,2})日"
/* clang-format on */

/* What the groups are, by letter: day, month in a word or in a number, year, or all of it
 * in numbers. */
typedef struct {
	Pattern pattern;
	const char *groups;
} DateForm;

static DateForm told[] = {
	{PATTERN(BEFORE_DATE DAY_MONTH(ANY_WORD)), "dwy"},
	{PATTERN(BEFORE_DATE MONTH_DAY(ANY_WORD)), "wdy"},
	{PATTERN("(?<!\\d)" DAY_MONTH(ANY_WORD) BEHIND_DATE), "dwy"},
	{PATTERN(BEFORE_DATE NUMERIC), "n"},
	{PATTERN("(?<!\\d)" NUMERIC BEHIND_DATE), "n"},
};
static DateForm named[] = {
	{PATTERN("(?<!\\d)" DAY_MONTH(MONTH)), "dwy"},
	{PATTERN(MONTH_DAY(MONTH)), "wdy"},
	{PATTERN(NUMERIC_LONG), "n"},
	{PATTERN(MONTH_SIGN), "ymd"},
};

/* Beginnings that are enough, January first. */
static const char *const months[12][16] = {
	{"jan", "янв", "січ", "ιαν", "ene", "gen", "sty", "oca", "led", "ian", "яну"},
	{"feb", "fév", "fev", "фев", "лют", "φεβ", "lut", "şub", "úno", "feb", "febr"},
	{"mar", "mär", "мар", "бер", "μαρ", "μάρ", "maa", "mrt", "bře", "már", "ožu"},
	{"apr", "avr", "abr", "апр", "кві", "απρ", "kwi", "nis", "dub"},
	{"may", "mai", "mag", "мая", "май", "тра", "μαΐ", "μαι", "μάι", "maj", "mei",
	 "kvě"},
	{"jun", "juin", "giu", "июн", "чер", "ιουν", "cze", "haz", "čvn", "červn", "iun",
	 "юни"},
	{"jul", "juil", "lug", "июл", "лип", "ιουλ", "lip", "tem", "čvc", "červe", "iul",
	 "юли"},
	{"aug", "aoû", "aou", "ago", "авг", "сер", "αυγ", "αύγ", "sie", "ağu", "srp"},
	{"sep", "set", "сен", "вер", "σεπ", "wrz", "eyl", "zář", "сеп"},
	{"oct", "okt", "ott", "out", "окт", "жов", "οκτ", "paź", "eki", "říj"},
	{"nov", "ноя", "лис", "νοε", "νοέ", "lis", "kas", "noi", "ное"},
	{"dec", "dez", "dic", "déc", "дек", "гру", "δεκ", "gru", "ara", "pro"},
};

static int month_of(const char *word)
{
	g_autofree char *lower = g_utf8_strdown(word, -1);
	int best = 0;
	gsize longest = 0;
	for (int month = 0; month < 12; month++)
		for (const char *const *name = months[month]; *name != NULL; name++)
			if (strlen(*name) > longest && g_str_has_prefix(lower, *name)) {
				best = month + 1;
				longest = strlen(*name);
			}
	return best;
}

/* Midnight UTC of a date; without a year the first one that does not lie before now. */
static gint64 date_seconds(int year, int month, int day, gint64 now)
{
	g_autoptr(GDateTime) today = g_date_time_new_from_unix_utc(now);
	if (today == NULL || (now == 0 && year == 0) || month < 1 || month > 12 ||
	    day < 1)
		return 0;
	bool has_year = year > 0;
	if (!has_year)
		year = g_date_time_get_year(today);
	if (day > g_date_get_days_in_month((GDateMonth)month, (GDateYear)year))
		return 0;
	g_autoptr(GDateTime) date = g_date_time_new_utc(year, month, day, 0, 0, 0);
	gint64 seconds = date == NULL ? 0 : g_date_time_to_unix(date);
	if (has_year || seconds + G_GINT64_CONSTANT(7 * 86400) >= now || year > 9000)
		return seconds;
	return date_seconds(year + 1, month, day, now);
}

static gint64 numeric_seconds(const char *text, gint64 now)
{
	g_auto(GStrv) parts = g_strsplit_set(text, ".-/ ", 5);
	int number[3] = {0, 0, 0};
	for (guint i = 0, n = 0; parts[i] != NULL && n < 3; i++)
		if (*parts[i] != '\0')
			number[n++] = (int)g_ascii_strtoll(parts[i], NULL, 10);
	if (number[0] > 1000)
		return date_seconds(number[0], number[1], number[2], now);
	int year = number[2] > 0 && number[2] < 100 ? number[2] + 2000 : number[2];
	gint64 european = date_seconds(year, number[1], number[0], now);
	gint64 american = date_seconds(year, number[0], number[1], now);
	if (european == 0 || american == 0)
		return MAX(european, american);
	/* 03/09/2026 can be both: absences end soon */
	bool is_american = strchr(text, '/') != NULL && american >= now &&
			   (european < now || american < european);
	return is_american ? american : european;
}

/* The date that a match of form is, 0 if it is none. */
static gint64 form_seconds(DateForm *form, const char *text, gsize length, gint64 now)
{
	int day = 0, month = 0, year = 0;
	for (guint i = 0; form->groups[i] != '\0'; i++) {
		g_autofree char *part =
			pattern_capture(&form->pattern, text, (gssize)length, i + 1);
		int number = part == NULL ? 0 : (int)g_ascii_strtoll(part, NULL, 10);
		switch (form->groups[i]) {
		case 'n':
			return part == NULL ? 0 : numeric_seconds(part, now);
		case 'w':
			month = part == NULL ? 0 : month_of(part);
			break;
		case 'm':
			month = number;
			break;
		case 'd':
			day = number;
			break;
		default:
			year = number;
		}
	}
	return date_seconds(year, month, day, now);
}

/* The first date of form, or the earliest one that is still to come. */
static gint64 form_find(DateForm *form, const char *text, gsize length, bool to_come,
			gint64 now)
{
	enum { MATCHES_MAX = 12 };
	gsize start = 0, from, to;
	gint64 best = 0;
	for (int i = 0; i < MATCHES_MAX &&
			pattern_find(&form->pattern, text, length, start, &from, &to);
	     i++) {
		gint64 seconds = form_seconds(form, text + from, to - from, now);
		if (seconds != 0 && !to_come)
			return seconds;
		if (seconds > now && (best == 0 || seconds < best))
			best = seconds;
		start = to;
	}
	return best;
}

gint64 vacation_return(const char *text, gint64 now)
{
	enum { LOOK_BYTES = 4096 };
	gsize length = strnlen(text, LOOK_BYTES);
	gint64 best = 0;
	for (gsize i = 0; i < G_N_ELEMENTS(told) && best == 0; i++)
		best = form_find(&told[i], text, length, false, now);
	for (gsize i = 0; i < G_N_ELEMENTS(named) && best == 0; i++)
		best = form_find(&named[i], text, length, true, now);
	return best;
}
