/* listener.h - the socket on which the mail server finds us. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Opens what socket = says: "inet:8895@127.0.0.1", "inet6:8895@::1", "unix:/path" (or
 * "local:"), or "fd:3", a descriptor that whoever started us has open already. Returns a
 * listening, close-on-exec descriptor, -1 with error set (INVALID: bad notation, BUSY:
 * taken or not allowed). A unix socket left behind by a dead process is replaced; it gets
 * mode 0660 and the group of its directory.
 */
int listener_open(const char *notation, GError **error);

/* False: notation, as socket = has it, is another place than the one where this
 * descriptor listens (of TCP only ports are compared), so the mail server is told of the
 * wrong one. */
bool listener_is_at(int listener, const char *notation);

/* Where it listens, kept for listener_nudge after the descriptor is closed. g_free. */
typedef struct ListenerAddress ListenerAddress;
ListenerAddress *listener_address(int listener);

/* Connects once and hangs up: libmilter looks whether it should stop only between
 * connections. */
void listener_nudge(const ListenerAddress *address);

/* Removes the unix socket that listener_open made; libmilter closes the descriptor. */
void listener_unlink(const char *notation);
