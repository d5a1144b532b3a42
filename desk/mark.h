/* mark.h - what was odd about a message, in the words of whoever reads of it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"

/* A record's mark as a phrase; one without a phrase as it stands. Borrowed from both. */
const char *mark_phrase(const Work *work, const char *mark, const char *language);
/* True when the mark only says how the message came: by phone, by letter. */
bool mark_is_channel(const char *mark);
