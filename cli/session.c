/* session.c - what commands share: the desk, the daemon's socket, input, columns. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "mail/error.h"
#include "rules/problem.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define INPUT_MAX (512 * 1024 * 1024) /* octets of a mail or file that are read */

void cli_say(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	fprintf(stderr, "postdesk: %s\n", text);
}

int cli_failed(const GError *error)
{
	if (!error)
		return EXIT_FAILED;
	cli_say("%s", error->message);
	bool later = error->domain == POSTDESK_ERROR && error->code == POSTDESK_BUSY;
	return later ? EXIT_LATER : EXIT_FAILED;
}

int cli_usage(const Cli *cli)
{
	cli_say("usage: postdesk %s", cli->grammar);
	return EXIT_USAGE;
}

bool cli_options(const Cli *cli, const GOptionEntry *entries, int *argc, char ***argv,
		 int *code)
{
	static const GOptionEntry none[] = {{0}};
	g_autoptr(GError) error = NULL;
	g_autoptr(GOptionContext) context = g_option_context_new(cli->grammar);
	bool help = *argc > 1 && g_str_equal((*argv)[1], "--help");
	g_option_context_add_main_entries(context, entries ? entries : none, NULL);
	g_option_context_set_help_enabled(context, FALSE);
	*code = help ? EXIT_DONE : EXIT_USAGE;
	if (help) {
		g_autofree char *text = g_option_context_get_help(context, TRUE, NULL);
		printf("%s", text);
		return false;
	}
	if (g_option_context_parse(context, argc, argv, &error)) {
		if (*argc > 1 && g_str_equal((*argv)[1], "--")) {
			(*argv)[1] = (*argv)[0];
			(*argv)++;
			(*argc)--;
		}
		return true;
	}
	cli_say("%s; usage: postdesk %s", error->message, cli->grammar);
	return false;
}

static void problems_tell(const GPtrArray *problems)
{
	for (guint i = 0; i < problems->len; i++)
		fprintf(stderr, "%s\n", (const char *)problems->pdata[i]);
}

Setup *cli_setup(const Cli *cli)
{
	g_autoptr(GPtrArray) problems = problems_new();
	Setup *setup = setup_load(cli->config_path, problems);
	problems_tell(problems);
	return setup;
}

void cli_give(const Config *config, const char *path)
{
	struct stat file;

	if (geteuid() != 0 || !config->user || stat(path, &file) != 0)
		return;
	/* cppcheck-suppress getpwnamCalled ; there is one thread */
	const struct passwd *user = getpwnam(config->user);
	if (user && lchown(path, user->pw_uid, user->pw_gid) != 0 && errno != ENOENT)
		cli_say("%s: cannot be given to %s: %s", path, user->pw_name,
			g_strerror(errno));
}

/* Root may be the first to open the store; it is the daemon's all the same. */
static void store_give(Desk *desk)
{
	static const char *const parts[] = {"", "-wal", "-shm"};
	const char *path = store_path(desk_store(desk));
	g_autoptr(Setup) setup = desk_setup(desk);
	struct stat store;

	if (stat(path, &store) != 0 || store.st_uid != 0)
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *file = g_strconcat(path, parts[i], NULL);
		cli_give(setup->config, file);
	}
}

Desk *cli_desk(const Cli *cli, int *code)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) problems = problems_new();
	Desk *desk = desk_open(cli->config_path, NULL, cli->now, problems, &error);
	problems_tell(problems);
	*code = desk ? EXIT_DONE : cli_failed(error);
	if (desk)
		store_give(desk);
	return desk;
}

void cli_wake(Desk *desk)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	g_autofree char *path = g_strconcat(store_path(desk_store(desk)), ".wake", NULL);
	if (g_strlcpy(address.sun_path, path, sizeof address.sun_path) >=
	    sizeof address.sun_path)
		return;
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return;
	/* Nobody there: no daemon runs, and the next one looks by itself. */
	(void)!sendto(fd, "wake", strlen("wake"), 0, (const struct sockaddr *)&address,
		      sizeof address);
	close(fd);
}

int cli_read(Desk *desk, StoreWork work, void *data)
{
	g_autoptr(GError) error = NULL;
	if (store_read(desk_store(desk), work, data, &error))
		return EXIT_DONE;
	return cli_failed(error);
}

gint64 cli_number(const char *text)
{
	guint64 number;
	bool ok = g_ascii_string_to_unsigned(text, 10, 1, G_MAXINT64, &number, NULL);
	return ok ? (gint64)number : 0;
}

gint64 cli_ticket(const char *text)
{
	gint64 number = cli_number(*text == '#' ? text + 1 : text);
	if (number)
		return number;
	cli_say("«%s» is no ticket number: write 42 or '#42'", text);
	return 0;
}

static GBytes *stream_read(FILE *file, const char *path)
{
	GByteArray *bytes = g_byte_array_new();
	guint8 part[65536];
	gsize got;
	while ((got = fread(part, 1, sizeof part, file)) > 0 && bytes->len < INPUT_MAX)
		g_byte_array_append(bytes, part, (guint)got);
	if (!ferror(file) && bytes->len < INPUT_MAX)
		return g_byte_array_free_to_bytes(bytes);
	cli_say("%s: %s", path, bytes->len < INPUT_MAX ? "cannot be read" : "too large");
	g_byte_array_unref(bytes);
	return NULL;
}

GBytes *cli_input(const char *path)
{
	if (g_str_equal(path, "-"))
		return stream_read(stdin, "stdin");
	FILE *file = fopen(path, "rb");
	if (!file) {
		cli_say("%s: %m", path);
		return NULL;
	}
	GBytes *bytes = stream_read(file, path);
	fclose(file);
	return bytes;
}

static char *cell_clean(const char *cell)
{
	return g_strdelimit(cli_printable(cell && *cell ? cell : "-"), "\n", ' ');
}

void cli_columns(const GPtrArray *rows, guint columns)
{
	g_autofree glong *widths = g_new0(glong, columns);
	for (guint row = 0; row < rows->len; row++)
		for (guint i = 0; i + 1 < columns; i++) {
			g_autofree char *cell =
				cell_clean(((char **)rows->pdata[row])[i]);
			widths[i] = MAX(widths[i], g_utf8_strlen(cell, -1));
		}
	for (guint row = 0; row < rows->len; row++) {
		for (guint i = 0; i < columns; i++) {
			g_autofree char *cell =
				cell_clean(((char **)rows->pdata[row])[i]);
			glong pad = i + 1 < columns
					    ? widths[i] - g_utf8_strlen(cell, -1) + 2
					    : 0;
			printf("%s%*s", cell, (int)pad, "");
		}
		printf("\n");
	}
}
