/* apply_people.c - who takes part in a ticket, and where answers go. */
/* SPDX-License-Identifier: MIT */
#include "desk/apply_people.h"
#include "desk/doubt.h"
#include "desk/reply_path.h"
#include "mail/address.h"

#include <string.h>

#define PARTICIPANTS_MAX 48
#define ROOM_UNKNOWN	 (-1)

/* How many more a ticket may have; counted when it is first asked. */
static bool find_room(Work *work, gint64 ticket, int *room, GError **error)
{
	g_autoptr(GPtrArray) people = NULL;

	if (*room != ROOM_UNKNOWN)
		return true;
	if (!participant_list(work->db, ticket, &people, error))
		return false;
	*room = PARTICIPANTS_MAX - (int)MIN(people->len, PARTICIPANTS_MAX);
	return true;
}

bool apply_may_take_part(const Config *config, const char *address)
{
	return *address && !config_is_own_address(config, address) &&
	       !config_agent_by_address(config, address) && !address_is_robot(address);
}

static bool add_participant(Work *work, gint64 ticket, const Address *address, int *room,
			    GError **error)
{
	g_autofree char *normal = address_normalise(address->address);
	gint64 person;
	bool known;

	if (!apply_may_take_part(work->setup->config, normal))
		return true;
	if (!find_room(work, ticket, room, error))
		return false;
	if (*room == 0)
		return true;
	if (!people_intern(work->db, normal, address->name, NULL, work->now, &person,
			   error) ||
	    !participant_is(work->db, ticket, person, &known, error) ||
	    (!known && !participant_is_removed(work->db, ticket, person, &known, error)))
		return false;
	/* Replies to all go on naming whom an agent has taken out. */
	if (known)
		return true;
	(*room)--;
	return participant_put(work->db, ticket, person, PARTICIPANT_CC, work->now,
			       error) &&
	       work_event(work, ticket, "participant", NULL, normal, error);
}

bool apply_may_invite(const FactFile *file)
{
	const Thread *thread = file->thread;

	/* Those who take part besides may pass on what they get, but invite nobody. */
	if (thread->ticket && thread->person != thread->ticket->customer)
		return false;
	return !file->sender->dmarc_failed && !file->sender->is_spam &&
	       file->thread->by != THREAD_TAG && !doubt_author(&file->facts);
}

static bool add_all(Work *work, gint64 ticket, const GPtrArray *people, int *room,
		    GError **error)
{
	for (guint i = 0; i < people->len; i++)
		if (!add_participant(work, ticket, people->pdata[i], room, error))
			return false;
	return true;
}

bool apply_add_people(Work *work, gint64 ticket, const GPtrArray *people, GError **error)
{
	int room = ROOM_UNKNOWN;

	return add_all(work, ticket, people, &room, error);
}

bool apply_participants(Work *work, const Message *message, gint64 ticket, GError **error)
{
	int room = ROOM_UNKNOWN;

	return add_all(work, ticket, message->to, &room, error) &&
	       add_all(work, ticket, message->cc, &room, error);
}

bool apply_reply_to(Work *work, const Mail *mail, const FactFile *file, gint64 ticket,
		    GError **error)
{
	const Message *message = mail->message;

	if (message->reply_to->len == 0 || message_header(message, "List-Id"))
		return true;
	const Address *first = message->reply_to->pdata[0];
	g_autofree char *address = address_normalise(first->address);
	g_autoptr(Recipient) ours = recipient_read(work->setup, NULL, address);
	if (!*address || ours->queue || strcmp(address, file->sender->address) == 0)
		return true;
	return ticket_set_field(work->db, ticket, REPLY_TO_FIELD, address, error);
}
