/* rule_notice.h - the notices that "then notify" asks for. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/notice.h"

/* To everybody whom the rules name, except those who are told of the ticket anyway. */
bool rule_notice_post(Work *work, const Ticket *ticket,
		      const Classification *classification, const Notice *notice,
		      GError **error);
