/* echo.h - tells an agent's commands from words of the mail that the agent answers. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"
#include "mail/message.h"
#include "store/record.h"

/* What stands in the mail that an agent answers. */
typedef struct Echo Echo;
void echo_free(Echo *echo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Echo, echo_free)

/*
 * *echo: of the mail of the desk or of the customer that message, an agent's, answers.
 * by_token: it came to the address of an agent's notice. When nothing tells, the newest
 * mail to the agent (by_token) or on ticket, not from the agent; ticket may be NULL.
 * *echo NULL when there is none.
 */
bool echo_find(Work *work, const Message *message, const Agent *agent,
	       const Ticket *ticket, bool by_token, Echo **echo, GError **error);

/* A form of the answer, which may hold the commands: the whole of an agent's mail. */
void echo_add_answer(Echo *echo, const char *text);

/*
 * True when line, a command in a form of the answer, may be a quote without marks
 * wherever it stands there: the same words stand in what was answered, and those that
 * follow them there follow here, or nothing else was written there. Line ends, white
 * space and quote marks make no difference, and lines that command_disarm has marked are
 * no quotes. echo may be NULL.
 */
bool echo_is(const Echo *echo, const char *line);
