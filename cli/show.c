/* show.c - one ticket: its facts, timers, messages and what happened to it. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "rules/duration.h"
#include "store/event.h"
#include "store/people.h"
#include "store/record.h"
#include "store/ticket.h"
#include "store/timer.h"

#include <jansson.h>
#include <stdio.h>

typedef struct {
	gint64 number;
	Ticket *ticket;
	GPtrArray *people, *queues, *tags, *timers, *records, *events;
	GPtrArray *files; /* of each record: GPtrArray of RecordAttachment */
	GHashTable *fields;
} Sheet;

static void sheet_clear(Sheet *sheet)
{
	ticket_free(sheet->ticket);
	g_clear_pointer(&sheet->people, g_ptr_array_unref);
	g_clear_pointer(&sheet->queues, g_ptr_array_unref);
	g_clear_pointer(&sheet->tags, g_ptr_array_unref);
	g_clear_pointer(&sheet->timers, g_ptr_array_unref);
	g_clear_pointer(&sheet->records, g_ptr_array_unref);
	g_clear_pointer(&sheet->events, g_ptr_array_unref);
	g_clear_pointer(&sheet->files, g_ptr_array_unref);
	g_clear_pointer(&sheet->fields, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sheet, sheet_clear)

static bool read_files(Db *db, Sheet *sheet, GError **error)
{
	sheet->files = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	for (guint i = 0; i < sheet->records->len; i++) {
		const Record *record = sheet->records->pdata[i];
		GPtrArray *files;
		if (!record_attachments(db, record->id, &files, error))
			return false;
		g_ptr_array_add(sheet->files, files);
	}
	return true;
}

static bool sheet_work(Db *db, void *data, GError **error)
{
	Sheet *sheet = data;
	gint64 id = sheet->number;
	if (!ticket_load(db, id, &sheet->ticket, error))
		return false;
	if (!sheet->ticket)
		return true;
	return participant_list(db, id, &sheet->people, error) &&
	       ticket_queues(db, id, &sheet->queues, error) &&
	       ticket_tags(db, id, &sheet->tags, error) &&
	       ticket_fields(db, id, &sheet->fields, error) &&
	       timer_list(db, id, false, &sheet->timers, error) &&
	       record_list(db, id, &sheet->records, error) &&
	       read_files(db, sheet, error) && event_list(db, id, &sheet->events, error);
}

/* The zone in which the ticket's promises are counted. */
static GTimeZone *sheet_zone(const Sheet *sheet, const Setup *setup)
{
	const char *name = sheet->ticket->sla;
	const Sla *sla = name ? g_hash_table_lookup(setup->config->slas, name) : NULL;
	return sla ? calendar_timezone(sla->calendar) : NULL;
}

static void line_print(const char *key, const char *value)
{
	g_autofree char *clean = g_strdelimit(cli_printable(value), "\n", ' ');
	if (*clean)
		printf("%s: %s\n", key, clean);
}

static char *link_text(const Ticket *ticket)
{
	if (ticket->merged_into)
		return g_strdup_printf("merged into %" G_GINT64_FORMAT,
				       ticket->merged_into);
	if (ticket->linked_to)
		return g_strdup_printf("%" G_GINT64_FORMAT "%s", ticket->linked_to,
				       ticket->claimed ? " (claimed)" : "");
	return NULL;
}

static char *names_text(const GPtrArray *names)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < names->len; i++)
		g_string_append_printf(text, "%s%s", i ? ", " : "",
				       (char *)names->pdata[i]);
	return g_string_free(text, FALSE);
}

static void ticket_print(const Sheet *sheet, GTimeZone *zone)
{
	const Ticket *ticket = sheet->ticket;
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, ticket->id);
	g_autofree char *created = time_rfc3339(ticket->created_at, zone);
	g_autofree char *until =
		ticket->wait_until ? time_rfc3339(ticket->wait_until, zone) : NULL;
	g_autofree char *link = link_text(ticket);
	g_autofree char *also = names_text(sheet->queues);
	g_autofree char *tags = names_text(sheet->tags);
	const struct {
		const char *key, *value;
	} lines[] = {
		{"ticket", number},
		{"subject", ticket->subject},
		{"state", ticket_state_name(ticket->state)},
		{"wait until", until},
		{"queue", ticket->queue},
		{"also in", also},
		{"category", ticket->category},
		{"priority", ticket->priority},
		{"agent", ticket->agent},
		{"customer", ticket->customer_address},
		{"language", ticket->language},
		{"tier", ticket->tier},
		{"organisation", ticket->organisation},
		{"sla", ticket->sla},
		{"linked", link},
		{"tags", tags},
		{"created", created},
	};
	for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
		line_print(lines[i].key, lines[i].value);
}

static void people_print(const Sheet *sheet)
{
	GHashTableIter iter;
	gpointer key, value;
	for (guint i = 0; i < sheet->people->len; i++) {
		const Participant *person = sheet->people->pdata[i];
		if (person->role == PARTICIPANT_CC)
			line_print("also reads", person->address);
	}
	g_hash_table_iter_init(&iter, sheet->fields);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		g_autofree char *name = g_strdup_printf("field %s", (char *)key);
		line_print(name, value);
	}
}

static void timers_print(const Sheet *sheet, GTimeZone *zone)
{
	for (guint i = 0; i < sheet->timers->len; i++) {
		const Timer *timer = sheet->timers->pdata[i];
		bool due_known =
			timer->state == TIMER_RUNNING && timer->due_at < G_MAXINT64;
		g_autofree char *due =
			due_known ? time_rfc3339(timer->due_at, zone) : NULL;
		g_autofree char *used = duration_text(timer->used_s);
		g_autofree char *text = g_strdup_printf(
			"%s %s%s%s%s%s%s%s", timer->kind, timer_state_name(timer->state),
			due ? ", due " : "", due ? due : "",
			timer->state == TIMER_PAUSED ? ", used " : "",
			timer->state == TIMER_PAUSED ? used : "",
			timer->note && *timer->note ? ": " : "",
			timer->note ? timer->note : "");
		line_print("timer", text);
	}
}

static void files_print(const GPtrArray *files)
{
	for (guint i = 0; i < files->len; i++) {
		const RecordAttachment *file = files->pdata[i];
		g_autofree char *size = g_format_size((guint64)file->size_bytes);
		g_autofree char *text = g_strdup_printf(
			"%s (%s, %s)", file->name && *file->name ? file->name : "unnamed",
			file->type ? file->type : "", size);
		line_print("  file", text);
	}
}

static void records_print(const Sheet *sheet, GTimeZone *zone, bool with_text)
{
	for (guint i = 0; i < sheet->records->len; i++) {
		const Record *record = sheet->records->pdata[i];
		g_autofree char *at = time_rfc3339(record->received_at, zone);
		const char *who = record->agent ? record->agent : record->from_address;
		g_autofree char *text = g_strdup_printf(
			"%s %s: %s%s%s%s%s%s", at, who && *who ? who : "postdesk",
			record->subject ? record->subject : "", record->mark ? " [" : "",
			record->mark ? record->mark : "", record->mark ? "]" : "",
			record->delivery ? " " : "",
			record->delivery ? record->delivery : "");
		line_print(record_kind_name(record->kind), text);
		files_print(sheet->files->pdata[i]);
		if (!with_text || !record->reply_text)
			continue;
		g_auto(GStrv) lines = g_strsplit(record->reply_text, "\n", -1);
		for (char **line = lines; *line; line++)
			if (**line)
				line_print("  |", *line);
			else if (line[1])
				printf("  |:\n");
	}
}

static void events_print(const Sheet *sheet, GTimeZone *zone)
{
	for (guint i = 0; i < sheet->events->len; i++) {
		const Event *event = sheet->events->pdata[i];
		g_autofree char *at = time_rfc3339(event->at, zone);
		g_autofree char *text = g_strdup_printf(
			"%s %s: %s%s%s%s%s", at, event->who, event->what,
			event->before ? " " : "", event->before ? event->before : "",
			event->after ? " -> " : "", event->after ? event->after : "");
		line_print("event", text);
	}
}

static json_t *files_json(const GPtrArray *files)
{
	json_t *list = json_array();
	for (guint i = 0; i < files->len; i++) {
		const RecordAttachment *file = files->pdata[i];
		json_array_append_new(list,
				      json_pack("{s:s?, s:s?, s:I}", "name", file->name,
						"type", file->type, "size",
						(json_int_t)file->size_bytes));
	}
	return list;
}

static json_t *records_json(const Sheet *sheet)
{
	json_t *list = json_array();
	for (guint i = 0; i < sheet->records->len; i++) {
		const Record *record = sheet->records->pdata[i];
		g_autofree char *at = time_rfc3339(record->received_at, NULL);
		json_array_append_new(
			list,
			json_pack("{s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:o}",
				  "kind", record_kind_name(record->kind), "at", at,
				  "from", record->from_address, "agent", record->agent,
				  "subject", record->subject, "text", record->reply_text,
				  "mark", record->mark, "delivery", record->delivery,
				  "attachments", files_json(sheet->files->pdata[i])));
	}
	return list;
}

static json_t *timers_json(const Sheet *sheet)
{
	json_t *list = json_array();
	for (guint i = 0; i < sheet->timers->len; i++) {
		const Timer *timer = sheet->timers->pdata[i];
		bool due_known =
			timer->state == TIMER_RUNNING && timer->due_at < G_MAXINT64;
		g_autofree char *due =
			due_known ? time_rfc3339(timer->due_at, NULL) : NULL;
		json_array_append_new(
			list, json_pack("{s:s, s:s, s:s?, s:I}", "kind", timer->kind,
					"state", timer_state_name(timer->state), "due",
					due, "used_s", (json_int_t)timer->used_s));
	}
	return list;
}

static void sheet_json(const Sheet *sheet)
{
	const Ticket *ticket = sheet->ticket;
	json_t *object = json_pack(
		"{s:I, s:s?, s:s, s:s?, s:s?, s:s?, s:s?, s:s?, s:I, s:b, s:o, s:o}",
		"ticket", (json_int_t)ticket->id, "queue", ticket->queue, "state",
		ticket_state_name(ticket->state), "category", ticket->category,
		"priority", ticket->priority, "subject", ticket->subject, "agent",
		ticket->agent, "customer", ticket->customer_address, "linked",
		(json_int_t)ticket->linked_to, "claimed", (int)ticket->claimed, "timers",
		timers_json(sheet), "messages", records_json(sheet));
	g_autofree char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
	printf("%s\n", text ? text : "{}");
	json_decref(object);
}

int cli_show(const Cli *cli, int argc, char **argv)
{
	gboolean json = FALSE, text = FALSE, events = FALSE;
	int code;
	GOptionEntry entries[] = {
		{"json", 0, 0, G_OPTION_ARG_NONE, &json, "one object", NULL},
		{"text", 0, 0, G_OPTION_ARG_NONE, &text, "with what people wrote", NULL},
		{"events", 0, 0, G_OPTION_ARG_NONE, &events, "with what happened", NULL},
		{0}};
	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	if (argc != 2)
		return cli_usage(cli);
	g_auto(Sheet) sheet = {.number = cli_ticket(argv[1])};
	if (!sheet.number)
		return EXIT_USAGE;
	g_autoptr(Desk) desk = cli_desk(cli, &code);
	if (!desk || (code = cli_read(desk, sheet_work, &sheet)))
		return code;
	if (!sheet.ticket) {
		cli_say("there is no ticket %" G_GINT64_FORMAT, sheet.number);
		return EXIT_FAILED;
	}
	if (json) {
		sheet_json(&sheet);
		return EXIT_DONE;
	}
	g_autoptr(Setup) setup = desk_setup(desk);
	GTimeZone *zone = sheet_zone(&sheet, setup);
	ticket_print(&sheet, zone);
	people_print(&sheet);
	timers_print(&sheet, zone);
	records_print(&sheet, zone, text);
	if (events)
		events_print(&sheet, zone);
	return EXIT_DONE;
}
