/* store.c - opens and closes a store, finds its file again, and lends read connections.
 */
/* SPDX-License-Identifier: MIT */
#include "store/handle.h"

#include "mail/error.h"
#include "store/schema.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN_WAIT_MS	 (5 * 1000)
#define READERS_IDLE_MAX 8

/* --- the file -------------------------------------------------------------------------
 */

/* Made here and not by the engine, so that the umask does not shut out the group. */
static bool create_file(const char *path, GError **error)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0660);

	if (fd < 0 && errno == EEXIST)
		return true;
	if (fd < 0) {
		int code = errno == ENOSPC || errno == EDQUOT || errno == EIO
				   ? POSTDESK_BUSY
				   : POSTDESK_INVALID;
		g_set_error(error, POSTDESK_ERROR, code, "%s: %s", path,
			    g_strerror(errno));
		return false;
	}
	fchmod(fd, 0660);
	close(fd);
	return true;
}

static bool file_is_there(const char *path, GError **error)
{
	struct stat now;

	if (stat(path, &now) == 0 && S_ISREG(now.st_mode) && now.st_size > 0)
		return true;
	g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY, "%s: the store's file is gone",
		    path);
	return false;
}

static bool attach(Store *store, GError **error)
{
	gsize count;
	const SchemaFile *files = db_schema_files(&count);
	ino_t log_inode;

	g_autoptr(Db) writer = db_open(store->path, DB_WRITER, OPEN_WAIT_MS, error);
	if (!writer)
		return false;
	if (!schema_apply(writer, files, count, OPEN_WAIT_MS, error)) {
		g_prefix_error(error, "%s: ", store->path);
		return false;
	}
	pthread_mutex_lock(&store->lock);
	db_file(writer, &store->device, &store->inode, &log_inode);
	store->writer = g_steal_pointer(&writer);
	store->log_limit = STORE_LOG_BYTES_MAX;
	store->gone = false;
	pthread_mutex_unlock(&store->lock);
	return true;
}

/*
 * A log that belongs to a file that was taken away would be replayed into the one that
 * took its place. It is put aside, not deleted: it may hold the only copy of what was
 * promised.
 */
static void put_log_aside(Store *store)
{
	g_autofree char *log = g_strconcat(store->path, "-wal", NULL);
	g_autofree char *aside = g_strconcat(store->path, "-wal.lost", NULL);
	struct stat now;

	if (store->log_inode && stat(log, &now) == 0 && now.st_ino == store->log_inode)
		rename(log, aside);
	store->log_inode = 0;
}

/* Nobody may have the old file open when the new one is opened: they share the log's
 * name. */
static bool let_go(Store *store, GError **error)
{
	g_autoptr(GPtrArray) idle = NULL;
	dev_t device;
	ino_t inode;

	if (store->writer)
		db_file(store->writer, &device, &inode, &store->log_inode);
	g_clear_pointer(&store->writer, db_close);
	pthread_mutex_lock(&store->lock);
	store->gone = true;
	idle = g_steal_pointer(&store->idle);
	store->idle = g_ptr_array_new_with_free_func((GDestroyNotify)db_close);
	bool alone = store->reading == 0;
	pthread_mutex_unlock(&store->lock);
	if (!alone)
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY,
			    "%s: the store's file went away while it is being read",
			    store->path);
	return alone;
}

bool store_ensure_writer(Store *store, GError **error)
{
	GError *problem = NULL;

	if (store->writer && db_is_in_place(store->writer))
		return true;
	if (!let_go(store, error) || !file_is_there(store->path, error))
		return false;
	put_log_aside(store);
	if (attach(store, &problem))
		return true;
	/* Whatever is wrong with the file that is there now: the right one may come back.
	 */
	problem->code = POSTDESK_BUSY;
	g_propagate_error(error, problem);
	return false;
}

/* --- opening and closing --------------------------------------------------------------
 */

static char *path_of_url(const char *url, GError **error)
{
	if (g_str_has_prefix(url, "sqlite:") && url[7] &&
	    strcmp(url + 7, ":memory:") != 0)
		return g_canonicalize_filename(url + 7, NULL);
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
		    "store %s: must be sqlite:/path/of/file", url);
	return NULL;
}

static void store_free(Store *store)
{
	g_ptr_array_unref(store->idle);
	db_close(store->writer);
	pthread_cond_destroy(&store->quiet);
	pthread_mutex_destroy(&store->lock);
	g_free(store->path);
	g_free(store);
}

Store *store_open(const char *url, GError **error)
{
	g_autofree char *path = path_of_url(url, error);

	if (!path || !create_file(path, error))
		return NULL;
	Store *store = g_new0(Store, 1);
	store->path = g_steal_pointer(&path);
	store->share_commits = 1;
	store->idle = g_ptr_array_new_with_free_func((GDestroyNotify)db_close);
	pthread_mutex_init(&store->lock, NULL);
	pthread_cond_init(&store->quiet, NULL);
	g_queue_init(&store->waiting);
	atomic_init(&store->well, true);
	if (!attach(store, error)) {
		store_free(store);
		return NULL;
	}
	return store;
}

void store_close(Store *store)
{
	if (!store)
		return;
	/* Who leaves last has committed, so nothing is open when nobody is inside. */
	pthread_mutex_lock(&store->lock);
	while (store->inside || store->reading)
		pthread_cond_wait(&store->quiet, &store->lock);
	pthread_mutex_unlock(&store->lock);
	if (store->writer && db_is_in_place(store->writer))
		db_checkpoint(store->writer, NULL);
	store_free(store);
}

const char *store_path(const Store *store)
{
	return store->path;
}

bool store_is_well(Store *store)
{
	return atomic_load(&store->well);
}

void store_set(Store *store, StoreOption option, gint64 value)
{
	pthread_mutex_lock(&store->lock);
	if (option == STORE_SHARE_COMMITS)
		store->share_commits = value;
	pthread_mutex_unlock(&store->lock);
}

void store_on_commit(Store *store, void (*hook)(bool before, void *data), void *data)
{
	pthread_mutex_lock(&store->lock);
	store->hook = (CommitHook){hook, data};
	pthread_mutex_unlock(&store->lock);
}
