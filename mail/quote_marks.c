/* quote_marks.c - attributions, delimiters and header blocks of mail clients, by language. */
/* SPDX-License-Identifier: MIT */
#include "mail/quote_marks.h"

#include <string.h>

#include "mail/pattern.h"

enum { LINE_MAX_BYTES = 1000, ATTRIBUTION_LINES_MAX = 5 };

static Pattern blank = PATTERN("^[\\s\\x{200b}\\x{feff}\\x{200e}\\x{200f}\\x{1427}]*$");

bool line_is_blank(const Line *line)
{
	return line->length == 0 || (line->length < LINE_MAX_BYTES &&
				     pattern_match(&blank, line->start, (gssize)line->length));
}

bool line_is_quoted(const Line *line)
{
	gsize i = 0;
	while (i < line->length && i < 8 && (line->start[i] == ' ' || line->start[i] == '\t'))
		i++;
	return i < line->length && line->start[i] == '>';
}

/* Languages one per line, as the clients write them. */
static Pattern wrote = PATTERN(
	"^[\\s*_>-]*(?:"
	"(?:on|at|op|am|den|le|el|il|em|no|em|w dniu|dnia|pe|dne|dňa|у|в|στις|Στις|den|på|vào|tarihinde|az)\\b.{3,400}?"
	"|.{0,20}\\d.{3,400}?|.{0,120}<\\S+@\\S+>.{0,200}?|.{3,80}@.{3,120}?"
	")(?:"
	"wrote|writes|said|sent|schrieb|schreef|a écrit|escribió|ha scritto|scrisse|escreveu|"
	"napisał\\(?a?\\)?|pisze|napisał|написал\\(?а?\\)?|написала|пишет|писал\\(?а?\\)?|пише|написав|"
	"έγραψε|yazdı|skrev|kirjoitti|napsal\\(?a?\\)?|a scris|írta|schreven|schrieb:|"
	"wrote the following|помоли се|написа|написао|escribiste|escribio|ha escrit|va escriure"
	")[^\\n]{0,120}?[:：]\\s*$");

static Pattern wrote_end = PATTERN("[:：][*_\\s]*$");

guint attribution_length(const Line *lines, guint count)
{
	GString *joined = g_string_new(NULL);
	guint used = 0;
	for (guint i = 0; i < count && i < ATTRIBUTION_LINES_MAX && used == 0; i++) {
		if (lines[i].kind != LINE_TEXT || lines[i].length > LINE_MAX_BYTES ||
		    joined->len > LINE_MAX_BYTES)
			break;
		if (i > 0)
			g_string_append_c(joined, ' ');
		g_string_append_len(joined, lines[i].start, (gssize)lines[i].length);
		if (pattern_match(&wrote_end, lines[i].start, (gssize)lines[i].length) &&
		    pattern_match(&wrote, joined->str, (gssize)joined->len))
			used = i + 1;
	}
	g_string_free(joined, TRUE);
	return used;
}

static Pattern introduction = PATTERN("(?:\\S+@\\S+|\\d{1,4}[-./:]\\d{1,2}).*[:：]\\s*$");

bool line_may_introduce(const Line *line)
{
	return line->length < 300 &&
	       pattern_match(&introduction, line->start, (gssize)line->length);
}

static Pattern delimiter = PATTERN(
	"^[\\s>]*(?:[-_=*]{2,}\\s*(?:original message|original appointment|"
	"ursprüngliche nachricht|originalnachricht|urspr\\.? nachricht|message d'origine|"
	"message original|messaggio originale|mensaje original|mensagem original|"
	"oorspronkelijk bericht|исходное сообщение|пересылаемое сообщение|"
	"пересланное сообщение|оригинальное сообщение|пересилається повідомлення|"
	"оригінальне повідомлення|αρχικό μήνυμα|wiadomość oryginalna|"
	"oryginalna wiadomość|özgün ileti|orijinal mesaj|ursprungligt meddelande|"
	"původní zpráva|mesajul original|eredeti üzenet|forwarded message|"
	"forwarded by .*|begin forwarded message|weitergeleitete nachricht|"
	"message transféré|messaggio inoltrato|mensaje reenviado|mensagem encaminhada|"
	"reply message|reply above this line|antwort oberhalb dieser zeile|"
	"original-nachricht|originalmeddelande|vidarebefordrat meddelande|"
	"doorgestuurd bericht)\\s*[-_=*]{0,}\\s*"
	"|##-.*-##\\s*)$");

bool line_is_delimiter(const Line *line)
{
	return line->length < 200 &&
	       pattern_match(&delimiter, line->start, (gssize)line->length);
}

#define FIELD(names) PATTERN("^[\\s>*]*(?:" names ")\\s*\\**\\s*[:：]\\**(?:\\s|$)")

static Pattern from_field =
	FIELD("from|von|de|da|van|от|від|od|från|fra|kimden|gönderen|από|lähettäjä|de la|"
	      "feladó|expéditeur|mittente|remitente");
static Pattern other_field =
	FIELD("sent|date|to|cc|subject|reply-to|gesendet|datum|an|betreff|envoyé|à|objet|"
	      "inviato|data|a|oggetto|enviado(?: el)?|enviada(?: em)?|fecha|para|asunto|"
	      "assunto|verzonden|aan|onderwerp|отправлено|дата|кому|тема|копия|надіслано|"
	      "wysłano|wysłane|do|temat|skickat|till|ämne|sendt|til|emne|gönderildi|"
	      "gönderme tarihi|tarih|kime|konu|εστάλη|στάλθηκε|ημερομηνία|προς|θέμα|"
	      "lähetetty|vastaanottaja|aihe|odesláno|komu|předmět|trimis|către|subiect|"
	      "küldve|címzett|tárgy|sent at|importance|priority|organization");

bool is_header_block(const Line *lines, guint count)
{
	enum { LOOK = 8 };
	if (lines[0].length > LINE_MAX_BYTES ||
	    !pattern_match(&from_field, lines[0].start, (gssize)lines[0].length))
		return false;
	guint others = 0;
	for (guint i = 1; i < count && i < LOOK; i++)
		others += lines[i].length < LINE_MAX_BYTES &&
			  pattern_match(&other_field, lines[i].start,
					(gssize)lines[i].length);
	return others >= 2;
}

static Pattern dashes = PATTERN("^\\s*(?:--|—|––|__)\\s*$");
static Pattern mobile = PATTERN(
	"^\\s*\\W{0,3}(?:sent (?:from|via|using) .{2,60}|get outlook for .{2,40}|"
	"von meinem .{2,50} gesendet|gesendet (?:von|mit) .{2,60}|envoyé (?:de|depuis) .{2,60}|"
	"enviado (?:desde|do|de|a partir) .{2,60}|inviato (?:da|dal) .{2,60}|"
	"verzonden (?:vanaf|met|via) .{2,60}|отправлено (?:с|из|от) .{2,60}|"
	"надіслано (?:з|із) .{2,60}|στάλθηκε από .{2,60}|wysłan[eo] (?:z|ze) .{2,60}|"
	"skickat från .{2,60}|.{2,40} gönderildi|trimis de pe .{2,60})\\W{0,3}$");

guint signature_start(const Line *lines, guint count)
{
	for (guint i = 0; i < count; i++) {
		if (lines[i].kind != LINE_TEXT || lines[i].length > 120)
			continue;
		if (pattern_match(&dashes, lines[i].start, (gssize)lines[i].length) ||
		    pattern_match(&mobile, lines[i].start, (gssize)lines[i].length))
			return i;
	}
	return count;
}
