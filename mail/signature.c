/* signature.c - where a signature begins: dashes, phones and apps, list footers. */
/* SPDX-License-Identifier: MIT */
#include "mail/quote_marks.h"

#include <string.h>

enum { LINE_BYTES_MAX = 1000 };

static Pattern dashes = PATTERN("^\\s*(?:--|––)\\s*$");

/* What mails are sent from. */
#define DEVICES                                                                          \
	"iphone|ipad|pixel|apple|mac|android|samsung|galaxy|huawei|xiaomi|blackberry|"   \
	"phone|"                                                                         \
	"handy|mobil|device|tablet|outlook|tutanota|gmail|proton|móvil|celular|"        \
	"portable|téléphone|telefon|teléfono|телефон|смартфон|κινητό|συσκευή"

/* A sentence goes on behind a comma, or stops and another begins: then a device must be
 * named before. */
#define NO_SENTENCE                                                                      \
	"(?=(?:[^,;\\n]{0,60}|(?:sent from my|typed on) [^,;\\n]{0,20}, [^,;\\n]{0,20})" \
	"(?:" DEVICES ")|"                                                               \
	"(?:(?![,;?!]\\s|\\.\\s(?!get ))[^\\n])*$)"

/* "Sent from", by language; an English sentence goes on with another verb. */
/* clang-format off */
#define SENT_FROM \
	"sent (?:wirelessly )?(?:from|via|using|with|by|on the) " \
	"(?:(?!\\b(?:is|was|are|has|and|but)\\b)[^\\n]){2,120}" \
	"(?:[.,!;–-] ?(?:please|excuse|sorry|forgive|pardon)[^\\n]{3,60})?|" \
	"(?:\\p{L}+ )?(?:from|via) (?:my )?(?:iphone|ipad|mobile|phone)[ \\d]{0,4}|" \
	"(?:typed on|dictated) [^\\n]{3,40} sent from my [^\\n]{3,20}|sent on the go.{0,40}|" \
	"(?:von|mit|vom) (?:meinem |meinen |meiner )?.{2,60} " \
	"(?:gesendet|geschickt)\\W*|" \
	"diese nachricht wurde .{2,60} (?:gesendet|geschickt)\\W*|" \
	"(?:diese nachricht wurde )?(?:gesendet|geschickt) (?:von|vom|mit|über|aus) .{2,120}|" \
	"envoyé (?:de|depuis|à partir|avec|par|via) .{2,120}|provenance : courrier .{2,40}|" \
	"enviado (?:desde|do|de|a partir|com|con|via|vía) .{2,120}|" \
	"enviat des del .{2,60}|" \
	"inviato (?:da|dal|dalla|con) .{2,120}|" \
	"(?:verzonden|verstuurd) (?:van|vanaf|met|via|vanuit|door) .{2,120}|" \
	"(?:отправлено|послано) (?:с|со|из|от|через|при) .{2,120}|" \
	"отправлен[оа]? .{0,10}mail\\.ru.{0,40}|" \
	"(?:надіслано|відправлено|послан(?:о|ий)) (?:з|із|зі|через) .{2,120}|" \
	"(?:στάλθηκε|απεστάλη|εστάλη) (?:από|μέσω) .{2,120}|" \
	"wysłan[eoay] (?:z|ze|przez|za) .{2,120}|" \
	"(?:skickat|skickades) (?:från|med|via) .{2,120}|" \
	"sendt (?:fra|frå|via|med) .{2,120}|lähetetty .{2,60}|" \
	"trimis (?:de pe|din|cu|de la) .{2,120}|(?:odesláno|odoslané) z .{2,120}|" \
	"изпратено от .{2,60}|(?:poslano|poslato) (?:s|sa|z|iz) .{2,60}|" \
	"(?:el)?küldve .{0,3}(?:iphone|ipad|samsung|android|telefon).{0,30}|" \
	"(?:đã )?gửi từ .{2,40}|dikirim dari .{2,40}|ส่งจาก.{2,40}|" \
	"发自.{2,40}|[來来]自我的.{2,20}|[從从]我的.{2,20}(?:傳送|发送)|发送自.{2,30}"
/* The same with the device first: sought only where the verb is. */
#define FROM_WHICH_SENT \
	".{2,40}['’]?\\p{L}{0,8}[dt][ae]n gönderildi.{0,10}|.{0,40}создано в k-9 mail.{0,10}|" \
	".{0,10}iphone.{0,3}[rt][óő]l küldve.{0,10}|.{0,20}から送信.{0,20}|" \
	".{0,6}(?:iphone|ipad|galaxy|갤럭시).{0,6}에서 보냄|" \
	".{0,20}(?:iphone|ipad|galaxy).{0,3} שלי|.{0,6}رسلت? من.{2,40}|تم الإرسال من.{2,40}"
/* "Get Outlook for Android", with or without its address. */
#define OUTLOOK_FOR \
	"(?:\\p{L}+ ){1,3}outlook .{0,14}(?:android|ios|mac)[^\\s<]{0,6}(?:(?= ?<).{0,60})?|" \
	"outlook (?:für|voor|for) (?:android|ios|mac) .{0,90}|" \
	"(?:android|ios) için outlook.{2,40}|" \
	"outlook for (?:android|ios)['’]\\p{L}{1,3} .{0,60}|" \
	"(?:get|obtener|download) .{3,30} (?:for|para) (?:android|ios|mobile|windows)"          \
	"(?: ?<.{0,90})?"
/* clang-format on */

static Pattern mobile =
	PATTERN("^\\s*+\\W{0,3}_?(?=(?:" SENT_FROM "|" OUTLOOK_FOR ")\\s*$)" NO_SENTENCE);
static Pattern verb_behind =
	PATTERN("gönderildi|создано в k-9|küldve|から送信|에서 보냄|שלי|رسل|الإرسال");
static Pattern mobile_first = PATTERN("^\\s*+\\W{0,3}(?:" FROM_WHICH_SENT ")\\s*$");

bool line_is_sent_from(const Line *line)
{
	enum { LENGTH_MAX = 200 };
	return line_matches(&mobile, line, LENGTH_MAX) ||
	       (line_matches(&verb_behind, line, LENGTH_MAX) &&
		line_matches(&mobile_first, line, LENGTH_MAX));
}

static Pattern rule = PATTERN("^\\s*[-_=*~—–]{2,}\\s*$");
static Pattern footer = PATTERN(
	"mailing list|listinfo|to post to this group|(?:to |e-?mail: .*)unsubscribe|"
	"virus|вирус|\\bavast\\b|^\\W*this message was sent (?:using|with|from) ");
static Pattern address_of_site = PATTERN("\\bhttps?://\\S");
static Pattern virus_free = PATTERN("^\\W{0,3}(?:<[^>]+> ?)?virus-free\\.|"
				    "^<https?://www\\.(?:avast|avg)\\.com/sig-email");

/* How lawyers' words begin, that the mail is secret, and whom it is for. */
/* clang-format off */
static Pattern notice = PATTERN("^\\W*(?:"
	"(?:confidential(?:ity)?|privacy|legal|important) (?:notice|note|statement|warning)|"
	"disclaimer|confidential(?:ity)?:|avis de confidentialité|aviso (?:legal|de confiden)|"
	"haftungsausschluss|avviso di riservatezza|vertraulichkeitshinweis|"
	"(?:the|this|any) (?:information|contents?|e-?mail|message|communication|transmission)|"
	"(?:diese|der inhalt|die (?:in|information))|"
	"(?:ce |cet |le présent )(?:message|courriel|e-?mail|courrier)|"
	"(?:este|el presente|la información|esta|a informação|o conteúdo) |"
	"(?:questo|questa|il presente|la presente|le informazioni|il contenuto) |"
	"(?:ta|niniejsz[ay]|treść|informacje) |(?:dit|deze|de informatie|de inhoud) ?|"
	"(?:detta|den här|informationen i) |bu (?:e-?posta|mesaj|ileti|elektronik)|"
	"(?:данное|настоящее|это|содержание|информация) |(?:це|дане|інформація) |"
	"(?:το παρόν|αυτό το|οι πληροφορίες|το μήνυμα|η παρούσα) |(?:tato|tento|acest|това) )");
static Pattern secret = PATTERN("confiden[ctz]|privileged|vertraulich|riservat|poufn|"
	"vertrouwelijk|konfiden|конфиденц|конфіденц|εμπιστευτικ|απόρρητ|\\bgizli|důvěrn|"
	"поверителн|sekretess");
static Pattern addressee = PATTERN("recipient|addressee|addressed to|(?:in|by) error|"
	"by mistake|empfänger|adressat|irrtümlich|destinat|dirigid[oa]|erreur|por error|"
	"por engano|por erro|per errore|odbiorc|adresat|omyłk|ontvanger|geadresseerde|"
	"mottagar|av misstag|адресат|получател|по ошибке|предназнач|отримувач|помилк|"
	"παραλήπτ|λάθος|alıcı|yanlış|adresát|příjemc|получател");
static Pattern environment = PATTERN("^\\W*(?:p\\s+)?(?:"
	"(?:please )?(?:consider|think (?:of|about)) (?:the|our) environment before|"
	"before printing,? (?:please )?(?:think|consider)|"
	"pensez à l['’]environnement avant|(?:bitte )?(?:denken sie|prüfen sie|"
	"schonen sie)[^\\n]{0,40} umwelt|(?:bitte )?(?:denken sie|prüfen sie)[^\\n]{0,60} "
	"(?:aus)?drucken|antes de imprimir|prima di stampare|"
	"pomyśl o środowisku|(?:zanim|przed) wydruk|denk aan het milieu|tänk på miljön|"
	"подумайте об (?:окружающей|экологии)|σκεφτείτε το περιβάλλον)");
/* clang-format on */

/* "This message is confidential. If you are not the addressee": one paragraph. */
static bool is_disclaimer(const Line *lines, guint count)
{
	enum { OPENING_BYTES = 10, PARAGRAPH_LINES = 20 };
	if (lines[0].length < OPENING_BYTES)
		return false;
	if (line_matches(&environment, &lines[0], LINE_BYTES_MAX))
		return true;
	if (!line_matches(&notice, &lines[0], 4 * LINE_BYTES_MAX))
		return false;
	bool is_secret = false, is_addressed = false;
	for (guint i = 0; i < count && i < PARAGRAPH_LINES; i++) {
		if (lines[i].kind == LINE_QUOTED || lines[i].kind == LINE_ATTRIBUTION)
			break;
		is_secret |= line_matches(&secret, &lines[i], 4 * LINE_BYTES_MAX);
		is_addressed |= line_matches(&addressee, &lines[i], 4 * LINE_BYTES_MAX);
	}
	return is_secret && is_addressed;
}

/* A provider's rule is as wide as the page, and words that sell something name a site. */
static bool is_advertisement(const Line *lines, guint count)
{
	enum { RULE_BYTES = 40, ROWS = 4 };
	guint filled = 0;
	bool has_site = false;
	for (guint i = 1; i < count && lines[i].kind != LINE_QUOTED; i++) {
		if (lines[i].kind == LINE_BLANK)
			continue;
		if (filled++ == ROWS)
			return false;
		has_site |= line_matches(&address_of_site, &lines[i], LINE_BYTES_MAX);
	}
	return has_site && lines[0].length >= RULE_BYTES;
}

/* The rule and the lines of a mailing list, a provider or a scanner, that are added on
 * the way. */
bool starts_added_footer(const Line *lines, guint count)
{
	if (!line_matches(&rule, &lines[0], LINE_BYTES_MAX))
		return line_matches(&virus_free, &lines[0], LINE_BYTES_MAX);
	guint first = 1;
	while (first < count && lines[first].kind == LINE_BLANK)
		first++;
	if (first < count && is_disclaimer(lines + first, count - first))
		return true;
	for (guint i = 1; i < count && i < 4; i++)
		if (line_matches(&footer, &lines[i], LINE_BYTES_MAX))
			return true;
	return is_advertisement(lines, count);
}

static Pattern name = PATTERN(
	"^[\\s*_]*(?-i:[\\p{Lu}\\p{Lo}])[\\p{L}.'’-]*(?:[ ,|/]+(?-i:[\\p{Lu}\\p{Lo}(\"])"
	"[^\\s?!:]*|[ ,|/]+\\p{L}{1,3}){0,5}(?<![?!:;])[*_\\s]*$");
static Pattern sentence = PATTERN("[?!]\\s*$|(?:\\S+ ){3}\\S+[.:;]\\s*$");

/* A rule, a name and how to reach it, up to the end; elsewhere it is a rule in the text.
 */
static bool is_ruled_tail(const Line *lines, guint count)
{
	enum { TAIL_LINES = 8, NAME_BYTES = 60, TAIL_LINE_BYTES = 100 };
	guint filled = 0;
	if (!line_matches(&rule, &lines[0], LINE_BYTES_MAX))
		return false;
	for (guint i = 1; i < count && filled <= TAIL_LINES; i++) {
		if (lines[i].kind == LINE_QUOTED || lines[i].kind == LINE_ATTRIBUTION)
			break;
		if (lines[i].kind == LINE_BLANK)
			continue;
		if (filled++ == 0 && !line_matches(&name, &lines[i], NAME_BYTES))
			return false;
		if (lines[i].length > TAIL_LINE_BYTES ||
		    line_matches(&sentence, &lines[i], TAIL_LINE_BYTES))
			return false;
	}
	return filled > 0 && filled <= TAIL_LINES;
}

enum { TAIL_LINES = 5, MANY_LINES = 30 };

/* Filled lines up to the next quote, at most MANY_LINES; others: that name no device. */
static guint lines_below(const Line *lines, guint count, bool others)
{
	guint filled = 0;
	for (guint i = 1; i < count && filled < MANY_LINES; i++) {
		if (lines[i].kind == LINE_QUOTED || lines[i].kind == LINE_ATTRIBUTION)
			break;
		filled += lines[i].kind == LINE_TEXT &&
			  !(others && line_is_sent_from(&lines[i]));
	}
	return filled;
}

/* "Sent from my phone" stands at the end; a sentence that begins so does not. */
static bool is_mobile_signature(const Line *lines, guint count)
{
	guint below = lines_below(lines, count, false);
	return below < MANY_LINES && line_is_sent_from(&lines[0]) &&
	       (below <= TAIL_LINES || lines_below(lines, count, true) <= TAIL_LINES);
}

static Pattern dash_name =
	PATTERN("^-- \\S[^\\n]{1,50}$|^(?:[-–]|--)(?-i:\\p{Lu}[\\p{L}.'’-]+(?: "
		"\\p{Lu}[\\p{L}.'’-]*){0,2})\\s*$");

/* "-Ann Lee" or "-- Ann, Example Ltd" as the last words before a list's footer; items of
 * a list have more than one, or a space. */
static bool is_dash_name(const Line *lines, guint count)
{
	enum { RULE_BYTES = 20 };
	if (!line_matches(&dash_name, &lines[0], 60))
		return false;
	for (guint i = 1; i < count; i++)
		if (lines[i].kind == LINE_TEXT)
			return lines[i].length >= RULE_BYTES &&
			       starts_added_footer(lines + i, count - i);
	return true;
}

/* Most lines begin with a letter. */
static bool begins_with_sign(const Line *line)
{
	gsize i = 0;
	while (i < line->length && (line->start[i] == ' ' || line->start[i] == '\t'))
		i++;
	return i < line->length && strchr("-_=~*<V\xe2", line->start[i]) != NULL;
}

bool starts_signature(const Line *lines, guint count, bool new_paragraph)
{
	if (new_paragraph && is_disclaimer(lines, count))
		return true;
	if (begins_with_sign(&lines[0]) &&
	    (line_matches(&dashes, &lines[0], 12) || starts_added_footer(lines, count) ||
	     is_ruled_tail(lines, count) || is_dash_name(lines, count)))
		return true;
	return is_mobile_signature(lines, count);
}
