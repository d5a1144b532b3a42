/* route.h - the recipients of a mail: which are ours, and what their tokens say. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/desk.h"
#include "desk/token.h"

typedef struct {
	const char *raw;    /* as it came in RCPT; borrowed from the envelope */
	char *address;	    /* comparison form, without our token */
	const Queue *queue; /* NULL: not ours */
	bool has_token;	    /* token below is valid */
	bool is_forged;	    /* exact shape of a token, but not ours */
	bool is_bent; /* nearly the shape of one: cut, or with something behind it */
	Token token;
} Recipient;

typedef struct {
	GPtrArray *recipients; /* Recipient* */
	GPtrArray *queues;     /* const Queue*, each once; the first owns a new ticket */
	const Recipient *first_token; /* first valid token other than bounce, NULL */
	const Recipient *bounce;      /* first valid bounce token, NULL */
	bool all_ours;
} Route;

/* keyring NULL: no token is valid, none is forged. setup must outlive the route. */
Route *route_read(const Setup *setup, const Keyring *keyring, const Envelope *envelope);
void route_free(Route *route);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Route, route_free)

/* One recipient alone. */
Recipient *recipient_read(const Setup *setup, const Keyring *keyring, const char *raw);
void recipient_free(Recipient *recipient);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Recipient, recipient_free)

/* "552 5.3.4 …" with the limit in it. g_free. */
char *route_refuse_size(const Queue *queue, gint64 limit_bytes);
