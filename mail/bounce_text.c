/* bounce_text.c - delivery reports that are written for people. */
/* SPDX-License-Identifier: MIT */
#include "mail/bounce_text.h"
#include "mail/address.h"
#include "mail/bounce_list.h"
#include "mail/bounce_words.h"
#include "mail/pattern.h"
#include "mail/vacation.h"

#include <string.h>

/*
 * No single sign is enough, since people forward and quote reports and robots send more
 * than reports: two of sender, subject and wording have to agree.
 */

/* Some senders say nothing else. */
static Pattern strong_sender = PATTERN(
	"mailer-?daemon|mail delivery (?:system|subsystem|service)|mail[_ ]?delivery|"
	"\\bpost_?master@|microsoft ?exchange|mailadministrator|mail "
	"administrator|system "
	"anti");

static Pattern copy_mark = PATTERN(
	"(?:^|\\n)[ >*-]*(?:[-=_ ]*\\s*(?:original message|returned message|unsent "
	"message|"
	"message headers?|original mail|headers? of (?:the )?(?:original )?message|"
	"message text|this is a copy of|below (?:this line )?is a copy|copy of the "
	"message|"
	"below is a copy|enclosed is a copy|original message follows|return message|"
	"unsent message follows|the (?:original )?message (?:headers?|follows)|"
	"the header(?:s)? of the|here is the message|included is a copy|"
	"message header follows|original mail info|(?:dies ist |es folgt )eine kopie|"
	"копия (?:вашего )?(?:сообщения|письма)|copie de (?:votre|le) message|"
	"copia (?:del|de su|do) mensa[jg]|copia del messaggio|kopia wiadomo[śs]ci|"
	"ponizej znajduje sie kopia)[^\\n]{0,120})\\n");

static Pattern header_lines = PATTERN("\\n[ "
				      "\\t]*(?=(?:Received|Return-Path|From|Message-ID|"
				      "Date|To|Subject|X-[\\w-]+): ?[^\\n]*"
				      "\\n(?:[ \\t]+[^\\n]*\\n)*[ \\t]*(?:[\\w-]+): )");

static Pattern enhanced =
	PATTERN("\\b[45]\\d\\d[- ]+(?:\\(?#)?([45]\\.\\d{1,3}\\.\\d{1,3})\\b");
static Pattern loose = PATTERN("(?<![\\d.])#?([45]\\.[0-7]\\.\\d{1,3})(?![\\d.]*\\d)");
/* "<mx.example.net #5.1.1>": Exchange writes it below what looks like the returned mail.
 */
static Pattern hashed = PATTERN("#([45]\\.\\d{1,3}\\.\\d{1,3})[>)\\s]");
static Pattern reply_code = PATTERN("(?:^|[\\s:\\[(<])([45][0-5]\\d)[- :]+(?=\\D)");

/* clang-format off */
/* Quotes stand around addresses, and inside of some. */
#define ADDRESS(but) \
	"[^\\s<>\"'(),:;@\\[\\]" but "][^\\s<>\"(),:;@\\[\\]" but "]{0,63}" \
	"@[\\w.-]+\\.(?:xn--[a-z0-9-]+|\\p{L}{2,})"
/* clang-format on */

static Pattern recipient_line = PATTERN(
	"(?:RCPT TO:\\s*|(?:^|\\n)[ "
	"\\t*\"'-]*<?|recipients?:?\\s*<?|deliver(?:ed|ing)?[^\\n]{0,40}? to:?\\s*<?|"
	"mailbox[^\\n]{0,30}[: <]|user[^\\n]{0,20}[: <(]|address:?\\s*<?|mail to\\s*<?|"
	"\"emailAddress\"\\s*:\\s*\")"
	"<?(" ADDRESS("") ")");
static Pattern any_address = PATTERN("(" ADDRESS("=") ")");

enum { TEXT_LOOK_BYTES = 16 * 1024 };

static gsize looked_length(const char *text)
{
	return strnlen(text, TEXT_LOOK_BYTES);
}

const char *bounce_text_copy(const char *text)
{
	gsize from, to, length = strnlen(text, 4 * TEXT_LOOK_BYTES);
	if (pattern_find(&copy_mark, text, length, 0, &from, &to))
		return text + to;
	if (pattern_find(&header_lines, text, length, 0, &from, &to))
		return text + to;
	return NULL;
}

static bool comes_from_nobody(const Message *message)
{
	const char *path = message_header(message, "Return-Path");
	return path != NULL &&
	       (strcmp(path, "<>") == 0 || strcasestr(path, "mailer-daemon") != NULL);
}

static bool is_strong_sender(const Message *message)
{
	const char *from = message_header(message, "From");
	return from != NULL &&
	       pattern_match(&strong_sender, from, (gssize)strnlen(from, 500));
}

static bool is_daemon(const Message *message)
{
	return comes_from_nobody(message) || is_strong_sender(message) ||
	       message_header(message, "X-Failed-Recipients") != NULL;
}

/* Gateways that report in their own name. */
static Pattern role =
	PATTERN("admin|mail|smtp|service|post|system|gateway|virus|bounce|daemon");

static bool is_role(const Message *message)
{
	const char *from = message_from_address(message);
	return pattern_match(&role, from, (gssize)strcspn(from, "@"));
}

static bool says_report(const Message *message, gsize length)
{
	return bounce_words_failure(message->text, length) ||
	       strcasestr(message->subject, "mail delivery failed") != NULL ||
	       strcasestr(message->subject, "returned mail") != NULL;
}

static Pattern status_field =
	PATTERN("\\n[ \\t>]*Status:[ \\t]*([245]\\.\\d{1,3}\\.\\d{1,3})\\b");

/* Own words first; where they stop too early, what stands behind them. */
static char *find_status(const char *text, gsize own, gsize length)
{
	char *status = pattern_capture(&enhanced, text, (gssize)own, 1);
	if (status == NULL)
		status = pattern_capture(&loose, text, (gssize)own, 1);
	if (status == NULL)
		status = pattern_capture(&enhanced, text, (gssize)length, 1);
	if (status == NULL)
		status = pattern_capture(&status_field, text, (gssize)length, 1);
	if (status == NULL)
		status = pattern_capture(&hashed, text, (gssize)length, 1);
	return status;
}

static void keep_status(Reading *reading, const char *text, gsize own, gsize length)
{
	Bounce *bounce = &reading->message->bounce;
	g_autofree char *status = find_status(text, own, length);
	g_autofree char *code = pattern_capture(&reply_code, text, (gssize)own, 1);
	if (status != NULL)
		bounce->status = reading_keep(reading, status);
	char class = status != NULL ? *status : code != NULL ? *code : '5';
	bounce->hard = !bounce->delay && class == '5';
}

char *bounce_text_status(const Message *message)
{
	const char *copy = bounce_text_copy(message->text);
	gsize length = looked_length(message->text);
	gsize own = copy == NULL ? length : MIN(length, (gsize)(copy - message->text));
	return pattern_capture(&enhanced, message->text, (gssize)own, 1);
}

/* Lines with a server's reply, then those that say what went wrong. */
static Pattern reply_line =
	PATTERN("(?:^|\\n)[ \\t>]*((?:[^\\n]{0,200}[ \\t:#\\[(<>'\"])?[45][0-5]\\d[- "
		":]+(?=[^\\d\\n]|\\d\\.)"
		"[^\\n]{2,400}(?:\\n[ \\t]{2,}(?!<)[^\\n]{2,200}){0,3})");
static Pattern reason_line = PATTERN(
	"(?:^|\\n)[ "
	"\\t>*-]*((?:reason|because|error|problem|diagnos)[^\\n:]{0,40}:\\s*[^\\n]{3,300}"
	"|"
	"[^\\n]{0,120}(?:unrouteable|unknown (?:user|recipient|address|host)|user "
	"unknown|"
	"\\(#[45]\\.\\d|no such|not listed|not found|mailbox (?:is )?full|over "
	"quota|quota exceeded|"
	"does ?n[o'’]t exist|loops back|timed out|refused|rejected|retry timeout|"
	"not recognized|disabled|couldn't be found)[^\\n]{0,300})");

char *bounce_text_reason(const Message *message)
{
	const char *copy = bounce_text_copy(message->text);
	gsize length = looked_length(message->text);
	gsize own = copy == NULL ? length : MIN(length, (gsize)(copy - message->text));
	char *reason = pattern_capture(&reply_line, message->text, (gssize)own, 1);
	if (reason == NULL)
		reason = pattern_capture(&reason_line, message->text, (gssize)own, 1);
	if (reason == NULL && own < length)
		reason = pattern_capture(&reply_line, message->text, (gssize)length, 1);
	return reason;
}

/* The mail goes back to its sender, so the first other address is whom it did not reach.
 */
static char *named_recipient(const Message *message, Pattern *pattern, const char *text,
			     gsize length)
{
	gsize start = 0, from, to;
	for (int i = 0; i < 20 && pattern_find(pattern, text, length, start, &from, &to);
	     i++) {
		g_autofree char *address =
			pattern_capture(pattern, text + from, (gssize)(to - from), 1);
		bool is_sender = address == NULL || address_is_robot(address);
		for (guint j = 0; !is_sender && j < message->to->len; j++) {
			const Address *own = message->to->pdata[j];
			is_sender = g_ascii_strcasecmp(own->address, address) == 0;
		}
		if (!is_sender)
			return g_steal_pointer(&address);
		start = to;
	}
	return NULL;
}

static void keep_recipient(Reading *reading, const char *text, gsize length)
{
	Message *message = reading->message;
	const char *failed = message_header(message, "X-Failed-Recipients");
	g_autofree char *address = NULL;
	if (failed != NULL)
		address = g_strndup(failed, strcspn(failed, ", \t"));
	if (address == NULL)
		address = named_recipient(message, &recipient_line, text, length);
	if (address == NULL)
		address = named_recipient(message, &any_address, text, length);
	if (address == NULL)
		address = named_recipient(message, &recipient_line, message->text,
					  looked_length(message->text));
	if (address != NULL)
		message->bounce.recipient = reading_keep(reading, address);
}

/* Amazon SES tells what bounced in JSON, by mail to who subscribed to it. */
static Pattern json_bounce =
	PATTERN("^\\s*\\{.{0,200}\"(?:notification|event)Type\"\\s*:\\s*\""
		"Bounce\"");
static Pattern json_transient =
	PATTERN("\"bounceType\"\\s*:\\s*\"(?:Transient|Undetermined)\"");
static Pattern json_message_id =
	PATTERN("\"Message-ID\"\\s*,\\s*\"value\"\\s*:\\s*\"<?([^\"<>]+)");

static bool is_json_bounce(const Message *message, gsize length)
{
	return *message->text == '{' &&
	       pattern_match(&json_bounce, message->text, (gssize)length) &&
	       message_automatic(message, NULL, NULL) != NULL;
}

static void json_read(Reading *reading, gsize length)
{
	const Message *message = reading->message;
	Bounce *bounce = &reading->message->bounce;
	g_autofree char *id =
		pattern_capture(&json_message_id, message->text, (gssize)length, 1);
	bounce->hard &= !pattern_match(&json_transient, message->text, (gssize)length);
	if (id != NULL)
		bounce->message_id = reading_keep(reading, id);
}

enum { VOICE_BYTES = 400 };

/* People at such addresses and parcel services write about failed deliveries, too, but
 * not in these words. */
static bool is_gateway(const Message *message, gsize own)
{
	return is_role(message) &&
	       (bounce_words_server_subject(message->subject) ||
		pattern_match(&reply_code, message->text, (gssize)own)) &&
	       pattern_match(&any_address, message->text, (gssize)own) &&
	       bounce_words_impersonal(message->text, MIN(own, VOICE_BYTES));
}

/* Some forward people's mail with the null sender. */
static bool is_person(const Message *message, gsize own)
{
	return !is_strong_sender(message) &&
	       message_header(message, "X-Failed-Recipients") == NULL &&
	       *message->report_type == '\0' &&
	       bounce_words_personal(message->text, MIN(own, VOICE_BYTES));
}

/* In a language that is not known: a mail server writes for nobody, about somebody. */
static bool names_somebody(const Message *message, gsize own)
{
	const char *from = message_from_address(message);
	if (!is_strong_sender(message) || !comes_from_nobody(message))
		return false;
	return bounce_words_lists_address(message->text, own) ||
	       (g_ascii_strncasecmp(from, "mailer-daemon@", 14) == 0 &&
		pattern_match(&any_address, message->text, (gssize)own));
}

/* Two of sender, subject and wording, or a field, say that this is a report. */
static bool is_report(const Reading *reading, bool daemon, bool subject, gsize own,
		      gsize length)
{
	const Message *message = reading->message;
	bool words = says_report(message, own > 0 ? own : length);
	bool returns = reading->returned->len > 0 &&
		       address_is_robot(message_from_address(message));
	if (!daemon && !returns && !is_gateway(message, own))
		return false;
	if (!returns && is_person(message, own))
		return false;
	if (daemon + subject + words >= 2 ||
	    strcmp(message->report_type, "delivery-status") == 0)
		return true;
	return names_somebody(message, own);
}

void bounce_text_read(Reading *reading)
{
	Message *message = reading->message;
	gsize length = looked_length(message->text);
	bool daemon = is_daemon(message);
	bool subject = bounce_words_subject(message->subject);
	bool is_json = is_json_bounce(message, length);
	bool is_refusal = bounce_list_refusal(message, length);
	bool is_notice = is_json || is_refusal;
	if ((!daemon && !subject && !is_notice && *message->report_type == '\0') ||
	    vacation_subject(message->subject))
		return;
	const char *copy = bounce_text_copy(message->text);
	gsize own = copy == NULL ? length : MIN(length, (gsize)(copy - message->text));
	if (!is_notice && (!is_report(reading, daemon, subject, own, length) ||
			   bounce_words_success(message->subject, message->text, own)))
		return;
	Bounce *bounce = &message->bounce;
	bounce->is = true;
	bounce->delay = bounce_words_delay(message->subject, message->text, own);
	keep_status(reading, message->text, own, length);
	g_autofree char *list = is_refusal ? bounce_list_address(message) : NULL;
	if (list != NULL)
		bounce->recipient = reading_keep(reading, list);
	else
		keep_recipient(reading, message->text, own);
	if (is_json)
		json_read(reading, length);
}
