/* verb_rows.h - what the files of the verbs share; nobody else includes it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/verb.h"

/* How moments are meant. */
typedef struct {
	GTimeZone *zone;	  /* NULL: UTC */
	const Calendar *calendar; /* lengths are working time of it; NULL: wall time */
	int hour;		  /* local hour of a day that is named without one */
} MomentSense;

/* Reads a moment off the front of words (NULL-terminated): how many it took, 0 when it is
 * none. */
int moment_read(char **words, const MomentSense *sense, gint64 now, gint64 *at);

/* The words of a verb as moment_read knows them: weekdays of the speaker's language in
 * English. g_strfreev. */
char **moment_words(const Verb *verb);

/* --- what verbs need --- */

/* Adds phrase "said.KEY" to what was done: verb_tell(verb, key, name, value, …, NULL);
 * {{ticket}} is the ticket's number. */
#define verb_tell(verb, ...) verb_tell_words(verb, (const char *const[]){__VA_ARGS__})
void verb_tell_words(const Verb *verb, const char *const *words);
/* Sets a POSTDESK_INVALID error with phrase "wrong.KEY", in the same way;
 * returns false. */
#define verb_refuse(verb, error, ...)                                                    \
	verb_refuse_words(verb, error, (const char *const[]){__VA_ARGS__})
bool verb_refuse_words(const Verb *verb, GError **error, const char *const *words);
/* A moment in the words and the zone of who speaks. g_free. */
char *verb_time(const Verb *verb, gint64 at);
/* The first argument, "" when there is none. */
const char *verb_argument(const Verb *verb);
/* False for a ticket that was merged, with the number of the one that goes on. */
bool verb_check_merged(const Verb *verb, GError **error);
/* True for one of the words that the phrase has in the speaker's language. */
bool verb_has_word(const Verb *verb, const char *key, const char *word);
/* True for an English word of a grammar, and for it in the speaker's language. */
bool verb_is_word(const Verb *verb, const char *word, const char *english);
/* True when a text for the customer goes along: what ends the ticket waits for
 * verb_finish. */
bool verb_answers(const Verb *verb);
/* Writes the ticket and its event. */
bool verb_changed(Verb *verb, const char *what, const char *before, const char *after,
		  GError **error);
/* The policy is chosen anew after tier, queue or category changed; used time stays. */
bool verb_choose_sla(Verb *verb, GError **error);
/* Tells the people on whom the ticket now is, unless it is the one who speaks. */
bool verb_notify(Verb *verb, const char *event, GError **error);
/* The address of a person who may take part: none of the desk's own. NULL with error.
 * g_free. */
char *verb_person(const Verb *verb, const char *word, GError **error);
/* The zone in which who speaks thinks. NULL: UTC. */
GTimeZone *verb_zone(const Verb *verb);
/* The number in "120" and "#120"; 0 if it is none. */
gint64 verb_number(const char *word);
/* The other ticket of merge and link; NULL with error. */
Ticket *verb_other(Verb *verb, GError **error);

/* Words of verbs that sort; NULL when they are none, and what to say then. */
const Category *verb_find_category(const Verb *verb, const char *word);
bool verb_refuse_category(const Verb *verb, const char *word, GError **error);
const char *verb_find_priority(const Verb *verb, const char *word);
bool verb_refuse_queue(const Verb *verb, const char *word, GError **error);

/* --- verb_state.c --- */
bool verb_note(Verb *verb, GError **error);
bool verb_wait(Verb *verb, GError **error);
bool verb_solve(Verb *verb, GError **error);
bool verb_open(Verb *verb, GError **error);
bool verb_close(Verb *verb, GError **error);
bool verb_spam(Verb *verb, GError **error);
bool verb_promise(Verb *verb, GError **error);

/* --- verb_people.c --- */
bool verb_take(Verb *verb, GError **error);
bool verb_assign(Verb *verb, GError **error);
bool verb_cc(Verb *verb, GError **error);
bool verb_away(Verb *verb, GError **error);
bool verb_back(Verb *verb, GError **error);

/* --- verb_sort.c --- */
bool verb_category(Verb *verb, GError **error);
bool verb_priority(Verb *verb, GError **error);
bool verb_queue(Verb *verb, GError **error);
bool verb_field(Verb *verb, GError **error);
bool verb_tag(Verb *verb, GError **error);

/* --- verb_join.c --- */
bool verb_merge(Verb *verb, GError **error);
bool verb_link(Verb *verb, GError **error);
bool verb_accept(Verb *verb, GError **error);

/* --- verb_article.c --- */
bool verb_faq(Verb *verb, GError **error);
bool verb_publish(Verb *verb, GError **error);

/* --- verb_open.c --- */
bool verb_new(Verb *verb, GError **error);
bool verb_fwd(Verb *verb, GError **error);
bool verb_split(Verb *verb, GError **error);

/* --- verb_subscribe.c --- */
bool verb_subscribe(Verb *verb, GError **error);
bool verb_unsubscribe(Verb *verb, GError **error);

/* --- verb_incident.c --- */
bool verb_incident(Verb *verb, GError **error);

/* --- verb_held.c --- */
bool verb_send(Verb *verb, GError **error);
bool verb_drop(Verb *verb, GError **error);

/* --- verb_look.c --- */
bool verb_show(Verb *verb, GError **error);
bool verb_status(Verb *verb, GError **error);
bool verb_list(Verb *verb, GError **error);
bool verb_search(Verb *verb, GError **error);

/* --- verb_help.c --- */
bool verb_help(Verb *verb, GError **error);
