/* verb_sort.c - verbs that say what a ticket is: category, priority, queue, fields. */
/* SPDX-License-Identifier: MIT */
#include "desk/verb_rows.h"
#include "rules/known.h"
#include "rules/problem.h"

#include <string.h>

#define WORD_MAX 64
#define TEXT_MAX 500

static bool is_tail(const char *path, const char *word)
{
	gsize length = strlen(path), tail = strlen(word);

	return length > tail && path[length - tail - 1] == '.' &&
	       g_ascii_strcasecmp(path + length - tail, word) == 0;
}

/* The whole path, or the end of only one. */
const Category *verb_find_category(const Verb *verb, const char *word)
{
	const Taxonomy *taxonomy = verb->work->setup->taxonomy;
	GPtrArray *categories = taxonomy_categories(taxonomy);
	const Category *found = NULL;
	int tails = 0;

	for (guint i = 0; i < categories->len; i++) {
		const Category *one = categories->pdata[i];
		if (g_ascii_strcasecmp(one->path, word) == 0)
			return one;
		if (!is_tail(one->path, word))
			continue;
		found = one;
		tails++;
	}
	return tails == 1 ? found : NULL;
}

bool verb_refuse_category(const Verb *verb, const char *word, GError **error)
{
	const Taxonomy *taxonomy = verb->work->setup->taxonomy;
	GPtrArray *categories = taxonomy_categories(taxonomy);
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	g_autoptr(GString) tops = g_string_new(NULL);

	for (guint i = 0; i < categories->len; i++) {
		char *path = ((const Category *)categories->pdata[i])->path;
		g_ptr_array_add(paths, path);
		if (!strchr(path, '.'))
			g_string_append_printf(tops, "%s%s", tops->len ? " " : "", path);
	}
	g_ptr_array_add(paths, NULL);
	if (!*word) {
		g_autofree char *list = g_strjoinv(" ", (char **)paths->pdata);
		return verb_refuse(verb, error, "which-category", "list", list, NULL);
	}
	const char *near = problem_nearest(word, (const char *const *)paths->pdata);
	return verb_refuse(verb, error, "no-category", "word", word, "near", near, "list",
			   tops->str, NULL);
}

bool verb_category(Verb *verb, GError **error)
{
	const Category *category = verb_find_category(verb, verb_argument(verb));
	Ticket *ticket = verb->ticket;

	if (!category)
		return verb_refuse_category(verb, verb_argument(verb), error);
	g_autofree char *before = ticket->category;
	ticket->category = g_strdup(category->path);
	ticket->confidence = 1;
	verb_tell(verb, "category", "category", category->path, NULL);
	return verb_changed(verb, "category", before, category->path, error) &&
	       verb_choose_sla(verb, error);
}

/* The English word, or the one of the speaker's language. */
const char *verb_find_priority(const Verb *verb, const char *word)
{
	g_autoptr(GPtrArray) words = known_priorities();
	const char *language = verb->work->language;
	g_autofree char *folded = g_utf8_casefold(word, -1);

	for (guint i = 0; i < words->len; i++) {
		const char *priority = words->pdata[i];
		g_autofree char *key = g_strconcat("priority.", priority, NULL);
		g_autofree char *phrase = g_utf8_casefold(
			catalogue_phrase(verb->work->setup->catalogue, language, key),
			-1);
		if (strcmp(folded, priority) == 0 || strcmp(folded, phrase) == 0)
			return priority;
	}
	return NULL;
}

bool verb_priority(Verb *verb, GError **error)
{
	const char *priority = verb_find_priority(verb, verb_argument(verb));
	Ticket *ticket = verb->ticket;

	if (!priority)
		return verb_refuse(verb, error, "priority", NULL);
	g_autofree char *before = ticket->priority;
	ticket->priority = g_strdup(priority);
	g_autofree char *key = g_strconcat("priority.", priority, NULL);
	g_autofree char *words = work_words(verb->work, key, NO_PAIRS);
	verb_tell(verb, "priority", "priority", words, NULL);
	return verb_changed(verb, "priority", before, priority, error);
}

bool verb_refuse_queue(const Verb *verb, const char *word, GError **error)
{
	const Config *config = verb->work->setup->config;
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; i < config->queues->len; i++)
		g_ptr_array_add(names, ((const Queue *)config->queues->pdata[i])->name);
	g_ptr_array_add(names, NULL);
	g_autofree char *list = g_strjoinv(" ", (char **)names->pdata);
	return verb_refuse(verb, error, *word ? "no-queue" : "which-queue", "word", word,
			   "list", list, NULL);
}

static bool queue_has(const Queue *queue, const char *agent)
{
	for (guint i = 0; i < queue->agents->len; i++)
		if (strcmp(((const Agent *)queue->agents->pdata[i])->name, agent) == 0)
			return true;
	return false;
}

/* An agent who does not work for the new queue loses the ticket. */
static bool leave_agent(Verb *verb, const Queue *queue, GError **error)
{
	Ticket *ticket = verb->ticket;

	if (!ticket->agent || queue_has(queue, ticket->agent))
		return true;
	g_autofree char *before = g_steal_pointer(&ticket->agent);
	return verb_changed(verb, "agent", before, NULL, error);
}

bool verb_queue(Verb *verb, GError **error)
{
	const Config *config = verb->work->setup->config;
	const char *word = verb_argument(verb);
	const Queue *queue = config_queue(config, word);
	Ticket *ticket = verb->ticket;

	if (!queue)
		queue = config_queue_by_address(config, word);
	if (!queue)
		return verb_refuse_queue(verb, word, error);
	verb_tell(verb, "queue", "queue", queue->name, NULL);
	if (g_strcmp0(ticket->queue, queue->name) == 0)
		return true;
	g_autofree char *before = ticket->queue;
	ticket->queue = g_strdup(queue->name);
	if (!verb_changed(verb, "queue", before, queue->name, error) ||
	    !leave_agent(verb, queue, error) || !verb_choose_sla(verb, error))
		return false;
	return ticket->state >= TICKET_SOLVED ||
	       verb_notify(verb, ticket->agent ? "assigned" : "new", error);
}

static bool is_name(const char *word)
{
	gsize length = strlen(word);

	return length > 0 && length <= WORD_MAX && *word != '_' &&
	       strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01234567"
			    "89_.-") == length;
}

bool verb_field(Verb *verb, GError **error)
{
	const char *name = verb_argument(verb);

	if (!is_name(name))
		return verb_refuse(verb, error, "field", NULL);
	g_autofree char *value = g_strjoinv(" ", (char **)verb->arguments + 1);
	if (strlen(value) > TEXT_MAX)
		return verb_refuse(verb, error, "field-long", NULL);
	g_autofree char *what = g_strdup_printf("field.%s", name);
	verb_tell(verb, *value ? "field" : "field-removed", "name", name, "value", value,
		  NULL);
	return ticket_set_field(verb->work->db, verb->ticket->id, name,
				*value ? value : NULL, error) &&
	       work_event(verb->work, verb->ticket->id, what, NULL, *value ? value : NULL,
			  error);
}

bool verb_tag(Verb *verb, GError **error)
{
	const char *word = verb_argument(verb);

	if (!*word || strlen(word) > WORD_MAX || verb->arguments[1])
		return verb_refuse(verb, error, "tag", NULL);
	verb_tell(verb, "tagged", "tag", word, NULL);
	return ticket_add_tag(verb->work->db, verb->ticket->id, word, error) &&
	       work_event(verb->work, verb->ticket->id, "tag", NULL, word, error);
}
