/* host.c - what only the machine can say of a configuration, before a start fails. */
/* SPDX-License-Identifier: MIT */
#include "desk/host.h"
#include "rules/problem.h"

#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* NULL: there is none, or none is asked for. */
static const struct passwd *check_user(const Config *config, const char *user,
				       GPtrArray *problems)
{
	/* cppcheck-suppress getpwnamCalled ; there is one thread */
	const struct passwd *entry = user ? getpwnam(user) : NULL;

	if (user && !entry)
		problem_add(problems, config->file, config_line(config, "user"),
			    "user: there is no user %s; write one that is there, or make "
			    "it: useradd --system %s",
			    user, user);
	return entry;
}

/* The value of a key is a file in a folder that must be there. */
static bool check_file(const Config *config, const char *key, const char *path,
		       const char *form, GPtrArray *problems)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int line = config_line(config, key);

	if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
		problem_add(problems, config->file, line,
			    "%s: there is no folder %s; make it, or write %s = %s%s", key,
			    folder, key, form, line ? "" : " into [postdesk]");
	else if (g_file_test(path, G_FILE_TEST_IS_DIR))
		problem_add(problems, config->file, line,
			    "%s: %s is a directory; write %s = %s", key, path, key, form);
	else
		return true;
	return false;
}

bool host_has_store(const Config *config, GPtrArray *problems)
{
	if (!config_line(config, "store") && !config->is_whole)
		return true;
	return check_file(config, "store", config->store + strlen("sqlite:"),
			  "sqlite:/PATH", problems);
}

/* The store makes files beside itself. The groups of the user besides the first are left
 * out: who relies on them knows. */
static void check_owner(const Config *config, const struct passwd *user,
			GPtrArray *problems)
{
	g_autofree char *folder = g_path_get_dirname(config->store + strlen("sqlite:"));
	struct stat place;

	if (user->pw_uid == 0 || stat(folder, &place) != 0 ||
	    place.st_uid == user->pw_uid || place.st_gid == user->pw_gid ||
	    place.st_mode & 02)
		return;
	problem_add(problems, config->file, config_line(config, "store"),
		    "store: the folder %s does not belong to %s; chown %s: %s", folder,
		    user->pw_name, user->pw_name, folder);
}

static void check_files(const Config *config, GPtrArray *problems)
{
	if (config_line(config, "model"))
		check_file(config, "model", config->model, "/PATH", problems);
	if (config_line(config, "spool") &&
	    !g_file_test(config->spool_dir, G_FILE_TEST_IS_DIR))
		problem_add(
			problems, config->file, config_line(config, "spool"),
			"spool: there is no folder %s; make it, or write spool = /PATH",
			config->spool_dir);
}

static void check_program(const Config *config, GPtrArray *problems)
{
	const char *program = g_str_has_prefix(config->outbox, "sendmail:")
				      ? config->outbox + strlen("sendmail:")
				      : "/usr/sbin/sendmail";

	if (g_str_has_prefix(config->outbox, "sendmail") && access(program, X_OK) != 0)
		problem_add(problems, config->file, config_line(config, "outbox"),
			    "outbox: %s is no program that can be run; write "
			    "smtp://127.0.0.1:25 or sendmail:/PATH",
			    program);
}

/* A value that is refused already leaves the default, of which nothing is to be said. */
static bool is_told(const char *machine, const GPtrArray *problems)
{
	gsize place = (gsize)(strstr(machine, ": ") + 2 - machine);

	for (guint i = 0; i < problems->len; i++)
		if (strncmp(problems->pdata[i], machine, place) == 0)
			return true;
	return false;
}

void host_check(const Config *config, const char *user, GPtrArray *problems)
{
	g_autoptr(GPtrArray) found = problems_new();

	const struct passwd *entry = check_user(config, user, found);
	if (host_has_store(config, found) && entry)
		check_owner(config, entry, found);
	check_files(config, found);
	check_program(config, found);
	for (guint i = 0; i < found->len; i++)
		if (!is_told(found->pdata[i], problems))
			g_ptr_array_add(problems, g_strdup(found->pdata[i]));
}
