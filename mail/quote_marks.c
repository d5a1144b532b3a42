/* quote_marks.c - quote marks, old header blocks and signatures of clients. */
/* SPDX-License-Identifier: MIT */
#include "mail/quote_marks.h"
#include "mail/find.h"
#include "mail/pattern.h"

enum { LINE_BYTES_MAX = 1000 };

static bool line_has(const Line *line, const char *piece)
{
	return find_piece(line->start, line->length, piece, strlen(piece)) != NULL;
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

static Pattern separator =
	PATTERN("^[\\s>]*+(?:[-_=*~#+—–]{2,}+[-_=*~#+—–\\s]*|[—–]\\s*)$");

bool line_is_separator(const Line *line)
{
	return line_matches(&separator, line, LINE_BYTES_MAX);
}

static Pattern framed = PATTERN(
	"^[\\s>*]*+[-_=~]{3,}+[ \\t]*\\p{L}[^\\n]{1,60}[-_=~]{3,}\\s*$|"
	"^\\s*(?:original message|originalnachricht|ursprüngliche nachricht|message "
	"d['’]origine|message original|mensaje original|messaggio originale|"
	"mensagem original|oorspronkelijk bericht|originalmeddelande|"
	"исходное сообщение|oryginalna wiadomość|αρχικό μήνυμα)\\s*$");

bool line_is_framed(const Line *line)
{
	return line_matches(&framed, line, 120);
}

/* The line above is as full as lines get and its sentence goes on here. */
static bool goes_on(const Line *line, const Line *above)
{
	enum { WIDTH_MIN = 60, REST_BYTES = 40 };
	const char *space = memchr(line->start, ' ', line->length);
	gsize word = space ? (gsize)(space - line->start) : line->length;
	return above->length > 0 &&
	       strchr(".?!:;", above->start[above->length - 1]) == NULL &&
	       word + above->length >= WIDTH_MIN &&
	       (!space || (line->length <= REST_BYTES &&
			   g_unichar_islower(g_utf8_get_char(line->start))));
}

bool line_is_wrapped_rest(const Line *line, const Line *above)
{
	if (line->length <= 4)
		return false;
	bool is_rest = goes_on(line, above);
	for (gsize i = 0; i < line->length && !is_rest; i++) {
		if (line->start[i] == ' ')
			return false;
		is_rest = strchr("=/_&%", line->start[i]) != NULL;
	}
	return is_rest;
}

static Pattern introduction = PATTERN("^(?>.*?(?:\\S@\\S|\\d[-./:]\\d)).*[:：]\\s*$");

bool line_may_introduce(const Line *line)
{
	return line_matches(&introduction, line, 300);
}

/* clang-format off */
#define MESSAGE_WORDS \
	"message|appointment|\\p{L}*-?nachricht|termin|d['’]origine|messaggio|mensaje|" \
	"missatge|mensagem|bericht|e-?mail|сообщени[ея]|письмо|писмо|повідомлення|μήνυμα|" \
	"wiadomość|mesaj|mesajı|(?:i|İ)leti|\\p{L}*meddelande|\\p{L}*meddelelse|zpráva|správa|" \
	"besked|melding|viesti|üzenet|mesajul|съобщение|порука|poruka|sporočilo|" \
	"消息|\\p{L}*邮件\\p{L}*|\\p{L}*郵件|\\p{L}*メッセージ|메시지|메일|thư gốc|pesan|" \
	"הודעה|الرسالة|origine|message \\([^)\\n]{3,40}\\)"
/* clang-format on */

/* Before it stand quote marks, and the stars of bold letters. */
static Pattern delimiter = PATTERN(
	"^[\\s>]*+\\*{0,2}[\\s>]*+(?:"
	"[-_=~‐–—]{2,}+(?:[ \\t]|&nbsp;)*(?:[\\p{L}.'-]+[ \\t]+){0,4}(?:" MESSAGE_WORDS
	")"
	"(?:[ \\t]+[\\p{L}.'-]+){0,4}[ \\t]*:?(?:[ \\t]|&nbsp;)*[-_=~‐–—]{2,}"
	"(?:[ \\t]*\\p{L}{2,12}[ \\t]?:[^\\n]{1,150}@[^\\n]{1,300})?"
	"|[-_=]{2,}[ \\t]*(?:forwarded (?:by|message from)|weitergeleitet von|"
	"réacheminé par|transféré par)[^\\n]{2,120}"
	"|inactive hide details for [^\\n]{3,160}"
	"|forwarded by [^\\n]{2,80} on [^\\n]{6,40}-{3,}"
	"|begin forwarded message:?|start of forwarded message:?|"
	"anfang der weitergeleiteten (?:nachricht|e-mail):?|début du message "
	"(?:transféré|réexpédié) ?:?|"
	"inizio messaggio inoltrato:?|inicio del mensaje reenviado:?|"
	"início da mensagem (?:encaminhada|reencaminhada):?|"
	"начало (?:переадресованного|пересылаемого) (?:сообщения|письма):?|"
	"початок (?:переадресованого|пересланого) (?:повідомлення|листа):?|"
	"αρχή (?:του )?προωθούμενου μηνύματος:?|αρχή προωθημένου μηνύματος:?|"
	"początek przekazanej wiadomości:?|başlangıç: iletilen e-posta:?|"
	"begin doorgestuurd bericht:?|vidarebefordrat (?:brev|meddelande):?|"
	"start på videresendt (?:besked|melding|e-mail):?|"
	"початок листа, який пересилається:?"
	"|[-#=_* \\t]*(?:please )?(?:type|write|enter|add) (?:your reply )?above "
	"this line\\W*"
	"|[-#=_*]{2}[-#=_* \\t]*(?:please )?do not write below this line\\W*"
	"|you (?:are receiving|received) this (?:e-?mail |message |notification "
	")?because "
	"[^\\n]{3,120}|to respond, reply to this e-?mail or visit [^\\n]{3,120}"
	"|visit topic [^\\n]{0,80} or reply to this e-?mail to respond\\W*"
	"|[-#=*_]{2,}+[^\\n]{0,80}(?:выше этой (?:линии|строки|черты)|"
	"oberhalb dieser (?:zeile|linie)|(?:au-dessus|au dessus) de cette ligne|"
	"encima de esta l[ií]nea|acima desta linha|sopra questa (?:linea|riga)|"
	"πάνω από αυτή(?:ν)? τη γραμμή|boven deze (?:lijn|regel)|"
	"ovanför den här (?:linjen|raden)|powyżej tej linii|nad tímto řádkem|"
	"deasupra acestei linii|вище (?:цієї лінії|цього рядка)|"
	"bu (?:satırın|çizginin) üst\\p{L}*|над този ред)[^\\n]{0,60}"
	"|[\\W_]*(?:please )?reply (?:above|over) (?:this|the) (?:line|message)"
	"(?: to [^\\n]{3,60})?[\\W_]*"
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
	       !line_has(line, "irectly") && !line_has(line, "over ") &&
	       !line_has(line, "this ") && !line_has(line, "hide details");
}

bool line_is_delimiter(const Line *line)
{
	return !is_prose(line) && line_matches(&delimiter, line, 500);
}

/* --- header blocks --- */

#define FIELD(names)                                                                     \
	PATTERN("^[\\s>*_\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}]*+(?:" names             \
		")\\s*+[*_]*+\\s*+[:：][*_]*(?:\\s|$|(?=\\S))")

/* clang-format off */
#define FROM_NAMES \
	"from|von|de|da|van|от|від|od|från|fra|kimden|gönderen|από|" \
	"αποστολέας|lähettäjä|de la|feladó|expéditeur|mittente|remitente|" \
	"deel van|šalje|pošiljatelj|odesílatel|odosielateľ|отправитель|від кого|от кого|od kogo|发件人|差出人|寄件者|보낸 ?사람|nadawca|من|مِن|מאת"
#define DATE_NAMES \
	"sent|date|gesendet|datum|envoyé|message du|inviato|data|enviado(?: el)?|" \
	"enviada(?: em)?|fecha|verzonden|отправлено|дата|надіслано|wysłano|" \
	"wysłane|skickat|sendt|dato|gönderildi|gönderme tarihi|" \
	"gönderilme tarihi|tarih|εστάλη|στάλθηκε|ημερομηνία|lähetetty|" \
	"päiväys|odesláno|odoslané|trimis|dată|küldve|elküldve|dátum|изпратено|" \
	"poslano|enviat(?: el)?|αποστολή|sent at|发送时间|送信日時|날짜|" \
	"дата/час|تاريخ الإرسال|תאריך|נשלח"
#define OTHER_NAMES \
	"to|cc|subject|reply-to|an|kopie|betreff|à|copie à|objet|sujet|a|oggetto|para|" \
	"asunto|assunto|aan|onderwerp|кому|тема|копия|копія|do|dw|temat|" \
	"till|ämne|til|emne|kime|konu|bilgi|προς|κοιν(?:οποίηση)?|θέμα|" \
	"per a|prima|vastaanottaja|aihe|alıcı|komu|předmět|către|subiect|címzett|tárgy|" \
	"importance|priority|organization|antwort an|répondre à|收件人|主题|件名|" \
	"宛先|제목|받는 ?사람|adresat|отговор до|относно|до|predmet|rispondi a|responder a|" \
	"message-id|newsgroups|wichtigkeit|إلى|الموضوع|אל|נושא"
/* clang-format on */

static Pattern from_field = FIELD(FROM_NAMES);
static Pattern date_field = FIELD(DATE_NAMES);
static Pattern other_field = FIELD(OTHER_NAMES);
/* "9:00" and "9.00", but neither "02.03.2026" nor a bare number. */
static Pattern clock_time = PATTERN("(?<![\\d./-])\\d{1,2}[:.]\\d\\d(?!\\d|[./-]\\d)");

/* In a language that is not known: "X: Bob <bob@…>", "Y: … 2026 … 9:00", "Z: …". */
static Pattern any_from =
	PATTERN("^[\\s>*_]*\\p{L}[\\p{L} ]{0,24}[*_ ]*[:：][*_ ]*[^\\n]*"
		"(?:<|\\[mailto:)[^<>\\s@]+@[^<>\\s@]+[>\\]]\\s*$");
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

bool line_is_field(const Line *line)
{
	return has_colon(line) && (line_matches(&from_field, line, LINE_BYTES_MAX) ||
				   line_matches(&date_field, line, LINE_BYTES_MAX) ||
				   line_matches(&other_field, line, LINE_BYTES_MAX));
}

/* A blank line, and no field behind it. */
static bool ends_block(const Line *lines, guint count, guint i)
{
	return lines[i].kind == LINE_BLANK && i + 1 < count &&
	       lines[i + 1].kind != LINE_BLANK && !line_is_field(&lines[i + 1]);
}

/* Lines up to the end of the block: fields, their wrapped rests, the blank line. */
static guint block_end(const Line *lines, guint count)
{
	enum { BLOCK_LINES_MAX = 40 };
	guint end = 0;
	for (guint i = 0; i < count && i < BLOCK_LINES_MAX; i++) {
		if (line_is_field(&lines[i]))
			end = i + 1;
		else if (ends_block(lines, count, i))
			break;
	}
	while (end < count && lines[end].kind != LINE_BLANK && end < BLOCK_LINES_MAX)
		end++;
	return end;
}

static Pattern one_line_block = PATTERN(
	"^[\\s*]*+from\\s*:(?>[^\\n]*?@)(?>[^\\n]*?\\s(?:date|sent)\\s*:)[^\\n]*\\d");

/* What the lines at the start of a possible block are. */
typedef struct {
	guint from, dates, others;
	bool proof; /* an address stands in one of them, or a time in a date */
} Fields;

static void field_count(Fields *fields, const Line *line, const Line *next)
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
	bool is_label = line->start[line->length - 1] == ':' && next != NULL;
	const Line *value = is_label ? next : line;
	fields->proof |= ((is_from || is_other) && line_has(value, "@")) ||
			 (is_date && line_matches(&clock_time, value, LINE_BYTES_MAX));
}

/* "Date: … To: …" without From, as some phones write it. */
static bool is_dated_pair(const Line *lines, guint count)
{
	return count > 1 && line_matches(&date_field, &lines[0], LINE_BYTES_MAX) &&
	       line_matches(&clock_time, &lines[0], LINE_BYTES_MAX) &&
	       line_has(&lines[1], "@") && line_is_field(&lines[1]);
}

/* Notes and Postbox: "Bob Hill <bob@example.com>", the date, then "To". */
static Pattern memo_from =
	PATTERN("^[\\s>*\"]*\\p{L}[^:\\n]{1,80}<[^<>\\s@]+@[^<>\\s@]+>\\s*$");
static Pattern memo_date = PATTERN("^[^:\\n]{6,40}\\d{1,2}[:.]\\d\\d(?: [ap]m)?\\s*$");
static Pattern memo_to = PATTERN("^\\s*(?:to|an|à|para|a|aan|кому)(?:\\s*$|\\t)");

static guint behind_blanks(const Line *lines, guint count, guint i)
{
	enum { BLANKS_MAX = 2 };
	guint end = MIN(count - 1, i + BLANKS_MAX);
	while (i < end && lines[i].kind == LINE_BLANK)
		i++;
	return i;
}

/* The line of the date + 1; 0 for no memo. */
static guint memo_length(const Line *lines, guint count)
{
	if (count < 3 || !line_matches(&memo_from, &lines[0], LINE_BYTES_MAX))
		return 0;
	guint date = behind_blanks(lines, count, 1);
	if (date + 1 >= count || !line_matches(&memo_date, &lines[date], 80))
		return 0;
	const Line *to = &lines[behind_blanks(lines, count, date + 1)];
	return line_matches(&memo_to, to, 100) ||
			       line_matches(&other_field, to, LINE_BYTES_MAX)
		       ? date + 1
		       : 0;
}

guint header_block_length(const Line *lines, guint count)
{
	enum { LOOK = 10 };
	if (!has_colon(&lines[0]))
		return memo_length(lines, count);
	if (line_matches(&one_line_block, &lines[0], LINE_BYTES_MAX))
		return 1;
	Fields fields = {0, 0, 0, false};
	field_count(&fields, &lines[0], count > 1 ? &lines[1] : NULL);
	bool from_first = fields.from > 0;
	if (is_unknown_block(lines, count))
		return block_end(lines, count);
	if (fields.from + fields.dates + fields.others == 0)
		return 0;
	for (guint i = 1; i < count && i < LOOK && !ends_block(lines, count, i); i++)
		field_count(&fields, &lines[i], i + 1 < count ? &lines[i + 1] : NULL);
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
		(line->start[0] == '-' && length > 2 && !line_is_separator(line)));
}

bool line_starts(const Line *line, const char *text)
{
	return line->length >= strlen(text) &&
	       strncmp(line->start, text, strlen(text)) == 0;
}
