/* compose.h - the less usual ways in which a mail comes about. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/talk/talk.h"

/* A report about the newest mail in somebody's mailbox; text: whose, and of which kind.
 */
Sending *bounce_compose(World *world, const Step *step, const char *text);
/* The last mail once more. */
Sending *again_compose(World *world, const Step *step);
