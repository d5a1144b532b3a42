/* command.h - #commands at the top of an agent's mail. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "templates/catalogue.h"

#include <stdbool.h>

typedef struct {
	const char *verb; /* English name, from the catalogue; NULL: unknown word */
	char *line;	  /* as written, trimmed */
	char **arguments; /* NULL-terminated, split at white space */
	char *rest;	  /* all after the word, as written */
	int number;	  /* line in the mail, from 1 */
} Command;

typedef struct {
	GPtrArray *commands; /* Command*, in order */
	char *body;	     /* what is left for the customer (or the note), trimmed */
	gsize body_at;	     /* where body begins in what was read */
} CommandMail;

/*
 * Takes the commands off the top of what an agent newly wrote. Commands stand one per
 * line before the first line of text (blank lines between are fine); "##" writes a
 * literal #. Words in any language of the catalogue. A bare number after # ("#12") is
 * text.
 */
CommandMail *command_read(const char *reply_text, const Catalogue *catalogue);
/* Words of others as they are shown to an agent: "| " stands before each line that a
 * client which quotes without marks would make a command of. text is UTF-8. g_free. */
char *command_disarm(const char *text);
/* True when text begins with a command that the catalogue knows. */
bool command_begins(const char *text, const Catalogue *catalogue);
void command_mail_free(CommandMail *mail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CommandMail, command_mail_free)
