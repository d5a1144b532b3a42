/* incident.h - known outages: who asks about one is told, and told again when it ends. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/post.h"

/* The field of a ticket whose customer was told of an incident: its number. */
#define INCIDENT_FIELD "incident"
#define INCIDENT_EVENT "incident"

/* An open incident. Strings owned. */
typedef struct {
	gint64 number;
	char *category;	     /* it and all below */
	gint64 since, until; /* until: expected, 0 unknown */
	char *title, *text;  /* for customers; text may be "" */
} Incident;
Incident *incident_new(void);
void incident_free(Incident *incident);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Incident, incident_free)

/* *incidents: Incident*, those that are open, by number. */
bool incident_list(Db *db, GPtrArray **incidents, GError **error);
/* *incident NULL: none with this number is open. */
bool incident_load(Db *db, gint64 number, Incident **incident, GError **error);
/* The one that a category is in, NULL: none. Borrowed; incidents may be NULL. */
const Incident *incident_of(const GPtrArray *incidents, const char *category);

/* Opens it: fills its number. */
bool incident_start(Work *work, Incident *incident, GError **error);
/* Keeps what was changed in an open one. */
bool incident_change(Work *work, const Incident *incident, GError **error);
bool incident_close(Work *work, gint64 number, GError **error);

/* What the text "incident" says of it, beside the ticket. ended: the last mail. */
void incident_value(Work *work, const Ticket *ticket, const Incident *incident,
		    bool ended, const char *language, Value *value);
/* Remembers that the ticket's customer is told. */
bool incident_attach(Work *work, gint64 ticket, gint64 number, GError **error);
