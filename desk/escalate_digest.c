/* escalate_digest.c - steps that are told in one mail a person instead of many. */
/* SPDX-License-Identifier: MIT */
#include "desk/escalate_digest.h"
#include "desk/failed.h"
#include "desk/post.h"

/*
 * Kept as one setting: lines of address, ticket, target, moment and step, separated by
 * tabs. A line of ticket 0 counts what a person's list had no more room for.
 */
#define DIGEST_KEY "escalate.digest"
#define ITEMS_MAX  200

typedef struct {
	gint64 ticket, at;
	char *target, *step;
} Item;

typedef struct {
	GPtrArray *items; /* Item* */
	gint64 others;	  /* not listed */
} Person;

struct EscalateDigest {
	GHashTable *people; /* address -> Person* */
	bool changed;
};

static void item_free(gpointer data)
{
	Item *item = data;

	g_free(item->target);
	g_free(item->step);
	g_free(item);
}

static void person_free(gpointer data)
{
	Person *person = data;

	g_ptr_array_unref(person->items);
	g_free(person);
}

void escalate_digest_free(EscalateDigest *digest)
{
	if (!digest)
		return;
	g_hash_table_unref(digest->people);
	g_free(digest);
}

static Person *person_of(EscalateDigest *digest, const char *address)
{
	Person *person = g_hash_table_lookup(digest->people, address);

	if (person)
		return person;
	person = g_new0(Person, 1);
	person->items = g_ptr_array_new_with_free_func(item_free);
	g_hash_table_insert(digest->people, g_strdup(address), person);
	return person;
}

static void add_item(Person *person, gint64 ticket, const char *target, gint64 at,
		     const char *step)
{
	Item *item = g_new0(Item, 1);

	item->ticket = ticket;
	item->target = g_strdup(target);
	item->at = at;
	item->step = g_strdup(step);
	g_ptr_array_add(person->items, item);
}

static void read_line(EscalateDigest *digest, const char *line)
{
	g_auto(GStrv) parts = g_strsplit(line, "\t", 5);

	if (g_strv_length(parts) != 5)
		return;
	Person *person = person_of(digest, parts[0]);
	gint64 ticket = g_ascii_strtoll(parts[1], NULL, 10);
	gint64 at = g_ascii_strtoll(parts[3], NULL, 10);
	if (ticket == 0)
		person->others = at;
	else
		add_item(person, ticket, parts[2], at, parts[4]);
}

EscalateDigest *escalate_digest_load(Work *work, GError **error)
{
	g_autofree char *text = NULL;

	if (!setting_load(work->db, DIGEST_KEY, &text, error))
		return NULL;
	EscalateDigest *digest = g_new0(EscalateDigest, 1);
	digest->people =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, person_free);
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
	for (char **line = lines; *line; line++)
		read_line(digest, *line);
	return digest;
}

bool escalate_digest_has(const EscalateDigest *digest, const char *address)
{
	return g_hash_table_contains(digest->people, address);
}

void escalate_digest_add(EscalateDigest *digest, const Alarm *alarm)
{
	Person *person = person_of(digest, alarm->address);

	digest->changed = true;
	for (guint i = 0; i < person->items->len; i++) {
		Item *item = person->items->pdata[i];
		if (item->ticket != alarm->ticket->id ||
		    g_strcmp0(item->target, alarm->target) != 0)
			continue;
		item->at = alarm->at;
		g_free(item->step);
		item->step = g_strdup(alarm->step);
		return;
	}
	if (person->items->len < ITEMS_MAX)
		add_item(person, alarm->ticket->id, alarm->target, alarm->at,
			 alarm->step);
	else
		person->others++;
}

static char *digest_text(const EscalateDigest *digest)
{
	GString *text = g_string_new(NULL);
	GHashTableIter iter;
	gpointer key, value;

	g_hash_table_iter_init(&iter, digest->people);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		const Person *person = value;
		for (guint i = 0; i < person->items->len; i++) {
			const Item *item = person->items->pdata[i];
			g_string_append_printf(text,
					       "%s\t%" G_GINT64_FORMAT
					       "\t%s\t%" G_GINT64_FORMAT "\t%s\n",
					       (char *)key, item->ticket, item->target,
					       item->at, item->step);
		}
		if (person->others)
			g_string_append_printf(text, "%s\t0\t\t%" G_GINT64_FORMAT "\t\n",
					       (char *)key, person->others);
	}
	return g_string_free(text, FALSE);
}

bool escalate_digest_save(const EscalateDigest *digest, Work *work, GError **error)
{
	if (!digest->changed)
		return true;
	g_autofree char *text = digest_text(digest);
	work->left_work = true;
	return setting_save(work->db, DIGEST_KEY, text, error);
}

static bool add_value(Work *work, Value *items, const Item *item, const char *address,
		      GError **error)
{
	const Catalogue *catalogue = work->setup->catalogue;
	g_autoptr(Ticket) one = NULL;

	if (!ticket_load(work->db, item->ticket, &one, error))
		return false;
	if (!one)
		return true;
	const char *language = post_language_of(work, work_queue(work, one), address);
	g_autofree char *number = number_text(one->id);
	g_autofree char *target = g_strdup_printf("target.%s", item->target);
	g_autofree char *step = catalogue_length(catalogue, language, item->step);
	g_autofree char *what = g_strdup_printf(
		"%s: %s", catalogue_phrase(catalogue, language, target), step);
	g_autofree char *at = catalogue_time_short(
		catalogue, language, item->at, post_zone_of(work, one, NULL, address));
	Value *value = value_map();
	value_set(value, "ticket", number);
	value_set(value, "subject", one->subject);
	value_set(value, "what", what);
	value_set(value, "at", at);
	value_append_take(items, value);
	return true;
}

static const Queue *queue_of(Work *work, const Person *person, GError **error)
{
	const Item *first = person->items->pdata[0];
	g_autoptr(Ticket) ticket = NULL;

	if (!ticket_load(work->db, first->ticket, &ticket, error))
		return NULL;
	return ticket ? work_queue(work, ticket) : work->setup->config->queues->pdata[0];
}

static bool post_person(Work *work, const char *address, const Person *person,
			GError **error)
{
	const Queue *queue = person->items->len ? queue_of(work, person, error) : NULL;
	if (!person->items->len)
		return true;
	if (!queue)
		return false;
	const char *language = post_language_of(work, queue, address);
	g_autofree char *count = g_strdup_printf(
		"%" G_GINT64_FORMAT, (gint64)person->items->len + person->others);
	g_autoptr(Value) value = value_map();
	Value *items = value_list();

	value_set_take(value, "items", items);
	for (guint i = 0; i < person->items->len; i++)
		if (!add_value(work, items, person->items->pdata[i], address, error))
			return false;
	value_set(value, "count", count);
	value_set(value, "queue", queue->display);
	value_set(value, "queue_address", queue->addresses->pdata[0]);
	if (!escalate_command_address(work, value, queue, address, error))
		return false;
	Post post = {.kind = "digest",
		     .manner = POST_NOTICE,
		     .address = address,
		     .send_at = escalate_open_at(work, address)};
	return post_text(work, NULL, queue, &post, "digest", language, value, error);
}

bool escalate_digest(Work *work, GError **error)
{
	g_autoptr(EscalateDigest) digest = escalate_digest_load(work, error);

	if (!digest)
		return false;
	if (g_hash_table_size(digest->people) == 0)
		return true;
	g_autoptr(GList) addresses = g_list_sort(g_hash_table_get_keys(digest->people),
						 (GCompareFunc)g_strcmp0);
	for (GList *one = addresses; one; one = one->next) {
		const Person *person = g_hash_table_lookup(digest->people, one->data);
		g_autoptr(GError) problem = NULL;
		if (!post_person(work, one->data, person, &problem) &&
		    !failed_forgive(work, 0, g_steal_pointer(&problem), error))
			return false;
	}
	return setting_save(work->db, DIGEST_KEY, "", error);
}
