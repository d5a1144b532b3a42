/* held.h - answers of agents that wait for #send or #drop. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/answer.h"

#define HELD_REMIND_S 900

/* One held answer: of a ticket and an agent there is at most one. Strings owned. */
typedef struct {
	gint64 ticket,
		record;	  /* record: the mail it came in, whose files go along; 0: none */
	gint64 remind_at; /* 0: never (again) */
	AnswerEnd end;
	char *agent; /* name */
	char *text;
} Held;
Held *held_new(gint64 ticket, const char *agent, gint64 record, AnswerEnd end,
	       const char *text);
void held_free(Held *held);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Held, held_free)

/* Keeps an answer; an older one of the same agent on the ticket gives way. */
bool held_put(Work *work, const Held *held, GError **error);
/* Takes it out; *held NULL when there is none. */
bool held_take(Work *work, gint64 ticket, const char *agent, Held **held, GError **error);

/* Why an answer is held, for its author. */
typedef struct {
	const char *reason; /* sentence; NULL: somebody else has just answered */
	const char *other;  /* who, when and what */
	gint64 other_at;
	const char *other_text;
	bool is_reminder;
} HeldNews;
/* Tells the author, with the ways to say #send and #drop. */
bool held_post(Work *work, const Ticket *ticket, const Held *held, const HeldNews *news,
	       GError **error);

/* Reminds once of answers whose remind_at has come. */
bool held_remind(Work *work, GError **error);
/* When held_remind has something to do; G_MAXINT64: never. */
bool held_next(Work *work, gint64 *next_at, GError **error);
