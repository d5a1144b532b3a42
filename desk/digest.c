/* digest.c - keeps what could not be told at once as settings, one list a person. */
/* SPDX-License-Identifier: MIT */
#include "desk/digest.h"
#include "desk/post.h"

#define WAIT_S	  600
#define LIST_KEY  "digest.people" /* address lines: who has something waiting */
#define ITEMS_KEY "digest.items." /* + address: "ticket at event" lines */
#define DUE_KEY	  "digest.due"	  /* moment of the next digest */

static char *items_key(const char *address)
{
	return g_strconcat(ITEMS_KEY, address, NULL);
}

static bool append_line(Work *work, const char *key, const char *line, bool once,
			GError **error)
{
	g_autofree char *lines = NULL;

	if (!setting_load(work->db, key, &lines, error))
		return false;
	g_auto(GStrv) have = g_strsplit(lines ? lines : "", "\n", -1);
	if (once && g_strv_contains((const char *const *)have, line))
		return true;
	g_autofree char *more = g_strconcat(lines ? lines : "", line, "\n", NULL);
	return setting_save(work->db, key, more, error);
}

bool digest_next(Work *work, gint64 *next_at, GError **error)
{
	bool ok = setting_load_number(work->db, DUE_KEY, next_at, error);

	if (*next_at == 0)
		*next_at = G_MAXINT64;
	return ok;
}

bool digest_add(Work *work, const Ticket *ticket, const char *address, const char *event,
		GError **error)
{
	g_autofree char *key = items_key(address);
	g_autofree char *line =
		g_strdup_printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s",
				ticket->id, work->now, event);
	gint64 next_at;

	if (!append_line(work, LIST_KEY, address, true, error) ||
	    !append_line(work, key, line, false, error) ||
	    !digest_next(work, &next_at, error))
		return false;
	if (next_at != G_MAXINT64)
		return true;
	work->left_work = true;
	return setting_save_number(work->db, DUE_KEY, work->now + WAIT_S, error);
}

static bool add_item(Work *work, Value *items, const char *line, const char *address,
		     const Queue **queue, GError **error)
{
	const Catalogue *catalogue = work->setup->catalogue;
	g_auto(GStrv) words = g_strsplit(line, " ", 3);
	g_autoptr(Ticket) ticket = NULL;

	if (g_strv_length(words) != 3)
		return true;
	if (!ticket_load(work->db, g_ascii_strtoll(words[0], NULL, 10), &ticket, error))
		return false;
	if (!ticket)
		return true;
	*queue = work_queue(work, ticket);
	const char *language = post_language_of(work, *queue, address);
	g_autofree char *event = g_strconcat("event.", words[2], NULL);
	g_autofree char *at = catalogue_time_short(
		catalogue, language, g_ascii_strtoll(words[1], NULL, 10),
		post_zone_of(work, ticket, *queue, address));
	Value *item = value_map();
	value_set(item, "ticket", words[0]);
	value_set(item, "subject", ticket->subject);
	value_set(item, "what", catalogue_phrase(catalogue, language, event));
	value_set(item, "at", at);
	value_append_take(items, item);
	return true;
}

static bool post_person(Work *work, const char *address, GError **error)
{
	const Queue *queue = work->setup->config->queues->pdata[0];
	const char *language = post_language_of(work, queue, address);
	g_autofree char *key = items_key(address);
	g_autofree char *lines = NULL;

	if (!setting_load(work->db, key, &lines, error))
		return false;
	g_auto(GStrv) have = g_strsplit(lines ? lines : "", "\n", -1);
	g_autoptr(Value) value = value_map();
	Value *items = value_list();
	value_set_take(value, "items", items);
	guint count = 0;
	for (; have[count] && *have[count]; count++)
		if (!add_item(work, items, have[count], address, &queue, error))
			return false;
	g_autofree char *number = g_strdup_printf("%u", count);
	value_set(value, "count", number);
	value_set(value, "queue", queue->display);
	value_set(value, "queue_address", queue->addresses->pdata[0]);
	Post post = {.kind = "digest", .manner = POST_NOTICE, .address = address};
	return post_text(work, NULL, queue, &post, "digest", language, value, error) &&
	       setting_save(work->db, key, "", error);
}

bool digest_post_due(Work *work, GError **error)
{
	gint64 next_at;
	g_autofree char *people = NULL;

	if (!digest_next(work, &next_at, error))
		return false;
	if (next_at > work->now)
		return true;
	if (!setting_load(work->db, LIST_KEY, &people, error))
		return false;
	g_auto(GStrv) addresses = g_strsplit(people ? people : "", "\n", -1);
	for (guint i = 0; addresses[i]; i++)
		if (*addresses[i] && !post_person(work, addresses[i], error))
			return false;
	return setting_save(work->db, LIST_KEY, "", error) &&
	       setting_save(work->db, DUE_KEY, "", error);
}
