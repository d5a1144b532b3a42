/* event.h - every change of a ticket: who, what, before, after, by which mail. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

typedef struct {
	gint64 id, ticket, at;
	char *who;    /* "customer ann@example.org", "agent anna", "postdesk", "admin root" */
	char *what;   /* "created", "state", "agent", "category", "received again", "escalated" … */
	char *before, *after; /* NULL where it has no meaning */
	gint64 record; /* the mail that caused it, 0 */
} Event;
void event_free(Event *event);

/* record: the mail that caused it, 0 for none; ticket 0: of no ticket. */
bool event_add(Db *db, gint64 ticket, gint64 at, const char *who, const char *what,
	       const char *before, const char *after, gint64 record, GError **error);
/* *events: Event*, oldest first; ticket 0: those of no ticket. */
bool event_list(Db *db, gint64 ticket, GPtrArray **events, GError **error);

/* Small durable settings by name; *value NULL when unset, and saving NULL unsets. */
bool setting_load(Db *db, const char *key, char **value, GError **error);
bool setting_save(Db *db, const char *key, const char *value, GError **error);
/* Names that start with prefix, by name: char*. */
bool setting_names(Db *db, const char *prefix, GPtrArray **names, GError **error);

/* Secrets that tokens are made with. The newest signs, all verify. */
typedef struct {
	gint64 serial;	       /* counts up */
	gint64 id, created_at; /* id 1 … 255, wraps */
	GBytes *secret;	       /* 32 bytes */
} TokenKey;
void token_key_free(TokenKey *key);
bool token_key_add(Db *db, GBytes *secret, gint64 now, GError **error);
bool token_key_list(Db *db, GPtrArray **keys, GError **error); /* TokenKey*, oldest first */
bool token_key_set_created(Db *db, gint64 serial, gint64 created_at, GError **error);
bool token_key_drop(Db *db, gint64 serial, GError **error);
/* A purpose that acts once: *first is true for the caller that uses it up. */
bool token_use(Db *db, const char *token, gint64 now, bool *first, GError **error);
