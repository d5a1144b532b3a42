/* list.c - tickets in columns, or as JSON; and the mail that belongs to none. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "mail/address.h"
#include "rules/duration.h"
#include "rules/known.h"
#include "store/people.h"
#include "store/record.h"
#include "store/ticket.h"

#include <jansson.h>
#include <stdio.h>

#define OPEN_STATES (1U << TICKET_NEW | 1U << TICKET_OPEN)
#define LIVE_STATES (OPEN_STATES | 1U << TICKET_WAITING | 1U << TICKET_SOLVED)

typedef struct {
	TicketFilter filter;
	char *customer; /* address, NULL: any */
	GPtrArray *tickets, *unmatched;
} List;

static bool list_work(Db *db, void *data, GError **error)
{
	List *list = data;
	g_autofree char *address =
		list->customer ? address_normalise(list->customer) : NULL;
	if (address && !people_find(db, address, &list->filter.customer, error))
		return false;
	if (address && !list->filter.customer) {
		list->tickets = g_ptr_array_new();
		return true;
	}
	return ticket_list(db, &list->filter, &list->tickets, error);
}

static bool unmatched_work(Db *db, void *data, GError **error)
{
	return unmatched_list(db, &((List *)data)->unmatched, error);
}

static void list_json(const GPtrArray *tickets)
{
	for (guint i = 0; i < tickets->len; i++) {
		const Ticket *ticket = tickets->pdata[i];
		g_autofree char *created = time_rfc3339(ticket->created_at, NULL);
		json_t *object = json_pack(
			"{s:I, s:s?, s:s, s:s?, s:f, s:s?, s:s?, s:s?, s:s?, s:s?, s:s}",
			"ticket", (json_int_t)ticket->id, "queue", ticket->queue, "state",
			ticket_state_name(ticket->state), "category", ticket->category,
			"confidence", ticket->confidence, "priority", ticket->priority,
			"subject", ticket->subject, "agent", ticket->agent, "language",
			ticket->language, "customer", ticket->customer_address, "created",
			created);
		g_autofree char *line = object ? json_dumps(object, JSON_COMPACT) : NULL;
		printf("%s\n", line ? line : "{}");
		json_decref(object);
	}
}

static void list_columns(const GPtrArray *tickets)
{
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	for (guint i = 0; i < tickets->len; i++) {
		const Ticket *ticket = tickets->pdata[i];
		char **row = g_new0(char *, 6);
		row[0] = g_strdup_printf("%" G_GINT64_FORMAT, ticket->id);
		row[1] = g_strdup(ticket->category ? ticket->category : "-");
		row[2] = g_strdup(ticket_state_name(ticket->state));
		row[3] = g_strdup(ticket->agent ? ticket->agent : "-");
		row[4] = g_strdup(ticket->subject ? ticket->subject : "");
		g_ptr_array_add(rows, row);
	}
	cli_columns(rows, 5);
}

static int list_unmatched(Desk *desk)
{
	List list = {0};
	int code = cli_read(desk, unmatched_work, &list);
	if (code)
		return code;
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	for (guint i = 0; i < list.unmatched->len; i++) {
		const Unmatched *mail = list.unmatched->pdata[i];
		char **row = g_new0(char *, 6);
		row[0] = time_rfc3339(mail->at, NULL);
		row[1] = g_strdup(mail->sender && *mail->sender ? mail->sender : "<>");
		row[2] = address_normalise(mail->recipient ? mail->recipient : "");
		row[3] = g_strdup(mail->why ? mail->why : "-");
		row[4] = g_strdup(mail->subject ? mail->subject : "");
		g_ptr_array_add(rows, row);
	}
	cli_columns(rows, 5);
	g_ptr_array_unref(list.unmatched);
	return EXIT_DONE;
}

#define NOBODY	 "nobody"
#define NO_LIMIT G_MININT

typedef struct {
	gboolean open, all, json, unmatched;
	char *state, *queue, *agent, *category, *customer;
	int limit;
} ListOptions;

static void list_options_clear(ListOptions *options)
{
	g_free(options->state);
	g_free(options->queue);
	g_free(options->agent);
	g_free(options->category);
	g_free(options->customer);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ListOptions, list_options_clear)

static bool states_wanted(const ListOptions *options, unsigned *states)
{
	TicketState state;
	*states = options->all ? 0 : options->open ? OPEN_STATES : LIVE_STATES;
	if (!options->state)
		return true;
	if (!ticket_state_parse(options->state, &state)) {
		cli_say("there is no state «%s»: new, open, waiting, solved, closed, "
			"spam, merged",
			options->state);
		return false;
	}
	*states = 1U << state;
	return true;
}

/* A ticket may bear a name that the configuration has lost; who finds none is told. */
static bool name_is_known(const char *what, const char *name, GPtrArray *names_taken)
{
	g_autoptr(GError) error = NULL;

	if (!name) {
		g_ptr_array_unref(names_taken);
		return true;
	}
	if (known_check(what, name, names_taken, &error))
		return true;
	cli_say("%s", error->message);
	return false;
}

static bool names_are_known(Desk *desk, const ListOptions *said)
{
	g_autoptr(Setup) setup = desk_setup(desk);
	GPtrArray *categories = known_categories(setup->taxonomy);

	g_ptr_array_add(categories, (char *)"unclassified");
	bool queue = name_is_known("queue", said->queue, known_queues(setup->config));
	GPtrArray *agents = known_agents(setup->config);
	g_ptr_array_add(agents, (char *)NOBODY);
	bool agent = name_is_known("agent", said->agent, agents);
	return name_is_known("category", said->category, categories) && queue && agent;
}

int cli_list(const Cli *cli, int argc, char **argv)
{
	g_auto(ListOptions) said = {.limit = NO_LIMIT};
	int code;
	GOptionEntry entries[] = {
		{"open", 0, 0, G_OPTION_ARG_NONE, &said.open, "those that the desk owes",
		 NULL},
		{"all", 0, 0, G_OPTION_ARG_NONE, &said.all, "closed, merged and spam too",
		 NULL},
		{"state", 0, 0, G_OPTION_ARG_STRING, &said.state, "in this state",
		 "STATE"},
		{"queue", 0, 0, G_OPTION_ARG_STRING, &said.queue, "of this queue",
		 "NAME"},
		{"agent", 0, 0, G_OPTION_ARG_STRING, &said.agent,
		 "of this agent, or nobody's", "NAME"},
		{"category", 0, 0, G_OPTION_ARG_STRING, &said.category,
		 "of this category", "PATH"},
		{"customer", 0, 0, G_OPTION_ARG_STRING, &said.customer, "of this person",
		 "ADDR"},
		{"limit", 0, 0, G_OPTION_ARG_INT, &said.limit, "at most N", "N"},
		{"unmatched", 0, 0, G_OPTION_ARG_NONE, &said.unmatched,
		 "bounces that belong to no mail", NULL},
		{"json", 0, 0, G_OPTION_ARG_NONE, &said.json, "one object per line",
		 NULL},
		{0}};
	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	if (argc > 1 || said.open + said.all + said.unmatched + (said.state != NULL) > 1)
		return cli_usage(cli);
	if (said.limit < 1 && said.limit != NO_LIMIT) {
		cli_say("--limit %d: write 1 or more", said.limit);
		return EXIT_USAGE;
	}
	List list = {.filter = {.queue = said.queue,
				.agent = !g_strcmp0(said.agent, NOBODY) ? "" : said.agent,
				.category = said.category,
				.limit = MAX(said.limit, 0)},
		     .customer = said.customer};
	if (!states_wanted(&said, &list.filter.states))
		return EXIT_USAGE;
	g_autoptr(Desk) desk = cli_desk(cli, &code);
	if (!desk)
		return code;
	if (said.unmatched)
		return list_unmatched(desk);
	if ((code = cli_read(desk, list_work, &list)))
		return code;
	(said.json ? list_json : list_columns)(list.tickets);
	code = list.tickets->len || names_are_known(desk, &said) ? EXIT_DONE : EXIT_USAGE;
	g_ptr_array_unref(list.tickets);
	return code;
}
