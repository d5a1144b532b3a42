/* sample.h - the test mails beside the rules, and what is expected of them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/setup.h"

/*
 * Reads each mail that a [check] section of the rules names and decides on it as on the
 * first one of a stranger, at its Date (now, if it has none). Each part of its
 * X-Postdesk-Expect headers ("category=billing.refund; queue=billing") that comes
 * otherwise is a problem, and so is a mail without that header.
 */
void sample_check(const Setup *setup, gint64 now, GPtrArray *problems);
