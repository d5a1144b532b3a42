/* outcome.h - what would become of a mail that opens a ticket, as words to compare. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/facts.h"

typedef enum {
	OUTCOME_TICKET, /* "new ticket", "refuse" … */
	OUTCOME_CATEGORY,
	OUTCOME_PRIORITY,
	OUTCOME_QUEUE,
	OUTCOME_AGENT, /* whom a rule names; "" */
	OUTCOME_SLA,
	OUTCOME_STATE,
	OUTCOME_ANSWER, /* "none", "ack", "ask", an article's slug */
	OUTCOME_LABELS, /* "tag vip, field.order 4711, notify lead"; "" */
	OUTCOME_PARTS,	/* how many */
} OutcomePart;
/* "ticket", "category" … */
const char *outcome_part_name(OutcomePart part);

typedef struct {
	char *parts[OUTCOME_PARTS]; /* NULL: not known */
	GPtrArray *because;	    /* char*: the reasons of the rules; NULL: not known */
	FactFile *file;		    /* NULL where the outcome was read from the store */
	Decision *decision;
} Outcome;
void outcome_free(Outcome *outcome);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outcome, outcome_free)

/*
 * Decides on the mail as on the first one of somebody of whom nothing is known but the
 * language (NULL: not even that). mail and setup must outlive the outcome.
 */
Outcome *outcome_foresee(const Setup *setup, const Mail *mail, const char *known_language,
			 gint64 now);

/* What the rules write onto the ticket, as OUTCOME_LABELS has it. g_free. */
char *outcome_labels(const Classification *classification);
/* The reasons that only one of the two has, "+ rule a: …; - rule b: …". g_free. */
char *outcome_why(const Outcome *before, const Outcome *after);

/*
 * The queue addresses among the header's recipients (char*), the delivered one first; the
 * first address of fallback when there is none. g_ptr_array_unref.
 */
GPtrArray *outcome_recipients(const Setup *setup, const Message *message,
			      const Queue *fallback);
