/* thread.c - tries token, Message-IDs, reference line and tag, and asks who may join. */
/* SPDX-License-Identifier: MIT */
#include "desk/thread.h"

#include <string.h>

#define MERGES_FOLLOWED 10
#define ECHO_S		3600

/* A search under way. */
typedef struct {
	Work *work;
	const Message *message;
	const Route *route;
	const Recipient *token;
	const Sender *sender;
	Thread *thread;
} Search;

const char *thread_by_name(ThreadBy by)
{
	static const char *const names[] = {"none",	      "token",	  "message-id",
					    "reference line", "known id", "tag"};
	return names[by];
}

void thread_free(Thread *thread)
{
	if (!thread)
		return;
	ticket_free(thread->ticket);
	g_free(thread);
}

bool thread_surviving(Work *work, gint64 id, Ticket **ticket, GError **error)
{
	for (int i = 0; i < MERGES_FOLLOWED; i++) {
		g_autoptr(Ticket) found = NULL;
		if (!ticket_load(work->db, id, &found, error))
			return false;
		if (!found || found->state != TICKET_MERGED || !found->merged_into) {
			*ticket = g_steal_pointer(&found);
			return true;
		}
		id = found->merged_into;
	}
	return true;
}

/* Agents with evidence belong to every ticket; a From that only claims to be one, to
 * none. */
static bool belongs(Search *search, const Ticket *ticket, gint64 issued_to, bool *is,
		    GError **error)
{
	*is = true;
	if (search->sender->agent)
		return true;
	*is = false;
	if (search->thread->person == 0)
		return true;
	/* An agent who is the customer here holds the customer's token, and that is
	 * enough. */
	if (search->sender->claimed) {
		*is = search->thread->by == THREAD_TOKEN &&
		      search->thread->person == issued_to &&
		      search->token->token.purpose == TOKEN_REPLY;
		return true;
	}
	/* An agent's token makes nobody else known. */
	if (search->thread->by == THREAD_TOKEN &&
	    search->token->token.purpose == TOKEN_AGENT)
		return true;
	if (search->thread->person != issued_to)
		return participant_is(search->work->db, ticket->id,
				      search->thread->person, is, error);
	bool is_removed;
	if (!participant_is_removed(search->work->db, ticket->id, search->thread->person,
				    &is_removed, error))
		return false;
	*is = !is_removed;
	return true;
}

/* Ends the search at ticket id. Secret tokens let a new person in as text; all else is a
 * claim. */
static bool settle(Search *search, ThreadBy by, gint64 id, gint64 issued_to,
		   GError **error)
{
	Thread *thread = search->thread;
	g_autoptr(Ticket) ticket = NULL;
	bool is_known;

	thread->by = by;
	if (!thread_surviving(search->work, id, &ticket, error))
		return false;
	if (!ticket)
		return true;
	if (!belongs(search, ticket, issued_to, &is_known, error))
		return false;
	bool is_secret =
		by == THREAD_TOKEN || by == THREAD_MESSAGE_ID || by == THREAD_LINE;
	bool is_forward =
		!is_known && by != THREAD_TOKEN && message_is_forward(search->message);
	if (is_forward || (!is_known && !is_secret)) {
		thread->linked_to = ticket->id;
		thread->is_claim = !is_forward;
		return true;
	}
	thread->is_new_person = !is_known;
	thread->ticket = g_steal_pointer(&ticket);
	return true;
}

/* Mail clients complete old token addresses: a fresh mail with another subject is another
 * matter. */
static bool is_fresh(const Search *search, const Ticket *ticket)
{
	const Message *message = search->message;
	TokenPurpose purpose = search->token->token.purpose;

	if (purpose != TOKEN_REPLY && purpose != TOKEN_AGENT)
		return false;
	if (message->in_reply_to->len || message->references->len)
		return false;
	g_autofree char *tag = g_strdup_printf("#%" G_GINT64_FORMAT "]", ticket->id);
	if (strstr(message->subject, tag))
		return false;
	g_autofree char *ours = subject_strip(ticket->subject ? ticket->subject : "", "");
	g_autofree char *theirs = subject_strip(message->subject, "");
	g_autofree char *a = g_utf8_casefold(ours, -1);
	g_autofree char *b = g_utf8_casefold(theirs, -1);
	return strcmp(a, b) != 0;
}

static bool by_token(Search *search, GError **error)
{
	const Token *token = &search->token->token;
	Thread *thread = search->thread;

	if (!settle(search, THREAD_TOKEN, token->ticket, token->address, error))
		return false;
	thread->is_issued =
		search->thread->person && search->thread->person == token->address;
	if (!thread->ticket || !is_fresh(search, thread->ticket))
		return true;
	thread->is_stale = true;
	if (search->sender->agent)
		return true;
	thread->is_echo = !thread->ticket->answered_at &&
			  thread->ticket->created_at > search->work->now - ECHO_S;
	thread->linked_to = thread->ticket->id;
	thread->is_claim = thread->is_new_person;
	thread->is_new_person = false;
	g_clear_pointer(&thread->ticket, ticket_free);
	return true;
}

static bool by_message_ids(Search *search, GPtrArray *ids, GError **error)
{
	Token token;

	for (guint i = ids->len; i > 0; i--)
		if (token_read_message_id(search->work->keyring, ids->pdata[i - 1],
					  &token))
			return settle(search, THREAD_MESSAGE_ID, token.ticket,
				      token.address, error);
	return true;
}

static bool by_known_ids(Search *search, GPtrArray *ids, GError **error)
{
	for (guint i = ids->len; i > 0; i--) {
		for (guint q = 0; q < search->route->queues->len; q++) {
			const Queue *queue = search->route->queues->pdata[q];
			gint64 ticket;
			if (!reference_find(search->work->db, ids->pdata[i - 1],
					    queue->name, &ticket, error))
				return false;
			if (ticket)
				return settle(search, THREAD_KNOWN_ID, ticket, 0, error);
		}
	}
	return true;
}

gint64 thread_number_in_tag(const char *subject, const char *tag)
{
	const char *hole = strstr(tag, "%d");

	if (!hole)
		return 0;
	g_autofree char *before = g_strndup(tag, hole - tag);
	for (const char *at = subject; *before && (at = strstr(at, before)) != NULL;
	     at++) {
		char *end;
		const char *digits = at + strlen(before);
		gint64 number = g_ascii_strtoll(digits, &end, 10);
		if (g_ascii_isdigit(*digits) && g_str_has_prefix(end, hole + 2))
			return number;
	}
	return 0;
}

gint64 thread_tagged(const Message *message, const Route *route)
{
	for (guint i = 0; i < route->queues->len; i++) {
		const Queue *queue = route->queues->pdata[i];
		gint64 number = thread_number_in_tag(message->subject, queue->tag);
		if (number > 0)
			return number;
	}
	return 0;
}

/* An answer to this very mail, sent to all, has overtaken it. */
static bool by_own_id(Search *search, GError **error)
{
	const char *id = search->message->message_id;
	gint64 record;

	if (!*id)
		return true;
	if (!record_find(search->work->db, id, 0, &record, NULL, error))
		return false;
	g_autoptr(GPtrArray) ids = g_ptr_array_new();
	g_ptr_array_add(ids, (gpointer)id);
	return record || by_known_ids(search, ids, error);
}

static bool by_tag(Search *search, GError **error)
{
	gint64 number = thread_tagged(search->message, search->route);

	return number == 0 || settle(search, THREAD_TAG, number, 0, error);
}

static bool by_line(Search *search, GError **error)
{
	Token token;

	if (!token_find_reference(search->work->keyring, search->message->text, &token))
		return true;
	return settle(search, THREAD_LINE, token.ticket, token.address, error);
}

static bool is_settled(const Search *search)
{
	return search->thread->by != THREAD_NONE;
}

static bool search_headers(Search *search, GError **error)
{
	GPtrArray *lists[] = {search->message->in_reply_to, search->message->references};

	/* A signature covers the subject; whose mail it is said to answer
	 * may be added. */
	if (search->sender->agent && strcmp(search->sender->evidence, "dmarc") == 0 &&
	    !by_tag(search, error))
		return false;
	for (int i = 0; i < 2 && !is_settled(search); i++)
		if (!by_message_ids(search, lists[i], error))
			return false;
	if (!is_settled(search) && !by_line(search, error))
		return false;
	for (int i = 0; i < 2 && !is_settled(search); i++)
		if (!by_known_ids(search, lists[i], error))
			return false;
	if (!is_settled(search) && !by_own_id(search, error))
		return false;
	return is_settled(search) || by_tag(search, error);
}

Thread *thread_find(Work *work, const Message *message, const Route *route,
		    const Recipient *token, const Sender *sender, GError **error)
{
	g_autoptr(Thread) thread = g_new0(Thread, 1);
	Search search = {.work = work,
			 .message = message,
			 .route = route,
			 .token = token,
			 .sender = sender,
			 .thread = thread};

	/* People without an address are not one and the same. */
	if (*sender->address &&
	    !people_find(work->db, sender->address, &thread->person, error))
		return NULL;
	if (token && token->token.purpose != TOKEN_DESK && !by_token(&search, error))
		return NULL;
	if (!token && !search_headers(&search, error))
		return NULL;
	return g_steal_pointer(&thread);
}
