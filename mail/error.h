/* error.h - the one error domain: three codes, named by what the caller must do. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

#define POSTDESK_ERROR (g_quark_from_static_string("postdesk"))

/*
 * Every fallible function of mail, rules, store, desk and cli reports one of these.
 * Messages are sentences without a final stop that name their object first:
 * "ticket 42: outbox: disk full".
 */
typedef enum {
	POSTDESK_INVALID, /* will never work: bad input, refused address, wrong syntax */
	POSTDESK_BUSY,	  /* try later: locked store, full disk, server not reachable */
	POSTDESK_BROKEN,  /* our fault or a damaged store: log it, tell the administrator
			   */
} PostdeskError;
