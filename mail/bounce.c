/* bounce.c - delivery reports: RFC 3464, and what comes back of the mail itself. */
/* SPDX-License-Identifier: MIT */
#include "mail/bounce_text.h"
#include "mail/header.h"
#include "mail/mailbox.h"
#include "mail/pattern.h"
#include "mail/reading.h"

#include <string.h>

/* One group of fields of message/delivery-status. */
typedef struct {
	char *action, *status, *recipient, *diagnostic;
} Delivery;

static void delivery_clear(Delivery *delivery)
{
	g_clear_pointer(&delivery->action, g_free);
	g_clear_pointer(&delivery->status, g_free);
	g_clear_pointer(&delivery->recipient, g_free);
	g_clear_pointer(&delivery->diagnostic, g_free);
}

static Pattern status_code =
	PATTERN("(?<![\\d.])[245]\\.\\d{1,3}\\.\\d{1,3}(?![\\d.]*\\d)");

/* "rfc822; ann@example.com" to the address; g_free. */
static char *typed_address(const char *value)
{
	const char *semicolon = strchr(value, ';');
	char *address = g_strdup(semicolon == NULL ? value : semicolon + 1);
	g_strstrip(address);
	gsize length = strlen(address);
	if (length > 1 && address[0] == '<' && address[length - 1] == '>') {
		address[length - 1] = '\0';
		memmove(address, address + 1, length - 1);
	}
	return address;
}

static void delivery_read(Delivery *delivery, const GPtrArray *fields)
{
	const char *action = headers_find(fields, "Action");
	const char *status = headers_find(fields, "Status");
	const char *final = headers_find(fields, "Final-Recipient");
	const char *original = headers_find(fields, "Original-Recipient");
	const char *diagnostic = headers_find(fields, "Diagnostic-Code");
	delivery->action = action == NULL ? NULL : g_ascii_strdown(action, -1);
	delivery->status =
		status == NULL ? NULL : pattern_capture(&status_code, status, -1, 0);
	delivery->diagnostic = g_strdup(diagnostic);
	/* the final one may be a file or a program */
	if (original != NULL && (final == NULL || strchr(final, '@') == NULL))
		final = original;
	if (final != NULL)
		delivery->recipient = typed_address(final);
}

static bool is_said(const char *action, const char *word)
{
	return action != NULL && strstr(action, word) != NULL;
}

static bool is_failure(const Delivery *delivery)
{
	if (delivery->action == NULL)
		return delivery->status != NULL && *delivery->status != '2';
	return is_said(delivery->action, "fail") || is_said(delivery->action, "error") ||
	       is_said(delivery->action, "undeliver");
}

static bool is_success(const Delivery *delivery)
{
	return is_said(delivery->action, "deliver") ||
	       is_said(delivery->action, "relay") || is_said(delivery->action, "expand");
}

/* "5.0.0" and "5.1.0" say that, not why; a mail that expired did so for a reason. */
static bool is_vague(const char *status)
{
	return status == NULL || g_str_has_suffix(status, ".0.0") ||
	       g_str_has_suffix(status, ".1.0") || g_str_has_suffix(status, ".4.7");
}

/* The status in the field may be vague where the server's own words are not. */
static char *better_status(const Message *message, const Delivery *delivery)
{
	const char *field = delivery->status == NULL ? "" : delivery->status;
	if (*field != '\0' && !is_vague(field))
		return g_strdup(field);
	g_autofree char *spoken =
		delivery->diagnostic == NULL
			? NULL
			: pattern_capture(&status_code, delivery->diagnostic, -1, 0);
	g_autofree char *told = bounce_text_status(message);
	const char *const words[] = {spoken, told};
	bool says_nothing = *field == '\0' || g_str_has_suffix(field, ".0.0");
	const char *best = field;
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		bool agrees = words[i] != NULL && (says_nothing || *words[i] == *field);
		if (agrees && !is_vague(words[i]))
			return g_strdup(words[i]);
		if (agrees && (*best == '\0' || g_str_has_suffix(best, ".0.0")))
			best = words[i];
	}
	return g_strdup(best);
}

/* One line of words: "smtp; 550 5.1.1 unknown" without its type. */
static void reason_keep(Reading *reading, const char *words)
{
	enum { REASON_CHARACTERS_MAX = 300 };
	static Pattern type = PATTERN("^\\s*[\\w.-]{1,20}\\s*;\\s*");
	gsize from = 0, to = 0;
	g_autofree char *valid = g_utf8_make_valid(words, -1);
	pattern_find(&type, valid, strlen(valid), 0, &from, &to);
	g_auto(GStrv) pieces = g_strsplit_set(valid + to, " \t\r\n", -1);
	g_autoptr(GString) line = g_string_new(NULL);
	for (char **piece = pieces; *piece != NULL; piece++)
		if (**piece != '\0')
			g_string_append_printf(line, "%s%s", line->len > 0 ? " " : "",
					       *piece);
	if (g_utf8_strlen(line->str, -1) > REASON_CHARACTERS_MAX) {
		const char *cut =
			g_utf8_offset_to_pointer(line->str, REASON_CHARACTERS_MAX);
		g_string_truncate(line, (gsize)(cut - line->str));
		g_string_append(line, "…");
	}
	reading->message->bounce.reason = reading_keep(reading, line->str);
}

static void delivery_keep(Reading *reading, const Delivery *delivery, bool failed)
{
	Bounce *bounce = &reading->message->bounce;
	g_autofree char *status = better_status(reading->message, delivery);
	bounce->is = true;
	bounce->delay = !failed;
	bounce->status = reading_keep(reading, status);
	bounce->hard = failed && *status != '4';
	if (delivery->recipient != NULL)
		bounce->recipient = reading_keep(reading, delivery->recipient);
	if (delivery->diagnostic != NULL)
		reason_keep(reading, delivery->diagnostic);
}

/* The first failure in the groups of fields, else the first delay. Returns whether they
 * tell what became of the mail. */
static bool status_read(Reading *reading)
{
	enum { GROUPS_MAX = 200 };
	const char *at = reading->status->str;
	gsize left = reading->status->len;
	Bounce *bounce = &reading->message->bounce;
	bool told = false;
	for (int i = 0; i < GROUPS_MAX && left > 0 && (!bounce->is || bounce->delay);
	     i++) {
		gsize used;
		bool capped;
		g_autoptr(GPtrArray) fields = headers_split(at, left, &used, &capped);
		Delivery delivery = {NULL, NULL, NULL, NULL};
		delivery_read(&delivery, fields);
		bool failed = is_failure(&delivery);
		if (failed || (!bounce->is && is_said(delivery.action, "delay")))
			delivery_keep(reading, &delivery, failed);
		told |= is_success(&delivery);
		delivery_clear(&delivery);
		used = MAX(used, 1);
		at += MIN(used, left);
		left -= MIN(used, left);
	}
	return told || bounce->is;
}

/* The only one whom the returned mail went to, where the report names nobody. */
static void returned_recipient(Reading *reading, const GPtrArray *fields)
{
	Bounce *bounce = &reading->message->bounce;
	const char *to = headers_find(fields, "To");
	if (to == NULL || strchr(bounce->recipient, '@') != NULL)
		return;
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
	mailboxes_read(to, NULL, reading->message->strings, list);
	if (list->len == 1)
		bounce->recipient = ((const Address *)list->pdata[0])->address;
}

static void message_id_keep(Reading *reading, const char *id)
{
	id += strspn(id, "< \t");
	g_autofree char *bare = g_strndup(id, strcspn(id, "> \t"));
	g_autofree char *valid = g_utf8_make_valid(bare, -1);
	reading->message->bounce.message_id = reading_keep(reading, valid);
}

/* Message-ID, From and To of the mail that came back. */
static void returned_read(Reading *reading, const char *bytes, gsize length)
{
	gsize body;
	bool capped;
	Bounce *bounce = &reading->message->bounce;
	while (length > 0 && strchr("\r\n \t", *bytes) != NULL && *bytes != '\0') {
		bytes++;
		length--;
	}
	g_autoptr(GPtrArray) fields = headers_split(bytes, length, &body, &capped);
	const char *id = headers_find(fields, "Message-ID");
	const char *from = headers_find(fields, "From");
	if (id != NULL && *bounce->message_id == '\0')
		message_id_keep(reading, id);
	returned_recipient(reading, fields);
	if (from != NULL && *bounce->returned_from == '\0') {
		g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
		mailboxes_read(from, NULL, reading->message->strings, list);
		if (list->len > 0)
			bounce->returned_from =
				((const Address *)list->pdata[0])->address;
	}
}

static bool is_disposition(const Message *message)
{
	return strcmp(message->report_type, "disposition-notification") == 0;
}

/* RFC 5429 2.2.1: the recipient's filter refuses a mail, and says so in the form of a
 * receipt. */
static void rejection_read(Reading *reading)
{
	const Message *message = reading->message;
	const char *submitted = message_header(message, "Auto-Submitted");
	bool rejected =
		(submitted != NULL && strcasestr(submitted, "(rejected)") != NULL) ||
		g_ascii_strncasecmp(message->subject, "automatically rejected", 22) == 0;
	if (!rejected)
		return;
	gsize used;
	bool capped;
	g_autoptr(GPtrArray) fields =
		headers_split(reading->status->str, reading->status->len, &used, &capped);
	const char *id = headers_find(fields, "Original-Message-ID");
	Delivery delivery = {NULL, NULL, NULL, NULL};
	delivery_read(&delivery, fields);
	delivery_keep(reading, &delivery, true);
	delivery_clear(&delivery);
	if (id != NULL)
		message_id_keep(reading, id);
}

void bounce_read(Reading *reading)
{
	Message *message = reading->message;
	if (strcmp(message->report_type, "feedback-report") == 0)
		return;
	if (is_disposition(message))
		rejection_read(reading);
	else if (reading->status->len == 0 || !status_read(reading))
		bounce_text_read(reading);
	if (!message->bounce.is)
		return;
	if (*message->bounce.reason == '\0') {
		g_autofree char *reason = bounce_text_reason(message);
		reason_keep(reading, reason == NULL ? "" : reason);
	}
	const char *failed = message_header(message, "X-Failed-Recipients");
	if (failed != NULL && strchr(message->bounce.recipient, '@') == NULL) {
		g_autofree char *first = g_strndup(failed, strcspn(failed, ", \t"));
		message->bounce.recipient = reading_keep(reading, first);
	}
	if (reading->returned->len > 0)
		returned_read(reading, reading->returned->str, reading->returned->len);
	const char *copy = bounce_text_copy(message->text);
	if (copy != NULL)
		returned_read(reading, copy, strlen(copy));
	/* many answer to the mail that they do not return */
	const GPtrArray *answers = message->in_reply_to->len > 0 ? message->in_reply_to
								 : message->references;
	if (*message->bounce.message_id == '\0' && answers->len > 0)
		message->bounce.message_id = answers->pdata[answers->len - 1];
}
