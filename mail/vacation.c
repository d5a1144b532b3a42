/* vacation.c - out-of-office notices and thank-yous, by language. */
/* SPDX-License-Identifier: MIT */
#include "mail/vacation.h"
#include "mail/message.h"
#include "mail/pattern.h"

#include <string.h>

/* The mark must be the whole subject or stand before a colon: customers write about
 * automatic replies and about what is out of the office, too. */
static Pattern subject_mark = PATTERN(
	"^\\s*(?:\\[[^\\]]{0,40}\\]\\s*)?(?:re\\s*:\\s*)?(?:"
	"auto(?:matic|mated)?[ -]?(?:e-?mail "
	")?(?:re(?:ply|sponse|sponder)|answer)|autoreply|"
	"out[ -]of[ -](?:the[ -])?office(?: auto-?(?:reply|response|matic reply|matic "
	"response))?"
	"(?: (?:re|notice|notification|message))?|i am (?:currently )?(?:away|out of "
	"(?:the )?office)|"
	"(?:away|out) (?:until|till|from)\\b.{0,40}|on vacation|vacation "
	"(?:reply|notice|message|alert)|ooo|"
	"automatische (?:antwort|reactie)|automatisch "
	"antwoord|abwesenheits(?:notiz|meldung|nachricht|assistent)|"
	"nicht im (?:büro|haus)|afwezig(?:heid)?(?:sbericht|smelding)?|"
	"r[ée]ponse automatique|message d'absence|absence du bureau|absent du bureau|"
	"respuesta autom[áa]tica|fuera de (?:la )?oficina|"
	"risposta automatica|fuori (?:sede|ufficio)|assenza dall'ufficio|"
	"resposta autom[áa]tica|fora do escrit[óo]rio|ausência(?: temporária)?|"
	"автоответ|автоматический ответ|автоматическое сообщение|вне офиса|я в отпуске|"
	"нет на месте|уведомление об отсутствии|"
	"автоматична відповідь|автовідповідь|поза офісом|"
	"αυτόματη απάντηση|εκτός γραφείου|απουσία από το γραφείο|"
	"automatyczna odpowiedź|odpowiedź automatyczna|autoodpowiedź|poza biurem|"
	"otomatik yanıt|otomatik cevap|ofis dışında(?:yım)?|ofis dışı|"
	"autosvar|automatiskt svar|automatisk svar|frånvaromeddelande|"
	"automatick[áé] odpověď|mimo kancelář|răspuns automat|raspuns automat|"
	"автоматичен отговор|извън офиса|poissaolo(?:ilmoitus)?|automaattinen vastaus|"
	"automatikus válasz|不在通知|自动回复|自動回覆|自動返信"
	")\\s*(?:[:：!.()–—-]|$|\\bre\\b|\\bfrom\\b)"
	"|^\\s*(?:abwesend|abwesenheit|absence|ausencia|assenza|nieobecność|frånvaro|"
	"fravær|"
	"nepřítomnost|απουσία|vacation|afwezigheid|отсутствие)\\s*:");

static Pattern body_mark = PATTERN(
	"out of (?:the |my )?office|on (?:annual |parental |maternity "
	")?(?:leave|vacation|holiday)|"
	"currently away|am away|not in the office|limited access to (?:my )?e-?mail|"
	"nicht im (?:büro|haus)|im urlaub|abwesend|außer haus|nicht erreichbar|"
	"absente? du bureau|en congés?|en vacances|fuera de la oficina|de vacaciones|"
	"fuori (?:sede|ufficio)|in ferie|fora do escrit|de férias|"
	"в отпуске|вне офиса|отсутству(?:ю|ет)|буду отсутствовать|у відпустці|"
	"εκτός γραφείου|σε άδεια|απουσιάζω|poza biurem|na urlopie|nieobecn|"
	"ofis dışında|izinde(?:yim)?|på semester|inte på kontoret|med vakantie|afwezig|"
	"mimo kancelář|na dovolené|în concediu|в отпуск съм");

bool vacation_subject(const char *subject)
{
	return strlen(subject) < 1000 && pattern_match(&subject_mark, subject, -1);
}

static bool is_auto_reply(const Message *message)
{
	const char *submitted = message_header(message, "Auto-Submitted");
	const char *precedence = message_header(message, "Precedence");
	return (submitted != NULL && strcasestr(submitted, "auto-") != NULL) ||
	       (precedence != NULL && strcasestr(precedence, "auto") != NULL) ||
	       message_header(message, "X-Autoreply") != NULL ||
	       message_header(message, "X-Autorespond") != NULL ||
	       message_header(message, "X-Auto-Response-Suppress") != NULL;
}

/* --- the return date --- */

/* clang-format off */
#define BEFORE_DATE \
	"(?:until|till|back|return(?:ing)?|through|available again|bis|" \
	"ab dem|zurück|wieder|jusqu'?au|jusqu’au|retour|de retour|hasta|" \
	"regres\\w*|vuelv\\w*|fino al|rientr\\w*|torn\\w*|até|retorn\\w*|" \
	"до|по|вернусь|выйду|з|повернуся|μέχρι|έως|ως|επιστρέ\\w*|do|" \
	"wracam|wrócę|tarihine kadar|kadar|till|tillbaka|åter|tot|terug|" \
	"vanaf|vrátím|până|revin|се връщам|to|au|буду(?= [^\\n\\d]{0,30} с )|før|inden|" \
	"tilbake|tilbage|til og med)\\b[^\\n\\d]{0,40}?"
/* clang-format on */

static Pattern numeric_date = PATTERN(
	BEFORE_DATE
	"(\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}[./-]\\d{1,2}(?:[./-](?:20)?\\d\\d)?)(?!\\d)");
static Pattern day_month =
	PATTERN(BEFORE_DATE "(\\d{1,2})(?:st|nd|rd|th|\\.|er|º|η|ης|-?го)?\\s+(?:of\\s+|"
			    "de\\s+)?(\\p{L}{3,12})\\.?"
			    "(?:\\s*,?\\s*(?:de\\s+)?(20\\d\\d))?");
static Pattern month_day = PATTERN(
	BEFORE_DATE
	"\\b(\\p{L}{3,9})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b(?:\\s*,?\\s*(20\\d\\d))?");

/* Turkish and Finnish say it behind. */
#define BEHIND_DATE "\\s*(?:tarihine|['’]\\p{L}{1,3})?\\s*(?:kadar|asti|saakka)\\b"
static Pattern day_month_until = PATTERN(
	"(?<!\\d)(\\d{1,2})\\.?\\s+(\\p{L}{3,14})\\.?(?:\\s+(20\\d\\d))?" BEHIND_DATE);
static Pattern numeric_until =
	PATTERN("(?<!\\d)(\\d{1,2}[./-]\\d{1,2}(?:[./-](?:20)?\\d\\d)?)" BEHIND_DATE);

/* Beginnings that are enough, January first. */
static const char *const months[12][14] = {
	{"jan", "янв", "січ", "ιαν", "ene", "gen", "sty", "oca", "led", "ian", "яну"},
	{"feb", "fév", "fev", "фев", "лют", "φεβ", "lut", "şub", "úno", "feb", "febr"},
	{"mar", "mär", "мар", "бер", "μαρ", "μάρ", "maa", "mrt", "bře"},
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
	g_auto(GStrv) parts = g_strsplit_set(text, ".-/", 3);
	guint count = g_strv_length(parts);
	if (count < 2)
		return 0;
	int first = (int)g_ascii_strtoll(parts[0], NULL, 10);
	int second = (int)g_ascii_strtoll(parts[1], NULL, 10);
	int third = count > 2 ? (int)g_ascii_strtoll(parts[2], NULL, 10) : 0;
	if (first > 1000)
		return date_seconds(first, second, third, now);
	if (third > 0 && third < 100)
		third += 2000;
	gint64 seconds = date_seconds(third, second, first, now);
	/* 8/31/2026: the American order where the other is no date */
	return seconds != 0 ? seconds : date_seconds(third, first, second, now);
}

static gint64 named_seconds(Pattern *pattern, const char *text, gsize length,
			    bool month_first, gint64 now)
{
	g_autofree char *first = pattern_capture(pattern, text, (gssize)length, 1);
	g_autofree char *second = pattern_capture(pattern, text, (gssize)length, 2);
	g_autofree char *year = pattern_capture(pattern, text, (gssize)length, 3);
	if (first == NULL || second == NULL)
		return 0;
	int month = month_of(month_first ? first : second);
	int day = (int)g_ascii_strtoll(month_first ? second : first, NULL, 10);
	return date_seconds(year == NULL ? 0 : (int)g_ascii_strtoll(year, NULL, 10),
			    month, day, now);
}

/* The date of the return, seconds UTC, 0 when the text gives none; now (that of the
 * notice) gives the year where it is left out. */
static gint64 return_named(const char *text, gint64 now)
{
	enum { LOOK_BYTES = 4096 };
	gsize length = strnlen(text, LOOK_BYTES);
	gint64 seconds = named_seconds(&day_month, text, length, false, now);
	if (seconds == 0)
		seconds = named_seconds(&month_day, text, length, true, now);
	if (seconds == 0)
		seconds = named_seconds(&day_month_until, text, length, false, now);
	if (seconds != 0)
		return seconds;
	g_autofree char *date = pattern_capture(&numeric_date, text, (gssize)length, 1);
	if (date == NULL)
		date = pattern_capture(&numeric_until, text, (gssize)length, 1);
	return date == NULL ? 0 : numeric_seconds(date, now);
}

bool message_is_out_of_office(const Message *message, gint64 *until)
{
	enum { LOOK_BYTES = 4096 };
	gsize length = strnlen(message->text, LOOK_BYTES);
	bool is = vacation_subject(message->subject) ||
		  (is_auto_reply(message) &&
		   (pattern_match(&body_mark, message->text, (gssize)length) ||
		    pattern_match(&body_mark, message->subject, -1)));
	is = is && !message->bounce.is;
	if (until != NULL)
		*until = 0;
	if (!is || until == NULL)
		return is;
	*until = return_named(message->text, message->date);
	if (*until == 0)
		*until = return_named(message->subject, message->date);
	return true;
}

/* --- thanks --- */

static Pattern thanks = PATTERN(
	"^(?:(?:hi|hello|ok(?:ay)?|great|perfect|super|yes|да|отлично|ок|hallo|bonjour|"
	"hola|"
	"ciao|olá|γεια(?: σας)?|здравствуйте|добрый "
	"день|тепер|всё|все|теперь|wow|excellent|parfait|"
	"perfecto|perfetto|prima|top|τέλεια|чудово)\\b[\\s,.!-]*(?:\\p{L}{2,15}[,!]\\s*)?"
	"){0,2}"
	"(?:(?:many|thousand) thanks|thanks|thank you|thankyou|thx|ty|cheers|much "
	"appreciated|"
	"спасибо|благодар(?:ю|им|ствую|я)|спс|дякую|дякуємо|щиро дякую|"
	"ευχαριστ(?:ώ|ούμε|ω)|σας ευχαριστ(?:ώ|ούμε)|"
	"danke(?:schön)?|vielen (?:lieben )?dank|herzlichen dank|besten dank|"
	"merci|je vous remercie|gracias|muchas gracias|mil gracias|grazie|mille grazie|"
	"(?:muito )?obrigad[oa]|dzięki|dziękuję|bardzo dziękuję|teşekkür(?:ler)?|çok "
	"teşekkür|sağ ?ol|"
	"tack|tusen tack|bedankt|dank (?:je|u)(?: wel)?|hartelijk dank|děkuji|díky|"
	"mulțumesc|multumesc|mersi|kiitos|takk|mange tak|köszönöm|hvala)\\b[^?]{0,90}$");
static Pattern asks_more = PATTERN(
	"\\b(?:but|however|still|yet|advance|please|can you|could you|not "
	"work\\w*|doesn't|does not|"
	"isn't|unfortunately|another|"
	"но|однако|только|заранее|пожалуйста|не работает|не помогло|але|наперед|"
	"aber|jedoch|leider|voraus|bitte|noch|mais|d'avance|toujours|malheureusement|"
	"pero|antemano|todavía|ma|però|anticipo|mas|porém|desde já|"
	"αλλά|όμως|εκ των προτέρων|παρακαλώ|ale|góry|jednak|ama|fakat|peki|"
	"men|maar|alvast|helaas|předem|dar|încă)\\b|\\d{4,}|https?:");

bool message_is_thanks(const Message *message)
{
	enum { THANKS_BYTES_MAX = 240 };
	g_autofree char *text = g_strstrip(g_strdup(message->reply_text));
	if (strlen(text) > THANKS_BYTES_MAX || message->attachments->len > 0)
		return false;
	return pattern_match(&thanks, text, -1) && !pattern_match(&asks_more, text, -1);
}
