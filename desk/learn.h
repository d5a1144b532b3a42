/* learn.h - what the desk's people have said, as lessons. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/desk.h"
#include "rules/model_fit.h"

/* Adds the tickets whose category an agent or the administrator said, as far as the
 * taxonomy has it. */
bool desk_lessons(Desk *desk, Lessons *lessons, GError **error);

/*
 * Learns from them and puts the model in the place of the old one, unless that is better.
 * *said (g_free) tells what became of it, for the log. False: nothing was learned.
 */
bool desk_learn(Desk *desk, const LearnOptions *options, char **said, GError **error);
