/* post.c - composes what the desk writes and puts it into the outbox. */
/* SPDX-License-Identifier: MIT */
#include "desk/post.h"
#include "desk/block.h"
#include "desk/leak.h"
#include "desk/post_files.h"
#include "mail/address.h"
#include "mail/writable.h"
#include "store/outbox.h"
#include "store/record.h"

#include <string.h>

char *post_tag(const Queue *queue, gint64 ticket)
{
	const char *number = strstr(queue->tag, "%d");

	if (!number)
		return g_strdup(queue->tag);
	return g_strdup_printf("%.*s%" G_GINT64_FORMAT "%s", (int)(number - queue->tag),
			       queue->tag, ticket, number + 2);
}

static GTimeZone *zone_of_sla(const Sla *sla)
{
	return sla && sla->calendar ? calendar_timezone(sla->calendar) : NULL;
}

GTimeZone *post_zone(const Work *work, const Ticket *ticket)
{
	GTimeZone *zone = ticket ? zone_of_sla(work_sla(work, ticket)) : NULL;

	return zone || !ticket ? zone : zone_of_sla(work_queue(work, ticket)->sla);
}

GTimeZone *post_zone_of(const Work *work, const Ticket *ticket, const Queue *queue,
			const char *address)
{
	const Agent *agent = config_agent_by_address(work->setup->config, address);
	GTimeZone *zone = agent && agent->calendar ? calendar_timezone(agent->calendar)
						   : post_zone(work, ticket);

	return zone || !queue ? zone : zone_of_sla(queue->sla);
}

const char *post_customer_language(const Work *work, const Ticket *ticket)
{
	return catalogue_language(work->setup->catalogue, ticket->language,
				  work_queue(work, ticket)->languages->pdata[0]);
}

const char *post_language_of(const Work *work, const Queue *queue, const char *address)
{
	const Agent *agent = config_agent_by_address(work->setup->config, address);
	const char *first = queue->languages->pdata[0];

	return catalogue_language(work->setup->catalogue, agent ? agent->language : NULL,
				  first);
}

/* Different mails get different ids, the same mail the same: nothing here is random. */
static char *message_id_of(Work *work, const Ticket *ticket, const Queue *queue,
			   const Post *post, gint64 person)
{
	const char *address = queue->addresses->pdata[0];
	Token token = {TOKEN_REFERENCE, ticket ? ticket->id : 0, person};
	g_autofree char *letters = token_make(work->keyring, &token);
	g_autofree char *what = g_strdup_printf(
		"%s\n%s\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT "\n%s\n%s", post->kind,
		post->address, work->now, work->record, post->content->subject,
		post->content->text);
	g_autofree char *hash =
		g_compute_checksum_for_string(G_CHECKSUM_SHA256, what, -1);
	return g_strdup_printf("%s.%.16s@%s", letters, hash, address_domain(address));
}

static char *token_address_for(Work *work, const Queue *queue, TokenPurpose purpose,
			       const Ticket *ticket, gint64 person)
{
	Token token = {purpose, ticket && purpose != TOKEN_DESK ? ticket->id : 0, person};
	return token_address(work->keyring, queue->addresses->pdata[0],
			     work->setup->config->delimiters, &token);
}

/* A mail to a customer ends with a line that survives relays
 * which rewrite Message-IDs. */
static void set_body(Work *work, const Ticket *ticket, const Post *post, Draft *draft)
{
	if (post->manner == POST_NOTICE || !ticket) {
		draft->text = g_strdup(post->content->text);
		draft->html = g_strdup(post->content->html);
		return;
	}
	Token token = {TOKEN_REFERENCE, ticket->id, ticket->customer};
	g_autofree char *letters = token_make(work->keyring, &token);
	g_autofree char *text = g_strchomp(g_strdup(post->content->text));
	draft->text = g_strdup_printf("%s\n\n[ref:%s]\n", text, letters);
	if (post->content->html)
		draft->html = g_strdup_printf(
			"%s\n<p style=\"font-size:small;color:#999\">[ref:%s]</p>",
			post->content->html, letters);
}

static const char *name_of(const Work *work, const Post *post)
{
	const Agent *agent =
		post->manner == POST_NOTICE
			? config_agent_by_address(work->setup->config, post->address)
			: NULL;

	return agent ? agent->display : post->name;
}

static Draft *draft_of(Work *work, const Ticket *ticket, const Queue *queue,
		       const Post *post, const char *message_id)
{
	Draft *draft = draft_new();

	draft->from_name = g_strdup(post->from_name ? post->from_name : queue->display);
	draft->from_address = g_strdup(queue->addresses->pdata[0]);
	draft->subject = g_strdup(post->content->subject);
	set_body(work, ticket, post, draft);
	draft->message_id = g_strdup(message_id);
	draft->in_reply_to = g_strdup(post->in_reply_to);
	draft->date = work->now;
	draft_add_to(draft, name_of(work, post), post->address);
	if (post->manner == POST_AUTOMATIC)
		draft->auto_submitted = g_strdup("auto-replied");
	if (post->manner == POST_NOTICE || post->manner == POST_NEWS)
		draft->auto_submitted = g_strdup("auto-generated");
	for (guint i = 0; post->references && i < post->references->len; i++)
		draft_add_reference(draft, post->references->pdata[i]);
	for (guint i = 0; post->cc && i < post->cc->len; i++) {
		const Participant *cc = post->cc->pdata[i];
		draft_add_cc(draft, cc->name, cc->address);
	}
	post_files_attach(work, post, draft);
	return draft;
}

/* A lead who is no agent has no use for an agent's authority. */
static bool may_hold(const Work *work, TokenPurpose purpose, const char *address)
{
	return (purpose != TOKEN_AGENT && purpose != TOKEN_DESK) ||
	       config_agent_by_address(work->setup->config, address);
}

/* One row: its own Reply-To and envelope sender, since both carry the person's token. */
static bool post_copy(Work *work, const Ticket *ticket, const Queue *queue,
		      const Post *post, Draft *draft, const char *address, GError **error)
{
	gint64 person;

	if (!people_intern(work->db, address, NULL, NULL, work->now, &person, error))
		return false;
	g_clear_pointer(&draft->reply_to, g_free);
	if (post->reply_to && may_hold(work, post->reply_to, address))
		draft->reply_to =
			token_address_for(work, queue, post->reply_to, ticket, person);
	g_autoptr(GBytes) raw = draft_compose(draft, error);
	if (!raw)
		return false;
	g_autoptr(Outgoing) row = outgoing_new();
	row->ticket = ticket ? ticket->id : 0;
	row->record = post->record;
	row->kind = g_strdup(post->kind);
	row->automatic = post->manner == POST_AUTOMATIC || post->manner == POST_NEWS;
	row->sender =
		post->manner == POST_AUTOMATIC
			? g_strdup("")
			: token_address_for(work, queue, TOKEN_BOUNCE, ticket, person);
	row->recipient = g_strdup(address);
	row->message_id = g_strdup(draft->message_id);
	row->subject = g_strdup(draft->subject);
	row->raw = g_steal_pointer(&raw);
	row->created_at = work->now;
	row->next_at = post->send_at > work->now ? post->send_at : work->now;
	work->left_work = true;
	return outbox_insert(work->db, row, error);
}

/* A mail to a customer holds a token of an agent. What the desk says by itself is left
 * out, so that the rest of what it does is done. */
static bool keep_back(Work *work, const Ticket *ticket, const Post *post, GError **error)
{
	if (post->manner == POST_ANSWER || !ticket)
		return work_refuse(work, error, "wrong.leaks", NO_PAIRS);
	return work_event(work, ticket->id, "not sent: an agent's token is in it", NULL,
			  post->kind, error);
}

/* Nobody can be written to at it. An agent hears of it when the answer is composed; what
 * the desk says by itself is left out, so that the rest of what it does is done. */
static bool leave_out(const Post *post)
{
	g_autofree char *writable = writable_address(post->address);

	return !writable && post->manner != POST_ANSWER;
}

bool post_mail(Work *work, const Ticket *ticket, const Queue *queue, const Post *post,
	       GError **error)
{
	gint64 person;

	if (!post->address || !*post->address)
		return true;
	if (leave_out(post))
		return !ticket || work_event(work, ticket->id,
					     "not sent: nobody can be written to there",
					     post->address, post->kind, error);
	if (!people_intern(work->db, post->address, name_of(work, post), NULL, work->now,
			   &person, error))
		return false;
	g_autofree char *message_id = message_id_of(work, ticket, queue, post, person);
	g_autoptr(Draft) draft = draft_of(work, ticket, queue, post, message_id);
	if (ticket) {
		g_autofree char *number = number_text(ticket->id);
		draft_add_header(draft, "X-Postdesk-Ticket", number);
		if (!reference_add(work->db, message_id, ticket->id, work->now, error))
			return false;
	}
	if (post->manner != POST_NOTICE && leak_in_draft(work, draft))
		return keep_back(work, ticket, post, error);
	if (!post_copy(work, ticket, queue, post, draft, post->address, error))
		return false;
	for (guint i = 0; post->cc && i < post->cc->len; i++) {
		const Participant *cc = post->cc->pdata[i];
		if (!post_copy(work, ticket, queue, post, draft, cc->address, error))
			return false;
	}
	return true;
}

/* What is answered may hold words of others, but no block. */
static void disarm(const Catalogue *catalogue, Rendered *content)
{
	char **const texts[] = {&content->subject, &content->text, &content->html};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		char *harmless = block_disarm(catalogue, *texts[i]);
		g_free(*texts[i]);
		*texts[i] = harmless;
	}
}

bool post_text(Work *work, const Ticket *ticket, const Queue *queue, Post *post,
	       const char *text, const char *language, const Value *value, GError **error)
{
	g_autoptr(Rendered) content =
		catalogue_render(work->setup->catalogue, text, language, value, error);

	if (!content)
		return false;
	if (post->manner == POST_NOTICE)
		disarm(work->setup->catalogue, content);
	post->content = content;
	bool ok = post_mail(work, ticket, queue, post, error);
	post->content = NULL;
	return ok;
}

static void set_phrase(Value *value, const char *key, const Catalogue *catalogue,
		       const char *language, const char *group, const char *word)
{
	g_autofree char *phrase = g_strdup_printf("%s.%s", group, word);
	value_set(value, key, catalogue_phrase(catalogue, language, phrase));
}

static void set_category(Work *work, Value *value, const Ticket *ticket,
			 const char *language)
{
	const Category *category =
		taxonomy_category(work->setup->taxonomy, ticket->category);

	value_set(value, "category", category ? category_title(category, language) : "");
	value_set(value, "category_path", ticket->category);
}

Value *post_ticket_value(Work *work, const Ticket *ticket, const char *language,
			 GError **error)
{
	const Catalogue *catalogue = work->setup->catalogue;
	const Queue *queue = work_queue(work, ticket);
	g_autofree char *number = number_text(ticket->id);
	g_autofree char *tag = post_tag(queue, ticket->id);
	const Agent *agent =
		ticket->agent ? config_agent(work->setup->config, ticket->agent) : NULL;
	const char *named = ticket->customer_name;
	Value *value = value_map();

	value_set(value, "ticket", number);
	value_set(value, "tag", tag);
	value_set(value, "subject", ticket->subject);
	value_set(value, "queue", queue->display);
	value_set(value, "queue_address", queue->addresses->pdata[0]);
	value_set(value, "customer", named && *named ? named : ticket->customer_address);
	value_set(value, "customer_address", ticket->customer_address);
	value_set(value, "organisation", ticket->organisation);
	value_set(value, "tier", ticket->tier);
	value_set(value, "agent", agent ? agent->display : ticket->agent);
	set_phrase(value, "state", catalogue, language, "state",
		   ticket_state_name(ticket->state));
	set_phrase(value, "priority", catalogue, language, "priority",
		   ticket->priority ? ticket->priority : "normal");
	set_category(work, value, ticket, language);
	return value;
}

static void add_address(GPtrArray *addresses, const char *address)
{
	if (address && *address &&
	    !g_ptr_array_find_with_equal_func(addresses, address, g_str_equal, NULL))
		g_ptr_array_add(addresses, g_strdup(address));
}

static void add_agents(GPtrArray *addresses, const Queue *queue, const Agent *agent)
{
	if (agent) {
		add_address(addresses, agent->addresses->pdata[0]);
		return;
	}
	for (guint i = 0; i < queue->agents->len; i++) {
		const Agent *one = queue->agents->pdata[i];
		add_address(addresses, one->addresses->pdata[0]);
	}
}

GPtrArray *post_role_addresses(Work *work, const Ticket *ticket, unsigned roles)
{
	const Queue *queue = work_queue(work, ticket);
	const Agent *agent =
		ticket->agent ? config_agent(work->setup->config, ticket->agent) : NULL;
	GPtrArray *addresses = g_ptr_array_new_with_free_func(g_free);

	if (roles & SLA_TO_AGENT)
		add_agents(addresses, queue, agent);
	if (roles & SLA_TO_LEAD)
		add_address(addresses, queue->lead ? queue->lead : queue->head);
	if (roles & SLA_TO_HEAD)
		add_address(addresses, queue->head ? queue->head : queue->lead);
	if (addresses->len == 0)
		add_agents(addresses, queue,
			   queue->agents->len ? queue->agents->pdata[0] : NULL);
	return addresses;
}
