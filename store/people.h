/* people.h - addresses that the desk has met, and who takes part in which ticket. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

/*
 * Id of an address (in comparison form), made when new; never reused, so that a token may
 * bind it. name NULL or "" leaves a known name. language likewise.
 */
bool people_intern(Db *db, const char *address, const char *name, const char *language,
		   gint64 now, gint64 *id, GError **error);
/* Id of a known address, 0 when unknown. */
bool people_find(Db *db, const char *address, gint64 *id, GError **error);
/* *address NULL when there is no such id; name and language may be NULL pointers. g_free
 * each. */
bool people_address(Db *db, gint64 id, char **address, char **name, char **language,
		    GError **error);

typedef enum {
	PARTICIPANT_CUSTOMER, /* who asked */
	PARTICIPANT_CC,	      /* named by the customer's Cc or by an agent */
	PARTICIPANT_REMOVED,
} ParticipantRole;

typedef struct {
	gint64 id; /* address id */
	char *address, *name;
	ParticipantRole role;
	gint64 since; /* takes part since */
} Participant;
void participant_free(Participant *participant);

/* Adds or changes the role. */
bool participant_put(Db *db, gint64 ticket, gint64 address, ParticipantRole role,
		     gint64 now, GError **error);
/* *participants: Participant*, customer first, without removed ones. */
bool participant_list(Db *db, gint64 ticket, GPtrArray **participants, GError **error);
/* *is: the address took part in the ticket and was taken out. */
bool participant_is_removed(Db *db, gint64 ticket, gint64 address, bool *is,
			    GError **error);
/* *is: the address is customer or Cc of the ticket. */
bool participant_is(Db *db, gint64 ticket, gint64 address, bool *is, GError **error);
