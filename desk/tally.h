/* tally.h - counts what each rule did over many mails, and what it cost. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/rules.h"

/* Of one rule. */
typedef struct {
	gint64 held;	 /* mails whose conditions it met */
	gint64 exceeded; /* mails on which it went over its limits */
	gint64 idle;	 /* held, and nothing of it came through */
	gint64 stopped;	 /* would have held, but an earlier rule had stopped */
	gint64 time_ns;
	gint64 rival; /* the rule that most often was in the way; -1: none was */
} TallyRow;

typedef struct Tally Tally;

/* rules is borrowed. clock_ns tells nanoseconds; NULL: no time is taken. */
Tally *tally_new(const Rules *rules, gint64 (*clock_ns)(void));
void tally_free(Tally *tally);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tally, tally_free)

/* For the input of one classification, then tally_count with what came out. */
const RulesWatch *tally_watch(Tally *tally);
/* True when a rule stopped the others: a classification with tally_watch_past would tell
 * which ones, and tally_count_past ends that one. */
bool tally_count(Tally *tally, const Classification *classification);
const RulesWatch *tally_watch_past(Tally *tally);
void tally_count_past(Tally *tally);

/* In the order of the rules. Borrowed, until the next count. */
const TallyRow *tally_row(Tally *tally, guint rule);
