/* desk_place.h - a desk of two queues in a folder of its own, for one test. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/conductor.h"
#include "store/outbox.h"
#include "store/record.h"
#include "store/timer.h"

#include <glib/gstdio.h>

/* Monday, 23 November 2026, 09:00 in Athens. */
#define MONDAY_9 G_GINT64_CONSTANT(1795417200)
#define HOUR	 3600

typedef struct {
	char *folder;
	Setup *setup; /* borrowed from desk */
	Desk *desk;
} Place;

static const char place_config[] =
	"[postdesk]\n"
	"store = sqlite:%1$s/desk.db\n"
	"socket = unix:%1$s/milter\n"
	"rules = %1$s/rules\n"
	"[calendar office]\n"
	"timezone = Europe/Athens\n"
	"mon-fri = 09:00-17:00\n"
	"[calendar late]\n"
	"timezone = Europe/Athens\n"
	"mon-fri = 14:00-22:00\n"
	"[sla gold]\n"
	"calendar = office\n"
	"first_response = 2h\n"
	"next_response = 4h\n"
	"update = 1d\n"
	"resolution = 3d\n"
	"escalate = 50% agent, 75% agent lead, 100% lead, 150% head\n"
	"[sla quick]\n"
	"first_response = 1h\n"
	"escalate = 50% agent, 100% lead\n"
	"[queue support]\n"
	"address = support@example.com\n"
	"agents = anna boris\n"
	"lead = lee\n"
	"head = hans@example.com\n"
	"sla = gold\n"
	"[queue billing]\n"
	"address = billing@example.com\n"
	"agents = boris\n"
	"lead = lee\n"
	"sla = quick\n"
	"[queue plain]\n"
	"address = plain@example.com\n"
	"agents = anna\n"
	"[agent anna]\n"
	"address = anna@example.com\n"
	"[agent boris]\n"
	"address = boris@example.com\n"
	"calendar = late\n"
	"[agent lee]\n"
	"address = lee@example.com\n";

static const char place_taxonomy[] = "[category billing]\n"
				     "title.en = Billing\n"
				     "[category billing.refund]\n"
				     "title.en = Refund\n"
				     "[category shipping]\n"
				     "title.en = Shipping\n"
				     "[category shipping.lost]\n"
				     "title.en = Lost parcel\n"
				     "[category shipping.quick]\n"
				     "title.en = Quick\n"
				     "sla = quick\n";

static inline void place_write_file(const char *folder, const char *name,
				    const char *text)
{
	GError *error = NULL;
	g_autofree char *path = g_build_filename(folder, name, NULL);

	g_file_set_contents(path, text, -1, &error);
	g_assert_no_error(error);
}

static inline char *place_config_path(Place *place)
{
	g_autofree char *rules = g_build_filename(place->folder, "rules", NULL);
	g_auto(GStrv) parts = g_strsplit(place_config, "%1$s", -1);
	g_autofree char *text = g_strjoinv(place->folder, parts);

	g_assert_cmpint(g_mkdir_with_parents(rules, 0700), ==, 0);
	place_write_file(rules, "taxonomy.ini", place_taxonomy);
	place_write_file(place->folder, "postdesk.ini", text);
	return g_build_filename(place->folder, "postdesk.ini", NULL);
}

static inline Desk *place_desk(Place *place, Transport *transport)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *path = place_config_path(place);
	Desk *desk = desk_open(path, transport, MONDAY_9, problems, &error);

	g_assert_no_error(error);
	for (guint i = 0; i < problems->len; i++)
		g_test_message("%s", (char *)problems->pdata[i]);
	g_assert_nonnull(desk);
	return desk;
}

static inline Place *place_new(Transport *transport)
{
	Place *place = g_new0(Place, 1);
	GError *error = NULL;

	place->folder = g_dir_make_tmp("postdesk-desk-XXXXXX", &error);
	g_assert_no_error(error);
	place->desk = place_desk(place, transport);
	place->setup = place->desk->setup;
	return place;
}

static inline void place_remove(const char *path)
{
	GDir *folder = g_dir_open(path, 0, NULL);
	const char *name;

	while (folder && (name = g_dir_read_name(folder))) {
		g_autofree char *inner = g_build_filename(path, name, NULL);
		place_remove(inner);
	}
	if (folder)
		g_dir_close(folder);
	g_remove(path);
}

static inline void place_free(Place *place)
{
	desk_close(place->desk);
	place_remove(place->folder);
	g_free(place->folder);
	g_free(place);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Place, place_free)

/* Stops and starts again, as after a kill. */
static inline void place_restart(Place *place, Transport *transport)
{
	desk_close(place->desk);
	place->desk = place_desk(place, transport);
	place->setup = place->desk->setup;
}

/* --- units of work --- */

typedef bool (*PlaceStep)(Work *work, void *data, GError **error);

typedef struct {
	Place *place;
	gint64 now;
	PlaceStep step;
	void *data;
} PlaceUnit;

static inline bool place_unit(Db *db, void *data, GError **error)
{
	PlaceUnit *unit = data;
	Work work = {.db = db,
		     .setup = unit->place->setup,
		     .keyring = unit->place->desk->keyring,
		     .now = unit->now,
		     .who = "test"};

	return unit->step(&work, unit->data, error);
}

/* A unit that must succeed. */
static inline void place_run(Place *place, gint64 now, PlaceStep step, void *data)
{
	GError *error = NULL;
	PlaceUnit unit = {place, now, step, data};

	store_write(place->desk->store, place_unit, &unit, 10000, &error);
	g_assert_no_error(error);
}

/* --- a ticket to work on --- */

typedef struct {
	const char *queue, *sla, *agent, *priority;
	gint64 id;
} PlaceTicket;

static inline bool place_insert(Work *work, void *data, GError **error)
{
	PlaceTicket *wanted = data;
	g_autoptr(Ticket) ticket = ticket_new();
	g_autoptr(Record) record = record_new();

	ticket->queue = g_strdup(wanted->queue ? wanted->queue : "support");
	ticket->sla = g_strdup(wanted->sla ? wanted->sla : "gold");
	ticket->agent = g_strdup(wanted->agent);
	ticket->category = g_strdup("unclassified");
	ticket->priority = g_strdup(wanted->priority ? wanted->priority : "normal");
	ticket->subject = g_strdup("Wrong invoice");
	ticket->language = g_strdup("en");
	ticket->created_at = ticket->updated_at = work->now;
	if (!people_intern(work->db, "ann@example.org", "Ann", "en", work->now,
			   &ticket->customer, error) ||
	    !ticket_insert(work->db, ticket, error) ||
	    !participant_put(work->db, ticket->id, ticket->customer, PARTICIPANT_CUSTOMER,
			     work->now, error))
		return false;
	record->ticket = wanted->id = ticket->id;
	record->kind = RECORD_IN;
	record->message_id = g_strdup_printf("m%d@example.org", (int)ticket->id);
	record->from_address = g_strdup("ann@example.org");
	record->subject = g_strdup("Wrong invoice");
	record->text = g_strdup("I was charged twice.");
	record->reply_text = g_strdup(record->text);
	record->received_at = work->now;
	return record_insert(work->db, record, NULL, error);
}

static inline gint64 place_ticket(Place *place, gint64 now, PlaceTicket wanted)
{
	place_run(place, now, place_insert, &wanted);
	return wanted.id;
}

typedef struct {
	gint64 id;
	GString *text;
} PlaceText;

static inline bool place_add_mails(Work *work, void *data, GError **error)
{
	PlaceText *out = data;
	g_autoptr(GPtrArray) rows = NULL;

	if (!outbox_list(work->db, 0, out->id, 1000, &rows, error))
		return false;
	for (guint i = 0; i < rows->len; i++) {
		const Outgoing *row = rows->pdata[i];
		g_string_append_printf(out->text, "%s%s %s", out->text->len ? "; " : "",
				       row->kind, row->recipient);
	}
	return true;
}

/* "escalation anna@example.com; …" of a ticket (0: all). g_free. */
static inline char *place_mails(Place *place, gint64 ticket)
{
	PlaceText out = {ticket, g_string_new(NULL)};

	place_run(place, MONDAY_9, place_add_mails, &out);
	return g_string_free(out.text, FALSE);
}
