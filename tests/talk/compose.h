/* compose.h - the less usual ways in which a mail comes about. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/talk/talk.h"

/* A report about the newest mail in somebody's mailbox; text: whose,
 * and of which kind. */
Sending *bounce_compose(World *world, const Step *step, const char *text);
/* The last mail once more. */
Sending *again_compose(World *world, const Step *step);

/* A header whose value may be of any script. */
void mime_header(GString *head, const char *name, const char *value);
/* "Ann <ann@example.org>": only the name is encoded, never the address behind it. */
void mime_person(GString *head, const char *person);
/* A part in base64; name NULL: no attachment. */
void mime_part(GString *out, const char *type, const char *name, const char *content,
	       gsize length);
