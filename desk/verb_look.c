/* verb_look.c - verbs that change nothing: show, status, list, search, help. */
/* SPDX-License-Identifier: MIT */
#include "desk/clock.h"
#include "desk/mark.h"
#include "desk/post.h"
#include "desk/verb_rows.h"
#include "store/record.h"

#include <string.h>

#define LIST_MAX     50
#define SEARCH_SEEN  20000		/* tickets looked at, newest first */
#define SEARCH_BYTES (16 * 1024 * 1024) /* of mails read for it: everybody waits */
#define SHOWN_MAX    20			/* messages of a ticket … */
#define LINES_SHOWN  60			/* … and lines of each */

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
	return verb->work->language ? verb->work->language : "en";
}

/* Words of the store stay as they are where no language was chosen. */
static const char *phrase(const Verb *verb, const char *group, const char *word)
{
	g_autofree char *key = g_strconcat(group, word, NULL);
	bool is_stored = strcmp(group, "target.") != 0 && strcmp(group, "look.") != 0;

	if (is_stored && !verb->work->language)
		return word;
	return catalogue_phrase(verb->work->setup->catalogue, language_of(verb), key);
}

/* A line of phrase "look.KEY". */
static void add_line(const Verb *verb, const char *key, const char *const *pairs)
{
	g_autofree char *name = g_strconcat("look.", key, NULL);
	g_autofree char *words = work_words(verb->work, name, pairs);

	g_string_append_printf(verb->said, "%s%s", verb->said->len ? "\n" : "", words);
}

static char *time_text(const Verb *verb, gint64 at)
{
	return catalogue_time_short(verb->work->setup->catalogue, language_of(verb), at,
				    verb_zone(verb));
}

static void add_ticket_line(const Verb *verb, const Ticket *ticket)
{
	g_autofree char *subject = one_line(ticket->subject, 60);

	g_string_append_printf(verb->said, "%s%" G_GINT64_FORMAT "  %s  %s  %s  %s",
			       verb->said->len ? "\n" : "", ticket->id,
			       ticket->category ? ticket->category : "unclassified",
			       phrase(verb, "state.", ticket_state_name(ticket->state)),
			       ticket->agent ? ticket->agent : "-", subject);
}

static bool add_due(const Verb *verb, const Ticket *ticket, GError **error)
{
	g_autoptr(GPtrArray) timers = NULL;

	if (!timer_list(verb->work->db, ticket->id, true, &timers, error))
		return false;
	for (guint i = 0; i < timers->len; i++) {
		const Timer *timer = timers->pdata[i];
		const char *name = phrase(verb, "target.", timer->kind);
		bool is_overdue = timer->due_at < verb->work->now;
		g_autofree char *note = one_line(timer->note, 200);
		g_autofree char *at = time_text(verb, timer->due_at);
		if (timer->state == TIMER_PAUSED)
			add_line(verb, "paused", PAIRS("target", name, "note", note));
		else if (timer->due_at < G_MAXINT64)
			add_line(verb, is_overdue ? "overdue" : "due",
				 PAIRS("target", name, "at", at, "note", note));
	}
	return true;
}

static void add_relations(const Verb *verb, const Ticket *ticket)
{
	g_autofree char *into = number_text(ticket->merged_into);
	g_autofree char *other = number_text(ticket->linked_to);

	if (ticket->wait_until) {
		g_autofree char *until = time_text(verb, ticket->wait_until);
		add_line(verb, "waits", PAIRS("date", until));
	}
	if (ticket->merged_into)
		add_line(verb, "merged", PAIRS("other", into));
	if (ticket->linked_to)
		add_line(verb, ticket->claimed ? "claimed" : "linked",
			 PAIRS("other", other));
}

static bool add_head(const Verb *verb, const Ticket *ticket, GError **error)
{
	g_autofree char *number = number_text(ticket->id);
	g_autofree char *subject = one_line(ticket->subject, 200);
	g_autofree char *name = one_line(ticket->customer_name, 80);
	const char *priority = ticket->priority ? ticket->priority : "normal";

	add_line(verb, "ticket", PAIRS("ticket", number, "subject", subject));
	add_line(verb, "customer",
		 PAIRS("name", name, "address", ticket->customer_address));
	add_line(verb, "state",
		 PAIRS("state", phrase(verb, "state.", ticket_state_name(ticket->state)),
		       "priority", phrase(verb, "priority.", priority), "queue",
		       ticket->queue, "agent", ticket->agent ? ticket->agent : "-"));
	add_line(verb, "category",
		 PAIRS("category", ticket->category ? ticket->category : "unclassified"));
	add_relations(verb, ticket);
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
	g_autofree char *left_out = g_strdup_printf("%u", first);
	if (first)
		add_line(verb, "earlier", PAIRS("count", left_out));
	for (guint i = first; i < records->len; i++) {
		const Record *record = records->pdata[i];
		const char *name = record->agent ? record->agent : record->from_address;
		g_autofree char *at = time_text(verb, record->received_at);
		g_autofree char *who = one_line(name, 80);
		g_string_append_printf(
			verb->said, "\n%s  %s  %s", at,
			phrase(verb, "record.", record_kind_name(record->kind)), who);
		if (record->mark)
			g_string_append_printf(verb->said, "  (%s)",
					       mark_phrase(verb->work, record->mark,
							   verb->work->language));
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
		return verb_refuse(verb, error, "show", NULL);
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
		if (!count(verb, &filter,
			   phrase(verb, "state.", ticket_state_name(state)), error))
			return false;
	}
	TicketFilter mine = {.agent = me, .states = 1 << TICKET_NEW | 1 << TICKET_OPEN};
	return !me || count(verb, &mine, phrase(verb, "look.", "mine"), error);
}

#define ON_DESK (1u << TICKET_NEW | 1u << TICKET_OPEN | 1u << TICKET_WAITING)

/* By its name in the store, or as the speaker's language calls it. */
static bool read_state(const Verb *verb, const char *word, TicketState *state)
{
	g_autofree char *folded = g_utf8_casefold(word, -1);

	if (ticket_state_parse(word, state))
		return true;
	for (*state = TICKET_NEW; *state <= TICKET_MERGED; (*state)++) {
		g_autofree char *known = g_utf8_casefold(
			phrase(verb, "state.", ticket_state_name(*state)), -1);
		if (strcmp(folded, known) == 0)
			return true;
	}
	return false;
}

static bool read_filter(const Verb *verb, TicketFilter *filter, bool *nobody,
			GError **error)
{
	const char *word = verb_argument(verb);
	TicketState state;

	*nobody = verb_is_word(verb, word, "nobody");
	filter->states = ON_DESK;
	if ((!*word || verb_is_word(verb, word, "mine")) && verb->agent)
		filter->agent = verb->agent->name;
	else if (read_state(verb, word, &state))
		filter->states = 1u << state;
	else if (*word && !*nobody && !verb_is_word(verb, word, "all"))
		return verb_refuse(verb, error, "list", NULL);
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
		add_ticket_line(verb, ticket);
		shown++;
	}
	if (shown == 0)
		add_line(verb, "no-tickets", NO_PAIRS);
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
	gsize bytes = 0;
	int found = 0;

	if (!*folded)
		return verb_refuse(verb, error, "search", NULL);
	if (!ticket_list(verb->work->db, &filter, &tickets, error))
		return false;
	for (guint i = 0; i < tickets->len && found < LIST_MAX; i++) {
		g_autofree char *text = NULL;
		if (!searchable(verb, tickets->pdata[i], bytes < SEARCH_BYTES, &text,
				error))
			return false;
		bytes += strlen(text);
		if (!has_words(words, text))
			continue;
		add_ticket_line(verb, tickets->pdata[i]);
		found++;
	}
	if (found == 0)
		add_line(verb, "nothing-found", NO_PAIRS);
	return true;
}
