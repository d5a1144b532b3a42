/* store.h - what must survive: opening it, and units of work that share commits. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * One open store; any thread may use it. A forked child must not touch its parent's: it
 * opens its own, and it is done before its parent closes.
 */
typedef struct Store Store;
/* The store as a unit of work sees it; valid only inside the call it was given to. */
typedef struct Db Db;

/*
 * Opens "sqlite:/path/desk.db" (created when missing, mode 0660), WAL, synchronous=FULL,
 * foreign keys; applies the numbered schema files it lacks in one transaction.
 * POSTDESK_INVALID for an unknown scheme and for a store of a newer schema ("… has schema
 * 7, this postdesk knows 1: use the newer postdesk"), BUSY when locked, BROKEN when
 * damaged.
 */
Store *store_open(const char *url, GError **error);
/* Waits for running work, commits, checkpoints, closes. NULL allowed. */
void store_close(Store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)

/* A unit of work. Returns false with error set to undo all it did. Must not call the MTA,
 * sleep or enter the store again. It runs exactly once per call. */
typedef bool (*StoreWork)(Db *db, void *data, GError **error);

/*
 * Runs work in a savepoint and returns true only after the COMMIT that holds it is
 * durable. When another thread already waits for the store, the commit is left to the
 * next, so that one fsync serves all; a batch closes after 64 units or 20 ms. An error
 * inside work undoes only that unit. An error that ends the transaction (full, I/O,
 * memory) fails every unit of the batch with POSTDESK_BUSY. Waits at most timeout_ms for
 * the store (then BUSY; work was not run or is undone or, if it could not be known, will
 * be found by its identity when it comes again). A store file that was removed or
 * replaced below us is BUSY, and opened again when it is back.
 */
bool store_write(Store *store, StoreWork work, void *data, gint64 timeout_ms,
		 GError **error);

/* Runs work on a read-only snapshot; does not wait for writers. */
bool store_read(Store *store, StoreWork work, void *data, GError **error);

/* False while the last write failed because the store is full, locked,
 * gone or damaged. */
bool store_is_well(Store *store);
/* Tries an empty durable write and updates store_is_well. */
bool store_probe(Store *store, GError **error);

/* Moves the WAL into the file, on a connection of its own, without stopping writers. The
 * worker calls it; nobody else does (writers never checkpoint, except beyond a hard limit
 * of the WAL). */
bool store_checkpoint(Store *store, GError **error);

/* Online copy to path, consistent, while the store is in use. INVALID: path is the store
 * itself, or is there and not to be replaced. */
bool store_backup(Store *store, const char *path, bool replace, GError **error);

/* Options that only benchmarks and tests set. */
typedef enum {
	STORE_SHARE_COMMITS, /* 0: one commit per unit; default 1 */
} StoreOption;
void store_set(Store *store, StoreOption option, gint64 value);
/* Called on the committing thread right before (before = true) and right after each
 * COMMIT. */
void store_on_commit(Store *store, void (*hook)(bool before, void *data), void *data);
/* The path of the store's file; "" when it has none. Borrowed. */
const char *store_path(const Store *store);
