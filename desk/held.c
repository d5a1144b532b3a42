/* held.c - keeps answers that wait for a word of their author. */
/* SPDX-License-Identifier: MIT */
#include "desk/held.h"
#include "desk/failed.h"

#include <string.h>

/*
 * Few answers wait at a time, so that one setting lists them: lines of ticket, agent,
 * record, end and reminder, separated by tabs. The text has a setting of its own.
 */
#define LIST_KEY "held"
#define TEXT_KEY "held.text."

Held *held_new(gint64 ticket, const char *agent, gint64 record, AnswerEnd end,
	       const char *text)
{
	Held *held = g_new0(Held, 1);

	held->ticket = ticket;
	held->agent = g_strdup(agent);
	held->record = record;
	held->end = end;
	held->text = g_strdup(text);
	return held;
}

void held_free(Held *held)
{
	if (!held)
		return;
	g_free(held->agent);
	g_free(held->text);
	g_free(held);
}

static char *text_key(const Held *held)
{
	return g_strdup_printf(TEXT_KEY "%" G_GINT64_FORMAT ".%s", held->ticket,
			       held->agent);
}

static void read_line(GPtrArray *list, const char *line)
{
	g_auto(GStrv) parts = g_strsplit(line, "\t", 5);

	if (g_strv_length(parts) != 5)
		return;
	Held *held = held_new(g_ascii_strtoll(parts[0], NULL, 10), parts[1],
			      g_ascii_strtoll(parts[2], NULL, 10),
			      (AnswerEnd)CLAMP(g_ascii_strtoll(parts[3], NULL, 10),
					       ANSWER_WAITS, ANSWER_SOLVES),
			      NULL);
	held->remind_at = g_ascii_strtoll(parts[4], NULL, 10);
	g_ptr_array_add(list, held);
}

/* Without their texts. */
static GPtrArray *load_list(Work *work, GError **error)
{
	g_autofree char *text = NULL;

	if (!setting_load(work->db, LIST_KEY, &text, error))
		return NULL;
	GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)held_free);
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
	for (char **line = lines; *line; line++)
		read_line(list, *line);
	return list;
}

static bool save_list(Work *work, const GPtrArray *list, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < list->len; i++) {
		const Held *held = list->pdata[i];
		g_string_append_printf(text,
				       "%" G_GINT64_FORMAT "\t%s\t%" G_GINT64_FORMAT
				       "\t%d\t%" G_GINT64_FORMAT "\n",
				       held->ticket, held->agent, held->record,
				       (int)held->end, held->remind_at);
	}
	return setting_save(work->db, LIST_KEY, text->str, error);
}

static int find(const GPtrArray *list, gint64 ticket, const char *agent)
{
	for (guint i = 0; i < list->len; i++) {
		const Held *held = list->pdata[i];
		if (held->ticket == ticket && strcmp(held->agent, agent) == 0)
			return (int)i;
	}
	return -1;
}

bool held_put(Work *work, const Held *held, GError **error)
{
	g_autoptr(GPtrArray) list = load_list(work, error);
	g_autofree char *key = text_key(held);

	if (!list)
		return false;
	int old = find(list, held->ticket, held->agent);
	if (old >= 0)
		g_ptr_array_remove_index(list, (guint)old);
	Held *copy = held_new(held->ticket, held->agent, held->record, held->end, NULL);
	copy->remind_at = held->remind_at;
	g_ptr_array_add(list, copy);
	work->left_work = true;
	return save_list(work, list, error) &&
	       setting_save(work->db, key, held->text, error) &&
	       work_event(work, held->ticket, "held", NULL, held->agent, error);
}

bool held_take(Work *work, gint64 ticket, const char *agent, Held **held, GError **error)
{
	g_autoptr(GPtrArray) list = load_list(work, error);

	*held = NULL;
	if (!list)
		return false;
	int at = find(list, ticket, agent);
	if (at < 0)
		return true;
	g_autoptr(Held) found = g_ptr_array_steal_index(list, (guint)at);
	g_autofree char *key = text_key(found);
	if (!setting_load(work->db, key, &found->text, error) ||
	    !save_list(work, list, error) || !setting_save(work->db, key, "", error))
		return false;
	*held = g_steal_pointer(&found);
	return true;
}

static bool set_links(Work *work, Value *value, const Ticket *ticket, const char *address,
		      GError **error)
{
	const char *delimiters = work->setup->config->delimiters;
	const Queue *queue = work_queue(work, ticket);
	gint64 person;

	if (!*delimiters)
		return true;
	if (!people_intern(work->db, address, NULL, NULL, work->now, &person, error))
		return false;
	Token token = {TOKEN_AGENT, ticket->id, person};
	g_autofree char *to = token_address(work->keyring, queue->addresses->pdata[0],
					    delimiters, &token);
	g_autofree char *tag = post_tag(queue, ticket->id);
	g_autofree char *subject = g_strdup_printf("Re: %s", tag);
	g_autofree char *escaped = g_uri_escape_string(subject, NULL, FALSE);
	g_autofree char *send =
		g_strdup_printf("mailto:%s?subject=%s&body=%%23send", to, escaped);
	g_autofree char *drop =
		g_strdup_printf("mailto:%s?subject=%s&body=%%23drop", to, escaped);
	value_set(value, "send_url", send);
	value_set(value, "drop_url", drop);
	return true;
}

bool held_post(Work *work, const Ticket *ticket, const Held *held, const HeldNews *news,
	       GError **error)
{
	const Agent *agent = config_agent(work->setup->config, held->agent);
	const Queue *queue = work_queue(work, ticket);

	if (!agent)
		return true;
	const char *address = agent->addresses->pdata[0];
	const char *language = post_language_of(work, queue, address);
	g_autoptr(Value) value = post_ticket_value(work, ticket, language, error);
	if (!value || !set_links(work, value, ticket, address, error))
		return false;
	g_autofree char *at =
		news->other_at
			? catalogue_time_short(work->setup->catalogue, language,
					       news->other_at,
					       post_zone_of(work, ticket, queue, address))
			: NULL;
	value_set(value, "reason",
		  news->is_reminder ? catalogue_phrase(work->setup->catalogue, language,
						       "held.waits")
				    : news->reason);
	value_set(value, "other", news->other);
	value_set(value, "other_at", at);
	value_set_take(value, "other_text", value_lines(news->other_text));
	value_set_take(value, "original", value_lines(held->text));
	value_set_take(value, "reminder", value_bool(news->is_reminder));
	Post post = {.kind = "held",
		     .manner = POST_NOTICE,
		     .address = address,
		     .reply_to = TOKEN_AGENT};
	return post_text(work, ticket, queue, &post, "held", language, value, error);
}

static bool remind_one(Work *work, Held *held, GError **error)
{
	g_autoptr(Ticket) ticket = NULL;
	g_autoptr(GError) problem = NULL;
	g_autofree char *key = text_key(held);
	HeldNews news = {.is_reminder = true};

	held->remind_at = 0;
	if (!ticket_load(work->db, held->ticket, &ticket, error) ||
	    !setting_load(work->db, key, &held->text, error))
		return false;
	if (!ticket || held_post(work, ticket, held, &news, &problem))
		return true;
	return failed_forgive(work, held->ticket, g_steal_pointer(&problem), error);
}

bool held_remind(Work *work, GError **error)
{
	g_autoptr(GPtrArray) list = load_list(work, error);
	bool changed = false;

	if (!list)
		return false;
	for (guint i = 0; i < list->len; i++) {
		Held *held = list->pdata[i];
		if (held->remind_at == 0 || held->remind_at > work->now)
			continue;
		changed = true;
		if (!remind_one(work, held, error))
			return false;
	}
	return !changed || save_list(work, list, error);
}

bool held_next(Work *work, gint64 *next_at, GError **error)
{
	g_autoptr(GPtrArray) list = load_list(work, error);

	*next_at = G_MAXINT64;
	if (!list)
		return false;
	for (guint i = 0; i < list->len; i++) {
		const Held *held = list->pdata[i];
		if (held->remind_at)
			*next_at = MIN(*next_at, held->remind_at);
	}
	return true;
}
