/* keys.c - the keys that reply addresses are made with: lists them, makes a new one. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "desk/token.h"
#include "rules/duration.h"
#include "store/token_key.h"

#include <stdio.h>

#define WAIT_MS 20000 /* for the store */

static bool list_work(Db *db, void *data, GError **error)
{
	return token_key_list(db, data, error);
}

static int list(Desk *desk)
{
	g_autoptr(GPtrArray) keys = NULL;
	int code = cli_read(desk, list_work, &keys);

	for (guint i = 0; code == EXIT_DONE && i < keys->len; i++) {
		const TokenKey *key = keys->pdata[i];
		gint64 until = keyring_valid_until(keys, i);
		g_autofree char *made = time_rfc3339(key->created_at, NULL);
		g_autofree char *end =
			until < G_MAXINT64 ? time_rfc3339(until, NULL) : NULL;
		printf("%" G_GINT64_FORMAT "  made %s%s%s\n", key->serial, made,
		       end ? "  known until " : "", end ? end : "");
	}
	return code;
}

static bool rotate_work(Db *db, void *data, GError **error)
{
	const gint64 *now = data;

	return keyring_add(db, *now, error);
}

static int rotate(Desk *desk, gint64 now)
{
	g_autoptr(GError) error = NULL;

	if (!store_write(desk_store(desk), rotate_work, &now, WAIT_MS, &error))
		return cli_failed(error);
	cli_wake(desk);
	printf("a new key is made; it signs in an hour, when every host has read it\n");
	return EXIT_DONE;
}

int cli_keys(const Cli *cli, int argc, char **argv)
{
	int code;
	if (!cli_options(cli, NULL, &argc, &argv, &code))
		return code;
	const char *what = argc > 1 ? argv[1] : "list";
	bool is_rotate = g_str_equal(what, "rotate");
	if (argc > 2 || (!is_rotate && !g_str_equal(what, "list")))
		return cli_usage(cli);
	g_autoptr(Desk) desk = cli_desk(cli, &code);
	if (!desk)
		return code;
	return is_rotate ? rotate(desk, cli->now) : list(desk);
}
