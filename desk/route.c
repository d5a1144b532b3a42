/* route.c - takes recipients apart, and answers RCPT. */
/* SPDX-License-Identifier: MIT */
#include "desk/route.h"
#include "desk/conductor.h"
#include "mail/address.h"

Recipient *recipient_read(const Setup *setup, const Keyring *keyring, const char *raw)
{
	const Config *config = setup->config;
	Recipient *recipient = g_new0(Recipient, 1);
	g_autofree char *base = NULL, *extension = NULL;

	recipient->raw = raw;
	recipient->address = address_normalise(raw);
	recipient->queue = config_queue_by_address(config, recipient->address);
	if (recipient->queue || !*config->delimiters)
		return recipient;
	address_split(recipient->address, config->delimiters, &base, &extension);
	recipient->queue = *extension ? config_queue_by_address(config, base) : NULL;
	if (!recipient->queue)
		return recipient;
	/* What stands in Message-IDs is known to many, and no address. */
	recipient->has_token = token_read(keyring, extension, &recipient->token) &&
			       recipient->token.purpose != TOKEN_REFERENCE;
	recipient->is_forged =
		keyring && !recipient->has_token && token_has_shape(extension);
	recipient->is_bent = !recipient->has_token && token_is_bent(extension);
	g_free(recipient->address);
	recipient->address = g_steal_pointer(&base);
	return recipient;
}

void recipient_free(Recipient *recipient)
{
	if (!recipient)
		return;
	g_free(recipient->address);
	g_free(recipient);
}

Route *route_read(const Setup *setup, const Keyring *keyring, const Envelope *envelope)
{
	Route *route = g_new0(Route, 1);

	route->recipients =
		g_ptr_array_new_with_free_func((GDestroyNotify)recipient_free);
	route->queues = g_ptr_array_new();
	route->all_ours = envelope->recipients->len > 0;
	for (guint i = 0; i < envelope->recipients->len; i++) {
		Recipient *one =
			recipient_read(setup, keyring, envelope->recipients->pdata[i]);
		g_ptr_array_add(route->recipients, one);
		if (!one->queue) {
			route->all_ours = false;
			continue;
		}
		if (!g_ptr_array_find(route->queues, one->queue, NULL))
			g_ptr_array_add(route->queues, (gpointer)one->queue);
		if (one->has_token && one->token.purpose == TOKEN_BOUNCE &&
		    !route->bounce)
			route->bounce = one;
		if (one->has_token && one->token.purpose != TOKEN_BOUNCE &&
		    !route->first_token)
			route->first_token = one;
	}
	return route;
}

void route_free(Route *route)
{
	if (!route)
		return;
	g_ptr_array_unref(route->recipients);
	g_ptr_array_unref(route->queues);
	g_free(route);
}

char *route_refuse_size(const Queue *queue, gint64 limit_bytes)
{
	g_autofree char *limit = g_format_size_full(limit_bytes, G_FORMAT_SIZE_IEC_UNITS);
	/* g_format_size puts a no-break space in; SMTP wants ASCII. */
	g_auto(GStrv) words = g_strsplit(limit, "\302\240", -1);
	g_autofree char *ascii = g_strjoinv(" ", words);
	return g_strdup_printf("552 5.3.4 The message is over the limit of %s of <%s>",
			       ascii, (char *)queue->addresses->pdata[0]);
}

RecipientKind desk_recipient(Desk *desk, Door door, const char *sender,
			     const char *auth_user, const char *recipient,
			     gint64 size_bytes, gint64 now, char **reply)
{
	g_autoptr(Setup) setup = desk_setup(desk);
	g_autoptr(Recipient) one = recipient_read(setup, desk_keyring(desk), recipient);

	*reply = NULL;
	if (!one->queue)
		return RECIPIENT_FOREIGN;
	if (door != DOOR_MILTER)
		return RECIPIENT_OURS;
	if (one->is_forged) {
		*reply = g_strdup_printf(
			"550 5.1.1 This reply address is not valid; please "
			"write to <%s>",
			(char *)one->queue->addresses->pdata[0]);
		return RECIPIENT_REFUSED;
	}
	if (size_bytes > one->queue->limit_bytes) {
		*reply = route_refuse_size(one->queue, one->queue->limit_bytes);
		return RECIPIENT_REFUSED;
	}
	if (desk->store && !store_is_well(desk->store)) {
		*reply = g_strdup(
			"451 4.3.0 The help desk cannot store mail just now, please "
			"try again later");
		return RECIPIENT_LATER;
	}
	return RECIPIENT_OURS;
}
