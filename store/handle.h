/* handle.h - the open store from inside: its connections, its turn and its batch. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/connection.h"
#include "store/file.h"
#include "store/pack.h"

#include <pthread.h>
#include <stdatomic.h>

typedef struct Batch Batch;

typedef struct {
	void (*call)(bool before, void *data);
	void *data;
} CommitHook;

/* Members are protected by lock where nothing else is said. */
struct Store {
	char *path, *log_path; /* for ever */
	Packer *packer;	       /* for ever; it has a lock of its own */
	pthread_mutex_t lock;  /* pthread, because thread sanitizers know it */
	pthread_cond_t quiet;  /* a thread has left */
	int inside;	       /* threads in store_write */
	int reading;	       /* threads in store_read */

	bool taken;	  /* a thread has the turn */
	GQueue waiting;	  /* Waiter* of their threads' stacks, first come first served */
	Db *writer;	  /* of who has the turn; NULL while the file is gone */
	Batch *batch;	  /* of who has the turn; the open transaction, NULL */
	gint64 log_limit; /* of who has the turn; bytes beyond which it checkpoints itself
			   */
	FileId log; /* of who has the turn; the log of file, from its first transaction */
	gint64 share_commits;
	CommitHook hook;

	bool gone;   /* the file was missing or another one, and not opened again since */
	FileId file; /* that is, or was last, open */
	GPtrArray *idle; /* Db*, readers of that file */
	atomic_bool well;
};

/* The worker moves the log into the file; beyond this a writer has to do it. */
#define STORE_LOG_BYTES_MAX (64 * 1024 * 1024)
/* A log as large as this is given back to the disk when the worker finds time. */
#define STORE_LOG_GIVE_BACK_BYTES (32 * 1024 * 1024)

/* For the one who has the turn: the names still mean the file and the log
 * that are open. */
bool store_is_in_place(const Store *store);
/* For the one who has the turn: opens the writer again if its file or log went away. */
bool store_ensure_writer(Store *store, GError **error);

/*
 * A connection besides the writer, on the file that the writer has open; BUSY when the
 * path names another one. Until it is given back the store is not closed, nor opened on
 * another file.
 */
Db *store_borrow(Store *store, DbMode mode, GError **error);
/* A reader is kept for the next one. */
void store_give_back(Store *store, DbMode mode, Db *db);
