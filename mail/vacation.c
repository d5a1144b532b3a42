/* vacation.c - out-of-office notices and their return dates. */
/* SPDX-License-Identifier: MIT */
#include "mail/vacation.h"

#include <string.h>

#include "mail/message.h"
#include "mail/pattern.h"

static Pattern subject_mark = PATTERN(
	"^\\s*(?:auto(?:matic|matische)?[ -]?(?:re(?:ply|sponse|sponder)|antwort)\\b|"
	"automated (?:reply|response)|out of (?:the )?office|"
	"automatische antwort|automatisch antwoord|abwesenheit|abwesend|"
	"r[ée]ponse automatique|absence|respuesta autom[áa]tica|fuera de (?:la )?oficina|"
	"risposta automatica|fuori ufficio|resposta autom[áa]tica|fora do escrit[óo]rio|"
	"автоответ|автоматический ответ|автоматическая ответ|вне офиса|отсутствие|"
	"автоматична відповідь|автовідповідь|αυτόματη απάντηση|εκτός γραφείου|"
	"automatyczna odpowiedź|autoodpowiedź|poza biurem|otomatik yanıt|ofis dışında|"
	"autosvar|automatiskt svar|frånvaro|automatick[áé] odpověď|r[ăa]spuns automat|"
	"afwezig|on vacation|vacation (?:reply|notice|message)|ooo\\b|out of office auto)");

bool vacation_subject(const char *subject)
{
	return pattern_match(&subject_mark, subject, -1);
}

bool message_is_out_of_office(const Message *message, gint64 *until)
{
	if (until != NULL)
		*until = 0;
	return vacation_subject(message->subject);
}

static Pattern thanks = PATTERN(
	"^\\W*(?:(?:many )?thanks|thank you|thx|спасибо|ευχαριστώ|danke|merci|gracias|grazie|"
	"obrigad[oa]|dziękuję|дякую|teşekkür(?:ler)?|tack|bedankt)\\b[^?\\n]{0,80}$");

bool message_is_thanks(const Message *message)
{
	return strlen(message->reply_text) < 200 &&
	       pattern_match(&thanks, message->reply_text, -1);
}
