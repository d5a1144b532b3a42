/* mime.h - GMime as it is used here. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Prepares GMime for this process; may be called by any thread, any number of times.
 * Mails inside of mails are leaves then. */
void mime_init(void);
