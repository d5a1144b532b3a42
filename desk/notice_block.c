/* notice_block.c - gathers what an agent should know of a ticket beside the mail. */
/* SPDX-License-Identifier: MIT */
#include "desk/notice_block.h"
#include "desk/apply_people.h"
#include "desk/clock.h"
#include "desk/mark.h"
#include "desk/reason.h"
#include "mail/address.h"

#include <string.h>

#define EARLIER_SHOWN 6
#define OUTSIDERS_MAX 5

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
		Value *item =
			item_of("target", catalogue_phrase(catalogue, language, key));
		value_set(item, "at", at);
		value_set_take(item, "overdue", value_bool(timer->due_at < work->now));
		value_append_take(due, item);
	}
	value_set_take(value, "due", due);
}

static bool set_earlier(Work *work, Value *value, const Ticket *ticket,
			const char *language, GTimeZone *zone, GError **error)
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
		g_autofree char *number = number_text(other->id);
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
	const Category *category =
		taxonomy_category(work->setup->taxonomy, ticket->category);
	g_autofree char *confidence =
		g_strdup_printf("%.0f %%", ticket->confidence * 100);
	Value *articles = value_list();

	value_set(value, "confidence", confidence);
	if (notice->classification) {
		value_set(value, "runner_up", notice->classification->runner_up);
		set_because(work, value, notice->classification->because, language);
	}
	for (guint i = 0; category && i < category->articles->len; i++) {
		const char *slug = category->articles->pdata[i];
		if (!g_strcmp0(slug, notice->article))
			continue;
		Value *item = item_of("slug", slug);
		value_set(
			item, "title",
			catalogue_article_title(work->setup->catalogue, slug, language));
		value_append_take(articles, item);
	}
	value_set_take(value, "articles", articles);
	if (notice->article)
		value_set(value, "sent_article",
			  catalogue_article_title(work->setup->catalogue, notice->article,
						  language));
}

static bool set_fields(Work *work, Value *value, const Ticket *ticket,
		       const char *language, GError **error)
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
		if (strcmp(name, "channel") == 0) {
			g_autofree char *by = g_strconcat("by ", text, NULL);
			value_set(value, "received", mark_phrase(work, by, language));
			continue;
		}
		g_autofree char *key = g_strdup_printf("field.%s", (char *)name);
		const char *phrase =
			catalogue_phrase(work->setup->catalogue, language, key);
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

static bool takes_part(const GPtrArray *people, const char *address)
{
	for (guint i = 0; i < people->len; i++)
		if (strcmp(((Participant *)people->pdata[i])->address, address) == 0)
			return true;
	return false;
}

/* To whom the mail went besides, although they take no part: an agent may let them in. */
static bool set_outsiders(Work *work, Value *value, const Ticket *ticket,
			  const Message *message, GError **error)
{
	g_autoptr(GPtrArray) people = NULL;
	Value *list = value_list();
	guint room = OUTSIDERS_MAX;

	value_set_take(value, "outsiders", list);
	if (!message)
		return true;
	if (!participant_list(work->db, ticket->id, &people, error))
		return false;
	GPtrArray *lists[] = {message->to, message->cc};
	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
		for (guint j = 0; j < lists[i]->len && room; j++) {
			const Address *one = lists[i]->pdata[j];
			g_autofree char *address = address_normalise(one->address);
			if (!apply_may_take_part(work->setup->config, address) ||
			    takes_part(people, address))
				continue;
			value_append_take(list, value_string(address));
			room--;
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
		if (g_ascii_strcasecmp(reply_to->address,
				       record->from_address ? record->from_address : ""))
			value_set(value, "reply_to", reply_to->address);
	}
	const char *mark = record->mark ? record->mark : "";
	if (*mark && !mark_is_channel(mark))
		g_ptr_array_add(warnings, (char *)mark_phrase(work, mark, language));
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
	g_autofree char *number = number_text(ticket->linked_to);
	Value *item = item_of("ticket", number);
	value_set(item, "subject", other ? other->subject : "");
	value_append_take(claims, item);
	return true;
}

Value *notice_block(Work *work, const Ticket *ticket, const Notice *notice,
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
	    !set_outsiders(work, value, ticket, notice->message, error) ||
	    !set_claim(work, value, ticket, error))
		return NULL;
	if (!ticket->customer_name || !*ticket->customer_name)
		value_set(value, "customer_address", "");
	g_autofree char *event = g_strdup_printf("event.%s", notice->event);
	value_set(value, "event",
		  catalogue_phrase(work->setup->catalogue, language, event));
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
