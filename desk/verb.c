/* verb.c - says a verb: what all verbs check before, and share while they act. */
/* SPDX-License-Identifier: MIT */
#include "desk/verb_rows.h"

#include <string.h>

#include "desk/clock.h"
#include "desk/notice.h"
#include "mail/error.h"

bool verb_refuse(GError **error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_set_error_literal(error, POSTDESK_ERROR, POSTDESK_INVALID, text);
	return false;
}

const char *verb_argument(const Verb *verb)
{
	return verb->arguments && verb->arguments[0] ? verb->arguments[0] : "";
}

bool verb_answers(const Verb *verb)
{
	const char *text = verb->text ? verb->text : "";

	return !verb->is_note && text[strspn(text, " \t\r\n")] != '\0';
}

bool verb_changed(Verb *verb, const char *what, const char *before, const char *after,
		  GError **error)
{
	verb->ticket->updated_at = verb->work->now;
	return ticket_update(verb->work->db, verb->ticket, error) &&
	       work_event(verb->work, verb->ticket->id, what, before, after, error);
}

static const Organisation *organisation_of(const Config *config, const char *name)
{
	for (guint i = 0; name && i < config->organisations->len; i++) {
		const Organisation *one = config->organisations->pdata[i];
		if (strcmp(one->name, name) == 0)
			return one;
	}
	return NULL;
}

bool verb_choose_sla(Verb *verb, GError **error)
{
	Work *work = verb->work;
	Ticket *ticket = verb->ticket;
	const Config *config = work->setup->config;
	const Category *category =
		taxonomy_category(work->setup->taxonomy, ticket->category);
	const Sla *sla = config_sla(config, work_queue(work, ticket), ticket->tier,
				    organisation_of(config, ticket->organisation),
				    category ? category->sla : NULL);
	const char *name = sla ? sla->name : NULL;

	if (g_strcmp0(name, ticket->sla) == 0)
		return true;
	g_autofree char *before = ticket->sla;
	ticket->sla = g_strdup(name);
	return verb_changed(verb, "sla", before, name, error) &&
	       clock_event(work, ticket, CLOCK_POLICY, error);
}

static bool is_speaker(const Verb *verb, const char *address)
{
	return verb->agent &&
	       config_agent_by_address(verb->work->setup->config, address) == verb->agent;
}

static bool notify(Verb *verb, const char *event, const char *address, GError **error)
{
	Notice notice = {.event = event};

	/* The newly assigned get the customer's words and files, not only a line. */
	if (strcmp(event, "assigned") == 0)
		return notice_ticket(verb->work, verb->ticket, 0, address, error);
	return notice_post(verb->work, verb->ticket, &notice, address, error);
}

bool verb_notify(Verb *verb, const char *event, GError **error)
{
	g_autoptr(GPtrArray) addresses =
		post_role_addresses(verb->work, verb->ticket, SLA_TO_AGENT);

	for (guint i = 0; i < addresses->len; i++)
		if (!is_speaker(verb, addresses->pdata[i]) &&
		    !notify(verb, event, addresses->pdata[i], error))
			return false;
	return true;
}

GTimeZone *verb_zone(const Verb *verb)
{
	if (verb->agent && verb->agent->calendar)
		return calendar_timezone(verb->agent->calendar);
	if (!verb->ticket)
		return NULL;
	const Sla *sla = work_sla(verb->work, verb->ticket);
	if (!sla)
		sla = work_queue(verb->work, verb->ticket)->sla;
	return sla && sla->calendar ? calendar_timezone(sla->calendar) : NULL;
}

gint64 verb_number(const char *word)
{
	char *end;

	if (*word == '#')
		word++;
	if (!g_ascii_isdigit(*word))
		return 0;
	guint64 number = g_ascii_strtoull(word, &end, 10);
	return *end || number > G_MAXUINT32 ? 0 : (gint64)number;
}

Ticket *verb_other(Verb *verb, GError **error)
{
	const char *word = verb_argument(verb);
	gint64 number = verb_number(word);
	Ticket *other = NULL;

	if (number == 0) {
		verb_refuse(error,
			    "\"%s\" is no ticket number; write the other ticket's number",
			    word);
		return NULL;
	}
	if (verb->ticket && number == verb->ticket->id) {
		verb_refuse(error, "ticket %s is this ticket", word);
		return NULL;
	}
	if (ticket_load(verb->work->db, number, &other, error) && !other)
		verb_refuse(error, "there is no ticket %" G_GINT64_FORMAT, number);
	return other;
}

/* Verbs that only look, or are about the speaker, need no ticket. */
static bool needs_no_ticket(const VerbRow *row)
{
	static const char *const names[] = {"show", "status", "list", "search",
					    "help", "away",   "back", NULL};

	return g_strv_contains(names, row->name);
}

static bool check(const VerbRow *row, const Verb *verb, GError **error)
{
	const Ticket *ticket = verb->ticket;
	const char *text = verb->text ? verb->text : "";

	if (needs_no_ticket(row))
		return true;
	if (!ticket)
		return verb_refuse(error,
				   "this needs a ticket; write it in an answer to a "
				   "ticket's mail");
	if (row->needs_text && text[strspn(text, " \t\r\n")] == '\0')
		return verb_refuse(error,
				   "there is no text; write it below the commands");
	if (ticket->state == TICKET_MERGED && strcmp(row->name, "note") != 0)
		return verb_refuse(error,
				   "ticket %" G_GINT64_FORMAT
				   " was merged into %" G_GINT64_FORMAT "; say it there",
				   ticket->id, ticket->merged_into);
	return true;
}

static void add_prefix(const VerbRow *row, const Verb *verb, GError **error)
{
	const char *rest = verb->rest ? verb->rest : "";
	const char *mark = verb->agent ? "#" : "";

	g_prefix_error(error, "%s%s%s%.60s: ", mark, row->name, *rest ? " " : "", rest);
}

bool verb_say(const VerbRow *row, Verb *verb, GError **error)
{
	g_autoptr(GError) problem = NULL;
	const char *rest = verb->rest;
	g_autofree char *joined = NULL;

	if (!rest && verb->arguments)
		verb->rest = joined = g_strjoinv(" ", (char **)verb->arguments);
	bool ok = check(row, verb, &problem) && row->say(verb, &problem);
	if (g_error_matches(problem, POSTDESK_ERROR, POSTDESK_INVALID))
		add_prefix(row, verb, &problem);
	verb->rest = rest;
	if (!ok)
		g_propagate_error(error, g_steal_pointer(&problem));
	return ok;
}
