/* rules_config.c - postdesk.ini: defaults, names, includes, and every mistake's message.
 */
/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "rules/config.h"
#include "rules/config_keys.h"
#include "rules/problem.h"

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
					    "days.ics", "postdesk.ini"};
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path =
			g_build_filename(scratch->directory, names[i], NULL);
		g_remove(path);
	}
	g_rmdir(scratch->directory);
	g_free(scratch->directory);
	g_free(scratch->path);
}

/* All problems, one per line, with the directory taken away. */
static char *problems_of(const char *text)
{
	Scratch scratch;
	scratch_new(&scratch);
	scratch_write(&scratch, "postdesk.ini", text);
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Config) config = config_load(scratch.path, problems);
	g_assert_true((config != NULL) == (problems->len == 0));
	g_autoptr(GString) all = g_string_new(NULL);
	for (guint i = 0; i < problems->len; i++)
		g_string_append_printf(all, "%s\n", (char *)problems->pdata[i]);
	g_autofree char *prefix = g_strconcat(scratch.directory, "/", NULL);
	g_string_replace(all, prefix, "", 0);
	g_string_replace(all, "postdesk.ini:", "", 0);
	scratch_free(&scratch);
	return g_string_free(g_steal_pointer(&all), FALSE);
}

typedef struct {
	const char *name, *given, *want;
} Mistake;

static const Mistake mistakes[] = {
	{"the smallest file has no mistake", SMALL, ""},
	{"a file without a queue", "[postdesk]\nlog = debug\n",
	 " there is no queue; write [queue support] with address = "
	 "support@example.com\n"},
	{"an empty file", "",
	 " there is no queue; write [queue support] with address = "
	 "support@example.com\n"},
	{"an unknown key, with the one that was meant", SMALL "lanugage = ru\n",
	 "6: unknown key \"lanugage\" in [agent], did you mean \"language\"?\n"},
	{"an unknown key that is like no other", SMALL "colour = blue\n",
	 "6: unknown key \"colour\" in [agent]; known: address, name, login, language, "
	 "calendar\n"},
	{"an unknown section", SMALL "[que billing]\naddress = b@example.com\n",
	 "6: unknown section [que billing], did you mean \"queue\"?\n"},
	{"a rule outside of the rules", SMALL "[rule x]\nif subject = /y/\n",
	 "6: [rule …] stands in the files of the rules directory, not here; see rules = "
	 "in "
	 "[postdesk]\n"},
	{"a section without its name", SMALL "[queue]\naddress = b@example.com\n",
	 "6: [queue] needs a name of one word, of letters, digits and . _ -; write "
	 "[queue "
	 "support]\n"},
	{"a section with two names",
	 SMALL "[agent anna maria]\naddress = b@example.com\n",
	 "6: [agent anna maria] needs a name of one word, of letters, digits and . _ -; "
	 "write "
	 "[agent anna]\n"},
	{"[postdesk] with a name", SMALL "[postdesk one]\nlog = info\n",
	 "6: [postdesk] has no name; write [postdesk]\n"},
	{"the same section twice", SMALL "[agent anna]\nlogin = anna\n",
	 "6: [agent anna] is already at 4; write all its keys there\n"},
	{"a key twice", SMALL "name = Anna\nname = Ann\n",
	 "7: name is given twice; keep one line\n"},
	{"a queue without an address", SMALL "[queue billing]\nagents = anna\n",
	 "6: [queue billing] has no address; write address = support@example.com\n"},
	{"an agent without an address", SMALL "[agent boris]\n",
	 "6: [agent boris] has no address; write address = anna@example.com\n"},
	{"two queues with one address",
	 SMALL "[queue b]\naddress = SUPPORT@example.com\n",
	 "7: support@example.com already belongs to [queue support] (2); an "
	 "address belongs to one queue or one agent\n"},
	{"an agent with a queue's address",
	 SMALL "[agent b]\naddress = support@example.com\n",
	 "7: support@example.com already belongs to [queue support] (2); an "
	 "address belongs to one queue or one agent\n"},
	{"an address twice in one section",
	 SMALL "address = a@example.com, anna@example.com\n",
	 "6: address: anna@example.com is named twice\n"},
	{"an address that is none", SMALL "address = anna.example.com\n",
	 "6: address: \"anna.example.com\" is no address; write support@example.com\n"},
	{"an address with an extension", "[queue b]\naddress = b+c@example.com\n",
	 "2: b+c@example.com has an extension after the recipient_delimiter; write "
	 "b@example.com\n"},
	{"two agents with one login",
	 SMALL "login = desk\n[agent b]\naddress = b@example.com\nlogin = Desk\n",
	 "9: desk already belongs to [agent anna] (6); a login belongs to "
	 "one "
	 "agent\n"},
	{"an unknown agent, with the one that was meant",
	 SMALL "[queue b]\naddress = b@example.com\nagents = ana\n",
	 "8: there is no [agent ana], did you mean \"anna\"?\n"},
	{"a lead that is neither agent nor address",
	 SMALL "[queue b]\naddress = b@example.com\nlead = boss\n",
	 "8: there is no [agent boss]; known: anna\n"},
	{"a head whose address is none",
	 SMALL "[queue b]\naddress = b@example.com\nhead = @\n",
	 "8: \"@\" is neither an agent nor an address; write head = head@example.com\n"},
	{"an unknown SLA", SMALL "[queue b]\naddress = b@example.com\nsla = gold\n",
	 "8: there is no [sla gold]; write that section\n"},
	{"an unknown calendar", SMALL "[sla gold]\ncalendar = office\nupdate = 1d\n",
	 "7: there is no [calendar office]; write that section\n"},
	{"an agent's unknown calendar", SMALL "calendar = night\n",
	 "6: there is no [calendar night]; write that section\n"},
	{"an organisation without a domain", SMALL "[organisation acme]\ntier = gold\n",
	 "6: [organisation acme] has no domain; write domain = example.org\n"},
	{"two organisations with one domain",
	 SMALL "[organisation a]\ndomain = example.org\n[organisation b]\ndomain = "
	       "Example.ORG\n",
	 "9: example.org already belongs to [organisation a] (7); a domain "
	 "belongs to one organisation\n"},
	{"an address in place of a domain",
	 SMALL "[organisation a]\ndomain = ann@example.org\n",
	 "7: domain: \"ann@example.org\" is no domain; write example.org\n"},
	{"a tier without an SLA", SMALL "[tier gold]\n",
	 "6: [tier gold] has no sla; write sla = gold\n"},
	{"an SLA that promises nothing", SMALL "[sla gold]\nescalate = 50% lead\n",
	 "6: [sla gold] promises nothing; write first_response = 4h\n"},
	{"a duration without a unit", SMALL "[sla gold]\nupdate = 4\n",
	 "7: update: \"4\" is no duration, its unit is missing; write 30m, 4h, 2d or "
	 "1d4h (w d "
	 "h m s)\n"},
	{"a duration of nothing", SMALL "[sla gold]\nupdate = 0h\n",
	 "7: update: no time at all is no promise; write 4h, or leave the line out\n"},
	{"a step that is none", SMALL "[sla gold]\nupdate = 4h\nescalate = 50 lead\n",
	 "8: escalate: \"50\" is no step; write 75% (1 to 1000) or +1d\n"},
	{"a step that tells nobody", SMALL "[sla gold]\nupdate = 4h\nescalate = 50%\n",
	 "8: escalate: the step \"50%\" tells nobody; write \"50% lead\"\n"},
	{"a step for somebody unknown",
	 SMALL "[sla gold]\nupdate = 4h\nescalate = 50% boss\n",
	 "8: escalate: \"boss\" is nobody to escalate to; write agent, lead or head\n"},
	{"an unknown time zone",
	 SMALL "[calendar c]\ntimezone = Athens\nmon = 09:00-10:00\n",
	 "7: timezone: unknown time zone \"Athens\"; write a name of the tz database: "
	 "Europe/Athens\n"},
	{"a calendar that is never open",
	 SMALL "[calendar c]\ntimezone = Europe/Athens\n",
	 "6: [calendar c] is never open; write mon-fri = 09:00-17:00\n"},
	{"a span across midnight", SMALL "[calendar c]\nmon-fri = 22:00-06:00\n",
	 "7: mon-fri: the span \"22:00-06:00\" crosses midnight; write 22:00-24:00 and, "
	 "for "
	 "the next day, 00:00-06:00\n"},
	{"a span that is none", SMALL "[calendar c]\nmon-fri = 9-17\n",
	 "7: mon-fri: \"9-17\" is no span of time; write 09:00-17:30\n"},
	{"an empty span", SMALL "[calendar c]\nsat = 09:00-09:00\n",
	 "7: sat: the span \"09:00-09:00\" is empty; write 00:00-24:00 for a whole "
	 "day\n"},
	{"spans that overlap", SMALL "[calendar c]\nsat = 12:00-14:00 09:00-12:30\n",
	 "7: sat: two spans overlap at 12:00; write them as one\n"},
	{"a weekday that is none",
	 SMALL "[calendar c]\nmon-fri = 09:00-17:00\nmonday = \n",
	 "8: unknown key \"monday\" in [calendar]; known: timezone, mon-fri, holiday, "
	 "holidays, day\n"},
	{"a holiday that is no date",
	 SMALL "[calendar c]\nmon-fri = 09:00-17:00\nholiday = 2027-02-29\n",
	 "8: holiday: \"2027-02-29\" is no date; write 2026-12-25\n"},
	{"a tag without a number",
	 SMALL "[queue b]\naddress = b@example.com\ntag = [B]\n",
	 "8: tag: the tag \"[B]\" needs %d once, where the number goes, and no other %; "
	 "write "
	 "[Support #%d]\n"},
	{"a tag with another format",
	 SMALL "[queue b]\naddress = b@example.com\ntag = %s %d\n",
	 "8: tag: the tag \"%s %d\" needs %d once, where the number goes, and no other "
	 "%; "
	 "write [Support #%d]\n"},
	{"a size that is none", SMALL "[queue b]\naddress = b@example.com\nlimit = big\n",
	 "8: limit: \"big\" is no size from 1K to 2G; write 25M\n"},
	{"neither yes nor no",
	 SMALL "[queue b]\naddress = b@example.com\nanswers = maybe\n",
	 "8: answers: \"maybe\" is neither yes nor no\n"},
	{"neither keep nor consume",
	 SMALL "[queue b]\naddress = b@example.com\ndeliver = x\n",
	 "8: deliver: \"x\" is neither keep nor consume\n"},
	{"a confidence above one",
	 SMALL "[queue b]\naddress = b@example.com\nanswer_above = 80\n",
	 "8: answer_above: \"80\" is no confidence from 0 to 1; write 0.8\n"},
	{"a language that is none",
	 SMALL "[queue b]\naddress = b@example.com\nlanguages = english\n",
	 "8: languages: \"english\" is no language; write codes such as en, ru\n"},
	{"a store that is none", SMALL "[postdesk]\nstore = desk.db\n",
	 "7: store: \"desk.db\" is no store; write sqlite:/var/lib/postdesk/desk.db or "
	 "postgresql://host/database\n"},
	{"a socket that is none", SMALL "[postdesk]\nsocket = 8895\n",
	 "7: socket: \"8895\" is no socket; write inet:8895@127.0.0.1, "
	 "unix:/run/postdesk/milter.sock or fd:3\n"},
	{"a way out that is none", SMALL "[postdesk]\noutbox = 127.0.0.1\n",
	 "7: outbox: \"127.0.0.1\" is no way out; write smtp://127.0.0.1:25 or "
	 "sendmail\n"},
	{"evidence that is none", SMALL "[postdesk]\nagent_evidence = auth spf\n",
	 "7: agent_evidence: \"spf\" is no evidence; write some of auth cert token dmarc "
	 "trusted\n"},
	{"a network that is none", SMALL "[postdesk]\ntrusted = 10.0.0.0/33\n",
	 "7: trusted: \"10.0.0.0/33\" is no network; write 192.0.2.0/24 or "
	 "2001:db8::/32\n"},
	{"a number that is none", SMALL "[postdesk]\nmax_new_tickets = many\n",
	 "7: max_new_tickets: \"many\" is no number from 0 to 1000000; write 20\n"},
	{"an included file that is not there", SMALL "[postdesk]\ninclude = more.ini\n",
	 "7: more.ini does not exist; write the name of a file, or desk.d/*.ini\n"},
	{"several mistakes at once",
	 "[postdesk]\nlog = loud\nstoer = x\n[queue a]\nagents = b\nlimit = "
	 "1\nnonsense\n",
	 "7: the line is neither a [section], key = value nor a ; comment\n"
	 "2: log: \"loud\" is neither info nor debug\n"
	 "3: unknown key \"stoer\" in [postdesk], did you mean \"store\"?\n"
	 "6: limit: \"1\" is no size from 1K to 2G; write 25M\n"
	 "4: [queue a] has no address; write address = support@example.com\n"
	 "5: there is no [agent b]; write that section\n"},
};

static void test_mistake(gconstpointer data)
{
	const Mistake *mistake = data;
	g_autofree char *got = problems_of(mistake->given);
	g_assert_cmpstr(got, ==, mistake->want);
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

/* The man page has the reference, word for word: it cannot forget a key. */
static void test_manual(void)
{
	g_autofree char *page = NULL;
	g_autofree char *reference = config_reference();
	if (!g_file_get_contents("rules/postdesk.ini.5", &page, NULL, NULL)) {
		g_test_skip("not run in the source directory");
		return;
	}
	g_assert_nonnull(strstr(page, reference));
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
		g_autofree char *problems = problems_of(text);
		g_assert_cmpstr(problems, ==, "");
	}
}

/* Keys whose value is a name or a file need more than themselves. */
static void test_key_examples(void)
{
	gsize count;
	const ConfigKey *keys = config_keys(&count);
	for (gsize i = 0; i < count; i++) {
		const SectionKind *kind = config_section_kind(keys[i].section);
		if (!keys[i].set || keys[i].set == value_line ||
		    keys[i].set == value_words || keys[i].set == value_holidays_file)
			continue;
		g_autofree char *text = g_strdup_printf(
			"[%s%s%s]\n%s = %s\n", kind->word, kind->name ? " " : "",
			kind->name ? kind->name : "", keys[i].key, keys[i].example);
		g_autofree char *problems = problems_of(text);
		g_assert_null(strstr(problems, "2: "));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(mistakes); i++) {
		g_autofree char *path = g_strconcat("/config/", mistakes[i].name, NULL);
		g_test_add_data_func(path, &mistakes[i], test_mistake);
	}
	g_test_add_func("/config/the smallest file has sensible defaults", test_smallest);
	g_test_add_func("/config/includes come in the order of their names",
			test_includes);
	g_test_add_func(
		"/config/the policy is found by tier, organisation, category, queue",
		test_policies);
	g_test_add_func("/config/the manual's examples load", test_manual_examples);
	g_test_add_func("/config/each key takes its own example", test_key_examples);
	g_test_add_func("/config/the manual has every key", test_manual);
	return g_test_run();
}
