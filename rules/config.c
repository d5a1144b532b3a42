/* config.c - loads postdesk.ini: sections into objects, keys into fields. */
/* SPDX-License-Identifier: MIT */
#include "rules/config.h"
#include "rules/config_check.h"
#include "rules/problem.h"

typedef struct {
	Config *config;
	GPtrArray *problems;
	GPtrArray *sections;
	GPtrArray *tiers; /* Tier*: not kept */
	char *directory;
} Loading;

static GPtrArray *texts_new(void)
{
	return g_ptr_array_new_with_free_func(g_free);
}

static void agent_free(gpointer pointer)
{
	Agent *agent = pointer;
	g_ptr_array_unref(agent->addresses);
	g_free(agent->name);
	g_free(agent->display);
	g_free(agent->file);
	g_free(agent->login);
	g_free(agent->language);
	g_ptr_array_unref(agent->skills);
	g_free(agent->calendar_name);
	g_free(agent);
}

static void queue_free(gpointer pointer)
{
	Queue *queue = pointer;
	g_ptr_array_unref(queue->addresses);
	g_ptr_array_unref(queue->agents);
	g_ptr_array_unref(queue->languages);
	g_ptr_array_unref(queue->form_senders);
	g_free(queue->file);
	g_free(queue->name);
	g_free(queue->display);
	g_free(queue->lead);
	g_free(queue->head);
	g_free(queue->lead_agent);
	g_free(queue->head_agent);
	g_free(queue->sla_name);
	g_free(queue->tag);
	g_free(queue->list_ok);
	g_free(queue);
}

static void organisation_free(gpointer pointer)
{
	Organisation *organisation = pointer;
	g_ptr_array_unref(organisation->domains);
	g_free(organisation->name);
	g_free(organisation->tier);
	g_free(organisation->sla_name);
	g_free(organisation);
}

static void tier_free(gpointer pointer)
{
	Tier *tier = pointer;
	g_free(tier->name);
	g_free(tier->sla_name);
	g_free(tier);
}

static Config *config_new(const char *path)
{
	Config *config = g_new0(Config, 1);
	config->file = g_strdup(path);
	config->trusted = texts_new();
	config->signers = texts_new();
	config->queues = g_ptr_array_new_with_free_func(queue_free);
	config->agents = g_ptr_array_new_with_free_func(agent_free);
	config->organisations = g_ptr_array_new_with_free_func(organisation_free);
	config->slas = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					     (GDestroyNotify)sla_free);
	config->calendars = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						  (GDestroyNotify)calendar_free);
	config->tiers = texts_new();
	config->tier_slas = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	config->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	config->doubts = problems_new();
	return config;
}

void config_free(Config *config)
{
	if (!config)
		return;
	g_ptr_array_unref(config->queues);
	g_ptr_array_unref(config->agents);
	g_ptr_array_unref(config->organisations);
	g_ptr_array_unref(config->trusted);
	g_ptr_array_unref(config->signers);
	g_ptr_array_unref(config->tiers);
	g_hash_table_unref(config->tier_slas);
	g_hash_table_unref(config->slas);
	g_hash_table_unref(config->calendars);
	g_hash_table_unref(config->lines);
	g_ptr_array_unref(config->doubts);
	g_free(config->file);
	g_free(config->store);
	g_free(config->socket);
	g_free(config->outbox);
	g_free(config->rules_dir);
	g_free(config->templates_dir);
	g_free(config->spool_dir);
	g_free(config->model);
	g_free(config->delimiters);
	g_free(config->authserv_id);
	g_free(config->user);
	g_free(config);
}

static void *new_queue(Loading *loading, const char *name)
{
	Queue *queue = g_new0(Queue, 1);
	queue->name = g_strdup(name);
	queue->addresses = texts_new();
	queue->agents = texts_new();
	queue->languages = texts_new();
	queue->form_senders = texts_new();
	g_ptr_array_add(loading->config->queues, queue);
	return queue;
}

/* Those who hold queues against texts and rules later say where. */
static void queue_place(Queue *queue, const SectionText *section)
{
	queue->file = g_strdup(section->file);
	queue->languages_line = section_line_of(section, "languages");
}

static void *new_agent(Loading *loading, const char *name)
{
	Agent *agent = g_new0(Agent, 1);
	agent->skills = texts_new();
	agent->name = g_strdup(name);
	agent->addresses = texts_new();
	g_ptr_array_add(loading->config->agents, agent);
	return agent;
}

static void *new_organisation(Loading *loading, const char *name)
{
	Organisation *organisation = g_new0(Organisation, 1);
	organisation->name = g_strdup(name);
	organisation->domains = texts_new();
	g_ptr_array_add(loading->config->organisations, organisation);
	return organisation;
}

static void *new_tier(Loading *loading, const char *name)
{
	Tier *tier = g_new0(Tier, 1);
	tier->name = g_strdup(name);
	g_ptr_array_add(loading->tiers, tier);
	return tier;
}

static void *new_sla(Loading *loading, const char *name)
{
	Sla *sla = sla_new(name);
	g_hash_table_insert(loading->config->slas, g_strdup(name), sla);
	return sla;
}

static void *new_calendar(Loading *loading, const char *name)
{
	Calendar *calendar = calendar_new(name);
	g_hash_table_insert(loading->config->calendars, g_strdup(name), calendar);
	return calendar;
}

static void *the_desk(Loading *loading, const char *name)
{
	return loading->config;
}

static void *(*const makers[SECTIONS])(Loading *, const char *) = {
	[SECTION_POSTDESK] = the_desk,	   [SECTION_QUEUE] = new_queue,
	[SECTION_AGENT] = new_agent,	   [SECTION_ORGANISATION] = new_organisation,
	[SECTION_TIER] = new_tier,	   [SECTION_SLA] = new_sla,
	[SECTION_CALENDAR] = new_calendar,
};

/* The one kind of section that a key belongs to, NULL: none, or one of several. */
static char *section_of_key(const char *key)
{
	const SectionKind *home = NULL;

	for (ConfigSection i = 0; i < SECTIONS; i++) {
		if (!config_key_find(i, key))
			continue;
		if (home)
			return NULL;
		home = config_section_kind(i);
	}
	if (!home)
		return NULL;
	return g_strdup_printf("; write it into [%s%s%s]", home->word,
			       home->name ? " " : "", home->name ? home->name : "");
}

static void refuse_key(const Loading *loading, const SectionText *section,
		       const SectionEntry *entry)
{
	g_autofree const char **names = config_key_names(section->kind);
	g_autofree char *suggestion = problem_suggestion(entry->key, names);
	g_autofree char *home = section_of_key(entry->key);
	problem_add(loading->problems, section->file, entry->line,
		    "unknown key \"%s\" in [%s]%s", entry->key,
		    config_section_kind(section->kind)->word, home ? home : suggestion);
}

static bool is_repeated(const SectionText *section, guint index)
{
	const SectionEntry *entry = section->entries->pdata[index];
	for (guint i = 0; i < index; i++) {
		const SectionEntry *earlier = section->entries->pdata[i];
		if (g_str_equal(earlier->key, entry->key))
			return true;
	}
	return false;
}

static void set_key(const Loading *loading, const SectionText *section, guint index,
		    gint64 day_s)
{
	const SectionEntry *entry = section->entries->pdata[index];
	const ConfigKey *key = config_key_find(section->kind, entry->key);
	const ValueContext context = {entry->key, loading->directory, day_s};
	g_autoptr(GError) error = NULL;
	if (!key) {
		refuse_key(loading, section, entry);
		return;
	}
	if (key->times == KEY_ONCE && is_repeated(section, index)) {
		problem_add(loading->problems, section->file, entry->line,
			    "%s is given twice; keep one line", entry->key);
		return;
	}
	if (key->set && !key->set((char *)section->object + key->offset, entry->value,
				  &context, &error))
		problem_add(loading->problems, section->file, entry->line, "%s: %s",
			    entry->key, error->message);
}

static bool section_has(const SectionText *section, const char *key)
{
	return section_line_of(section, key) != section->line;
}

/* Single values have a default before the file speaks, lists where it is silent. */
static void set_defaults(const Loading *loading, const SectionText *section, int times)
{
	gsize count;
	const ConfigKey *keys = config_keys(&count);
	const ValueContext context = {NULL, "/", 0};
	for (gsize i = 0; i < count; i++) {
		const ConfigKey *key = &keys[i];
		if (key->section != section->kind || !key->fallback ||
		    (int)key->times != times ||
		    (times == KEY_REPEATABLE && section_has(section, key->key)))
			continue;
		bool known = key->set((char *)section->object + key->offset,
				      key->fallback, &context, NULL);
		g_assert(known);
	}
}

/* An SLA's calendar comes first, since "1d" means what it says. */
static gint64 day_of_section(const Loading *loading, SectionText *section)
{
	if (section->kind != SECTION_SLA)
		return 0;
	for (guint i = 0; i < section->entries->len; i++) {
		const SectionEntry *entry = section->entries->pdata[i];
		if (g_str_equal(entry->key, "calendar") && !is_repeated(section, i))
			set_key(loading, section, i, 0);
	}
	config_tie_sla(loading->config, section, loading->sections, loading->problems);
	gint64 day_s = calendar_day_s(((Sla *)section->object)->calendar);
	return day_s ? day_s : calendar_day_s(calendar_always());
}

static void load_section(const Loading *loading, SectionText *section)
{
	set_defaults(loading, section, KEY_ONCE);
	gint64 day_s = day_of_section(loading, section);
	for (guint i = 0; i < section->entries->len; i++) {
		const SectionEntry *entry = section->entries->pdata[i];
		bool known_already = section->kind == SECTION_SLA &&
				     g_str_equal(entry->key, "calendar") &&
				     !is_repeated(section, i);
		if (!known_already)
			set_key(loading, section, i, day_s);
	}
	set_defaults(loading, section, KEY_REPEATABLE);
}

/* Calendars first, then what depends on them, whatever the order of the file. */
static void load_sections(Loading *loading)
{
	GPtrArray *sections = loading->sections;
	for (guint i = 0; i < sections->len; i++) {
		SectionText *section = sections->pdata[i];
		section->object = makers[section->kind](loading, section->name);
		if (section->kind == SECTION_QUEUE)
			queue_place(section->object, section);
	}
	for (guint i = 0; i < sections->len; i++) {
		SectionText *section = sections->pdata[i];
		if (section->kind == SECTION_CALENDAR)
			load_section(loading, section);
	}
	for (guint i = 0; i < sections->len; i++) {
		SectionText *section = sections->pdata[i];
		if (section->kind != SECTION_CALENDAR)
			load_section(loading, section);
	}
}

/* Those who find a value wrong later say where it stands. */
static void note_lines(Config *config, GPtrArray *sections)
{
	const SectionText *desk = config_section_find(sections, SECTION_POSTDESK, "");
	for (guint i = 0; desk && i < desk->entries->len; i++) {
		const SectionEntry *entry = desk->entries->pdata[i];
		g_hash_table_replace(config->lines, g_strdup(entry->key),
				     GINT_TO_POINTER(entry->line));
	}
}

int config_line(const Config *config, const char *key)
{
	return GPOINTER_TO_INT(g_hash_table_lookup(config->lines, key));
}

/* A file without [postdesk] has the defaults of one. */
static void load_desk_defaults(const Loading *loading)
{
	g_autoptr(GPtrArray) no_entries = g_ptr_array_new();
	const SectionText empty = {.kind = SECTION_POSTDESK,
				   .entries = no_entries,
				   .object = loading->config};
	if (!config_section_find(loading->sections, SECTION_POSTDESK, ""))
		set_defaults(loading, &empty, KEY_ONCE);
}

Config *config_load(const char *path, GPtrArray *problems)
{
	guint before = problems->len;
	g_autoptr(Config) config = config_load_anyway(path, problems);
	return problems->len == before ? g_steal_pointer(&config) : NULL;
}

Config *config_load_anyway(const char *path, GPtrArray *problems)
{
	guint before = problems->len;
	g_autoptr(Config) config = config_new(path);
	g_autoptr(GPtrArray) sections =
		config_sections_read(path, &config->is_whole, problems, config->doubts);
	g_autoptr(GPtrArray) tiers = g_ptr_array_new_with_free_func(tier_free);
	g_autofree char *absolute = g_canonicalize_filename(path, NULL);
	g_autofree char *directory = g_path_get_dirname(absolute);
	Loading loading = {config, problems, sections, tiers, directory};
	load_sections(&loading);
	load_desk_defaults(&loading);
	note_lines(config, sections);
	config_tie(config, sections, problems);
	config_check(config, sections, problems);
	problems_sort(problems, before);
	return g_steal_pointer(&config);
}
