/* verb_look.c - verbs that change nothing: show, status, list, search, help. */
/* SPDX-License-Identifier: MIT */
#include "desk/verb_rows.h"

#include <string.h>

#include "desk/clock.h"
#include "desk/post.h"
#include "store/record.h"

#define LIST_MAX     50
#define SEARCH_SEEN  2000 /* tickets looked at, newest first */
#define SEARCH_TEXTS 200  /* of these, so many have their mails read */
#define SHOWN_MAX    20	  /* messages of a ticket … */
#define LINES_SHOWN  60	  /* … and lines of each */

/* Texts of mails are one line here, without what a terminal would obey. */
static char *one_line(const char *text, gsize most)
{
	g_autofree char *copy = g_strdup(text ? text : "");
	GString *line = g_string_new(NULL);

	for (const char *p = g_strstrip(copy); *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (line->len > most) {
			g_string_append(line, "…");
			break;
		}
		if (g_unichar_isspace(c))
			g_string_append_c(line, ' ');
		else if (g_unichar_isprint(c))
			g_string_append_unichar(line, c);
	}
	return g_string_free(line, FALSE);
}

static const char *language_of(const Verb *verb)
{
	return verb->agent && verb->agent->language ? verb->agent->language : "en";
}

static char *time_text(const Verb *verb, gint64 at)
{
	return catalogue_time_short(verb->work->setup->catalogue, language_of(verb), at,
				    verb_zone(verb));
}

static void add_ticket_line(GString *said, const Ticket *ticket)
{
	g_autofree char *subject = one_line(ticket->subject, 60);

	g_string_append_printf(said, "%s%" G_GINT64_FORMAT "  %s  %s  %s  %s",
			       said->len ? "\n" : "", ticket->id,
			       ticket->category ? ticket->category : "unclassified",
			       ticket_state_name(ticket->state),
			       ticket->agent ? ticket->agent : "-", subject);
}

static bool add_due(const Verb *verb, const Ticket *ticket, GError **error)
{
	g_autoptr(GPtrArray) timers = NULL;
	const Catalogue *catalogue = verb->work->setup->catalogue;

	if (!timer_list(verb->work->db, ticket->id, true, &timers, error))
		return false;
	for (guint i = 0; i < timers->len; i++) {
		const Timer *timer = timers->pdata[i];
		g_autofree char *key = g_strdup_printf("target.%s", timer->kind);
		const char *name = catalogue_phrase(catalogue, language_of(verb), key);
		g_autofree char *at = time_text(verb, timer->due_at);
		if (timer->state == TIMER_PAUSED)
			g_string_append_printf(verb->said, "\n%s: paused", name);
		else if (timer->due_at < G_MAXINT64)
			g_string_append_printf(
				verb->said, "\n%s: %s%s", name, at,
				timer->due_at < verb->work->now ? " (overdue)" : "");
	}
	return true;
}

static bool add_head(const Verb *verb, const Ticket *ticket, GError **error)
{
	g_autofree char *subject = one_line(ticket->subject, 200);
	g_autofree char *name = one_line(ticket->customer_name, 80);

	g_string_append_printf(verb->said, "ticket %" G_GINT64_FORMAT ": %s", ticket->id,
			       subject);
	g_string_append_printf(verb->said, "\ncustomer: %s%s%s%s", name,
			       *name ? " <" : "",
			       ticket->customer_address ? ticket->customer_address : "",
			       *name ? ">" : "");
	g_string_append_printf(verb->said,
			       "\nstate: %s, priority: %s, queue: %s, agent: %s",
			       ticket_state_name(ticket->state),
			       ticket->priority ? ticket->priority : "normal",
			       ticket->queue, ticket->agent ? ticket->agent : "-");
	g_string_append_printf(verb->said, "\ncategory: %s",
			       ticket->category ? ticket->category : "unclassified");
	if (ticket->wait_until) {
		g_autofree char *until = time_text(verb, ticket->wait_until);
		g_string_append_printf(verb->said, "\nwaits until: %s", until);
	}
	if (ticket->merged_into)
		g_string_append_printf(verb->said, "\nmerged into: %" G_GINT64_FORMAT,
				       ticket->merged_into);
	if (ticket->linked_to)
		g_string_append_printf(verb->said, "\nlinked to: %" G_GINT64_FORMAT "%s",
				       ticket->linked_to,
				       ticket->claimed ? " (claimed by the sender)" : "");
	return add_due(verb, ticket, error);
}

/* What was newly written, indented; a transcript is no archive. */
static void add_text(const Verb *verb, const Record *record)
{
	const char *text = record->reply_text ? record->reply_text : record->text;
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", LINES_SHOWN + 1);
	int shown = 0;

	for (; shown < LINES_SHOWN && lines[shown]; shown++) {
		g_autofree char *line = one_line(lines[shown], 500);
		g_string_append_printf(verb->said, "\n    %s", line);
	}
	if (lines[shown])
		g_string_append(verb->said, "\n    …");
}

static bool add_records(const Verb *verb, const Ticket *ticket, GError **error)
{
	g_autoptr(GPtrArray) records = NULL;

	if (!record_list(verb->work->db, ticket->id, &records, error))
		return false;
	guint first = records->len > SHOWN_MAX ? records->len - SHOWN_MAX : 0;
	if (first)
		g_string_append_printf(verb->said, "\n… %u earlier messages", first);
	for (guint i = first; i < records->len; i++) {
		const Record *record = records->pdata[i];
		const char *name = record->agent ? record->agent : record->from_address;
		g_autofree char *at = time_text(verb, record->received_at);
		g_autofree char *who = one_line(name, 80);
		g_string_append_printf(verb->said, "\n%s  %s  %s", at,
				       record_kind_name(record->kind), who);
		add_text(verb, record);
	}
	return true;
}

bool verb_show(Verb *verb, GError **error)
{
	g_autoptr(Ticket) other = NULL;
	const Ticket *ticket = verb->ticket;

	if (*verb_argument(verb) &&
	    !(ticket && verb_number(verb_argument(verb)) == ticket->id)) {
		ticket = other = verb_other(verb, error);
		if (!other)
			return false;
	}
	if (!ticket)
		return verb_refuse(error, "which one? write show 42");
	return add_head(verb, ticket, error) && add_records(verb, ticket, error);
}

static bool count(const Verb *verb, const TicketFilter *filter, const char *words,
		  GError **error)
{
	gint64 number;

	if (!ticket_count(verb->work->db, filter, &number, error))
		return false;
	g_string_append_printf(verb->said, "%s%s: %" G_GINT64_FORMAT,
			       verb->said->len ? "\n" : "", words, number);
	return true;
}

/* Of the ticket at hand; else of all that there is, and the speaker's part of it. */
bool verb_status(Verb *verb, GError **error)
{
	const char *me = verb->agent ? verb->agent->name : NULL;

	if (verb->ticket)
		return add_head(verb, verb->ticket, error);
	for (int state = TICKET_NEW; state <= TICKET_SOLVED; state++) {
		TicketFilter filter = {.states = 1u << state};
		if (!count(verb, &filter, ticket_state_name(state), error))
			return false;
	}
	TicketFilter mine = {.agent = me, .states = 1 << TICKET_NEW | 1 << TICKET_OPEN};
	return !me || count(verb, &mine, "on you", error);
}

#define ON_DESK (1u << TICKET_NEW | 1u << TICKET_OPEN | 1u << TICKET_WAITING)

static bool read_filter(const Verb *verb, TicketFilter *filter, bool *nobody,
			GError **error)
{
	const char *word = verb_argument(verb);
	TicketState state;

	*nobody = strcmp(word, "nobody") == 0;
	filter->states = ON_DESK;
	if ((!*word || strcmp(word, "mine") == 0) && verb->agent)
		filter->agent = verb->agent->name;
	else if (ticket_state_parse(word, &state))
		filter->states = 1u << state;
	else if (*word && !*nobody && strcmp(word, "all") != 0)
		return verb_refuse(
			error, "write list, or list with one of mine, nobody, all, new, "
			       "open, waiting, solved");
	return true;
}

bool verb_list(Verb *verb, GError **error)
{
	TicketFilter filter = {0};
	g_autoptr(GPtrArray) tickets = NULL;
	bool nobody;
	int shown = 0;

	if (!read_filter(verb, &filter, &nobody, error) ||
	    !ticket_list(verb->work->db, &filter, &tickets, error))
		return false;
	for (guint i = 0; i < tickets->len && shown < LIST_MAX; i++) {
		const Ticket *ticket = tickets->pdata[i];
		if (nobody && ticket->agent)
			continue;
		add_ticket_line(verb->said, ticket);
		shown++;
	}
	if (shown == 0)
		g_string_append(verb->said, "no tickets");
	if (shown == LIST_MAX)
		g_string_append(verb->said, "\n…");
	return true;
}

static bool has_words(char **words, const char *text)
{
	g_autofree char *folded = g_utf8_casefold(text, -1);

	for (; *words; words++)
		if (!strstr(folded, *words))
			return false;
	return true;
}

/* What is searched of a ticket: its head, and the mails on it while that is cheap. */
static bool searchable(const Verb *verb, const Ticket *ticket, bool with_mails,
		       char **text, GError **error)
{
	g_autoptr(GPtrArray) records = NULL;
	GString *all = g_string_new(ticket->subject);

	g_string_append_printf(all, "\n%s\n%s",
			       ticket->customer_address ? ticket->customer_address : "",
			       ticket->customer_name ? ticket->customer_name : "");
	if (with_mails && !record_list(verb->work->db, ticket->id, &records, error)) {
		g_string_free(all, TRUE);
		return false;
	}
	for (guint i = 0; records && i < records->len; i++) {
		const Record *record = records->pdata[i];
		g_string_append_printf(all, "\n%s", record->text ? record->text : "");
	}
	*text = g_string_free(all, FALSE);
	return true;
}

bool verb_search(Verb *verb, GError **error)
{
	TicketFilter filter = {.limit = SEARCH_SEEN, .newest_first = true};
	g_autoptr(GPtrArray) tickets = NULL;
	g_autofree char *folded = g_utf8_casefold(verb->rest ? verb->rest : "", -1);
	g_auto(GStrv) words = g_strsplit_set(g_strstrip(folded), " \t", -1);
	int found = 0;

	if (!*folded)
		return verb_refuse(error, "for what? write search invoice 4711");
	if (!ticket_list(verb->work->db, &filter, &tickets, error))
		return false;
	for (guint i = 0; i < tickets->len && found < LIST_MAX; i++) {
		g_autofree char *text = NULL;
		if (!searchable(verb, tickets->pdata[i], i < SEARCH_TEXTS, &text, error))
			return false;
		if (!has_words(words, text))
			continue;
		add_ticket_line(verb->said, tickets->pdata[i]);
		found++;
	}
	if (found == 0)
		g_string_append(verb->said, "nothing found");
	return true;
}

static void add_row(const Verb *verb, const VerbRow *row)
{
	const char *mark = verb->agent ? "#" : "";

	g_string_append_printf(verb->said, "%s%s%s  %s  Example: %s",
			       verb->said->len ? "\n" : "", mark, row->grammar, row->help,
			       row->example + !*mark);
}

bool verb_help(Verb *verb, GError **error)
{
	const char *word = verb_argument(verb);
	gsize rows;
	const VerbRow *table = verb_table(&rows);

	word += *word == '#';
	if (*word && !verb_find(word))
		return verb_refuse(error, "there is no command %s; write help for all",
				   word);
	for (gsize i = 0; i < rows; i++)
		if (!*word || strcmp(table[i].name, word) == 0)
			add_row(verb, &table[i]);
	return true;
}
