/* mime.c - prepares GMime for this process. */
/* SPDX-License-Identifier: MIT */
#include "mail/mime.h"

#include <gmime/gmime.h>

/* There with a leak checker only. */
extern void __lsan_disable(void) __attribute__((weak)); /* NOLINT */
extern void __lsan_enable(void) __attribute__((weak));	/* NOLINT */

/* What GMime knew of a type that is registered again it never frees. */
static void start(void)
{
	if (__lsan_disable)
		__lsan_disable();
	g_mime_init();
	if (__lsan_enable)
		__lsan_enable();
}

/* GMime would read the addresses and the subject of a mail inside: in the square of their
 * length, and as deep as groups are nested. */
static void mails_are_leaves(void)
{
	static const char *const types[] = {"rfc822", "rfc2822", "global", "news"};

	for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
		g_mime_object_register_type("message", types[i], GMIME_TYPE_PART);
}

void mime_init(void)
{
	static gsize done;

	if (!g_once_init_enter(&done))
		return;
	start();
	mails_are_leaves();
	g_once_init_leave(&done, 1);
}
