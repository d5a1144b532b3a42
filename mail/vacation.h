/* vacation.h - marks of out-of-office notices, for automatic.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/message.h"

#include <glib.h>
#include <stdbool.h>

/* True for subjects that programs write for absent people, in the languages known;
 * people who write about such notices have some of them, too. */
bool vacation_subject(const char *subject);

/* True when subject and text alone, without other fields, are an absent person's. */
bool vacation_notice(const Message *message);
