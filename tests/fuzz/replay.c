/* replay.c - runs a fuzz target over the files and folders that it is given. */
/* SPDX-License-Identifier: MIT */
#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize length);

static bool replay(const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) folder = NULL;
	g_autofree char *bytes = NULL;
	gsize length;
	const char *name;
	bool ok = true;

	if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
		folder = g_dir_open(path, 0, &error);
		while (folder && ok && (name = g_dir_read_name(folder)) != NULL) {
			g_autofree char *file = g_build_filename(path, name, NULL);
			ok = replay(file);
		}
		return ok && folder;
	}
	if (!g_file_get_contents(path, &bytes, &length, &error)) {
		printf("not ok - %s\n", error->message);
		return false;
	}
	/* A copy of the exact size: the sanitizer sees a read of one byte more. */
	g_autofree guint8 *exact = g_memdup2(bytes, length);
	LLVMFuzzerTestOneInput(exact, length);
	printf("ok - %s\n", path);
	return true;
}

int main(int argc, char **argv)
{
	bool ok = argc > 1;

	for (int i = 1; i < argc && ok; i++)
		ok = replay(argv[i]);
	return ok ? 0 : 1;
}
