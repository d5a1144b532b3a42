/* notice_block.h - what stands below the line of a notice, as values for the template. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/notice.h"

/* Who gets the notice: agents can answer it. */
typedef struct {
	const Agent *agent; /* NULL: a lead or somebody whom a rule names */
	const char *language;
	gint64 person;
} Reader;

/* Ticket, due times, earlier tickets, people, files, warnings …: the man page
 * postdesk-templates lists them. Free with value_free. */
Value *notice_block(Work *work, const Ticket *ticket, const Notice *notice,
		    const Record *record, const Reader *reader, GError **error);
