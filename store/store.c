/* store.c - opens and closes a store, finds its file again, lends connections. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "store/handle.h"
#include "store/schema.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN_WAIT_MS (5 * 1000)

/* --- the file --- */

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

	g_autoptr(Db) writer = db_open(store->path, DB_WRITER, OPEN_WAIT_MS, error);
	if (!writer)
		return false;
	if (!schema_apply(writer, files, count, OPEN_WAIT_MS, error)) {
		g_prefix_error(error, "%s: ", store->path);
		return false;
	}
	/* What the path names after the engine has found it unmoved is what is open. */
	FileId file = file_id(store->path);
	if (!file.inode || db_has_moved(writer)) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY,
			    "%s: was replaced while it was opened", store->path);
		return false;
	}
	pthread_mutex_lock(&store->lock);
	store->file = file;
	store->writer = g_steal_pointer(&writer);
	store->log_limit = STORE_LOG_BYTES_MAX;
	store->gone = false;
	pthread_mutex_unlock(&store->lock);
	return true;
}

static void set_gone(Store *store, bool gone)
{
	g_autoptr(GPtrArray) idle =
		g_ptr_array_new_with_free_func((GDestroyNotify)db_close);

	pthread_mutex_lock(&store->lock);
	store->gone = gone;
	if (gone) {
		GPtrArray *old = store->idle;
		store->idle = g_steal_pointer(&idle);
		idle = old;
	}
	pthread_mutex_unlock(&store->lock);
}

static bool is_being_read(Store *store, GError **error)
{
	pthread_mutex_lock(&store->lock);
	bool reading = store->reading > 0;
	pthread_mutex_unlock(&store->lock);
	if (reading)
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY,
			    "%s: was replaced while it is being read", store->path);
	return reading;
}

/*
 * Nobody may have the old file open when the new one is opened: they share the name of
 * the log, and the old log would be replayed into the new file. It is put aside, not
 * deleted: it may hold the only copy of what was promised.
 */
static void let_go(Store *store)
{
	g_autofree char *aside = g_strconcat(store->log_path, ".lost", NULL);

	if (store->writer && file_is(store->log_path, store->log))
		rename(store->log_path, aside);
	store->log = (FileId){0};
	g_clear_pointer(&store->writer, db_close);
}

bool store_is_in_place(const Store *store)
{
	return store->writer && file_is(store->path, store->file) &&
	       (!store->log.inode || file_is(store->log_path, store->log));
}

/*
 * Into the file, wherever that is now. When only the log was removed it is readable here
 * and nowhere else, so it must all be saved before it is closed.
 */
static bool save_log(Store *store, GError **error)
{
	bool complete = true;

	if (store->writer &&
	    !db_checkpoint(store->writer, STORE_LOG_GIVE_BACK_BYTES, &complete, error))
		return false;
	if (complete || !file_is(store->path, store->file))
		return true;
	g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY,
		    "%s: the log was removed while it is being read", store->path);
	return false;
}

static bool attach_again(Store *store, GError **error)
{
	GError *problem = NULL;

	if (attach(store, &problem))
		return true;
	/* Whatever is wrong with the file that is there now:
	 * the right one may come back. */
	problem->code = POSTDESK_BUSY;
	g_propagate_error(error, problem);
	return false;
}

/*
 * The connection to a file that went away is kept as long as nothing takes its place: the
 * file may be moved back, and an open file's inode is not given to another.
 */
bool store_ensure_writer(Store *store, GError **error)
{
	if (store_is_in_place(store)) {
		if (store->gone)
			set_gone(store, false);
		return true;
	}
	set_gone(store, true);
	if (!save_log(store, error) || !file_is_there(store->path, error) ||
	    is_being_read(store, error))
		return false;
	let_go(store);
	return attach_again(store, error);
}

/* --- opening and closing --- */

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
	packer_free(store->packer);
	g_free(store->path);
	g_free(store->log_path);
	g_free(store);
}

Store *store_open(const char *url, GError **error)
{
	g_autofree char *path = path_of_url(url, error);

	if (!path || !create_file(path, error))
		return NULL;
	Store *store = g_new0(Store, 1);
	store->path = g_steal_pointer(&path);
	store->log_path = g_strconcat(store->path, "-wal", NULL);
	store->packer = packer_new();
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
