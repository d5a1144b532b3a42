/* token.h - capabilities that travel in addresses, Message-IDs and reference lines. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

typedef enum {
	TOKEN_REPLY = 'r',	/* the customer's or a participant's way back to the ticket */
	TOKEN_AGENT = 'a',	/* an agent's answer to a notice */
	TOKEN_DESK = 'd',	/* an agent's personal command address; ticket 0 */
	TOKEN_BOUNCE = 'b',	/* envelope sender */
	TOKEN_SOLVED = 's',	/* "this solved it": once */
	TOKEN_NOT_HELPED = 'n', /* "I still need a person" */
	TOKEN_CALL = 'c',	/* "please call me" */
	TOKEN_SURVEY = 'v',	/* once */
	TOKEN_ERASURE = 'e',	/* once */
	TOKEN_REFERENCE = 'm',	/* in Message-IDs and reference lines: threads, no authority */
} TokenPurpose;

/* What a token binds. */
typedef struct {
	TokenPurpose purpose;
	gint64 ticket;	/* 0 … 2^32-1 */
	gint64 address; /* address id of the person it was issued to, 0 … 2^32-1 */
} Token;

/*
 * "pd" and 32 letters of RFC 4648 base32 in lower case: key id, purpose, ticket, address, and the
 * first 80 bits of HMAC-SHA256 over them. 34 octets, so a queue's local part may have 29.
 */
#define TOKEN_PREFIX "pd"
#define TOKEN_LENGTH 34
typedef struct Keyring Keyring;
/* Loads the keys; makes the first one when the store has none. */
Keyring *keyring_load(Db *db, gint64 now, GError **error);
void keyring_free(Keyring *keyring);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Keyring, keyring_free)

char *token_make(const Keyring *keyring, const Token *token); /* g_free */
/* True when text has the exact shape of a token (prefix, length, alphabet), any case. */
bool token_has_shape(const char *text);
/* True and *token filled when the MAC is ours; compared in constant time. */
bool token_read(const Keyring *keyring, const char *text, Token *token);
/* "support+pd…@example.com" from the queue's address. g_free. */
char *token_address(const Keyring *keyring, const char *queue_address, const char *delimiters,
		    const Token *token);
/* First token in free text after "ref:" (a reference line), or in a Message-ID's left side. */
bool token_find_reference(const Keyring *keyring, const char *text, Token *token);
bool token_read_message_id(const Keyring *keyring, const char *message_id, Token *token);
