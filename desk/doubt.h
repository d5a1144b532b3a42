/* doubt.h - what a mail claims and does not prove. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/decide.h"

/*
 * True when a mail joins a ticket under the name of one of its people, but neither came
 * to their reply address nor passed DMARC: whoever has seen a Message-ID of the ticket
 * could have written it. Without address extensions nobody has a reply address, and
 * nobody is doubted.
 */
bool doubt_author(const Facts *facts);
/* Marks the record and tells the log what was claimed in vain. */
void doubt_note(const Facts *facts, Decision *decision);
