/* verdict.c - from what was done with a mail to what the mail server does with it. */
/* SPDX-License-Identifier: MIT */
#include "desk/verdict.h"
#include "desk/post.h"

#include <string.h>

Verdict *verdict_new(VerdictKind kind)
{
	Verdict *verdict = g_new0(Verdict, 1);

	verdict->kind = kind;
	verdict->remove_recipients = g_ptr_array_new_with_free_func(g_free);
	return verdict;
}

static void header_edit_free(gpointer data)
{
	HeaderEdit *edit = data;

	g_free(edit->name);
	g_free(edit->value);
	g_free(edit);
}

void verdict_edit_header(Verdict *verdict, const char *name, guint index,
			 const char *value)
{
	HeaderEdit *edit = g_new0(HeaderEdit, 1);

	edit->name = g_strdup(name);
	edit->index = index;
	edit->value = g_strdup(value);
	if (!verdict->header_edits)
		verdict->header_edits = g_ptr_array_new_with_free_func(header_edit_free);
	g_ptr_array_add(verdict->header_edits, edit);
}

void verdict_free(Verdict *verdict)
{
	if (!verdict)
		return;
	g_free(verdict->reply);
	g_ptr_array_unref(verdict->remove_recipients);
	g_free(verdict->subject);
	g_clear_pointer(&verdict->header_edits, g_ptr_array_unref);
	g_free(verdict->sender);
	g_free(verdict->log);
	g_free(verdict);
}

char *disposition_write(const Disposition *disposition)
{
	return g_strdup_printf("%" G_GINT64_FORMAT "%s%s%s", disposition->ticket,
			       disposition->is_pass ? " pass" : "",
			       disposition->is_refused ? " refused" : "",
			       disposition->is_agents ? " agent" : "");
}

void disposition_read(const char *text, Disposition *disposition)
{
	disposition->ticket = g_ascii_strtoll(text, NULL, 10);
	disposition->is_pass = strstr(text, " pass") != NULL;
	disposition->is_refused = strstr(text, " refused") != NULL;
	disposition->is_agents = strstr(text, " agent") != NULL;
}

static bool is_agents(const Recipient *recipient)
{
	return recipient->has_token && (recipient->token.purpose == TOKEN_AGENT ||
					recipient->token.purpose == TOKEN_DESK);
}

static const Queue *keeping_queue(const Route *route)
{
	for (guint i = 0; i < route->recipients->len; i++) {
		const Recipient *one = route->recipients->pdata[i];
		if (one->queue && !is_agents(one) && one->queue->deliver == QUEUE_KEEP)
			return one->queue;
	}
	return NULL;
}

static char *tagged(const Queue *queue, gint64 ticket, const char *subject)
{
	if (!queue || !queue->tag_archive || !ticket)
		return NULL;
	g_autofree char *tag = post_tag(queue, ticket);
	return strstr(subject, tag) ? NULL : g_strdup_printf("%s %s", tag, subject);
}

static bool is_served(const GPtrArray *served, const Recipient *recipient)
{
	return served &&
	       g_ptr_array_find_with_equal_func((GPtrArray *)served, recipient->address,
						g_str_equal, NULL);
}

/* True when this recipient is not to get the mail itself. */
static bool is_taken_out(const Recipient *recipient, const Queue *keeps,
			 const GPtrArray *served)
{
	return recipient->queue ? !keeps || is_agents(recipient)
				: is_served(served, recipient);
}

Verdict *verdict_of(const Route *route, const Disposition *disposition,
		    const GPtrArray *served, const char *subject)
{
	if (disposition->is_pass)
		return verdict_new(VERDICT_PASS);
	const Queue *keeps = keeping_queue(route);
	Verdict *verdict = verdict_new(VERDICT_KEEP);
	guint removed = 0;

	for (guint i = 0; i < route->recipients->len; i++) {
		const Recipient *one = route->recipients->pdata[i];
		if (!is_taken_out(one, keeps, served))
			continue;
		g_ptr_array_add(verdict->remove_recipients, g_strdup(one->raw));
		removed++;
	}
	if (removed == route->recipients->len)
		verdict->kind = VERDICT_CONSUME;
	verdict->ticket = disposition->ticket;
	verdict->subject = tagged(keeps, disposition->ticket, subject);
	return verdict;
}
