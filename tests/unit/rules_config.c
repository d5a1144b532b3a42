/* rules_config.c - postdesk.ini: defaults, names, includes, policies, manual. */
/* SPDX-License-Identifier: MIT */
#include "rules/config.h"
#include "rules/problem.h"

#include <glib/gstdio.h>

#define SMALL                                                                            \
	"[queue support]\naddress = support@example.com\nagents = anna\n"                \
	"[agent anna]\naddress = anna@example.com\n"
/* What follows it starts at line 6. */

typedef struct {
	char *directory, *path;
} Scratch;

static void scratch_write(const Scratch *scratch, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(scratch->directory, name, NULL);
	g_autofree char *parent = g_path_get_dirname(path);
	g_assert_cmpint(g_mkdir_with_parents(parent, 0700), ==, 0);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void scratch_new(Scratch *scratch)
{
	scratch->directory = g_dir_make_tmp("postdesk-XXXXXX", NULL);
	scratch->path = g_build_filename(scratch->directory, "postdesk.ini", NULL);
}

static void scratch_free(Scratch *scratch)
{
	static const char *const names[] = {"desk.d/b.ini", "desk.d/a.ini", "desk.d",
					    "more.ini", "postdesk.ini"};
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path =
			g_build_filename(scratch->directory, names[i], NULL);
		g_remove(path);
	}
	g_rmdir(scratch->directory);
	g_free(scratch->directory);
	g_free(scratch->path);
}

static Config *load(Scratch *scratch, const char *text)
{
	g_autoptr(GPtrArray) problems = problems_new();
	scratch_write(scratch, "postdesk.ini", text);
	Config *config = config_load(scratch->path, problems);
	for (guint i = 0; i < problems->len; i++)
		g_test_message("%s", (char *)problems->pdata[i]);
	g_assert_nonnull(config);
	return config;
}

static void test_smallest(void)
{
	Scratch scratch;
	scratch_new(&scratch);
	g_autoptr(Config) config = load(&scratch, SMALL);
	g_assert_cmpstr(config->store, ==, "sqlite:/var/lib/postdesk/desk.db");
	g_assert_cmpstr(config->socket, ==, "inet:8895@127.0.0.1");
	g_assert_cmpstr(config->outbox, ==, "smtp://127.0.0.1:25");
	g_assert_cmpstr(config->spool_dir, ==, "/var/lib/postdesk");
	g_assert_cmpstr(config->delimiters, ==, "+");
	g_assert_cmpstr(config->authserv_id, ==, "");
	g_assert_cmpuint(config->agent_evidence, ==, 15);
	g_assert_cmpint(config->max_new_tickets, ==, 20);
	g_assert_cmpint(config->collision_s, ==, 300);
	g_assert_cmpint(config->retention_s, ==, 0);
	g_assert_null(config->user);
	const Queue *queue = config_queue_by_address(config, "<Support@EXAMPLE.com>");
	g_assert_nonnull(queue);
	g_assert_true(config_is_own_address(config, "Support+x@example.com"));
	g_assert_false(config_is_own_address(config, "supporter@example.com"));
	g_assert_false(config_is_own_address(config, ""));
	g_assert_cmpstr(queue->display, ==, "Support");
	g_assert_cmpstr(queue->tag, ==, "[#%d]");
	g_assert_cmpstr(queue->languages->pdata[0], ==, "en");
	g_assert_cmpint(queue->limit_bytes, ==, 25 << 20);
	g_assert_cmpint(queue->reopen_s, ==, 14 * 86400);
	g_assert_true(queue->answers);
	g_assert_false(queue->tag_archive);
	g_assert_cmpint(queue->deliver, ==, QUEUE_KEEP);
	g_assert_cmpfloat(queue->answer_above, ==, 0.8);
	g_assert_null(config_sla(config, queue, "standard", NULL, NULL));
	const Agent *agent = config_agent_by_login(config, "ANNA@example.com");
	g_assert_true(agent == queue->agents->pdata[0]);
	g_assert_cmpstr(agent->display, ==, "Anna");
	g_assert_true(agent == config_agent_by_address(config, "anna@example.com"));
	g_assert_null(config_agent(config, "boris"));
	scratch_free(&scratch);
}

static void test_includes(void)
{
	Scratch scratch;
	scratch_new(&scratch);
	scratch_write(&scratch, "desk.d/b.ini",
		      "[queue b]\naddress = b@example.com\nlead = anna\nhead = "
		      "h@example.com\n");
	scratch_write(&scratch, "desk.d/a.ini",
		      "[queue \xD0\xB0]\naddress = a@example.com\nretention = 30d\n");
	g_autoptr(Config) config =
		load(&scratch, "[postdesk]\ninclude = desk.d/*.ini\nrules = mine\n"
			       "store = sqlite:desk.db\nretention = 365d\n" SMALL);
	g_assert_cmpuint(config->queues->len, ==, 3);
	const Queue *second = config->queues->pdata[1];
	const Queue *third = config->queues->pdata[2];
	g_assert_cmpstr(second->display, ==, "\xD0\x90");
	g_assert_cmpint(second->retention_s, ==, 30 * 86400);
	g_assert_cmpint(third->retention_s, ==, 365 * 86400);
	g_assert_cmpstr(third->lead, ==, "anna@example.com");
	g_assert_cmpstr(third->lead_agent, ==, "anna");
	g_assert_cmpstr(third->head, ==, "h@example.com");
	g_assert_null(third->head_agent);
	g_autofree char *rules = g_build_filename(scratch.directory, "mine", NULL);
	g_autofree char *store =
		g_strconcat("sqlite:", scratch.directory, "/desk.db", NULL);
	g_assert_cmpstr(config->rules_dir, ==, rules);
	g_assert_cmpstr(config->store, ==, store);
	g_assert_cmpstr(config->spool_dir, ==, scratch.directory);
	scratch_free(&scratch);
}

static void test_include_beside(void)
{
	Scratch scratch;
	scratch_new(&scratch);
	scratch_write(&scratch, "more.ini", "[queue b]\naddress = b@example.com\n");
	g_autoptr(Config) config = load(&scratch, "[postdesk]\ninclude = *.ini\n" SMALL);
	g_assert_cmpuint(config->queues->len, ==, 2);
	scratch_free(&scratch);
}

static void test_policies(void)
{
	Scratch scratch;
	scratch_new(&scratch);
	g_autoptr(Config) config = load(
		&scratch, SMALL
		"[queue b]\naddress = b@example.com\nsla = queue\n"
		"[organisation acme]\ndomain = example.org\nsla = acme\n"
		"[organisation other]\ndomain = example.net\ntier = gold\n"
		"[tier gold]\nsla = gold\n"
		"[sla gold]\ncalendar = office\nresolution = 2d\nupdate = 1w\n"
		"[sla acme]\nresolution = 2d\n[sla queue]\nresolution = 3d\n"
		"[sla bug]\nresolution = 4d\n"
		"[calendar office]\ntimezone = Europe/Athens\nmon-fri = 09:00-17:00\n"
		"fri = 09:00-16:00\n");
	const Queue *queue = config_queue(config, "b");
	const Organisation *acme =
		config_organisation_by_address(config, "x@mail.example.org");
	const Sla *gold = config_sla(config, queue, "gold", acme, "bug");
	g_assert_cmpstr(gold->name, ==, "gold");
	g_assert_cmpint(gold->target_s[SLA_RESOLUTION], ==, 16 * 3600);
	g_assert_cmpint(gold->target_s[SLA_UPDATE], ==, 40 * 3600);
	g_assert_cmpstr(config_sla(config, queue, "standard", acme, "bug")->name, ==,
			"acme");
	g_assert_cmpstr(config_sla(config, queue, NULL, NULL, "bug")->name, ==, "bug");
	g_assert_cmpstr(config_sla(config, queue, NULL, NULL, "none")->name, ==, "queue");
	g_assert_null(
		config_sla(config, config_queue(config, "support"), NULL, NULL, NULL));
	g_assert_null(config_organisation_by_address(config, "x@notexample.org"));
	g_assert_cmpint(((Sla *)g_hash_table_lookup(config->slas, "acme"))
				->target_s[SLA_RESOLUTION],
			==, 48 * 3600);
	scratch_free(&scratch);
}

/* The first example is complete, and so is the one after "EXAMPLES". */
static void test_manual_examples(void)
{
	static const char *const places[] = {".Sh DESCRIPTION", ".Sh EXAMPLES"};
	static const char begin[] = ".Bd -literal -offset indent\n";
	g_autofree char *page = NULL;
	if (!g_file_get_contents("rules/postdesk.ini.5", &page, NULL, NULL)) {
		g_test_skip("not run in the source directory");
		return;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
		const char *example =
			strstr(strstr(page, places[i]), begin) + strlen(begin);
		g_autofree char *text =
			g_strndup(example, (gsize)(strstr(example, ".Ed\n") - example));
		Scratch scratch;
		scratch_new(&scratch);
		g_autoptr(Config) config = load(&scratch, text);
		g_assert_nonnull(config);
		scratch_free(&scratch);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/config/the smallest file has sensible defaults", test_smallest);
	g_test_add_func("/config/includes come in the order of their names",
			test_includes);
	g_test_add_func("/config/a file does not include itself", test_include_beside);
	g_test_add_func(
		"/config/the policy is found by tier, organisation, category, queue",
		test_policies);
	g_test_add_func("/config/the manual's examples load", test_manual_examples);
	return g_test_run();
}
