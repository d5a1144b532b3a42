/* thread.h - which ticket does a mail belong to, and may its sender join it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/sender.h"
#include "desk/work.h"
#include "store/record.h"

/* What named the ticket; first match wins, in this order. */
typedef enum {
	THREAD_NONE,
	THREAD_TOKEN,	   /* in the recipient address */
	THREAD_MESSAGE_ID, /* our own Message-ID in In-Reply-To or References */
	THREAD_LINE,	   /* the reference line in the quoted text */
	THREAD_KNOWN_ID,   /* a Message-ID that was seen on a ticket */
	THREAD_TAG,	   /* the subject tag */
} ThreadBy;
const char *thread_by_name(ThreadBy by);

typedef struct {
	gint64 person; /* address id of the sender, 0: never met */
	ThreadBy by;
	Ticket *ticket;	    /* the one to join, merges followed; NULL: a new one */
	bool is_new_person; /* joins as text only: no reopening, command or answer */
	bool is_issued;	    /* the token was issued to this very sender */
	gint64 linked_to;   /* a new ticket is linked to this one, 0 */
	bool is_claim;	    /* … which a stranger claims */
	bool is_echo;  /* to the address of an answer that only the desk has given, just
			* now,  and about something else */
	bool is_stale; /* an old token under a new subject (autocompletion) */
} Thread;

/* token: the recipient whose token counts, NULL: none. */
Thread *thread_find(Work *work, const Message *message, const Route *route,
		    const Recipient *token, const Sender *sender, GError **error);
/* The number in the subject's tag, as one of the route's queues writes it; 0: none. */
gint64 thread_tagged(const Message *message, const Route *route);
void thread_free(Thread *thread);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Thread, thread_free)

/* The ticket that id was merged into, itself if it was not; *ticket NULL when there is
 * none. */
bool thread_surviving(Work *work, gint64 id, Ticket **ticket, GError **error);
/* The number in a queue's whole tag, 0 when the subject has none. */
gint64 thread_number_in_tag(const char *subject, const char *tag);
