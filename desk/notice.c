/* notice.c - writes the mail by which an agent learns of a ticket. */
/* SPDX-License-Identifier: MIT */
#include "desk/notice.h"
#include "desk/away.h"
#include "desk/block.h"
#include "desk/command.h"
#include "desk/digest.h"
#include "desk/notice_block.h"
#include "store/outbox.h"

#include <string.h>

#define TICKET_PAUSE_S	 600 /* one notice per ticket and agent in ten minutes … */
#define NOTICES_PER_HOUR 60  /* … and so many an hour in all */

/* The customer's words first, then the marker,
 * then the block that never leaves the desk. */
static Rendered *content_of(Work *work, const Ticket *ticket, const Notice *notice,
			    const Record *record, const Reader *reader, GError **error)
{
	const char *language = reader->language;
	const Catalogue *catalogue = work->setup->catalogue;
	g_autoptr(Value) value =
		notice_block(work, ticket, notice, record, reader, error);
	if (!value)
		return NULL;
	block_disarm_value(catalogue, value);
	g_autoptr(Rendered) block =
		catalogue_render(catalogue, "notice", language, value, error);
	if (!block)
		return NULL;
	const char *marker = catalogue_phrase(catalogue, language, "marker");
	const char *words =
		strcmp(notice->event, "new") ? record->reply_text : record->text;
	g_autofree char *without_marks = block_disarm(catalogue, words ? words : "");
	g_autofree char *clean = g_strchomp(command_disarm(without_marks));
	g_autofree char *html = text_to_html(clean);
	const char *end = catalogue_phrase(catalogue, language, "marker-end");
	g_autofree char *marker_html = g_markup_escape_text(marker, -1);
	g_autofree char *end_html = g_markup_escape_text(end, -1);
	g_autofree char *tag = post_tag(work_queue(work, ticket), ticket->id);
	Rendered *content = g_new0(Rendered, 1);

	g_autofree char *subject = block_disarm(catalogue, ticket->subject);
	content->subject = g_strdup_printf("%s %s", tag, subject ? subject : "");
	content->text = g_strdup_printf("%s\n\n%s\n\n%s\n\n%s\n", clean, marker,
					g_strchomp(block->text), end);
	content->html =
		g_strdup_printf("<div>%s</div>\n<p>%s</p>\n<div>%s</div>\n<p>%s</p>",
				html, marker_html, block->html, end_html);
	content->language = g_strdup(language);
	return content;
}

/* The ticket's thread in an agent's client hangs on an id that no mail ever had. */
static char *thread_root(Work *work, const Ticket *ticket, gint64 person)
{
	const char *address = work_queue(work, ticket)->addresses->pdata[0];
	Token token = {TOKEN_REFERENCE, ticket->id, person};
	g_autofree char *letters = token_make(work->keyring, &token);
	return g_strdup_printf("%s.root%s", letters, strrchr(address, '@'));
}

static char *from_name(Work *work, const Ticket *ticket, const Record *record,
		       const char *language)
{
	const Queue *queue = work_queue(work, ticket);
	const char *format =
		catalogue_phrase(work->setup->catalogue, language, "from.via");
	const char *said = record->from_name && *record->from_name ? record->from_name
								   : record->from_address;
	/* "NAME wrote:" may be the first line of an answer. */
	g_autofree char *name = command_disarm(said ? said : "");
	g_auto(GStrv) parts = g_strsplit(format, "%s", 3);

	if (g_strv_length(parts) != 3)
		return g_strdup(queue->display);
	return g_strconcat(parts[0], name, parts[1], queue->display, parts[2], NULL);
}

static bool over_limit(Work *work, const Ticket *ticket, const char *address, bool *over,
		       GError **error)
{
	gint64 on_ticket, in_all;

	*over = false;
	if (ticket->priority && strcmp(ticket->priority, "urgent") == 0)
		return true;
	if (!outbox_count_kind(work->db, "notice", address, ticket->id,
			       work->now - TICKET_PAUSE_S + 1, &on_ticket, error) ||
	    !outbox_count_kind(work->db, "notice", address, 0, work->now - 3600 + 1,
			       &in_all, error))
		return false;
	*over = on_ticket > 0 || in_all >= NOTICES_PER_HOUR;
	return true;
}

static bool post_notice(Work *work, const Ticket *ticket, const Notice *notice,
			const Record *record, const char *address, GError **error)
{
	const Queue *queue = work_queue(work, ticket);
	const char *language = post_language_of(work, queue, address);
	const Agent *agent = config_agent_by_address(work->setup->config, address);
	gint64 person;

	if (!people_intern(work->db, address, NULL, NULL, work->now, &person, error))
		return false;
	Reader reader = {agent, language, person};
	g_autoptr(Rendered) content =
		content_of(work, ticket, notice, record, &reader, error);
	if (!content)
		return false;
	g_autofree char *root = thread_root(work, ticket, person);
	g_autofree char *name = from_name(work, ticket, record, language);
	g_autoptr(GPtrArray) references = g_ptr_array_new();
	g_ptr_array_add(references, root);
	Post post = {.kind = "notice",
		     .manner = POST_NOTICE,
		     .address = address,
		     .from_name = name,
		     .reply_to = TOKEN_AGENT,
		     .content = content,
		     .in_reply_to = root,
		     .references = references,
		     .attachments = notice->message,
		     .record = 0};
	return post_mail(work, ticket, queue, &post, error);
}

static bool newest_record(Work *work, const Ticket *ticket, Record **record,
			  GError **error)
{
	g_autoptr(GPtrArray) records = NULL;

	if (!record_list(work->db, ticket->id, &records, error))
		return false;
	for (guint i = records->len; i > 0; i--) {
		const Record *one = records->pdata[i - 1];
		if (one->kind == RECORD_IN || i == 1)
			return record_load(work->db, one->id, record, error);
	}
	*record = record_new();
	return true;
}

bool notice_post(Work *work, const Ticket *ticket, const Notice *notice,
		 const char *address, GError **error)
{
	bool over;

	if (!over_limit(work, ticket, address, &over, error))
		return false;
	if (over)
		return digest_add(work, ticket, address, notice->event, error);
	if (notice->record)
		return post_notice(work, ticket, notice, notice->record, address, error);
	g_autoptr(Record) record = NULL;
	if (!newest_record(work, ticket, &record, error))
		return false;
	return post_notice(work, ticket, notice, record, address, error);
}

bool notice_agents(Work *work, const Ticket *ticket, const Notice *notice, GError **error)
{
	const Agent *agent =
		ticket->agent ? config_agent(work->setup->config, ticket->agent) : NULL;
	gint64 until = 0;

	if (agent && !away_until(work, agent, &until, error))
		return false;
	/* Who is away learns of it later, and somebody else now. */
	g_autoptr(GPtrArray) addresses = post_role_addresses(
		work, ticket, until ? SLA_TO_AGENT | SLA_TO_LEAD : SLA_TO_AGENT);

	for (guint i = 0; i < addresses->len; i++)
		if (!notice_post(work, ticket, notice, addresses->pdata[i], error))
			return false;
	return true;
}

bool notice_ticket(Work *work, const Ticket *ticket, gint64 id, const char *agent_address,
		   GError **error)
{
	g_autoptr(Record) record = NULL;
	g_autoptr(GBytes) raw = NULL;
	g_autoptr(Message) message = NULL;

	if (id ? !record_load(work->db, id, &record, error)
	       : !newest_record(work, ticket, &record, error))
		return false;
	if (!record)
		record = record_new();
	if (record->id && !record_raw(work->db, record->id, &raw, error))
		return false;
	if (raw)
		message = message_parse(raw);
	Notice notice = {.event = "assigned", .record = record, .message = message};
	return notice_post(work, ticket, &notice, agent_address, error);
}
