/* verdict.h - what the mail server is told, and told again for the same mail. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/desk.h"
#include "desk/route.h"

/* What a verdict is made of beside the recipients; kept with the mail's identity. */
typedef struct {
	gint64 ticket; /* 0: none */
	bool is_pass;  /* not for the desk */
	bool is_refused;
	bool is_agents; /* the desk does what an agent says: nobody else needs to get it
			 */
} Disposition;

char *disposition_write(const Disposition *disposition); /* g_free */
void disposition_read(const char *text, Disposition *disposition);

/* One more edit; value NULL removes. */
void verdict_edit_header(Verdict *verdict, const char *name, guint index,
			 const char *value);

/*
 * Agents' mail to tokens is never kept; the rest is kept if any of its queues keeps.
 * served: char* addresses that get what the desk makes of the mail, and not the mail;
 * NULL: none.
 */
Verdict *verdict_of(const Route *route, const Disposition *disposition,
		    const GPtrArray *served, const char *subject);
