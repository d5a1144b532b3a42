/* session.h - one connection of the mail server: libmilter's callbacks. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/desk.h"
#include "milter/gate.h"

/*
 * Gives libmilter the callbacks, which ask desk while gate is open. Called once, before
 * smfi_main; both arguments are borrowed until the process ends.
 */
bool session_register(Desk *desk, Gate *gate, GError **error);
