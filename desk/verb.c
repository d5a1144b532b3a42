/* verb.c - says a verb: what all verbs check before, and share while they act. */
/* SPDX-License-Identifier: MIT */
#include "desk/clock.h"
#include "desk/notice.h"
#include "desk/verb_rows.h"
#include "mail/error.h"

#include <string.h>

#define PAIRS_MAX 6

/* Name and value by turns, from the ticket's number to NULL. */
typedef struct {
	char ticket[24];
	const char *pairs[2 * PAIRS_MAX + 3];
} Filling;

/* words: the key, then pairs. */
static void filling_read(Filling *filling, const Verb *verb, const char *const *words)
{
	gsize n = 2;

	g_snprintf(filling->ticket, sizeof filling->ticket, "%" G_GINT64_FORMAT,
		   verb->ticket ? verb->ticket->id : 0);
	filling->pairs[0] = "ticket";
	filling->pairs[1] = filling->ticket;
	for (const char *const *pair = words + 1; *pair && n <= 2 * PAIRS_MAX;
	     pair += 2) {
		filling->pairs[n++] = pair[0];
		filling->pairs[n++] = pair[1];
	}
	filling->pairs[n] = NULL;
}

void verb_tell_words(const Verb *verb, const char *const *words)
{
	g_autofree char *phrase = g_strconcat("said.", words[0], NULL);
	Filling filling;

	filling_read(&filling, verb, words);
	g_autofree char *text = work_words(verb->work, phrase, filling.pairs);
	g_string_append_printf(verb->said, "%s%s", verb->said->len ? "; " : "", text);
}

bool verb_refuse_words(const Verb *verb, GError **error, const char *const *words)
{
	g_autofree char *phrase = g_strconcat("wrong.", words[0], NULL);
	Filling filling;

	filling_read(&filling, verb, words);
	return work_refuse(verb->work, error, phrase, filling.pairs);
}

char *verb_time(const Verb *verb, gint64 at)
{
	const Work *work = verb->work;

	return catalogue_time(work->setup->catalogue,
			      work->language ? work->language : "en", at,
			      verb_zone(verb));
}

const char *verb_argument(const Verb *verb)
{
	return verb->arguments && verb->arguments[0] ? verb->arguments[0] : "";
}

bool verb_has_word(const Verb *verb, const char *key, const char *word)
{
	g_autofree char *phrase = work_words(verb->work, key, NO_PAIRS);
	g_autofree char *known = catalogue_fold(phrase);
	g_autofree char *folded = catalogue_fold(word);
	g_auto(GStrv) words = g_strsplit(known, " ", -1);

	return *folded && g_strv_contains((const char *const *)words, folded);
}

bool verb_is_word(const Verb *verb, const char *word, const char *english)
{
	g_autofree char *key = g_strconcat("argument.", english, NULL);

	return g_ascii_strcasecmp(word, english) == 0 || verb_has_word(verb, key, word);
}

bool verb_answers(const Verb *verb)
{
	const char *text = verb->text ? verb->text : "";

	return !verb->is_note &&
	       (verb->has_article || text[strspn(text, " \t\r\n")] != '\0');
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

static bool queue_has_agent(const Queue *queue, const Agent *agent)
{
	return g_ptr_array_find(queue->agents, agent, NULL);
}

GTimeZone *verb_zone(const Verb *verb)
{
	const Work *work = verb->work;
	const GPtrArray *queues = work->setup->config->queues;
	const Queue *queue = verb->ticket ? work_queue(work, verb->ticket) : NULL;

	for (guint i = 0; verb->agent && !queue && i < queues->len; i++)
		if (queue_has_agent(queues->pdata[i], verb->agent))
			queue = queues->pdata[i];
	return post_zone_of(work, verb->ticket, queue ? queue : queues->pdata[0],
			    verb->agent ? verb->agent->addresses->pdata[0] : "");
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
		verb_refuse(verb, error, "no-number", "word", word, NULL);
		return NULL;
	}
	if (verb->ticket && number == verb->ticket->id) {
		verb_refuse(verb, error, "same-ticket", NULL);
		return NULL;
	}
	if (ticket_load(verb->work->db, number, &other, error) && !other)
		verb_refuse(verb, error, "no-ticket", "number", word, NULL);
	return other;
}

/* Verbs that only look, or are about the speaker, need no ticket. */
static bool needs_no_ticket(const VerbRow *row)
{
	static const char *const names[] = {
		"show", "status", "list",      "search",      "help",	  "away", "back",
		"new",	"fwd",	  "subscribe", "unsubscribe", "incident", NULL};

	return g_strv_contains(names, row->name);
}

bool verb_check_merged(const Verb *verb, GError **error)
{
	if (verb->ticket->state != TICKET_MERGED)
		return true;
	g_autofree char *into = number_text(verb->ticket->merged_into);
	return verb_refuse(verb, error, "merged-ticket", "other", into, NULL);
}

static bool check(const VerbRow *row, const Verb *verb, GError **error)
{
	const Ticket *ticket = verb->ticket;
	const char *text = verb->text ? verb->text : "";

	if (row->needs_text && text[strspn(text, " \t\r\n")] == '\0')
		return verb_refuse(verb, error, "needs-text", NULL);
	if (needs_no_ticket(row))
		return true;
	if (!ticket)
		return verb_refuse(verb, error, "needs-ticket", NULL);
	return strcmp(row->name, "note") == 0 || verb_check_merged(verb, error);
}

/* Which line it was, as it was written. */
static void add_prefix(const VerbRow *row, const Verb *verb, GError **error)
{
	const char *rest = verb->rest ? verb->rest : "";
	g_autofree char *line = verb->line
					? g_strdup(verb->line)
					: g_strconcat(verb->agent ? "#" : "", row->name,
						      *rest ? " " : "", rest, NULL);
	g_autofree char *prefix = g_strdup_printf("%.160s: ", line);
	g_autofree char *valid = g_utf8_make_valid(prefix, -1);

	g_prefix_error_literal(error, valid);
	if (verb->work->wrong)
		g_string_prepend(verb->work->wrong, valid);
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
