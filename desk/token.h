/* token.h - capabilities that travel in addresses, Message-IDs and reference lines. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

typedef enum {
	TOKEN_REPLY = 'r',  /* the customer's or a participant's way back to the ticket */
	TOKEN_AGENT = 'a',  /* an agent's answer to a notice */
	TOKEN_DESK = 'd',   /* an agent's personal command address; ticket 0 */
	TOKEN_BOUNCE = 'b', /* envelope sender */
	TOKEN_SOLVED = 's', /* "this solved it": once */
	TOKEN_NOT_HELPED = 'n', /* "I still need a person" */
	TOKEN_CALL = 'c',	/* "please call me" */
	TOKEN_SURVEY = 'v',	/* once */
	TOKEN_ERASURE = 'e',	/* once */
	TOKEN_REFERENCE =
		'm', /* in Message-IDs and reference lines: threads, no authority */
} TokenPurpose;

/* What a token binds. */
typedef struct {
	TokenPurpose purpose;
	gint64 ticket;	/* 0 … 2^32-1 */
	gint64 address; /* address id of the person it was issued to, 0 … 2^32-1 */
} Token;

/*
 * "pd" and 32 letters of RFC 4648 base32 in lower case: key id, purpose, ticket, address,
 * and the first 80 bits of HMAC-SHA256 over them. 34 octets, so a queue's local part may
 * have 29.
 */
#define TOKEN_PREFIX "pd"
#define TOKEN_LENGTH 34
typedef struct Keyring Keyring;

#define KEYRING_TURN_S	(365 * 86400) /* a new key every year … */
#define KEYRING_QUIET_S 3600	      /* that signs when every host has read it … */
#define KEYRING_VALID_S                                                                  \
	(2 * 365 * 86400) /* and is known for two years after its last token */

/* Loads the keys; makes the first one when the store has none. */
Keyring *keyring_load(Db *db, gint64 now, GError **error);
void keyring_free(Keyring *keyring);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Keyring, keyring_free)

/* Adds a key; it signs after KEYRING_QUIET_S. */
bool keyring_add(Db *db, gint64 now, GError **error);
/* Until when a key of token_key_list is known; G_MAXINT64:
 * as long as it is the newest. */
gint64 keyring_valid_until(const GPtrArray *keys, guint index);
/* When the keys have to be looked at again: a new one begins to sign, or is due. */
gint64 keyring_due_at(const Keyring *keyring);
/* True when keyring_turn has something to do: a key a year old, one to forget. */
bool keyring_is_due(const Keyring *keyring, gint64 now);
bool keyring_turn(Db *db, gint64 now, GError **error);
/* The same keys, and the same one signs. */
bool keyring_equal(const Keyring *a, const Keyring *b);

char *token_make(const Keyring *keyring, const Token *token); /* g_free */
/* True when text has the exact shape of a token (prefix, length, alphabet), any case. */
bool token_has_shape(const char *text);
/* True when text begins as a token does, but is shorter or longer. */
bool token_is_bent(const char *text);
/* True and *token filled when the MAC is ours; compared in constant time. */
bool token_read(const Keyring *keyring, const char *text, Token *token);
/* "support+pd…@example.com" from the queue's address. g_free. */
char *token_address(const Keyring *keyring, const char *queue_address,
		    const char *delimiters, const Token *token);
/* First token in free text after "ref:" (a reference line), or in a Message-ID's left
 * side. */
bool token_find_reference(const Keyring *keyring, const char *text, Token *token);
bool token_read_message_id(const Keyring *keyring, const char *message_id, Token *token);
