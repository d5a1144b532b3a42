/* notice.c - writes the mail by which an agent learns of a ticket. */
/* SPDX-License-Identifier: MIT */
#include "desk/notice.h"

#include <string.h>

#include "desk/clock.h"
#include "desk/digest.h"
#include "desk/mark.h"
#include "desk/reason.h"
#include "store/outbox.h"

#define TICKET_PAUSE_S	 600 /* one notice per ticket and agent in ten minutes … */
#define NOTICES_PER_HOUR 60  /* … and so many an hour in all */
#define EARLIER_SHOWN	 6

static Value *item_of(const char *key, const char *text)
{
	Value *item = value_map();
	value_set(item, key, text);
	return item;
}

static void set_due(Work *work, Value *value, GPtrArray *timers, const char *language,
		    GTimeZone *zone)
{
	const Catalogue *catalogue = work->setup->catalogue;
	Value *due = value_list();

	for (guint i = 0; i < timers->len; i++) {
		const Timer *timer = timers->pdata[i];
		if (timer->state != TIMER_RUNNING || timer->due_at == G_MAXINT64)
			continue;
		g_autofree char *key = g_strdup_printf("target.%s", timer->kind);
		g_autofree char *at =
			catalogue_time_short(catalogue, language, timer->due_at, zone);
		Value *item = item_of("target", catalogue_phrase(catalogue, language, key));
		value_set(item, "at", at);
		value_set_take(item, "overdue", value_bool(timer->due_at < work->now));
		value_append_take(due, item);
	}
	value_set_take(value, "due", due);
}

static bool set_earlier(Work *work, Value *value, const Ticket *ticket, const char *language,
			GTimeZone *zone, GError **error)
{
	const Catalogue *catalogue = work->setup->catalogue;
	TicketFilter filter = {.customer = ticket->customer,
			       .limit = EARLIER_SHOWN + 1,
			       .newest_first = true};
	g_autoptr(GPtrArray) tickets = NULL;
	Value *earlier = value_list();

	value_set_take(value, "earlier", earlier);
	if (!ticket_list(work->db, &filter, &tickets, error))
		return false;
	for (guint i = 0; i < tickets->len; i++) {
		const Ticket *other = tickets->pdata[i];
		if (other->id == ticket->id)
			continue;
		g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, other->id);
		g_autofree char *state =
			g_strdup_printf("state.%s", ticket_state_name(other->state));
		g_autofree char *day =
			catalogue_day(catalogue, language, other->created_at, zone);
		Value *item = item_of("ticket", number);
		value_set(item, "subject", other->subject);
		value_set(item, "state", catalogue_phrase(catalogue, language, state));
		value_set(item, "date", day);
		value_append_take(earlier, item);
	}
	return true;
}

static void set_strings(Value *value, const char *key, GPtrArray *strings)
{
	Value *list = value_list();

	for (guint i = 0; strings && i < strings->len; i++)
		value_append_take(list, value_string(strings->pdata[i]));
	value_set_take(value, key, list);
}

static void set_because(Work *work, Value *value, const GPtrArray *because,
			const char *language)
{
	Value *list = value_list();

	for (guint i = 0; i < because->len; i++) {
		g_autofree char *words = reason_words(work, because->pdata[i], language);
		value_append_take(list, value_string(words));
	}
	value_set_take(value, "because", list);
}

static void set_classification(Work *work, Value *value, const Ticket *ticket,
			       const Notice *notice, const char *language)
{
	const Category *category = taxonomy_category(work->setup->taxonomy, ticket->category);
	g_autofree char *confidence = g_strdup_printf("%.0f %%", ticket->confidence * 100);
	Value *articles = value_list();

	value_set(value, "confidence", confidence);
	if (notice->classification) {
		value_set(value, "runner_up", notice->classification->runner_up);
		set_because(work, value, notice->classification->because, language);
	}
	for (guint i = 0; category && i < category->articles->len; i++) {
		const char *slug = category->articles->pdata[i];
		Value *item = item_of("slug", slug);
		value_set(item, "title",
			  catalogue_article_title(work->setup->catalogue, slug, language));
		value_append_take(articles, item);
	}
	value_set_take(value, "articles", articles);
}

static bool set_fields(Work *work, Value *value, const Ticket *ticket, const char *language,
		       GError **error)
{
	g_autoptr(GHashTable) fields = NULL;
	GHashTableIter iter;
	gpointer name, text;
	Value *list = value_list();

	value_set_take(value, "fields", list);
	if (!ticket_fields(work->db, ticket->id, &fields, error))
		return false;
	g_hash_table_iter_init(&iter, fields);
	while (g_hash_table_iter_next(&iter, &name, &text)) {
		if (*(char *)name == '_')
			continue;
		g_autofree char *key = g_strdup_printf("field.%s", (char *)name);
		const char *phrase = catalogue_phrase(work->setup->catalogue, language, key);
		Value *item = item_of("name", strcmp(phrase, key) ? phrase : name);
		value_set(item, "value", text);
		value_append_take(list, item);
	}
	return true;
}

static bool set_people(Work *work, Value *value, const Ticket *ticket, GError **error)
{
	g_autoptr(GPtrArray) people = NULL;
	Value *list = value_list();

	value_set_take(value, "people", list);
	if (!participant_list(work->db, ticket->id, &people, error))
		return false;
	for (guint i = 0; i < people->len; i++) {
		const Participant *person = people->pdata[i];
		if (person->role != PARTICIPANT_CC)
			continue;
		Value *item = item_of("name", person->name);
		value_set(item, "address", person->address);
		value_append_take(list, item);
	}
	return true;
}

static void set_mail(Work *work, Value *value, const Notice *notice, const Record *record,
		     const char *language)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new();
	const Message *message = notice->message;
	Value *files = value_list();

	for (guint i = 0; message && i < message->attachments->len; i++) {
		const Attachment *file = message->attachments->pdata[i];
		g_autofree char *size = g_format_size(file->size_bytes);
		Value *item = item_of("name", file->name);
		value_set(item, "size", size);
		value_append_take(files, item);
	}
	value_set_take(value, "attachments", files);
	if (message && message->reply_to->len) {
		const Address *reply_to = message->reply_to->pdata[0];
		if (g_ascii_strcasecmp(reply_to->address, record->from_address ? record->from_address : ""))
			value_set(value, "reply_to", reply_to->address);
	}
	if (record->mark && *record->mark)
		g_ptr_array_add(warnings, (char *)mark_phrase(work, record->mark, language));
	for (guint i = 0; notice->warnings && i < notice->warnings->len; i++)
		g_ptr_array_add(warnings, notice->warnings->pdata[i]);
	set_strings(value, "warnings", warnings);
}

static bool set_claim(Work *work, Value *value, const Ticket *ticket, GError **error)
{
	Value *claims = value_list();

	value_set_take(value, "claims", claims);
	if (!ticket->claimed || !ticket->linked_to)
		return true;
	g_autoptr(Ticket) other = NULL;
	if (!ticket_load(work->db, ticket->linked_to, &other, error))
		return false;
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, ticket->linked_to);
	Value *item = item_of("ticket", number);
	value_set(item, "subject", other ? other->subject : "");
	value_append_take(claims, item);
	return true;
}

/* Who gets the notice: agents can answer it. */
typedef struct {
	const Agent *agent; /* NULL: a lead or somebody whom a rule names */
	const char *language;
	gint64 person;
} Reader;

static Value *block_value(Work *work, const Ticket *ticket, const Notice *notice,
			  const Record *record, const Reader *reader, GError **error)
{
	const char *language = reader->language;
	const Queue *queue = work_queue(work, ticket);
	const char *own = reader->agent ? reader->agent->addresses->pdata[0] : "";
	GTimeZone *zone = post_zone_of(work, ticket, queue, own);
	g_autoptr(GPtrArray) timers = NULL;
	g_autoptr(Value) value = post_ticket_value(work, ticket, language, error);

	if (!value || !timer_list(work->db, ticket->id, true, &timers, error) ||
	    !set_earlier(work, value, ticket, language, zone, error) ||
	    !set_fields(work, value, ticket, language, error) ||
	    !set_people(work, value, ticket, error) ||
	    !set_claim(work, value, ticket, error))
		return NULL;
	if (!ticket->customer_name || !*ticket->customer_name)
		value_set(value, "customer_address", "");
	g_autofree char *event = g_strdup_printf("event.%s", notice->event);
	value_set(value, "event", catalogue_phrase(work->setup->catalogue, language, event));
	value_set_take(value, "copy", value_bool(notice->is_copy));
	set_due(work, value, timers, language, zone);
	set_classification(work, value, ticket, notice, language);
	set_mail(work, value, notice, record, language);
	value_set_take(value, "answerable", value_bool(reader->agent != NULL));
	if (reader->agent && *work->setup->config->delimiters) {
		Token token = {TOKEN_DESK, 0, reader->person};
		g_autofree char *address =
			token_address(work->keyring, queue->addresses->pdata[0],
				      work->setup->config->delimiters, &token);
		value_set(value, "command_address", address);
	}
	return g_steal_pointer(&value);
}

/* The customer's words first, then the marker, then the block that never leaves the desk. */
static Rendered *content_of(Work *work, const Ticket *ticket, const Notice *notice,
			    const Record *record, const Reader *reader, GError **error)
{
	const char *language = reader->language;
	const Catalogue *catalogue = work->setup->catalogue;
	g_autoptr(Value) value =
		block_value(work, ticket, notice, record, reader, error);
	if (!value)
		return NULL;
	g_autoptr(Rendered) block =
		catalogue_render(catalogue, "notice", language, value, error);
	if (!block)
		return NULL;
	const char *marker = catalogue_phrase(catalogue, language, "marker");
	const char *words = strcmp(notice->event, "new") ? record->reply_text : record->text;
	g_autofree char *clean = g_strchomp(g_strdup(words ? words : ""));
	g_autofree char *html = text_to_html(clean);
	const char *end = catalogue_phrase(catalogue, language, "marker-end");
	g_autofree char *marker_html = g_markup_escape_text(marker, -1);
	g_autofree char *end_html = g_markup_escape_text(end, -1);
	g_autofree char *tag = post_tag(work_queue(work, ticket), ticket->id);
	Rendered *content = g_new0(Rendered, 1);

	content->subject = g_strdup_printf("%s %s", tag, ticket->subject ? ticket->subject : "");
	content->text = g_strdup_printf("%s\n\n%s\n\n%s\n\n%s\n", clean, marker,
					block->text, end);
	content->html = g_strdup_printf(
		"<div>%s</div>\n<p>%s</p>\n<div>%s</div>\n<p>%s</p>", html, marker_html,
		block->html, end_html);
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
	const char *format = catalogue_phrase(work->setup->catalogue, language, "from.via");
	const char *name = record->from_name && *record->from_name ? record->from_name
								   : record->from_address;
	g_auto(GStrv) parts = g_strsplit(format, "%s", 3);

	if (g_strv_length(parts) != 3)
		return g_strdup(queue->display);
	return g_strconcat(parts[0], name ? name : "", parts[1], queue->display, parts[2],
			   NULL);
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
	    !outbox_count_kind(work->db, "notice", address, 0, work->now - 3600 + 1, &in_all,
			       error))
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
		     .name = agent ? agent->display : NULL,
		     .from_name = name,
		     .reply_to = TOKEN_AGENT,
		     .content = content,
		     .in_reply_to = root,
		     .references = references,
		     .attachments = notice->message,
		     .record = 0};
	return post_mail(work, ticket, queue, &post, error);
}

static bool newest_record(Work *work, const Ticket *ticket, Record **record, GError **error)
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

bool notice_post(Work *work, const Ticket *ticket, const Notice *notice, const char *address,
		 GError **error)
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
	g_autoptr(GPtrArray) addresses = post_role_addresses(work, ticket, SLA_TO_AGENT);

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
