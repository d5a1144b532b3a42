/* collision.h - two agents who answer one ticket at the same time. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"
#include "store/record.h"

/* The newest answer of somebody else on a ticket, if it is younger than `collision`;
 * *other NULL: there is none. */
bool collision_find(Work *work, const Ticket *ticket, const Agent *agent, Record **other,
		    GError **error);
