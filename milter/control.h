/* control.h - the socket beside the store that the admin command pokes after a commit. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Opens PATH-OF-THE-STORE.wake, a unix datagram socket of mode 0660. Any datagram means
 * "look what is due"; what is in it does not matter. -1 with error set when it cannot be
 * had: then the worker looks every few seconds.
 */
int control_open(const char *store_path, GError **error);

/* Throws away what has come. */
void control_drain(int control);

void control_close(int control, const char *store_path);
