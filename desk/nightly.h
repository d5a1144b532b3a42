/* nightly.h - the desk learns by night, beside its work, when people have said enough. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Desk Desk;
/* A thread that learns, and what it has to know; the worker's. */
typedef struct Nightly Nightly;

/*
 * Starts learning when it is night (2 to 5 o'clock, local time), nothing was tried since
 * the evening, and enough tickets got their category from a person since the last time.
 * Never waits for it. False: the store could not be asked.
 */
bool nightly_look(Desk *desk, gint64 now, GError **error);
/* Gives up learning and waits until it has. NULL allowed. */
void nightly_free(Nightly *nightly);
/* Waits until what was begun is done; for tests. */
void nightly_wait(Desk *desk);
