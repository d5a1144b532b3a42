/* envelope.h - an envelope guessed from headers, where nobody says one. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/desk.h"
#include "mail/address.h"

/* Return-Path, else From; "" for the null sender. g_free. */
char *envelope_sender(const Message *message);
/* Appends the header recipients that are the desk's (char*), the delivered one first; all
 * of To and Cc when none is. */
void envelope_recipients(const Message *message, Desk *desk, GPtrArray *recipients);
