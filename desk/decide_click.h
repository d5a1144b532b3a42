/* decide_click.h - mails that say one thing: by a link's address, or by a single word. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/decide.h"

/* A link that was clicked and sent; false: the mail is something else,
 * or comes too late. */
bool decide_click(const Facts *facts, Decision *decision);
/* A mail that only says "status", from somebody who may be answered. */
bool decide_status(const Facts *facts, Decision *decision);
