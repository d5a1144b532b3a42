/* desk.c - opens, reloads and closes a desk. */
/* SPDX-License-Identifier: MIT */
#include "desk/conductor.h"
#include "desk/host.h"
#include "store/outbox.h"

typedef struct {
	Desk *desk;
	gint64 now;
} Opening;

static bool keyring_work(Db *db, void *data, GError **error)
{
	Opening *opening = data;

	opening->desk->keyring = keyring_load(db, opening->now, error);
	return opening->desk->keyring;
}

const Keyring *desk_keyring(Desk *desk)
{
	return g_atomic_pointer_get(&desk->keyring);
}

/* What another unit may be reading stays until the end: keys turn once a year. */
static void take_keyring(Desk *desk, Keyring *fresh)
{
	g_ptr_array_add(desk->keyrings, desk->keyring);
	g_atomic_pointer_set(&desk->keyring, fresh);
}

typedef struct {
	gint64 now;
	Keyring *fresh;
} Turning;

static bool look_work(Db *db, void *data, GError **error)
{
	Turning *turning = data;

	turning->fresh = keyring_load(db, turning->now, error);
	return turning->fresh;
}

static bool turn_work(Db *db, void *data, GError **error)
{
	const Turning *turning = data;

	return keyring_turn(db, turning->now, error);
}

bool desk_turn_keys(Desk *desk, gint64 now, GError **error)
{
	Turning turning = {.now = now};

	if (!store_read(desk->store, look_work, &turning, error))
		return false;
	if (keyring_is_due(turning.fresh, now)) {
		g_clear_pointer(&turning.fresh, keyring_free);
		if (!store_write(desk->store, turn_work, &turning, DESK_STORE_TIMEOUT_MS,
				 error) ||
		    !store_read(desk->store, look_work, &turning, error))
			return false;
	}
	if (keyring_equal(turning.fresh, desk->keyring))
		keyring_free(turning.fresh);
	else
		take_keyring(desk, turning.fresh);
	return true;
}

static bool worker_work(Db *db, void *data, GError **error)
{
	return keyring_work(db, data, error) && outbox_release(db, error);
}

/*
 * Only a worker, which has a transport, frees leases. Whoever just looks needs to write
 * nothing, so that it also works on a store that is locked or full; the first to open a
 * store writes the first key.
 */
static bool desk_begin(Desk *desk, gint64 now, GError **error)
{
	Opening opening = {.desk = desk, .now = now};

	if (desk->transport)
		return store_write(desk->store, worker_work, &opening,
				   DESK_STORE_TIMEOUT_MS, error);
	return store_read(desk->store, keyring_work, &opening, NULL) ||
	       store_write(desk->store, keyring_work, &opening, DESK_STORE_TIMEOUT_MS,
			   error);
}

Desk *desk_new_take(Setup *setup, Store *store, Transport *transport, gint64 now,
		    GError **error)
{
	g_autoptr(Desk) desk = g_new0(Desk, 1);

	pthread_mutex_init(&desk->lock, NULL);
	desk->setup = setup;
	desk->config_path = g_strdup(setup->config->file);
	desk->store = store;
	desk->transport = transport;
	desk->keyrings = g_ptr_array_new_with_free_func((GDestroyNotify)keyring_free);
	if (!store)
		return g_steal_pointer(&desk);
	return desk_begin(desk, now, error) ? g_steal_pointer(&desk) : NULL;
}

Desk *desk_open(const char *config_path, Transport *transport, gint64 now,
		GPtrArray *problems, GError **error)
{
	g_autoptr(Setup) setup = setup_load(config_path, problems);
	if (!setup || !host_has_store(setup->config, problems))
		return NULL;
	g_autoptr(Store) store = store_open(setup->config->store, error);
	if (!store)
		return NULL;
	return desk_new_take(g_steal_pointer(&setup), g_steal_pointer(&store), transport,
			     now, error);
}

void desk_close(Desk *desk)
{
	if (!desk)
		return;
	nightly_free(desk->nightly);
	store_close(desk->store);
	keyring_free(desk->keyring);
	g_ptr_array_unref(desk->keyrings);
	setup_unref(desk->setup);
	g_free(desk->config_path);
	pthread_mutex_destroy(&desk->lock);
	g_free(desk);
}

bool desk_reload(Desk *desk, GPtrArray *problems)
{
	Setup *fresh = setup_load(desk->config_path, problems);
	if (!fresh)
		return false;
	pthread_mutex_lock(&desk->lock);
	Setup *old = desk->setup;
	desk->setup = fresh;
	pthread_mutex_unlock(&desk->lock);
	setup_unref(old);
	return true;
}

Setup *desk_setup(Desk *desk)
{
	pthread_mutex_lock(&desk->lock);
	Setup *setup = setup_ref(desk->setup);
	pthread_mutex_unlock(&desk->lock);
	return setup;
}

Store *desk_store(Desk *desk)
{
	return desk->store;
}

void desk_on_work(Desk *desk, void (*wake)(void *data), void *data)
{
	pthread_mutex_lock(&desk->lock);
	desk->wake = wake;
	desk->wake_data = data;
	pthread_mutex_unlock(&desk->lock);
}

void desk_wake(Desk *desk)
{
	pthread_mutex_lock(&desk->lock);
	void (*wake)(void *) = desk->wake;
	void *data = desk->wake_data;
	pthread_mutex_unlock(&desk->lock);
	if (wake)
		wake(data);
}
