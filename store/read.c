/* read.c - reads on snapshots: a few connections, lent to one thread at a time. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "store/handle.h"

#define READ_WAIT_MS	 (5 * 1000)
#define READERS_IDLE_MAX 8

/* Takes an idle connection, if any, and the file that it must be for. */
static bool enter(Store *store, DbMode mode, Db **db, FileId *file)
{
	pthread_mutex_lock(&store->lock);
	bool here = !store->gone;
	guint idle = mode == DB_READER ? store->idle->len : 0;

	store->reading += here;
	*file = store->file;
	*db = here && idle ? g_ptr_array_steal_index_fast(store->idle, idle - 1) : NULL;
	pthread_mutex_unlock(&store->lock);
	return here;
}

void store_give_back(Store *store, DbMode mode, Db *db)
{
	Db *kept = mode == DB_READER ? db : NULL;

	/* Before the count goes down: who opens another file relies on it. */
	if (!kept)
		db_close(db);
	pthread_mutex_lock(&store->lock);
	if (kept && !store->gone && store->idle->len < READERS_IDLE_MAX) {
		g_ptr_array_add(store->idle, kept);
		kept = NULL;
	}
	pthread_mutex_unlock(&store->lock);
	db_close(kept);
	pthread_mutex_lock(&store->lock);
	store->reading--;
	pthread_cond_broadcast(&store->quiet);
	pthread_mutex_unlock(&store->lock);
}

static Db *fail_gone(Store *store, GError **error)
{
	atomic_store(&store->well, false);
	g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY, "%s: the store's file is gone",
		    store->path);
	return NULL;
}

Db *store_borrow(Store *store, DbMode mode, GError **error)
{
	Db *db;
	FileId file;

	if (!enter(store, mode, &db, &file))
		return fail_gone(store, error);
	if (!file_is(store->path, file)) {
		fail_gone(store, error);
		g_clear_pointer(&db, db_close);
	} else if (!db) {
		db = db_open(store->path, mode, READ_WAIT_MS, error);
	}
	if (!db)
		store_give_back(store, mode, NULL);
	return db;
}

bool store_read(Store *store, StoreWork work, void *data, GError **error)
{
	Db *db = store_borrow(store, DB_READER, error);
	bool ok = false;

	if (!db)
		return false;
	if (db_begin(db, READ_WAIT_MS, error)) {
		ok = work(db, data, error);
		db_rollback(db);
	}
	store_give_back(store, DB_READER, db);
	return ok;
}

bool store_checkpoint(Store *store, GError **error)
{
	Db *db = store_borrow(store, DB_WRITER, error);
	bool complete;

	if (!db)
		return false;
	bool ok = db_checkpoint(db, STORE_LOG_GIVE_BACK_BYTES, &complete, error);
	store_give_back(store, DB_WRITER, db);
	return ok;
}
