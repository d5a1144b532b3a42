/* bounce.c - delivery reports as mail servers write them, and the same mail once more. */
/* SPDX-License-Identifier: MIT */
#include "tests/talk/compose.h"
#include "tests/talk/talk.h"

#include <string.h>

static const char *option_or(const Step *step, const char *key, const char *otherwise)
{
	const char *value = step_option(step, key);
	return value ? value : otherwise;
}

/* RFC 3464: what a person reads, what a machine reads, what came back. */
static void report_append(GString *out, const Step *step, const Mail *bounced)
{
	const char *status = option_or(step, "status", "5.1.1");
	const char *action =
		option_or(step, "action", *status == '4' ? "delayed" : "failed");
	const char *final = option_or(step, "final-recipient", bounced->recipient);
	gsize length;
	const char *raw = g_bytes_get_data(bounced->raw, &length);
	const char *end = g_strstr_len(raw, (gssize)length, "\r\n\r\n");
	int head = (int)(end ? end - raw : (gssize)length);
	g_string_append(out,
			"MIME-Version: 1.0\r\n"
			"Content-Type: multipart/report; report-type=delivery-status;\r\n"
			"\tboundary=\"report\"\r\n\r\n--report\r\n"
			"Content-Type: text/plain\r\n\r\n");
	g_string_append_printf(out, "Your mail to %s could not be delivered.\r\n", final);
	g_string_append(out,
			"\r\n--report\r\nContent-Type: message/delivery-status\r\n\r\n"
			"Reporting-MTA: dns; mx.example.org\r\n\r\n");
	g_string_append_printf(
		out,
		"Final-Recipient: rfc822; %s\r\nAction: %s\r\nStatus: %s\r\n"
		"Diagnostic-Code: smtp; 550 %s no\r\n\r\n",
		final, action, status, status);
	if (g_strcmp0(step_option(step, "returned"), "no"))
		g_string_append_printf(
			out,
			"--report\r\nContent-Type: text/rfc822-headers\r\n\r\n"
			"%.*s\r\n\r\n",
			head, raw);
	g_string_append(out, "--report--\r\n");
}

/* The kind without a report: words and the first lines of the mail. */
static void plain_append(GString *out, const Step *step, const Mail *bounced)
{
	const char *final = option_or(step, "final-recipient", bounced->recipient);
	g_string_append(out,
			"\r\nThis message was created automatically by mail delivery "
			"software.\r\n\r\nA message that you sent could not be delivered "
			"to one or more of its\r\nrecipients. This is a permanent error. "
			"The following address(es) failed:\r\n\r\n");
	g_string_append_printf(out, "  %s\r\n    550 5.1.1 no such user\r\n\r\n", final);
	g_string_append(
		out, "------ This is a copy of the message, including all the headers. "
		     "------\r\n\r\n");
	gsize length;
	const char *raw = g_bytes_get_data(bounced->raw, &length);
	g_string_append_len(out, raw, (gssize)length);
}

static const Mail *bounced_find(World *world, const Step *step, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " (", 2);
	g_autofree char *kind =
		words[1] ? g_strndup(words[1], strcspn(words[1], ")")) : NULL;
	const Mail *bounced = mailbox_newest(world, words[0], 0, kind);
	if (!bounced)
		world_fail(world, step->line, "%s has no mail that could bounce", text);
	else if (!*bounced->sender && !step_option(step, "to"))
		world_fail(world, step->line,
			   "«%s» has a null sender: nobody to report to",
			   bounced->message->subject);
	return world_failed(world) ? NULL : bounced;
}

Sending *bounce_compose(World *world, const Step *step, const char *text)
{
	const Mail *bounced = bounced_find(world, step, text);
	if (!bounced)
		return NULL;
	const char *said = step_option(step, "to");
	g_autofree char *to =
		said ? world_fill(world, step->line, said) : g_strdup(bounced->sender);
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(world->now);
	g_autofree char *day = g_date_time_format(date, "%a, %d %b %Y %H:%M:%S +0000");
	GString *out = g_string_new(NULL);
	g_string_append_printf(out,
			       "From: MAILER-DAEMON@mx.example.org\r\nTo: %s\r\n"
			       "Subject: Undelivered Mail Returned to Sender\r\n"
			       "Date: %s\r\nMessage-ID: <bounce-%u@mx.example.org>\r\n",
			       to, day, ++world->mail_count);
	if (step_option(step, "plain"))
		plain_append(out, step, bounced);
	else
		report_append(out, step, bounced);
	Sending *sending = g_new0(Sending, 1);
	sending->from = g_strdup("mailer-daemon@mx.example.org");
	sending->sender = g_strdup("");
	sending->client = g_strdup("192.0.2.9");
	sending->recipients = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(sending->recipients, g_steal_pointer(&to));
	sending->raw = g_string_free_to_bytes(out);
	return sending;
}

/* The last mail from its server's queue, perhaps by another door or
 * to another recipient. */
Sending *again_compose(World *world, const Step *step)
{
	const Sending *last = world->sending;
	if (!last) {
		world_fail(world, step->line, "nothing was sent that could come again");
		return NULL;
	}
	const char *door = step_option(step, "door");
	const char *to = step_option(step, "rcpt");
	const char *sender = step_option(step, "envelope");
	Sending *sending = g_new0(Sending, 1);
	sending->from = g_strdup(last->from);
	sending->sender = sender ? address_normalise(sender) : g_strdup(last->sender);
	sending->auth = g_strdup(last->auth);
	sending->cert = g_strdup(last->cert);
	sending->client = g_strdup(option_or(step, "client", last->client));
	sending->door = !door			      ? last->door
			: g_str_equal(door, "inject") ? DOOR_INJECT
						      : DOOR_MILTER_LOCAL;
	sending->raw = g_bytes_ref(last->raw);
	sending->recipients = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; !to && i < last->recipients->len; i++)
		g_ptr_array_add(sending->recipients,
				g_strdup(last->recipients->pdata[i]));
	if (to)
		g_ptr_array_add(sending->recipients, world_fill(world, step->line, to));
	return sending;
}
