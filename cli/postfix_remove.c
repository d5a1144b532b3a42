/* postfix_remove.c - takes out of Postfix's settings what setup put in. */
/* SPDX-License-Identifier: MIT */
/*
 * Only what names the desk goes. The delimiter and the guard against smuggled mail stay:
 * mail to support+token@ still has to find the mailbox, and other mail may rely on them.
 */
#include "cli/cli.h"
#include "cli/mta.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

/* Arguments of postconf in pairs, flag and setting; files to delete. */
typedef struct {
	GPtrArray *edits, *files;
} Removal;

static void removal_clear(Removal *removal)
{
	g_ptr_array_unref(removal->edits);
	g_ptr_array_unref(removal->files);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Removal, removal_clear)

static void edit_add(Removal *removal, const char *flag, char *setting_take)
{
	g_ptr_array_add(removal->edits, g_strdup(flag));
	g_ptr_array_add(removal->edits, setting_take);
}

/* A setting that ends empty was not there before us. */
static void list_set(Removal *removal, const char *key, const char *value)
{
	if (*value)
		edit_add(removal, "-e", g_strdup_printf("%s=%s", key, value));
	else
		edit_add(removal, "-X", g_strdup(key));
}

static void list_without(Removal *removal, const char *key, const char *mark)
{
	g_autofree char *present = postconf_read("-hx", key);
	g_autoptr(GPtrArray) elements = milters_split(present ? present : "");
	g_autoptr(GString) value = g_string_new(NULL);

	if (!present || !strstr(present, mark))
		return;
	for (guint i = 0; i < elements->len; i++)
		if (!strstr(elements->pdata[i], mark))
			g_string_append_printf(value, "%s%s", value->len ? ", " : "",
					       (char *)elements->pdata[i]);
	list_set(removal, key, value->str);
}

static void file_without(Removal *removal, const char *folder, const char *key,
			 const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	list_without(removal, key, path);
	if (g_file_test(path, G_FILE_TEST_EXISTS))
		g_ptr_array_add(removal->files, g_steal_pointer(&path));
}

static void milters_without(Removal *removal, const Config *config)
{
	g_autofree char *present = postconf_read("-hx", "smtpd_milters");
	g_autofree char *others = milters_without_desk(config, present ? present : "");
	g_autoptr(GPtrArray) before = milters_split(present ? present : "");
	g_autoptr(GPtrArray) after = milters_split(others);

	if (after->len < before->len)
		list_set(removal, "smtpd_milters", others);
}

static void removal_make(Removal *removal, const Config *config)
{
	static const char LIMIT[] = "postdesk_destination_recipient_limit";
	g_autofree char *read = postconf_read("-h", "config_directory");
	g_autofree char *service = postconf_read("-M", "postdesk/unix");
	g_autofree char *limit = postconf_read("-n", LIMIT);
	const char *folder = read ? read : "/etc/postfix";

	removal->edits = g_ptr_array_new_with_free_func(g_free);
	removal->files = g_ptr_array_new_with_free_func(g_free);
	milters_without(removal, config);
	file_without(removal, folder, "virtual_alias_maps", POSTFIX_ALIASES);
	file_without(removal, folder, "header_checks", POSTFIX_CHECKS);
	list_without(removal, "transport_maps", DOOR_DOMAIN);
	if (limit && *limit)
		edit_add(removal, "-X", g_strdup(LIMIT));
	if (service && *service)
		edit_add(removal, "-MX", g_strdup("postdesk/unix"));
}

static void removal_print(const Removal *removal)
{
	for (guint i = 0; i + 1 < removal->edits->len; i += 2)
		printf("postconf %s '%s'\n", (char *)removal->edits->pdata[i],
		       (char *)removal->edits->pdata[i + 1]);
	for (guint i = 0; i < removal->files->len; i++)
		printf("rm %s\n", (char *)removal->files->pdata[i]);
	printf("postfix reload\n");
}

static int removal_apply(const Removal *removal)
{
	for (guint i = 0; i + 1 < removal->edits->len; i += 2)
		if (!postconf_write(removal->edits->pdata[i],
				    removal->edits->pdata[i + 1]))
			return EXIT_FAILED;
	for (guint i = 0; i < removal->files->len; i++)
		if (g_unlink(removal->files->pdata[i]) != 0) {
			cli_say("%s: %s", (char *)removal->files->pdata[i],
				g_strerror(errno));
			return EXIT_FAILED;
		}
	fprintf(stderr, "done; «postfix reload» makes Postfix read it\n");
	return EXIT_DONE;
}

int postfix_remove(const Config *config, bool apply)
{
	g_auto(Removal) removal = {0};

	removal_make(&removal, config);
	if (removal.edits->len + removal.files->len == 0) {
		fprintf(stderr, "Postfix knows nothing of the desk\n");
		return EXIT_DONE;
	}
	if (apply)
		return removal_apply(&removal);
	removal_print(&removal);
	return EXIT_DONE;
}
