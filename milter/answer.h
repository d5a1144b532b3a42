/* answer.h - what the desk decided, in the words of the milter protocol. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/desk.h"

#include <libmilter/mfapi.h>

/* Sets the SMTP answer "550 5.1.1 text" for the status about to be returned. */
void answer_say(SMFICTX *ctx, const char *reply);

typedef struct {
	guint tickets_claimed; /* X-Postdesk-Ticket headers that came in */
	bool leading_space;    /* header values bring their own space */
	bool are_made;	       /* by answer_edit: none is left to make */
} AnswerEdits;

/*
 * Makes the edits of a direct answer, at end of message and before it is recorded. False
 * when the mail server refuses one: then the mail must not go on.
 */
bool answer_edit(SMFICTX *ctx, const char *queue_id, const Verdict *verdict,
		 const AnswerEdits *edits);

/*
 * At end of message: makes the edits that verdict asks for, sets the reply, and returns
 * the status. The mail is committed by then, so an edit that fails is only logged.
 */
sfsistat answer_verdict(SMFICTX *ctx, const char *queue_id, const Verdict *verdict,
			const AnswerEdits *edits);
