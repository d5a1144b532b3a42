/* echo.h - tells an agent's commands from words of the mail that the agent answers. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"
#include "mail/message.h"
#include "store/record.h"

/* What a customer wrote in the mail that an agent answers. */
typedef struct Echo Echo;
void echo_free(Echo *echo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Echo, echo_free)

/*
 * *echo: of the customer's own mail that message, an agent's, answers; NULL when it
 * answers the desk's, where no line of a customer can be taken for a command
 * (command_disarm). by_token: it came to the address of an agent's notice. When nothing
 * tells, the newest mail on ticket (may be NULL) that does not come from agent.
 */
bool echo_find(Work *work, const Message *message, const Agent *agent,
	       const Ticket *ticket, bool by_token, Echo **echo, GError **error);

/*
 * True when the command on a line of text (from 1) may be a quote without marks: the same
 * line stands in what was answered, and what follows it there stands below it here, or
 * nothing else was written there. Line ends, white space and quote marks make no
 * difference. echo may be NULL.
 */
bool echo_is(const Echo *echo, const char *text, int line);
