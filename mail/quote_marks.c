/* quote_marks.c - quote marks, old header blocks and signatures of clients. */
/* SPDX-License-Identifier: MIT */
#include "mail/quote_marks.h"

#include <string.h>

#include "mail/pattern.h"

enum { LINE_BYTES_MAX = 1000 };

static bool line_has(const Line *line, const char *piece)
{
	return memmem(line->start, line->length, piece, strlen(piece)) != NULL;
}

bool line_matches(Pattern *pattern, const Line *line, gsize limit)
{
	return line->length <= limit &&
	       pattern_match(pattern, line->start, (gssize)line->length);
}

static Pattern blank = PATTERN("^[\\s\\x{200b}\\x{feff}\\x{200e}\\x{200f}\\x{1427}]*$");

bool line_is_blank(const Line *line)
{
	return line->length == 0 || line_matches(&blank, line, LINE_BYTES_MAX);
}

bool line_is_quoted(const Line *line)
{
	gsize i = 0;
	while (i < line->length && i < 8 &&
	       (line->start[i] == ' ' || line->start[i] == '\t'))
		i++;
	return i < line->length && line->start[i] == '>';
}

static Pattern other_mark = PATTERN("^[ \\t]*(?:[a-z]{1,3}>+ ?|\\| ?)(?=\\S)");

gsize other_mark_length(const Line *line)
{
	gsize from, to;
	if (line->length > LINE_BYTES_MAX ||
	    !pattern_find(&other_mark, line->start, line->length, 0, &from, &to))
		return 0;
	return to;
}

static Pattern separator = PATTERN("^[\\s>]*(?:[-_=*~#+—–]{2,}[-_=*~#+—–\\s]*|[—–])$");

bool line_is_separator(const Line *line)
{
	return line_matches(&separator, line, LINE_BYTES_MAX);
}

static Pattern framed =
	PATTERN("^[\\s>*]*[-_=~]{3,}[ \\t]*\\p{L}[^\\n]{1,60}[-_=~]{3,}\\s*$");

bool line_is_framed(const Line *line)
{
	return line_matches(&framed, line, 120);
}

bool line_is_one_word(const Line *line)
{
	return line->length > 4 && memchr(line->start, ' ', line->length) == NULL;
}

static Pattern introduction = PATTERN("(?:\\S+@\\S+|\\d{1,4}[-./:]\\d{1,2}).*[:：]\\s*$");

bool line_may_introduce(const Line *line)
{
	return line_matches(&introduction, line, 300);
}

/* clang-format off */
#define MESSAGE_WORDS \
	"message|appointment|nachricht|d'origine|messaggio|mensaje|" \
	"mensagem|bericht|e-?mail|сообщени[ея]|письмо|повідомлення|μήνυμα|" \
	"wiadomość|mesaj|mesajı|ileti|meddelande|zpráva|besked|melding|" \
	"viesti|üzenet|mesajul|съобщение|порука|消息|邮件|原始郵件|メッセージ|origine"
/* clang-format on */

static Pattern delimiter = PATTERN(
	"^[\\s>*]*(?:"
	"[-_=~‐–—]{2,}[ \\t]*(?:[\\p{L}.'-]+[ \\t]+){0,4}(?:" MESSAGE_WORDS ")"
	"(?:[ \\t]+[\\p{L}.'-]+){0,4}[ \\t]*:?[ \\t]*[-_=~‐–—]{2,}"
	"|[-_=]{2,}[ \\t]*(?:forwarded by|weitergeleitet von)[^\\n]{2,120}"
	"|begin forwarded message:?|start of forwarded message:?|"
	"anfang der weitergeleiteten (?:nachricht|e-mail):?|début du message "
	"(?:transféré|réexpédié) ?:?|"
	"inizio messaggio inoltrato:?|inicio del mensaje reenviado:?|"
	"início da mensagem (?:encaminhada|reencaminhada):?|"
	"начало (?:переадресованного|пересылаемого) (?:сообщения|письма):?|"
	"початок (?:переадресованого|пересланого) (?:повідомлення|листа):?|"
	"αρχή (?:του )?προωθούμενου μηνύματος:?|αρχή προωθημένου μηνύματος:?|"
	"początek przekazanej wiadomości:?|başlangıç: iletilen e-posta:?|"
	"begin doorgestuurd bericht:?|vidarebefordrat (?:brev|meddelande):?"
	"|[-#=_* \\t]*(?:please )?(?:type|write|enter|add) your reply above this line\\W*"
	"|[-#=*_]{2,}[^\\n]{0,80}(?:выше этой (?:линии|строки|черты)|"
	"oberhalb dieser (?:zeile|linie)|(?:au-dessus|au dessus) de cette ligne|"
	"encima de esta l[ií]nea|acima desta linha|sopra questa (?:linea|riga)|"
	"πάνω από αυτή(?:ν)? τη γραμμή|boven deze (?:lijn|regel)|"
	"ovanför den här (?:linjen|raden)|powyżej tej linii|nad tímto řádkem|"
	"deasupra acestei linii|вище (?:цієї лінії|цього рядка)|"
	"bu (?:satırın|çizginin) üst\\p{L}*|над този ред)[^\\n]{0,60}"
	"|\\W*(?:please )?reply (?:above|over) (?:this|the) (?:line|message)[^\\n]{0,60}"
	"|#+-[^\\n]{3,100}-#+\\s*"
	"|\\W{0,4}previous (?:replies|discussion|messages?|conversation)\\W{0,4}"
	"|reply to this e-?mail directly[^\\n]{0,120}"
	"|(?:_{5,}|-{5,}) ?reply separator ?(?:_{5,}|-{5,})"
	")\\s*$");

/* Prose begins with a letter, ends without a colon and does not speak of mail clients. */
static bool is_prose(const Line *line)
{
	gsize start = 0;
	while (start < line->length && strchr(" \t", line->start[start]) != NULL)
		start++;
	return start < line->length && g_ascii_isalpha(line->start[start]) &&
	       line->start[line->length - 1] != ':' && !line_has(line, "orward") &&
	       !line_has(line, "bove") && !line_has(line, "revious") &&
	       !line_has(line, "irectly") && !line_has(line, "over ");
}

bool line_is_delimiter(const Line *line)
{
	return !is_prose(line) && line_matches(&delimiter, line, 200);
}

/* --- header blocks */

#define FIELD(names)                                                                     \
	PATTERN("^[\\s>*_]*(?:" names ")\\s*[*_]*\\s*[:：][*_]*(?:\\s|$|(?=\\S))")

/* clang-format off */
#define FROM_NAMES \
	"from|von|de|da|van|от|від|od|från|fra|kimden|gönderen|από|" \
	"αποστολέας|lähettäjä|de la|feladó|expéditeur|mittente|remitente|" \
	"deel van|šalje|pošiljatelj|odesílatel|odosielateľ|отправитель|від кого|от кого|od kogo|发件人|差出人|寄件者|보낸 사람|من|מאת"
#define DATE_NAMES \
	"sent|date|gesendet|datum|envoyé|inviato|data|enviado(?: el)?|" \
	"enviada(?: em)?|fecha|verzonden|отправлено|дата|надіслано|wysłano|" \
	"wysłane|skickat|sendt|dato|gönderildi|gönderme tarihi|" \
	"gönderilme tarihi|tarih|εστάλη|στάλθηκε|ημερομηνία|lähetetty|" \
	"päiväys|odesláno|odoslané|trimis|dată|küldve|elküldve|dátum|изпратено|" \
	"poslano|enviat(?: el)?|αποστολή|sent at|发送时间|送信日時|날짜|" \
	"дата/час"
#define OTHER_NAMES \
	"to|cc|subject|reply-to|an|kopie|betreff|à|objet|a|oggetto|para|" \
	"asunto|assunto|aan|onderwerp|кому|тема|копия|копія|do|dw|temat|" \
	"till|ämne|til|emne|kime|konu|bilgi|προς|κοιν(?:οποίηση)?|θέμα|" \
	"per a|prima|vastaanottaja|aihe|alıcı|komu|předmět|către|subiect|címzett|tárgy|" \
	"importance|priority|organization|antwort an|répondre à|收件人|主题|件名|" \
	"宛先|제목|받는 사람|отговор до|относно|до|predmet|rispondi a|responder a|" \
	"message-id|newsgroups|wichtigkeit"
/* clang-format on */

static Pattern from_field = FIELD(FROM_NAMES);
static Pattern date_field = FIELD(DATE_NAMES);
static Pattern other_field = FIELD(OTHER_NAMES);
static Pattern address_or_date = PATTERN("@|\\d{1,2}[:.]\\d\\d");

/* In a language that is not known: "X: Bob <bob@…>", "Y: … 2026 … 9:00", "Z: …". */
static Pattern any_from =
	PATTERN("^[\\s>*_]*\\p{L}[\\p{L} ]{0,24}[*_ ]*[:：][*_ ]*[^\\n]*"
		"(?:<|\\[mailto:)[^<>\\s]+@[^<>\\s]+[>\\]]\\s*$");
static Pattern any_date =
	PATTERN("^[\\s>*_]*\\p{L}[\\p{L} ]{0,24}[*_ ]*[:：](?=[^\\n]*20\\d\\d)"
		"[^\\n]*\\d{1,2}[:.]\\d\\d[^\\n]*$");
static Pattern any_field = PATTERN("^[\\s>*_]*\\p{L}[\\p{L} ]{0,24}[*_ ]*[:：][*_ ]*\\S");

static bool is_unknown_block(const Line *lines, guint count)
{
	return count > 2 && line_matches(&any_from, &lines[0], LINE_BYTES_MAX) &&
	       line_matches(&any_date, &lines[1], LINE_BYTES_MAX) &&
	       line_matches(&any_field, &lines[2], LINE_BYTES_MAX);
}

static bool has_colon(const Line *line)
{
	return memchr(line->start, ':', line->length) != NULL || line_has(line, "：");
}

static bool is_field(const Line *line)
{
	return has_colon(line) && (line_matches(&from_field, line, LINE_BYTES_MAX) ||
				   line_matches(&date_field, line, LINE_BYTES_MAX) ||
				   line_matches(&other_field, line, LINE_BYTES_MAX));
}

/* Lines up to the end of the block: fields, their wrapped rests, the blank line. */
static guint block_end(const Line *lines, guint count)
{
	enum { BLOCK_LINES_MAX = 40 };
	guint end = 0;
	for (guint i = 0; i < count && i < BLOCK_LINES_MAX; i++) {
		if (is_field(&lines[i]))
			end = i + 1;
		else if (lines[i].kind == LINE_BLANK && i + 1 < count &&
			 !is_field(&lines[i + 1]))
			break;
	}
	while (end < count && lines[end].kind != LINE_BLANK && end < BLOCK_LINES_MAX)
		end++;
	return end;
}

static Pattern one_line_block =
	PATTERN("^[\\s*]*from\\s*:[^\\n]*@[^\\n]*\\s(?:date|sent)\\s*:[^\\n]*\\d");

/* What the lines at the start of a possible block are. */
typedef struct {
	guint from, dates, others;
	bool proof; /* one of them holds an address or a time */
} Fields;

static void field_count(Fields *fields, const Line *line)
{
	if (!has_colon(line))
		return;
	bool is_from = line_matches(&from_field, line, LINE_BYTES_MAX);
	bool is_date = !is_from && line_matches(&date_field, line, LINE_BYTES_MAX);
	bool is_other =
		!is_from && !is_date && line_matches(&other_field, line, LINE_BYTES_MAX);
	fields->from += is_from;
	fields->dates += is_date;
	fields->others += is_other;
	fields->proof |= (is_from || is_date || is_other) &&
			 line_matches(&address_or_date, line, LINE_BYTES_MAX);
}

/* "Date: … To: …" without From, as some phones write it. */
static bool is_dated_pair(const Line *lines, guint count)
{
	return count > 1 && line_matches(&date_field, &lines[0], LINE_BYTES_MAX) &&
	       line_matches(&address_or_date, &lines[0], LINE_BYTES_MAX) &&
	       line_has(&lines[1], "@") && is_field(&lines[1]);
}

guint header_block_length(const Line *lines, guint count)
{
	enum { LOOK = 10 };
	if (!has_colon(&lines[0]))
		return 0;
	if (line_matches(&one_line_block, &lines[0], LINE_BYTES_MAX))
		return 1;
	Fields fields = {0, 0, 0, false};
	field_count(&fields, &lines[0]);
	bool from_first = fields.from > 0;
	if (is_unknown_block(lines, count))
		return block_end(lines, count);
	if (fields.from + fields.dates + fields.others == 0)
		return 0;
	for (guint i = 1; i < count && i < LOOK; i++)
		field_count(&fields, &lines[i]);
	guint beside = fields.dates + fields.others;
	bool complete = fields.from > 0 && fields.proof && beside >= (from_first ? 2 : 3);
	bool short_form = from_first && fields.proof && count > 1 &&
			  line_matches(&date_field, &lines[1], LINE_BYTES_MAX);
	return complete || short_form || is_dated_pair(lines, count)
		       ? block_end(lines, count)
		       : 0;
}

bool line_opens_list(const Line *line)
{
	gsize length = line->length;
	while (length > 0 && line->start[length - 1] == ' ')
		length--;
	return length > 0 &&
	       (line->start[length - 1] == ':' ||
		(line->start[0] == '-' && length > 1 && line->start[1] != '-'));
}

bool line_starts(const Line *line, const char *text)
{
	return line->length >= strlen(text) &&
	       strncmp(line->start, text, strlen(text)) == 0;
}
