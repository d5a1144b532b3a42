/* store_place.h - a folder for one test with a store in it, removed afterwards. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

#include <glib/gstdio.h>

typedef struct {
	char *folder, *path, *url;
} Place;

static inline Place *place_new(void)
{
	Place *place = g_new0(Place, 1);
	GError *error = NULL;

	place->folder = g_dir_make_tmp("postdesk-store-XXXXXX", &error);
	g_assert_no_error(error);
	place->path = g_build_filename(place->folder, "desk.db", NULL);
	place->url = g_strconcat("sqlite:", place->path, NULL);
	return place;
}

static inline void place_free(Place *place)
{
	GDir *folder = g_dir_open(place->folder, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(folder))) {
		g_autofree char *path = g_build_filename(place->folder, name, NULL);
		g_remove(path);
	}
	g_dir_close(folder);
	g_rmdir(place->folder);
	g_free(place->folder);
	g_free(place->path);
	g_free(place->url);
	g_free(place);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Place, place_free)

static inline Store *place_open(const Place *place)
{
	GError *error = NULL;
	Store *store = store_open(place->url, &error);

	g_assert_no_error(error);
	return store;
}

/* A unit that must succeed. */
static inline void place_write(Store *store, StoreWork work, void *data)
{
	GError *error = NULL;
	bool ok = store_write(store, work, data, 10 * 1000, &error);

	g_assert_no_error(error);
	g_assert_true(ok);
}

/* A test that is one unit of work, told the store it runs in. */
typedef struct {
	const char *name;
	StoreWork work;
} StoreCase;

static inline void run_in_store(gconstpointer work)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Store) store = place_open(place);

	place_write(store, (StoreWork)work, store);
}

static inline void add_store_cases(const char *path, const StoreCase *cases, gsize count)
{
	for (gsize i = 0; i < count; i++) {
		g_autofree char *name = g_strconcat(path, cases[i].name, NULL);
		g_test_add_data_func(name, (gconstpointer)cases[i].work, run_in_store);
	}
}
