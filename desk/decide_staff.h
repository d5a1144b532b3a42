/* decide_staff.h - mail of the desk's own people; shared by the deciding files only. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/decide.h"

/* The sender is the ticket's customer, and speaks as such. */
bool decide_is_own_ticket(const Facts *facts);
/* False: it is not what they name. */
bool decide_agent(const Facts *facts, Decision *decision);
bool decide_staff_machine(const Facts *facts, Decision *decision);
