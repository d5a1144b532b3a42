/* reason.h - why a category was chosen, in an agent's language. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"

/* One line of a Classification's because, its own words put into language; names of
 * rules, files and categories and what was found («…») stay. g_free. */
char *reason_words(const Work *work, const char *because, const char *language);
