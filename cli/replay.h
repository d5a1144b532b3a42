/* replay.h - how a replay is shown. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/replay.h"

/* Tables for people, and one object on one line for programs. */
void replay_print(const Replay *replay);
void replay_print_json(const Replay *replay);
