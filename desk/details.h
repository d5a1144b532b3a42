/* details.h - what a customer answers to the question for missing details. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"

/*
 * Fills the fields that the ticket's category asks for and that are still empty, from
 * lines like "order number: AB-1234" in what the customer newly wrote; a single short
 * line is the value when just one field is missing.
 */
bool details_fill(Work *work, const Ticket *ticket, const char *reply, GError **error);
