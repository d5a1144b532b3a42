/* bounce.c - delivery reports: RFC 3464, and what comes back of the mail itself. */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "mail/address.h"
#include "mail/bounce_text.h"
#include "mail/header.h"
#include "mail/mailbox.h"
#include "mail/pattern.h"
#include "mail/reading.h"

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
	if (final != NULL || original != NULL)
		delivery->recipient = typed_address(final != NULL ? final : original);
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

/* The status in the field may be vague where the server's own words are not. */
static char *better_status(const Delivery *delivery)
{
	g_autofree char *spoken =
		delivery->diagnostic == NULL
			? NULL
			: pattern_capture(&status_code, delivery->diagnostic, -1, 0);
	bool vague =
		delivery->status == NULL || g_str_has_suffix(delivery->status, ".0.0");
	if (vague && spoken != NULL)
		return g_steal_pointer(&spoken);
	return g_strdup(delivery->status == NULL ? "" : delivery->status);
}

static void delivery_keep(Reading *reading, const Delivery *delivery, bool failed)
{
	Bounce *bounce = &reading->message->bounce;
	g_autofree char *status = better_status(delivery);
	bounce->is = true;
	bounce->delay = !failed;
	bounce->status = reading_keep(reading, status);
	bounce->hard = failed && *status != '4';
	if (delivery->recipient != NULL)
		bounce->recipient = reading_keep(reading, delivery->recipient);
}

/* The first failure in the groups of fields, else the first delay. */
static void status_read(Reading *reading)
{
	enum { GROUPS_MAX = 200 };
	const char *at = reading->status->str;
	gsize left = reading->status->len;
	Bounce *bounce = &reading->message->bounce;
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
		delivery_clear(&delivery);
		used = MAX(used, 1);
		at += MIN(used, left);
		left -= MIN(used, left);
	}
}

/* Message-ID and From of the mail that came back. */
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
	if (id != NULL && *bounce->message_id == '\0') {
		id += strspn(id, "< \t");
		g_autofree char *bare = g_strndup(id, strcspn(id, "> \t"));
		g_autofree char *valid = g_utf8_make_valid(bare, -1);
		bounce->message_id = reading_keep(reading, valid);
	}
	if (from != NULL && *bounce->returned_from == '\0') {
		g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
		mailboxes_read(from, NULL, reading->message->strings, list);
		if (list->len > 0)
			bounce->returned_from =
				((const Address *)list->pdata[0])->address;
	}
}

/* Reports about reading and complaints are reports too, but nothing bounced. */
static bool is_other_report(const Message *message)
{
	return strcmp(message->report_type, "disposition-notification") == 0 ||
	       strcmp(message->report_type, "feedback-report") == 0;
}

void bounce_read(Reading *reading)
{
	Message *message = reading->message;
	if (is_other_report(message))
		return;
	if (reading->status->len > 0)
		status_read(reading);
	bool delivered = reading->status->len > 0 &&
			 strstr(reading->status->str, "Action: delivered") != NULL;
	if (!message->bounce.is && !delivered)
		bounce_text_read(reading);
	if (!message->bounce.is)
		return;
	if (reading->returned->len > 0)
		returned_read(reading, reading->returned->str, reading->returned->len);
	const char *copy = bounce_text_copy(message->text);
	if (copy != NULL)
		returned_read(reading, copy, strlen(copy));
}
