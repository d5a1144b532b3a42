/* repeat.c - looks for the identity of a mail among those that were taken. */
/* SPDX-License-Identifier: MIT */
#include "desk/repeat.h"
#include "mail/address.h"

#include <string.h>

#define REMEMBERED_S (14 * 86400)
#define FOOTER_BYTES 2000
/* From the milter to the second door, through the mail server's queue. */
#define TO_DOOR_S 86400

char *repeat_from(const Message *message)
{
	return address_normalise(message_from_address(message));
}

bool repeat_is_replay(Work *work, const Message *message, const char *content_hash,
		      gint64 ticket, bool *is, GError **error)
{
	g_autofree char *from = repeat_from(message);
	gint64 since = work->now - REMEMBERED_S, count = 0;

	if (!identity_count_on(work->db, from, content_hash, ticket, since, &count,
			       error))
		return false;
	*is = count > 0 || (message->date && message->date < since);
	return true;
}

char *repeat_queue_names(const Route *route)
{
	GString *names = g_string_new(NULL);

	for (guint i = 0; i < route->queues->len; i++) {
		const Queue *queue = route->queues->pdata[i];
		g_string_append_printf(names, "%s%s", i ? " " : "", queue->name);
	}
	return g_string_free(names, FALSE);
}

/* Words only: white space may be folded on the way. */
static char *folded(const char *text)
{
	GString *words = g_string_new(NULL);

	for (const char *at = text ? text : ""; *at; at++) {
		if (!g_ascii_isspace(*at))
			g_string_append_c(words, *at);
		else if (words->len && words->str[words->len - 1] != ' ')
			g_string_append_c(words, ' ');
	}
	return g_strchomp(g_string_free(words, FALSE));
}

/* The list names itself, or a rule stands above; all else is what somebody wrote. */
static bool is_footer(const Message *message, const char *grown)
{
	enum { RULE_MIN = 2 };
	const char *precedence = message_header(message, "Precedence");
	gsize rule = *grown == ' ' ? strspn(grown + 1, "-_=*~") : 0;

	return *grown == '\0' || rule >= RULE_MIN || message_header(message, "List-Id") ||
	       message_header(message, "List-Unsubscribe") ||
	       (precedence && g_ascii_strcasecmp(precedence, "list") == 0);
}

/* Lists take attachments off, and add none. */
static bool grew_by_files(Work *work, const Repeat *repeat, const Identity *known,
			  bool *grew, GError **error)
{
	g_autoptr(GPtrArray) files = NULL;

	if (!record_attachments(work->db, known->record, &files, error))
		return false;
	*grew = repeat->message->attachments->len > files->len;
	return true;
}

static bool grew_by_footer(Work *work, const Repeat *repeat, const Identity *known,
			   bool *grew, GError **error)
{
	g_autoptr(Record) record = NULL;
	bool by_files;

	*grew = false;
	if (!known->record || g_str_has_prefix(repeat->identity, "derived:"))
		return true;
	if (!record_load(work->db, known->record, &record, error) ||
	    !grew_by_files(work, repeat, known, &by_files, error))
		return false;
	if (!record || by_files)
		return true;
	g_autofree char *before = folded(record->text);
	g_autofree char *now = folded(repeat->message->text);
	gsize length = strlen(before);
	*grew = *before && g_str_has_prefix(now, before) &&
		strlen(now) - length <= FOOTER_BYTES &&
		is_footer(repeat->message, now + length);
	return true;
}

static bool is_same(Work *work, const Repeat *repeat, const Identity *known, bool *same,
		    GError **error)
{
	*same = strcmp(known->content_hash, repeat->content_hash) == 0;
	return *same || grew_by_footer(work, repeat, known, same, error);
}

/* A copy that reaches another queue makes that queue see the ticket. */
static bool add_queues(Work *work, const Repeat *repeat, const Identity *known,
		       GError **error)
{
	g_auto(GStrv) have = g_strsplit(known->queues ? known->queues : "", " ", -1);
	GString *names = g_string_new(known->queues);
	bool more = false;
	bool ok = true;

	for (guint i = 0; ok && i < repeat->route->queues->len; i++) {
		const Queue *queue = repeat->route->queues->pdata[i];
		if (g_strv_contains((const char *const *)have, queue->name))
			continue;
		more = true;
		g_string_append_printf(names, " %s", queue->name);
		ok = !known->ticket ||
		     (ticket_add_queue(work->db, known->ticket, queue->name, error) &&
		      work_event(work, known->ticket, "queue added", NULL, queue->name,
				 error));
	}
	g_autofree char *queues = g_string_free(names, FALSE);
	return ok && (!more || identity_set_queues(work->db, known, queues, error));
}

static bool take_again(Work *work, const Repeat *repeat, const Identity *known,
		       Disposition *disposition, GError **error)
{
	disposition_read(known->verdict ? known->verdict : "", disposition);
	work->record = known->record;
	/* Where there is a second door every mail comes through it too: no news. */
	return add_queues(work, repeat, known, error) &&
	       (!known->ticket || repeat->by_second_door ||
		work_event(work, known->ticket, "received again", NULL, NULL, error));
}

static bool look_without_id(Work *work, const Repeat *repeat, Identity **found,
			    GError **error)
{
	g_autoptr(GPtrArray) known = NULL;

	if (!identity_find_derived(work->db, repeat->content_hash, repeat->from,
				   work->now - TO_DOOR_S, &known, error))
		return false;
	*found = known->len ? g_ptr_array_steal_index(known, 0) : NULL;
	return true;
}

bool repeat_look(Work *work, const Repeat *repeat, Identity **found, GError **error)
{
	g_autoptr(GPtrArray) known = NULL;
	bool same = false;

	*found = NULL;
	if (!identity_find(work->db, repeat->identity, repeat->from,
			   work->now - REMEMBERED_S, &known, error))
		return false;
	for (guint i = 0; i < known->len && !same; i++) {
		if (!is_same(work, repeat, known->pdata[i], &same, error))
			return false;
		if (same)
			*found = g_ptr_array_steal_index(known, i);
	}
	return same || !repeat->by_second_door ||
	       look_without_id(work, repeat, found, error);
}

bool repeat_find(Work *work, const Repeat *repeat, bool *is_repeat,
		 Disposition *disposition, GError **error)
{
	g_autoptr(Identity) known = NULL;

	*is_repeat = false;
	if (!repeat_look(work, repeat, &known, error))
		return false;
	*is_repeat = known != NULL;
	return !known || take_again(work, repeat, known, disposition, error);
}
