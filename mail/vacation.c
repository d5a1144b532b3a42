/* vacation.c - out-of-office notices and thank-yous, by language. */
/* SPDX-License-Identifier: MIT */
#include "mail/vacation.h"
#include "mail/message.h"
#include "mail/pattern.h"
#include "mail/vacation_date.h"

#include <string.h>

enum { LOOK_BYTES = 4096 };

/*
 * Customers write about automatic replies and about what is out of the office, too. A
 * mark before a colon is a program's; one that is the whole subject, or the word for
 * leave, is only with a text that says the same; and an answer to a notice is a person's.
 */
/* clang-format off */
#define REPLY_MARK \
	"(?:auto(?:matic|mated)?[ -]?(?:e-?mail )?(?:re(?:ply|sponse|sponder)|answer)|" \
	"out[ -]of[ -](?:the[ -])?office(?: auto-?(?:reply|response|matic reply|matic " \
	"response))?(?: (?:re|notice|notification|message))?|" \
	"vacation (?:auto-?reply|reply|responder|notice|message|alert)|ooo|" \
	"auto(?:matische|-)? ?(?:antwort(?: auf ihre (?:e-?mail|nachricht))?|reactie)|" \
	"automatisch (?:antwoord|bericht)|(?:automatische )?abwesenheits(?:notiz|meldung|" \
	"nachricht|assistent|benachrichtigung)|nicht im (?:büro|haus)|" \
	"afwezig(?:heid)?(?:sbericht|smelding|sassistent)?|niet aanwezig|buiten kantoor|" \
	"r[ée]ponse auto(?:matique)?(?: d['’]absence)?|(?:message|notification) d['’]absence|" \
	"absence du bureau|absente?(?:\\(e\\))? du bureau|" \
	"respuesta autom[áa]tica|fuera de (?:la )?oficina|ausente de la oficina|" \
	"risposta automatica|messaggio automatico|fuori (?:sede|ufficio)|" \
	"assen(?:te|za) dall['’]ufficio|" \
	"resposta autom[áaà]tica|fora do escrit[óo]rio|ausência temporária|" \
	"авто-?(?:матический )? ?ответ(?:чик)?(?: на ваше (?:письмо|сообщение))?|" \
	"автоматическое (?:сообщение|уведомление)(?: об отсутствии)?|вне офиса|" \
	"нет на (?:рабочем )?месте|уведомление об отсутствии|" \
	"автоматична відповідь|автовідповід(?:ь|ач)|поза офісом|немає на місці|" \
	"αυτόματη απάντηση|εκτός γραφείου|απουσία από το γραφείο|" \
	"automatyczna odpowiedź|odpowiedź automatyczna|auto-?odpowiedź|poza biurem|" \
	"nieobecność w biurze|" \
	"otomatik (?:yanıt|cevap)|ofis dışında(?:yım)?(?: otomatik yanıtı)?|ofis dışı|" \
	"auto-?svar|automatiskt? svar|frånvaromeddelande|fraværsmelding|" \
	"ikke (?:til stede|på kontoret)|automatick[áé] odpove?[ěe]?ď|mimo kancelář|" \
	"răspuns automat|raspuns automat|absent din birou|" \
	"автоматичен отговор|извън офиса|poissaolo(?:ilmoitus)?|poissa toimistosta|" \
	"automaattinen vastaus|automatikus válasz|házon kívül|automatski odgovor|" \
	"аутоматски одговор|samodejni odgovor|automātiska atbilde|automatinis atsakymas|" \
	"automaatvastus|trả lời tự động|balasan otomatis|תשובה אוטומטית|رد تلقائي|" \
	"不在通知|不在|自动(?:回复|答复)|自動(?:回覆|返信|応答|答覆)|" \
	"(?:부재중 )?자동 (?:회신|응답))"
#define ABSENT_MARK \
	"(?:abwesend|abwesenheit|absente?(?:\\(e\\))?|absence|ausencia|assenza|ausência|" \
	"nieobecn(?:ość|y|a)|frånvar(?:o|ande)|fravær|nepřítomnost|απουσία|vacation|" \
	"afwezigheid|отсутствие|відсутній|(?:annual|on) leave|urlaub|außer haus|en congés|" \
	"de vacaciones|in ferie|férias|(?:в )?отпуск[е]?|у відпустці|urlop|op vakantie)"
/* clang-format on */

static Pattern before_colon = PATTERN(
	"^\\s*(?:\\[[^\\]]{0,40}\\]\\s*)?(?:" REPLY_MARK
	"\\s*(?:[:：_]|\\s[–—-]\\s|\\s(?:re|aw)\\s*:))|^\\s*[\\[(]" REPLY_MARK "[\\])]");
static Pattern whole_subject = PATTERN(
	"^\\s*(?:\\[[^\\]]{0,40}\\]\\s*)?(?:" REPLY_MARK "|" ABSENT_MARK
	"\\s*(?::|\\sre\\s*:).*|(?:auto: )?.{1,60} is out of the office|"
	"i(?: a|['’])m (?:currently )?(?:away|out of (?:the )?office|on "
	"(?:vacation|leave|holiday))|"
	"(?:away|out) (?:until|till|from)\\b.{1,30}|away from (?:my mail|the office)|"
	"on (?:vacation|holiday|leave)(?: (?:until|till).{1,30})?|"
	"(?:ich )?bin im urlaub|je suis (?:absente?|en congés?)|estoy de vacaciones|"
	"estou de férias|(?:я )?в отпуске(?: (?:до|по) .{1,30})?|у відпустці|"
	"отсутствую на рабочем месте|σε άδεια|απουσιάζω|na urlopie|izindeyim|"
	"på semester)"
	"\\s*(?:\\((?:return|until|back|wieder|retour)[^)]{1,40}\\))?[\\s.!]*$");

static Pattern body_mark = PATTERN(
	"out of (?:the |my |our )?office|on (?:annual |parental |maternity |paternity "
	"|sick "
	")?(?:leave|vacation|holiday)|on a business trip|"
	"(?:am|be|i['’]m|is|are|^) (?:away|out|absent) "
	"(?:from|until|till|on|for|between)\\b|"
	"currently (?:away|absent|travell?ing|unavailable)|am "
	"(?:away|travell?ing|absent)|"
	"not (?:be )?(?:in the office|available)|limited access to (?:my )?e-?mail|"
	"(?:be|am) back (?:on|in|at|from|monday)|return(?:ing)? (?:to "
	"(?:the|my) (?:office|desk)|on|date)|available again|respond (?:after|on)|away "
	"till|"
	"nicht im (?:büro|haus)|i[mn] (?:elternzeit|urlaub)|abwesen(?:d|heit)|außer "
	"haus|nicht erreichbar|"
	"wieder (?:erreichbar|im (?:büro|haus|dienst)|für sie da|zurück)|bin "
	".{0,60}zurück|"
	"absente?s?\\b.{0,20}\\b(?:du|jusqu|de|depuis)|(?:suis|serai) (?:absente?|en "
	"(?:congé|vacances|déplacement))|en congés?|de retour|à nouveau (?:joignable|"
	"disponible)|"
	"fuera de (?:la )?oficina|de vacaciones|ausente|regres(?:o|aré) el|volveré|"
	"reincorporo|"
	"fuori (?:sede|ufficio)|in ferie|assente|(?:rientr|torn)(?:o|erò)|nuovamente in "
	"ufficio|"
	"fora do escrit|de férias|regressarei|voltarei|retornarei|"
	"в отпуск[еу]|вне офиса|отсутству(?:ю|ет)|отсутствовать|не будет (?:в офисе|на "
	"(?:рабочем )?месте)|вернусь|из отпуска|(?:выйду|выхожу) на работу|на рабочем "
	"месте|приступлю к работе|в командировке|на больничном|отвечу .{0,40}после|"
	"буду (?:в офисе|на работе)|"
	"у відпустці|відсутн(?:ій|я)|не буде в офісі|повернуся|буду на роботі|"
	"εκτός γραφείου|σε άδεια|απουσιάζ|απουσιάσω|επιστρέ[φψ]|επιστροφή|στο γραφείο "
	"ξανά|"
	"poza biurem|na urlopie|nieobecn|urlop|wracam|wrócę|będę (?:dostępn|ponownie)|"
	"ofis(?:te|e)? (?:dışında|olaca|döne)|izin(?:de|li)|yıllık izin|tatilde|"
	"på semester|inte på "
	"(?:kontoret|plats)|\\bledig\\b|tillbaka|\\båter\\b|föräldraledig|"
	"(?:met|op) vakantie|afwezig|niet (?:op kantoor|aanwezig|bereikbaar)|weer "
	"(?:bereikbaar|aanwezig|terug|op kantoor)|"
	"på ferie|ikke på kontoret|tilbage|tilbake|fraværende|"
	"loma(?:lla|ni)|poissa|palaan|"
	"mimo kancelář|nejsem v kanceláři|na dovolen(?:é|ke)|budu zpět|mimo kancelári|"
	"szabadság|leszek újra|házon kívül|în concediu|revin|absent din|"
	"в отпуск съм|ще се върна|отсъствам|godišnjem|"
	"(?:am|be|i['’]m|is|are) (?:away|out) .{0,30}(?:until|till)|reopens?|habe urlaub|"
	"wieder da|отпуск|"
	"(?:offices?|company|we)\\b.{0,40}\\bclosed|büro.{0,40}geschlossen|"
	"(?:bureaux?|société).{0,40}fermée?|oficina.{0,40}cerrad|(?:siamo|ufficio.{0,30})"
	" "
	"chius|escritório.{0,30}(?:fechado|encerrado)|офис.{0,30}(?:закрыт|не работает)|"
	"офіс.{0,30}(?:зачинен|не працює)|γραφεί.{0,40}κλειστ|biuro.{0,30}nieczynne|"
	"ofis.{0,40}kapalı|kantoor.{0,30}gesloten|kontoret.{0,30}stängt|"
	"不在に|休暇|不在办公室|休假|回来|외출|부재중|휴가");
/* What those say who take a mail for others. */
static Pattern body_thanks = PATTERN(
	"(?:thank you|thanks) for (?:your|contacting|writing)|received your|have "
	"received|"
	"this is an automat|automatically generated|vielen dank für ihre|danke für "
	"ihre|merci (?:de|pour) votre|gracias "
	"por|grazie per|obrigad[oa] por|спасибо за|благодар|дякуємо за|ευχαριστούμε|"
	"dziękujemy za|bedankt voor|tack för|děkujeme|teşekkür");
/* The absent one, or the program, speaks of himself. */
static Pattern body_self = PATTERN(
	"\\b(?:i am|i['’]m|i['’]ll|i will|i shall|this is an automat|thank you|thanks "
	"for|"
	"ich bin|bin ich|ich befinde|vielen dank|je suis|je serai|merci|estoy|estaré|"
	"gracias|sono|sarò|grazie|estou|estarei|obrigad[oa]|(?:я|меня|мы) "
	"(?:в|не|нахожусь|"
	"отсутствую|буду)|нахожусь|вернусь|спасибо|благодар\\w+|перебуваю|повернуся|мене "
	"не|я у|дякуємо|απουσιάζω|είμαι|θα (?:απουσιάζω|είμαι|λείπω|επιστρέψω)|"
	"ευχαριστ\\w+|jestem|przebywam|dziękuj\\w+|ik ben|bedankt|jag är|tack för|jeg er|"
	"olen|jsem|sunt|dışındayım|izindeyim|съм|teşekkür\\w*|děkuj\\w+)\\b");
/* Somebody asks about such notices, or for something else. */
static Pattern body_asks = PATTERN("\\?|\\b(?:how|why|подскажите|почему)\\b|" REPLY_MARK);

/* Answers quote what they answer to, and that may speak of absences, too. */
static const char *own_text(const Message *message)
{
	return *message->reply_text == '\0' ? message->text : message->reply_text;
}

bool vacation_subject(const char *subject)
{
	return strlen(subject) < 1000 && (pattern_match(&before_colon, subject, -1) ||
					  pattern_match(&whole_subject, subject, -1));
}

bool vacation_notice(const Message *message)
{
	if (!vacation_subject(message->subject))
		return false;
	const char *text = own_text(message);
	gssize length = (gssize)strnlen(text, LOOK_BYTES);
	bool says_so = pattern_match(&body_mark, text, length) ||
		       pattern_match(&body_thanks, text, length);
	if (pattern_match(&before_colon, message->subject, -1))
		return says_so || !pattern_match(&body_asks, text, length);
	return says_so && strchr(text, '?') == NULL &&
	       pattern_match(&body_self, text, length);
}

static bool is_auto_reply(const Message *message)
{
	const char *submitted = message_header(message, "Auto-Submitted");
	const char *precedence = message_header(message, "Precedence");
	const char *suppress = message_header(message, "X-Auto-Response-Suppress");
	const char *path = message_header(message, "Return-Path");
	return (path != NULL && strcmp(path, "<>") == 0) ||
	       (submitted != NULL && strcasestr(submitted, "auto-") != NULL) ||
	       (precedence != NULL && strcasestr(precedence, "auto") != NULL) ||
	       message_header(message, "X-Autoreply") != NULL ||
	       message_header(message, "X-Autorespond") != NULL ||
	       (suppress != NULL && strcasestr(suppress, "all") != NULL);
}

bool message_is_out_of_office(const Message *message, gint64 *until)
{
	const char *text = own_text(message);
	gsize length = strnlen(text, LOOK_BYTES);
	bool is = vacation_notice(message) ||
		  (is_auto_reply(message) &&
		   (vacation_subject(message->subject) ||
		    pattern_match(&body_mark, text, (gssize)length) ||
		    pattern_match(&body_mark, message->subject, -1)));
	is = is && !message->bounce.is;
	if (until != NULL)
		*until = 0;
	if (!is || until == NULL)
		return is;
	*until = vacation_return(text, message->date);
	if (*until == 0)
		*until = vacation_return(message->subject, message->date);
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
