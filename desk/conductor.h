/* conductor.h - what an open desk holds; shared by the files of this folder only. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/desk.h"
#include "desk/nightly.h"
#include "desk/work.h"

#include <pthread.h>

#define DESK_STORE_TIMEOUT_MS 20000 /* well under the MTA's content time-out */

struct Desk {
	pthread_mutex_t lock; /* guards setup and wake */
	Setup *setup;
	char *config_path;    /* NULL when the setup was given */
	Store *store;	      /* NULL: dry runs only */
	Transport *transport; /* borrowed, NULL: nothing is sent */
	Keyring *keyring;     /* NULL without a store; read it with desk_keyring */
	/* Keyring* that were in force: mail in flight may read them. */
	GPtrArray *keyrings;
	void (*wake)(void *data);
	void *wake_data;
	gint64 next_checkpoint, next_keys; /* of the worker */
	Nightly *nightly;		   /* of the worker */
};

/* The keys in force, valid until the desk is closed. */
const Keyring *desk_keyring(Desk *desk);
/* Takes up keys that another host or the admin command made, and makes a new one when the
 * newest is a year old; the worker calls it. */
bool desk_turn_keys(Desk *desk, gint64 now, GError **error);
/* Runs wake if there is one. */
void desk_wake(Desk *desk);
