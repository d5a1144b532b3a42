/* served.c - keeps what is for agents away from others to whom an agent writes. */
/* SPDX-License-Identifier: MIT */
#include "desk/served.h"
#include "desk/apply_people.h"
#include "mail/address.h"

#include <string.h>

/* A reply to the address of a notice; mail clients complete that of a new mail, too. */
static bool answers_notice(const Message *message, const Route *route)
{
	bool is_reply = message->in_reply_to->len || message->references->len;

	for (guint i = 0; is_reply && i < route->recipients->len; i++) {
		const Recipient *one = route->recipients->pdata[i];
		if (one->has_token && (one->token.purpose == TOKEN_AGENT ||
				       one->token.purpose == TOKEN_DESK))
			return true;
	}
	return false;
}

static bool is_recipient(const Route *route, const char *address)
{
	for (guint i = 0; i < route->recipients->len; i++) {
		const Recipient *one = route->recipients->pdata[i];
		if (!one->queue && strcmp(one->address, address) == 0)
			return true;
	}
	return false;
}

static void add_readers(Work *work, const GPtrArray *named, const Route *route,
			GPtrArray *readers)
{
	const Config *config = work->setup->config;

	for (guint i = 0; i < named->len; i++) {
		const Address *one = named->pdata[i];
		g_autofree char *address = address_normalise(one->address);
		if (is_recipient(route, address) &&
		    apply_may_take_part(config, address) &&
		    !config_is_lead(config, address))
			g_ptr_array_add(readers, (gpointer)one);
	}
}

/* const Address*, borrowed. */
static GPtrArray *readers_of(Work *work, const Message *message, const Route *route)
{
	GPtrArray *readers = g_ptr_array_new();

	if (answers_notice(message, route)) {
		add_readers(work, message->to, route, readers);
		add_readers(work, message->cc, route, readers);
	}
	return readers;
}

bool served_take_part(Work *work, const Mail *mail, const Route *route, gint64 ticket,
		      GError **error)
{
	g_autoptr(GPtrArray) readers = readers_of(work, mail->message, route);

	return apply_add_people(work, ticket, readers, error);
}

bool served_list(Work *work, const Message *message, const Route *route, gint64 ticket,
		 GPtrArray **served, GError **error)
{
	g_autoptr(GPtrArray) people = NULL;
	g_autoptr(GPtrArray) readers = readers_of(work, message, route);
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);

	if (ticket && !participant_list(work->db, ticket, &people, error))
		return false;
	for (guint i = 0; people && i < people->len; i++) {
		const Participant *person = people->pdata[i];
		g_ptr_array_add(list, g_strdup(person->address));
	}
	for (guint i = 0; i < readers->len; i++) {
		const Address *one = readers->pdata[i];
		g_ptr_array_add(list, address_normalise(one->address));
	}
	*served = g_steal_pointer(&list);
	return true;
}
