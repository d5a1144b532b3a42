/* sla.h - service levels: targets, calendar and the chain of escalations. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/calendar.h"

typedef enum {
	SLA_FIRST_RESPONSE,
	SLA_NEXT_RESPONSE,
	SLA_UPDATE,
	SLA_RESOLUTION,
	SLA_TARGETS, /* how many */
} SlaTarget;

typedef enum { SLA_TO_AGENT = 1, SLA_TO_LEAD = 2, SLA_TO_HEAD = 4 } SlaRole;

/* One step of a chain: at percent of the target, or after it by working time. */
typedef struct {
	int percent;	/* 50, 100, 150; 0 when after_s is used */
	gint64 after_s; /* "+1d": working seconds after the due moment */
	unsigned roles; /* SlaRole bits */
	char *text;	/* as written: "75%" or "+1d" */
} SlaStep;

typedef struct {
	char *name;
	char *calendar_name;	      /* NULL: round the clock */
	const Calendar *calendar;     /* resolved; never NULL after config_load */
	gint64 target_s[SLA_TARGETS]; /* working seconds; 0: not promised */
	GPtrArray *steps;	      /* SlaStep*, by the time they come */
	int line;
	char *file;
} Sla;

Sla *sla_new(const char *name);
void sla_free(Sla *sla);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sla, sla_free)

/* The word of the configuration and the store: "first_response" … */
const char *sla_target_name(SlaTarget target);

/* Parses "50% agent, 75% agent lead, 100% lead, +1d head" into sla->steps. */
bool sla_parse_steps(Sla *sla, const char *text, gint64 day_s, GError **error);

/*
 * Moment of a step for a timer that has used used_s working seconds of target_s when it
 * started to run at since. G_MAXINT64: never.
 */
gint64 sla_step_at(const Sla *sla, const SlaStep *step, gint64 target_s, gint64 used_s,
		   gint64 since);
