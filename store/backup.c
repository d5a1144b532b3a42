/* backup.c - copies a store that is in use to another file. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "store/handle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail_errno(const char *path, GError **error)
{
	g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY, "backup: %s: %s", path,
		    g_strerror(errno));
	return false;
}

/* A backup on top of the store itself would be the end of both. */
static bool refuse_itself(const Store *store, const char *path, GError **error)
{
	if (!file_is(path, file_id(store->path)))
		return true;
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
		    "backup: %s is the store itself", path);
	return false;
}

/* What lies there may be the only copy of last month. */
static bool refuse_present(const char *path, GError **error)
{
	struct stat status;

	if (lstat(path, &status) != 0)
		return true;
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
		    "backup: %s is there already; write another name, or --force", path);
	return false;
}

static bool copy_to_new(Store *store, const char *path, GError **error)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0660);

	if (fd < 0)
		return fail_errno(path, error);
	Db *db = store_borrow(store, DB_WRITER, error);
	bool ok = db && db_copy(db, path, error);
	if (db)
		store_give_back(store, DB_WRITER, db);
	if (ok && fsync(fd) != 0)
		ok = fail_errno(path, error);
	close(fd);
	return ok;
}

/* A rename is durable when its directory is. */
static void sync_folder_of(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

bool store_backup(Store *store, const char *path, bool replace, GError **error)
{
	g_autofree char *partial = g_strconcat(path, ".partial", NULL);

	if (!refuse_itself(store, path, error) ||
	    (!replace && !refuse_present(path, error)))
		return false;
	unlink(partial);
	if (!copy_to_new(store, partial, error)) {
		unlink(partial);
		return false;
	}
	if (rename(partial, path) != 0) {
		fail_errno(path, error);
		unlink(partial);
		return false;
	}
	sync_folder_of(path);
	return true;
}
