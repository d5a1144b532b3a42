/* incident_told.h - the tickets of an incident, and one mail to each customer. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/incident.h"

typedef struct {
	guint tickets; /* that have joined, or that are solved */
	guint people;  /* who are written to */
} IncidentCount;

/*
 * Each customer gets one mail, however many of the tickets are theirs, and none about an
 * incident that they know of; what one address may be sent in a day holds here, too.
 */

/* The open tickets of its category that came since a moment: gint64 numbers. */
bool incident_tickets(Work *work, const Incident *incident, gint64 since,
		      GArray **tickets, GError **error);
/* Open tickets (gint64 numbers) join the incident; those that have are passed over. */
bool incident_join(Work *work, const Incident *incident, const GArray *tickets,
		   IncidentCount *count, GError **error);
/* Says what there is to say of it to everybody whose ticket has joined. */
bool incident_tell(Work *work, const Incident *incident, IncidentCount *count,
		   GError **error);
/* Ends it: says so to everybody, with its text if there is one; tickets that no person
 * has answered since they joined are solved. */
bool incident_end(Work *work, const Incident *incident, IncidentCount *count,
		  GError **error);
