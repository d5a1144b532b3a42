/* sizes.h - whether a mail can have any size at all that a rule asks for. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/condition.h"

/* True for conditions that compare sizes. */
bool condition_is_size(const Condition *condition);

/* True when some size of at most largest bytes is as wanted and not as unwanted (NULL:
 * not said); both are conditions on sizes. */
bool sizes_fit(const Condition *wanted, const Condition *unwanted, gint64 largest);
