/* status_mail.h - tells a customer how the own open tickets stand. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/apply.h"

/* Answers; the mail itself is kept aside, since it belongs to no ticket. */
bool status_mail_apply(Work *work, const Mail *mail, const Kept *kept,
		       const Decision *decision, GError **error);
