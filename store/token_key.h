/* token_key.h - the secrets of tokens, and which tokens were used up. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

/* Secrets that tokens are made with. The newest signs, all verify. */
typedef struct {
	gint64 serial;	       /* counts up */
	gint64 id, created_at; /* id 1 … 255, wraps */
	GBytes *secret;	       /* 32 bytes */
} TokenKey;
void token_key_free(TokenKey *key);
bool token_key_add(Db *db, GBytes *secret, gint64 now, GError **error);
bool token_key_list(Db *db, GPtrArray **keys,
		    GError **error); /* TokenKey*, oldest first */
bool token_key_set_created(Db *db, gint64 serial, gint64 created_at, GError **error);
bool token_key_drop(Db *db, gint64 serial, GError **error);
/* A purpose that acts once: *first is true for the caller that uses it up. */
bool token_use(Db *db, const char *token, gint64 now, bool *first, GError **error);
