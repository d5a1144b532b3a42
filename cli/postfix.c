/* postfix.c - Postfix's settings for the desk: printed, made, or checked. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/mta.h"
#include "rules/problem.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

/*
 * The desk is a milter, and beside it a second door: a virtual alias sends every desk
 * address also, as support+token@example.com.postdesk.invalid, to a pipe that runs
 * `postdesk inject`. Mail that passed the milter changes nothing there; mail that did not
 * (local bounces, sendmail(1), an alias of the desk, postdeskd down with «accept»)
 * becomes what it should. The pipe's ${original_recipient} would not do: it is the first
 * alias.
 */

char *postconf_read(const char *flag, const char *name)
{
	const char *argv[] = {"postconf", flag, name, NULL};
	char *out = NULL;
	int status = 1;
	GSpawnFlags flags = G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL;
	if (!g_spawn_sync(NULL, (char **)argv, NULL, flags, NULL, NULL, &out, NULL,
			  &status, NULL) ||
	    !g_spawn_check_wait_status(status, NULL)) {
		g_free(out);
		return NULL;
	}
	return g_strchomp(out);
}

bool postconf_write(const char *flag, const char *setting)
{
	const char *argv[] = {"postconf", flag, setting, NULL};
	g_autoptr(GError) error = NULL;
	int status = 1;
	if (g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
			 NULL, &status, &error) &&
	    g_spawn_check_wait_status(status, &error))
		return true;
	cli_say("postconf %s: %s", setting, error->message);
	return false;
}

/* present with item at its end, unless it is there already. */
static char *list_with(const char *present, const char *mark, const char *item)
{
	if (present && strstr(present, mark))
		return g_strdup(present);
	return g_strdup_printf("%s%s%s", present ? present : "",
			       present && *present ? ", " : "", item);
}

/* One line per queue address: the archive mailbox (keep) and the second door. */
static char *aliases_text(const Config *config)
{
	GString *text = g_string_new("# Made by: postdesk setup postfix\n");
	for (guint i = 0; i < config->queues->len; i++) {
		const Queue *queue = config->queues->pdata[i];
		for (guint j = 0; j < queue->addresses->len; j++) {
			const char *address = queue->addresses->pdata[j];
			g_autofree char *local =
				g_strndup(address, strcspn(address, "@"));
			g_autofree char *local_pattern = literal_pattern(local);
			g_autofree char *domain = literal_pattern(
				address + MIN(strlen(local) + 1, strlen(address)));
			g_string_append_printf(text, "/^(%s", local_pattern);
			if (*config->delimiters)
				g_string_append_printf(text, "([%s][^@]*)?",
						       config->delimiters);
			/* With its extension: else it were an address of the desk again,
			 * and went through the door twice. */
			const char *host =
				address + MIN(strlen(local) + 1, strlen(address));
			g_string_append_printf(text, ")@%s$/  ", domain);
			if (queue->deliver == QUEUE_KEEP)
				g_string_append_printf(text, "$1@%s, ", host);
			g_string_append_printf(text, "$1@%s" DOOR_DOMAIN "\n", host);
		}
	}
	return g_string_free(text, FALSE);
}

static char *checks_text(const Config *config)
{
	g_autofree char *pattern = claims_pattern(config->authserv_id);
	return g_strdup_printf("# Made by: postdesk setup postfix\n/%s/ STRIP forged "
			       "result of our own\n",
			       pattern);
}

static char *inject_text(const Config *config)
{
	g_autofree char *file = g_canonicalize_filename(config->file, NULL);
	return g_strdup_printf(" -c %s inject ", file);
}

static char *service_text(const Config *config)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *inject = inject_text(config);
	return g_strdup_printf(
		"postdesk/unix=postdesk unix - n n - 4 pipe flags=q user=%s null_sender= "
		"argv=%s%s-f ${sender} -- ${recipient}",
		config->user ? config->user : "postdesk",
		self ? self : "/usr/bin/postdesk", inject);
}

/* What is to be made: "key=value" for main.cf, alternating names and contents of files.
 */
typedef struct {
	char *folder;
	GPtrArray *main, *files;
	char *service;
} Plan;

static void plan_clear(Plan *plan)
{
	g_free(plan->folder);
	g_ptr_array_unref(plan->main);
	g_ptr_array_unref(plan->files);
	g_free(plan->service);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Plan, plan_clear)

static void plan_list(Plan *plan, const char *key, const char *mark, const char *item)
{
	g_autofree char *present = postconf_read("-hx", key);
	g_autofree char *value = list_with(present, mark, item);
	g_ptr_array_add(plan->main, g_strdup_printf("%s=%s", key, value));
}

static void plan_file(Plan *plan, const char *key, const char *name, char *content_take)
{
	g_autofree char *path = g_build_filename(plan->folder, name, NULL);
	g_autofree char *item = g_strconcat("regexp:", path, NULL);
	plan_list(plan, key, path, item);
	g_ptr_array_add(plan->files, g_steal_pointer(&path));
	g_ptr_array_add(plan->files, content_take);
}

static void plan_smuggling(Plan *plan)
{
	/* The reject code came with «normalize»; before it there was only «yes», or
	 * nothing. */
	g_autofree char *known = postconf_read("-d", "smtpd_forbid_bare_newline");
	g_autofree char *newer =
		postconf_read("-d", "smtpd_forbid_bare_newline_reject_code");
	if (known && *known)
		g_ptr_array_add(plan->main,
				g_strdup_printf("smtpd_forbid_bare_newline=%s",
						newer && *newer ? "normalize" : "yes"));
}

static void plan_make(Plan *plan, const Config *config, WhenDown when_down)
{
	g_autofree char *present = postconf_read("-hx", "smtpd_milters");
	g_autofree char *milters =
		milters_with_desk(config, present ? present : "", when_down);
	g_autofree char *delimiter = postconf_read("-h", "recipient_delimiter");
	plan->folder = postconf_read("-h", "config_directory");
	if (!plan->folder)
		plan->folder = g_strdup("/etc/postfix");
	plan->main = g_ptr_array_new_with_free_func(g_free);
	plan->files = g_ptr_array_new_with_free_func(g_free);
	plan->service = service_text(config);
	g_ptr_array_add(plan->main, g_strdup_printf("smtpd_milters=%s", milters));
	plan_smuggling(plan);
	if (*config->delimiters &&
	    (!delimiter || !strpbrk(delimiter, config->delimiters)))
		g_ptr_array_add(plan->main, g_strdup_printf("recipient_delimiter=%c%s",
							    *config->delimiters,
							    delimiter ? delimiter : ""));
	if (config->authserv_id && *config->authserv_id)
		plan_file(plan, "header_checks", POSTFIX_CHECKS, checks_text(config));
	plan_file(plan, "virtual_alias_maps", POSTFIX_ALIASES, aliases_text(config));
	plan_list(plan, "transport_maps", DOOR_DOMAIN,
		  "inline:{" DOOR_DOMAIN "=postdesk:}");
	g_ptr_array_add(plan->main, g_strdup("postdesk_destination_recipient_limit=1"));
}

static void plan_print(const Plan *plan, const Config *config, WhenDown when_down)
{
	printf("# main.cf. Order of smtpd_milters: those that verify and reject, "
	       "postdesk, then\n"
	       "# those that sign: they are known by «signers» in postdesk.ini.\n");
	for (guint i = 0; i < plan->main->len; i++)
		printf("postconf -e '%s'\n", (char *)plan->main->pdata[i]);
	printf("\n# master.cf: the second door\npostconf -M '%s'\n", plan->service);
	for (guint i = 0; i + 1 < plan->files->len; i += 2)
		printf("\n# %s\n%s", (char *)plan->files->pdata[i],
		       (char *)plan->files->pdata[i + 1]);
	printf("\npostfix reload\n");
	if (when_down == DOWN_ACCEPT)
		fprintf(stderr,
			"accept: while postdeskd is down mail goes on unseen by the "
			"milter and the second door takes the desk's part of it\n");
	else
		fprintf(stderr, "tempfail: while postdeskd is down all mail waits at its "
				"senders, also mail that is not for the desk\n");
	if (!config->authserv_id || !*config->authserv_id)
		fprintf(stderr, "authserv_id is not set: no DMARC result is believed\n");
}

static int plan_apply(const Plan *plan)
{
	g_autoptr(GError) error = NULL;
	for (guint i = 0; i + 1 < plan->files->len; i += 2)
		if (!g_file_set_contents(plan->files->pdata[i], plan->files->pdata[i + 1],
					 -1, &error))
			return cli_failed(error);
	for (guint i = 0; i < plan->main->len; i++)
		if (!postconf_write("-e", plan->main->pdata[i]))
			return EXIT_FAILED;
	if (!postconf_write("-M", plan->service))
		return EXIT_FAILED;
	fprintf(stderr, "done; «postfix reload» makes Postfix read it\n");
	return EXIT_DONE;
}

int postfix_set_up(const Config *config, WhenDown when_down, bool apply)
{
	g_auto(Plan) plan = {0};
	plan_make(&plan, config, when_down);
	if (apply)
		return plan_apply(&plan);
	plan_print(&plan, config, when_down);
	return EXIT_DONE;
}

/* An address of the desk that is no longer as it was in the aliases is mail that goes
 * past the second door. */
static void check_files(const Plan *plan, GPtrArray *problems)
{
	for (guint i = 0; i + 1 < plan->files->len; i += 2) {
		g_autofree char *present = NULL;
		if (!g_file_get_contents(plan->files->pdata[i], &present, NULL, NULL) ||
		    g_strcmp0(present, plan->files->pdata[i + 1]) != 0)
			problem_add(problems, plan->files->pdata[i], 0,
				    "is not what postdesk.ini says now: run postdesk "
				    "setup postfix --apply");
	}
}

/* A list that other hands have changed since; those without our item say what it costs.
 */
static void check_list(const Plan *plan, const char *key, const char *cost,
		       GPtrArray *problems)
{
	g_autofree char *present = postconf_read("-hx", key);
	g_autofree char *setting = g_strdup_printf("%s=%s", key, present ? present : "");

	for (guint i = 0; i < plan->main->len; i++) {
		const char *wanted = plan->main->pdata[i];
		if (strncmp(wanted, key, strlen(key)) == 0 &&
		    strcmp(wanted, setting) != 0)
			problem_add(problems, "main.cf", 0,
				    "%s %s: run postdesk setup postfix --apply", key,
				    cost);
	}
}

static void check_door(const Config *config, const Plan *plan, GPtrArray *problems)
{
	g_autofree char *service = postconf_read("-M", "postdesk/unix");
	g_autofree char *inject = inject_text(config);

	if (!service || !*service)
		problem_add(problems, "master.cf", 0,
			    "the second door, a service postdesk, is not there: run "
			    "postdesk setup postfix --apply");
	else if (!strstr(service, inject))
		problem_add(problems, "master.cf", 0,
			    "the second door leads to another configuration: run "
			    "postdesk -c %s setup postfix --apply",
			    config->file);
	check_list(plan, "virtual_alias_maps", "does not lead to the second door",
		   problems);
	check_list(plan, "transport_maps", "does not lead to the second door", problems);
	check_list(plan, "header_checks", "lets mail claim that this server verified it",
		   problems);
}

static void check_milters(const Config *config, const GPtrArray *elements,
			  GPtrArray *problems)
{
	const char *ours = milters_find_desk(config, elements);
	g_autofree char *endpoint = socket_for_postfix(config->socket);

	if (!ours)
		problem_add(problems, "main.cf", 0, "smtpd_milters does not name %s",
			    endpoint);
	else if (!strstr(ours, "default_action=tempfail") &&
		 !strstr(ours, "default_action=accept"))
		problem_add(problems, "main.cf", 0,
			    "smtpd_milters: give the desk a block of its own with "
			    "default_action");
	milters_check(config, elements, problems);
}

static GSocketConnectable *socket_place(const char *socket)
{
	const char *text = strchr(socket, ':') + 1;
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (g_str_has_prefix(socket, "unix:")) {
		g_strlcpy(address.sun_path, text, sizeof address.sun_path);
		return G_SOCKET_CONNECTABLE(
			g_socket_address_new_from_native(&address, sizeof address));
	}
	const char *at = strchr(text, '@');
	return g_network_address_new(at ? at + 1 : "127.0.0.1",
				     (guint16)g_ascii_strtoull(text, NULL, 10));
}

/* Whether the daemon is where Postfix will look for it. */
static void check_listener(const Config *config, GPtrArray *problems)
{
	g_autoptr(GSocketClient) client = g_socket_client_new();
	g_autoptr(GSocketConnectable) place = socket_place(config->socket);
	g_autoptr(GSocketConnection) connection =
		g_socket_client_connect(client, place, NULL, NULL);

	if (!connection)
		problem_add(problems, config->file, config_line(config, "socket"),
			    "socket: nobody listens on %s: start postdeskd, with the "
			    "same in ListenStream of postdeskd.socket",
			    config->socket);
}

void postfix_check(const Config *config, GPtrArray *problems)
{
	g_autofree char *milters = postconf_read("-hx", "smtpd_milters");
	g_autofree char *delimiter = postconf_read("-h", "recipient_delimiter");
	g_autofree char *bare = postconf_read("-h", "smtpd_forbid_bare_newline");
	if (!milters) {
		problem_add(problems, "main.cf", 0,
			    "postconf cannot be run: --mta looks at Postfix only");
		return;
	}
	if (!socket_has_place(config, problems))
		return;
	g_auto(Plan) plan = {0};
	plan_make(&plan, config, DOWN_TEMPFAIL);
	g_autoptr(GPtrArray) elements = milters_split(milters);
	check_listener(config, problems);
	check_milters(config, elements, problems);
	check_door(config, &plan, problems);
	check_files(&plan, problems);
	if (*config->delimiters &&
	    !strpbrk(delimiter ? delimiter : "", config->delimiters))
		problem_add(problems, "main.cf", 0, "recipient_delimiter lacks «%c»",
			    *config->delimiters);
	if (bare && g_str_equal(bare, "no"))
		problem_add(problems, "main.cf", 0,
			    "smtpd_forbid_bare_newline = no lets mail be "
			    "smuggled in: set normalize");
}
