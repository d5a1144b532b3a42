/* forward.h - the mail that somebody passed on, attached or below its headers. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/message.h"

/* Strings owned, never NULL; "" where the forward does not say. */
typedef struct {
	char *address, *name; /* of the author; comparison form */
	char *subject, *text;
	char *message_id;  /* of an attached mail */
	Message *attached; /* NULL: it stands in the text */
} Forward;
void forward_free(Forward *forward);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Forward, forward_free)

/*
 * The first mail that is attached to message (message/rfc822), else the one that follows
 * the first block of header lines ("From: … Date: … Subject: …", in the languages of mail
 * clients). NULL when there is none that names its author.
 */
Forward *forward_read(const Message *message);
