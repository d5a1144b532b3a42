/* signature.c - where a signature begins: dashes, phones and apps, list footers. */
/* SPDX-License-Identifier: MIT */
#include "mail/quote_marks.h"

#include <string.h>

enum { LINE_BYTES_MAX = 1000 };

static Pattern dashes = PATTERN("^\\s*(?:--|––|__)\\s*$");

/* "Sent from", by language; a sentence goes on behind a comma or another verb. */
/* clang-format off */
#define SENT_FROM \
	"sent (?:from|via|using|with|by) " \
	"(?:(?![,;?!]\\s|\\.\\s|\\b(?:is|was|are|has|and|but)\\b)[^\\n]){2,90}" \
	"(?:[.,!;]? ?(?:get the app|(?:please )?(?:excuse|forgive|pardon)" \
	"[^\\n]{3,60}))?|" \
	"typed on [^\\n]{3,40} sent from my [^\\n]{3,20}|sent on the go.{0,40}|" \
	"(?:von|mit|vom) (?:meinem |meinen |meiner )?.{2,60} " \
	"(?:gesendet|geschickt)\\W*|" \
	"diese nachricht wurde .{2,60} (?:gesendet|geschickt)\\W*|" \
	"(?:diese nachricht wurde )?(?:gesendet|geschickt) (?:von|mit|über) .{2,60}|" \
	"envoyé (?:de|depuis|à partir|avec|par) .{2,80}|" \
	"enviado (?:desde|do|de|a partir|com|con) .{2,80}|" \
	"inviato (?:da|dal|dalla|con) .{2,60}|" \
	"(?:verzonden|verstuurd) (?:vanaf|met|via|vanuit|door) .{2,60}|" \
	"(?:отправлено|послано) (?:с|со|из|от|через|при) .{2,60}|" \
	"отправлен[оа]? .{0,10}mail\\.ru.{0,40}|" \
	"(?:надіслано|відправлено|послан(?:о|ий)) (?:з|із|зі|через) .{2,60}|" \
	"(?:στάλθηκε|απεστάλη|εστάλη) (?:από|μέσω) .{2,60}|" \
	"wysłan[eoay] (?:z|ze|przez|za) .{2,60}|" \
	"(?:skickat|skickades) (?:från|med|via) .{2,60}|" \
	"sendt (?:fra|via|med) .{2,60}|lähetetty .{2,60}|" \
	"trimis (?:de pe|din|cu|de la) .{2,60}|(?:odesláno|odoslané) z .{2,60}|" \
	"изпратено от .{2,60}|poslano (?:s|z|iz|sa) .{2,60}|" \
	"发自我的.{2,20}|從我的.{2,20}傳送"
/* The same with the device first: sought only where the verb is. */
#define FROM_WHICH_SENT \
	".{2,40}['’]?\\p{L}{0,8}[dt][ae]n gönderildi.{0,10}|.{0,40}создано в k-9 mail.{0,10}|" \
	".{0,10}iphone.{0,3}[rt][óő]l küldve.{0,10}|.{0,20}から送信.{0,20}|" \
	".{0,6}(?:iphone|ipad|galaxy|갤럭시).{0,6}에서 보냄|" \
	".{0,20}(?:iphone|ipad).{0,3} שלי|.{0,6}رسل من.{2,40}"
/* "Get Outlook for Android", with or without its address. */
#define OUTLOOK_FOR \
	"(?:get|download|hent|hämta|hanki|télécharger|obtenir|obtener|obter o|" \
	"obtenha o|ottieni|scarica|holen sie sich|получить|скачать|отримати|" \
	"завантажити|αποκτήστε το|λήψη του|pobierz aplikację|získejte aplikaci|" \
	"obțineți|изтеглете|download) outlook .{2,80}|" \
	"outlook (?:für|voor) .{2,20} (?:herunterladen|downloaden).{0,60}|" \
	"(?:android|ios) için outlook.{2,40}|download .{3,40} for .{2,40}"
/* clang-format on */

static Pattern mobile = PATTERN("^\\s*\\W{0,3}(?:" SENT_FROM "|" OUTLOOK_FOR ")\\s*$");
static Pattern verb_behind =
	PATTERN("gönderildi|создано в k-9|küldve|から送信|에서 보냄|שלי|رسل من");
static Pattern mobile_first = PATTERN("^\\s*\\W{0,3}(?:" FROM_WHICH_SENT ")\\s*$");

static bool is_sent_from(const Line *line)
{
	enum { LENGTH_MAX = 160 };
	return line_matches(&mobile, line, LENGTH_MAX) ||
	       (line_matches(&verb_behind, line, LENGTH_MAX) &&
		line_matches(&mobile_first, line, LENGTH_MAX));
}

static Pattern list_rule = PATTERN("^\\s*_{20,}\\s*$");
static Pattern list_footer =
	PATTERN("mailing list|listinfo|unsubscribe|to post to this group");

/* The rule and the address of a mailing list that the list server adds. */
static bool is_list_footer(const Line *lines, guint count)
{
	if (!line_matches(&list_rule, &lines[0], LINE_BYTES_MAX))
		return false;
	for (guint i = 1; i < count && i < 4; i++)
		if (line_matches(&list_footer, &lines[i], LINE_BYTES_MAX))
			return true;
	return false;
}

static Pattern long_dashes = PATTERN("^-{3,4}$");

/* "---" and a name or two up to the end; elsewhere it is a rule in the text. */
static bool is_short_tail(const Line *lines, guint count)
{
	enum { TAIL_LINES = 4, TAIL_LINE_BYTES = 60 };
	if (!line_matches(&long_dashes, &lines[0], 10))
		return false;
	guint filled = 0;
	for (guint i = 1; i < count && filled <= TAIL_LINES; i++) {
		if (lines[i].kind == LINE_QUOTED || lines[i].kind == LINE_ATTRIBUTION)
			break;
		filled += lines[i].kind != LINE_BLANK;
		if (lines[i].length > TAIL_LINE_BYTES)
			return false;
	}
	return filled > 0 && filled <= TAIL_LINES;
}

/* "Sent from my phone" stands at the end; a sentence that begins so does not. */
static bool is_mobile_signature(const Line *lines, guint count)
{
	enum { TAIL_LINES = 5 };
	guint filled = 0;
	for (guint i = 1; i < count && filled <= TAIL_LINES; i++) {
		if (lines[i].kind == LINE_QUOTED || lines[i].kind == LINE_ATTRIBUTION)
			break;
		filled += lines[i].kind == LINE_TEXT;
	}
	return filled <= TAIL_LINES && is_sent_from(&lines[0]);
}

static Pattern dash_name =
	PATTERN("^[-–](?-i:\\p{Lu}[\\p{L}.'’-]+(?: \\p{Lu}[\\p{L}.'’-]*){0,2})\\s*$");

/* "-Ann Lee" as the last words; items of a list have more than one, or a space. */
static bool is_dash_name(const Line *lines, guint count)
{
	if (!line_matches(&dash_name, &lines[0], 60))
		return false;
	for (guint i = 1; i < count; i++)
		if (lines[i].kind == LINE_TEXT)
			return is_list_footer(lines + i, count - i);
	return true;
}

/* Most lines begin with a letter. */
static bool begins_with_dash(const Line *line)
{
	gsize i = 0;
	while (i < line->length && (line->start[i] == ' ' || line->start[i] == '\t'))
		i++;
	return i < line->length && strchr("-_\xe2", line->start[i]) != NULL;
}

bool starts_signature(const Line *lines, guint count)
{
	if (begins_with_dash(&lines[0]) &&
	    (line_matches(&dashes, &lines[0], 12) || is_list_footer(lines, count) ||
	     is_short_tail(lines, count) || is_dash_name(lines, count)))
		return true;
	return is_mobile_signature(lines, count);
}
