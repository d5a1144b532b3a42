/* world.c - a desk without a mail server: its place, its clock, its ticks. */
/* SPDX-License-Identifier: MIT */
#include "rules/duration.h"
#include "rules/problem.h"
#include "tests/talk/talk.h"

#include <glib/gstdio.h>
#include <string.h>

#define RESTLESS_MAX                                                                     \
	500 /* ticks at one moment before the desk counts as running in circles */

static const char *default_desk = "[queue support]\n"
				  "address = support@example.com\n"
				  "agents = anna\n"
				  "[agent anna]\n"
				  "address = anna@example.com\n";

static void mail_free(gpointer data)
{
	Mail *mail = data;
	g_free(mail->sender);
	g_free(mail->recipient);
	g_bytes_unref(mail->raw);
	message_free(mail->message);
	g_free(mail->kind);
	g_free(mail);
}

void world_fail(World *world, int line, const char *format, ...)
{
	if (world->failure->len)
		return;
	va_list arguments;
	va_start(arguments, format);
	g_string_printf(world->failure, "%s:%d: ", world->transcript->path, line);
	g_string_append_vprintf(world->failure, format, arguments);
	va_end(arguments);
}

bool world_failed(const World *world)
{
	return world->failure->len > 0;
}

static int line_now(const World *world)
{
	const GPtrArray *steps = world->transcript->steps;
	if (world->step >= steps->len)
		return 0;
	return ((const Step *)steps->pdata[world->step])->line;
}

/* The outbox ends here. */
static bool world_send(Transport *transport, const char *sender, const char *recipient,
		       GBytes *raw, char **receipt, GError **error)
{
	World *world = (World *)transport;
	g_autofree char *address = address_normalise(recipient);
	const char *refusal = g_hash_table_lookup(world->refusals, address);
	if (refusal) {
		g_set_error(error, POSTDESK_ERROR,
			    *refusal == '4' ? POSTDESK_BUSY : POSTDESK_INVALID, "%s",
			    refusal);
		return false;
	}
	mailbox_put(world, sender, recipient, raw);
	if (receipt)
		*receipt =
			g_strdup_printf("250 2.0.0 Ok: queued as T%u", world->mails->len);
	return true;
}

static char *zone_of_config(const char *config)
{
	const char *found = strstr(config, "timezone");
	if (!found || !(found = strchr(found, '=')))
		return g_strdup("Europe/Athens");
	return g_strstrip(g_strndup(found + 1, strcspn(found + 1, "\n;")));
}

static bool files_write(World *world)
{
	const GPtrArray *files = world->transcript->files;
	for (guint i = 0; i + 1 < files->len; i += 2) {
		g_autofree char *path =
			g_build_filename(world->base, files->pdata[i], NULL);
		g_autofree char *folder = g_path_get_dirname(path);
		g_mkdir_with_parents(folder, 0700);
		if (!g_file_set_contents(path, files->pdata[i + 1], -1, NULL))
			return false;
	}
	return true;
}

World *world_new(const Transcript *transcript, const char *program)
{
	World *world = g_new0(World, 1);
	const char *root =
		g_file_test("/dev/shm", G_FILE_TEST_IS_DIR) ? "/dev/shm" : "/tmp";
	g_autofree char *template = g_build_filename(root, "talk-XXXXXX", NULL);
	world->transport.send = world_send;
	world->transcript = transcript;
	world->program = program;
	world->base = g_strdup(g_mkdtemp(template));
	world->place = g_strdup(world->base);
	world->config = g_strdup(transcript->config ? transcript->config : default_desk);
	g_autofree char *zone = zone_of_config(world->config);
	world->zone = g_time_zone_new_identifier(zone);
	if (!world->zone)
		world->zone = g_time_zone_new_utc();
	time_parse("2026-06-01 00:00", world->zone, &world->now);
	world->target = world->now;
	world->mails = g_ptr_array_new_with_free_func(mail_free);
	world->refusals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	world->verdicts = g_ptr_array_new_with_free_func(g_free);
	world->twice = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	world->agent_secrets =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	world->output = g_string_new(NULL);
	world->failure = g_string_new(NULL);
	if (!files_write(world))
		world_fail(world, 0, "cannot write below %s", world->base);
	return world;
}

static void place_remove(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;
	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *child = g_build_filename(path, name, NULL);
		if (g_file_test(child, G_FILE_TEST_IS_DIR))
			place_remove(child);
		else
			g_unlink(child);
	}
	g_rmdir(path);
}

void world_free(World *world)
{
	if (!world)
		return;
	world_close(world);
	if (world->setup)
		setup_unref(world->setup);
	place_remove(world->base);
	if (!g_str_equal(world->place, world->base))
		place_remove(world->place);
	g_free(world->base);
	g_free(world->place);
	g_free(world->config);
	g_time_zone_unref(world->zone);
	g_ptr_array_unref(world->mails);
	g_hash_table_unref(world->refusals);
	g_clear_pointer(&world->sending, sending_free);
	g_ptr_array_unref(world->verdicts);
	g_hash_table_unref(world->twice);
	g_hash_table_unref(world->agent_secrets);
	g_string_free(world->output, TRUE);
	g_string_free(world->failure, TRUE);
	g_free(world);
}

/* What every desk here has, unless its configuration says otherwise: an own store, and
 * the rules and articles that stand beside the transcripts. */
static char *common_keys(const World *world)
{
	g_autofree char *folder = g_path_get_dirname(world->transcript->path);
	g_autofree char *here = g_canonicalize_filename(folder, NULL);
	GString *keys = g_string_new(NULL);
	g_string_append_printf(keys, "[postdesk]\nstore = sqlite:%s/desk.db\n",
			       world->place);
	g_string_append(keys, "outbox = smtp://127.0.0.1:1\n");
	if (!strstr(world->config, "\nrules ="))
		g_string_append_printf(keys, "rules = %s/rules\n", here);
	if (!strstr(world->config, "\ntemplates ="))
		g_string_append_printf(keys, "templates = %s/words\n", here);
	return g_string_free(keys, FALSE);
}

bool world_write_config(World *world)
{
	g_autofree char *path = g_build_filename(world->place, "postdesk.ini", NULL);
	g_auto(GStrv) based = g_strsplit(world->config, "@DIR@", -1);
	g_autofree char *config = g_strjoinv(world->base, based);
	const char *head = strstr(config, "[postdesk]\n");
	g_autofree char *before = g_strndup(config, head ? (gsize)(head - config) : 0);
	g_autofree char *common = common_keys(world);
	g_autofree char *text = g_strdup_printf(
		"%s%s%s", before, common, head ? head + strlen("[postdesk]\n") : config);
	return g_file_set_contents(path, text, -1, NULL);
}

static bool setup_fill(World *world)
{
	if (world->setup)
		return true;
	g_autoptr(GPtrArray) problems = problems_new();
	g_autofree char *path = g_build_filename(world->place, "postdesk.ini", NULL);
	world->setup = setup_load(path, problems);
	if (!world->setup)
		world_fail(world, 0, "configuration: %s",
			   problems->len ? (char *)problems->pdata[0] : "refused");
	return world->setup != NULL;
}

bool world_open(World *world)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *url = g_strdup_printf("sqlite:%s/desk.db", world->place);
	if (!world_write_config(world) || !setup_fill(world))
		return false;
	Store *store = store_open(url, &error);
	if (!store) {
		world_fail(world, line_now(world), "store: %s", error->message);
		return false;
	}
	if (world->killer)
		killer_watch(world->killer, world, store);
	world->desk = desk_new_take(setup_ref(world->setup), store, &world->transport,
				    world->now, &error);
	if (!world->desk)
		world_fail(world, line_now(world), "desk: %s", error->message);
	return world->desk != NULL;
}

void world_close(World *world)
{
	g_clear_pointer(&world->desk, desk_close);
}

void world_settle(World *world)
{
	guint restless = 0;
	while (world->desk && !world_failed(world)) {
		gint64 next = desk_tick(world->desk, world->now);
		if (next > world->now)
			restless = 0;
		else if (++restless > RESTLESS_MAX)
			world_fail(world, line_now(world),
				   "desk_tick never comes to rest");
		if (next > world->target)
			break;
		world->now = MAX(world->now, next);
	}
	world->now = world->target;
}

/* "Mon 09:00": the next one, today's included when it is not over. */
static bool clock_weekday(const World *world, const char *text, gint64 *at)
{
	static const char *names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(world->now);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, world->zone);
	for (int day = 0; day < 8; day++) {
		g_autoptr(GDateTime) date = g_date_time_add_days(local, day);
		const char *name = names[g_date_time_get_day_of_week(date) - 1];
		if (!g_str_has_prefix(text, name))
			continue;
		g_autofree char *ymd = g_date_time_format(date, "%Y-%m-%d");
		g_autofree char *whole = g_strconcat(ymd, text + strlen(name), NULL);
		if (!time_parse(whole, world->zone, at))
			return false;
		if (*at >= world->now)
			return true;
	}
	return false;
}

bool clock_parse(const World *world, const char *text, gint64 *at)
{
	gint64 span_s;
	if (*text == '+') {
		if (!duration_parse(text + 1, 86400, &span_s, NULL))
			return false;
		*at = world->now + span_s;
		return true;
	}
	if (g_ascii_isalpha(*text))
		return clock_weekday(world, text, at);
	return time_parse(text, world->zone, at) && *at >= world->now;
}

char *world_address(const World *world, const char *who)
{
	g_autofree char *name = g_strstrip(g_strdup(who));
	char *mark = strstr(name, " (agent)");
	if (mark)
		*mark = '\0';
	const Agent *agent = strchr(name, '@') || !world->setup
				     ? NULL
				     : config_agent(world->setup->config, name);
	return agent ? g_strdup(agent->addresses->pdata[0]) : g_steal_pointer(&name);
}

bool world_is_agent(const World *world, const char *address)
{
	return config_agent_by_address(world->setup->config, address) != NULL;
}
