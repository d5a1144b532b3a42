/* escalate_mail.h - who is told of a step, and how: for the escalation's files only. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/post.h"
#include "store/timer.h"

/* One step of a chain that has come, for one person. */
typedef struct {
	char *address;
	const char *role;     /* "agent", "lead", "head" */
	const Ticket *ticket; /* borrowed from the alarms */
	char *target;	      /* kind of the timer */
	char *step;	      /* "75%", "+1d" */
	gint64 at, due_at;
	gint64 left_s; /* working seconds left, or late by when due_at has passed */
} Alarm;

/* The alarms of one unit of work. */
typedef struct {
	GPtrArray *list;    /* Alarm*, in the order of their moments */
	GPtrArray *tickets; /* Ticket* that they are about */
} Alarms;

Alarms *alarms_new(void);
void alarms_free(Alarms *alarms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Alarms, alarms_free)

/* Adds an alarm for everyone whom a step of a running timer names. */
void alarms_add(Alarms *alarms, Work *work, const Ticket *ticket, const Timer *timer,
		const SlaStep *step, gint64 at);

/*
 * Posts the alarms: one mail each, or, for a person with too many or too late ones, a
 * line in a digest that waits in the store until escalate_digest.
 */
bool alarms_post(const Alarms *alarms, Work *work, GError **error);

/* Posts the digests that wait: one mail a person. */
bool escalate_digest(Work *work, GError **error);

/* When a person of the desk is at work next; 0: any hour. */
gint64 escalate_open_at(const Work *work, const char *address);

/* Sets command_address for an agent: the personal address that takes commands. */
bool escalate_command_address(Work *work, Value *value, const Queue *queue,
			      const char *address, GError **error);
