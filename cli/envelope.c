/* envelope.c - guesses an envelope from the headers of a mail. */
/* SPDX-License-Identifier: MIT */
#include "cli/envelope.h"

char *envelope_sender(const Message *message)
{
	const char *path = message_header(message, "Return-Path");
	g_autofree char *from = address_normalise(message_from_address(message));

	if (path)
		return address_normalise(path);
	/* No usable From is not the null sender: it is unknown. */
	return *from ? g_steal_pointer(&from) : NULL;
}

static bool is_ours(Desk *desk, const char *address)
{
	g_autofree char *reply = NULL;
	return desk_recipient(desk, DOOR_INJECT, "", NULL, address, 0, 0, &reply) ==
	       RECIPIENT_OURS;
}

static void ours_add(Desk *desk, const char *text, GPtrArray *recipients)
{
	char *address = address_normalise(text ? text : "");
	if (*address && is_ours(desk, address) &&
	    !g_ptr_array_find_with_equal_func(recipients, address, g_str_equal, NULL))
		g_ptr_array_add(recipients, address);
	else
		g_free(address);
}

static void field_add(const GPtrArray *addresses, Desk *desk, GPtrArray *recipients)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *address = addresses->pdata[i];
		if (desk)
			ours_add(desk, address->address, recipients);
		else if (*address->address)
			g_ptr_array_add(recipients, g_strdup(address->address));
	}
}

void envelope_recipients(const Message *message, Desk *desk, GPtrArray *recipients)
{
	ours_add(desk, message_header(message, "X-Original-To"), recipients);
	ours_add(desk, message_header(message, "Delivered-To"), recipients);
	field_add(message->to, desk, recipients);
	field_add(message->cc, desk, recipients);
	if (recipients->len)
		return;
	field_add(message->to, NULL, recipients);
	field_add(message->cc, NULL, recipients);
}
