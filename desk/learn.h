/* learn.h - what the desk's people have said, as lessons. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/desk.h"
#include "rules/model_fit.h"

/* Adds the tickets whose category an agent or the administrator said, as far as the
 * taxonomy has it. */
bool desk_lessons(Desk *desk, Lessons *lessons, GError **error);
