/* store_open.c - opening a store: what is made, what is refused, how a schema grows. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "store/driver.h"
#include "store/people.h"
#include "store/record.h"
#include "store/schema.h"
#include "store/setting.h"
#include "tests/unit/store_place.h"

#include <string.h>
#include <sys/stat.h>

static void refused_addresses(void)
{
	const char *const table[] = {
		"",
		"/var/lib/desk.db",
		"sqlite:",
		"sqlite::memory:",
		"mysql://localhost/desk",
		"sqlite:/no/such/folder/desk.db",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_null(store_open(table[i], &error));
		g_assert_error(error, POSTDESK_ERROR, POSTDESK_INVALID);
	}
}

static void file_mode(void)
{
	g_autoptr(Place) place = place_new();
	mode_t old = umask(077);
	g_autoptr(Store) store = place_open(place);
	struct stat file;

	umask(old);
	g_assert_cmpint(stat(store_path(store), &file), ==, 0);
	g_assert_cmpint(file.st_mode & 07777, ==, 0660);
	g_assert_true(store_is_well(store));
}

static bool save_a(Db *db, void *data, GError **error)
{
	return setting_save(db, "a", data, error);
}

static bool load_a(Db *db, void *data, GError **error)
{
	return setting_load(db, "a", data, error);
}

static void comes_back(void)
{
	g_autoptr(Place) place = place_new();

	for (int round = 0; round < 3; round++) {
		g_autoptr(Store) store = place_open(place);
		g_autofree char *value = NULL;
		if (round)
			g_assert_true(store_read(store, load_a, &value, NULL));
		g_assert_cmpstr(value, ==, round ? "kept" : NULL);
		place_write(store, save_a, (void *)"kept");
	}
}

static bool pretend_newer(Db *db, void *data, GError **error)
{
	return db_run(db, error, "INSERT INTO schema_version (number) VALUES (7)", "");
}

static void newer_schema(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(GError) error = NULL;
	Store *store = place_open(place);

	place_write(store, pretend_newer, NULL);
	store_close(store);
	g_assert_null(store_open(place->url, &error));
	g_assert_error(error, POSTDESK_ERROR, POSTDESK_INVALID);
	g_assert_nonnull(strstr(error->message, "has schema 7"));
	g_assert_nonnull(strstr(error->message, "use the newer postdesk"));
}

static void damaged(void)
{
	g_autoptr(Place) place = place_new();
	g_autofree char *rubbish = g_strnfill(8192, 'x');
	g_autoptr(GError) error = NULL;

	g_assert_true(g_file_set_contents(place->path, rubbish, -1, NULL));
	g_assert_null(store_open(place->url, &error));
	g_assert_error(error, POSTDESK_ERROR, POSTDESK_BROKEN);
}

/* --- schema files --- */

static const SchemaFile files[] = {
	{1, "CREATE TABLE one (a BIGINT); INSERT INTO one VALUES (1);"},
	{2, "CREATE TABLE two (a BIGINT); INSERT INTO two SELECT a + 1 FROM one;"},
	{4, "UPDATE two SET a = a * 10;"},
};
static const SchemaFile wrong[] = {
	{1, "CREATE TABLE one (a BIGINT);"},
	{2, "CREATE TABLE two (a BIGINT); CREATE NONSENSE;"},
};

static Db *open_empty(const Place *place)
{
	GError *error = NULL;

	g_assert_true(g_file_set_contents(place->path, "", 0, NULL));
	Db *db = db_open(place->path, DB_WRITER, 1000, &error);
	g_assert_no_error(error);
	return db;
}

static gint64 number_of(Db *db)
{
	gint64 number;

	g_assert_true(db_schema_number(db, &number, NULL));
	return number;
}

static void missing_files_are_applied(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Db) db = open_empty(place);
	gint64 a;

	for (gsize count = 1; count <= G_N_ELEMENTS(files); count++) {
		g_assert_true(schema_apply(db, files, count, 1000, NULL));
		g_assert_cmpint(number_of(db), ==, files[count - 1].number);
		g_assert_true(schema_apply(db, files, count, 1000, NULL));
	}
	g_assert_true(db_run_id(db, &a, NULL, "SELECT a FROM two", ""));
	g_assert_cmpint(a, ==, 20);
}

static void all_or_nothing(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Db) db = open_empty(place);
	g_autoptr(GError) error = NULL;

	g_assert_false(schema_apply(db, wrong, 2, 1000, &error));
	g_assert_error(error, POSTDESK_ERROR, POSTDESK_BROKEN);
	g_assert_cmpint(number_of(db), ==, 0);
	g_assert_true(schema_apply(db, files, 3, 1000, NULL));
}

/* --- backup --- */

static void backup(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Store) store = place_open(place);
	g_autofree char *path = g_build_filename(place->folder, "copy.db", NULL);
	g_autofree char *url = g_strconcat("sqlite:", path, NULL);
	g_autofree char *value = NULL;
	g_autoptr(GError) itself = NULL;
	GError *error = NULL;

	for (int twice = 0; twice < 2; twice++) {
		place_write(store, save_a, (void *)(twice ? "second" : "first"));
		store_backup(store, path, true, &error);
		g_assert_no_error(error);
	}
	g_assert_false(store_backup(store, place->path, true, &itself));
	g_assert_error(itself, POSTDESK_ERROR, POSTDESK_INVALID);

	g_autoptr(Store) copy = store_open(url, &error);
	g_assert_no_error(error);
	g_assert_true(store_read(copy, load_a, &value, NULL));
	g_assert_cmpstr(value, ==, "second");
}

static bool write_in_read(Db *db, void *data, GError **error)
{
	return setting_save(db, "a", "1", error);
}

static void read_only(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Store) store = place_open(place);

	g_assert_false(store_read(store, write_in_read, NULL, NULL));
}

static void make_old(const Place *place)
{
	static const char rows[] = "INSERT INTO address (id, address, created_at) VALUES "
				   "(5, 'ann@example.org', 1);"
				   "INSERT INTO ticket VALUES (3, 'support', 'new', "
				   "'unclassified', 0, 'normal',"
				   " 'Lamp', NULL, 'en', NULL, NULL, NULL, 5, 1, 1, 0, "
				   "0, 0, 0, 0, NULL, NULL, 0);"
				   "INSERT INTO participant VALUES (3, 5, 'customer', 1);"
				   "INSERT INTO reference VALUES ('m@example.org', 3, 1);"
				   "INSERT INTO identity VALUES (9, 'm@example.org', "
				   "'ann@example.org', 'abcd', 3,"
				   " NULL, 'support', '3', 1)";
	g_autoptr(Db) db = open_empty(place);
	gsize count;

	g_assert_true(schema_apply(db, db_schema_files(&count), 1, 1000, NULL));
	g_assert_true(db_execute(db, rows, NULL));
}

static bool find_old(Db *db, void *data, GError **error)
{
	g_autoptr(GPtrArray) people = NULL, known = NULL;
	gint64 ticket;

	g_assert_true(participant_list(db, 3, &people, error));
	g_assert_cmpint(people->len, ==, 1);
	g_assert_true(reference_find(db, "m@example.org", "support", &ticket, error));
	g_assert_cmpint(ticket, ==, 3);
	g_assert_true(
		identity_find(db, "m@example.org", "ann@example.org", 0, &known, error));
	g_assert_cmpint(known->len, ==, 1);
	const Identity *identity = known->pdata[0];
	g_assert_cmpint(identity->ticket, ==, 3);
	return true;
}

static void older_store(void)
{
	g_autoptr(Place) place = place_new();

	make_old(place);
	g_autoptr(Store) store = place_open(place);
	place_write(store, find_old, NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/an address that is none is refused", refused_addresses);
	g_test_add_func("/store/the group may write whatever the umask", file_mode);
	g_test_add_func("/store/what was written is there when opened again", comes_back);
	g_test_add_func("/store/a newer schema is refused", newer_schema);
	g_test_add_func("/store/a damaged file is broken", damaged);
	g_test_add_func("/store/missing schema files are applied once",
			missing_files_are_applied);
	g_test_add_func("/store/a failing schema file changes nothing", all_or_nothing);
	g_test_add_func("/store/the first schema's store keeps all that it holds",
			older_store);
	g_test_add_func("/store/a backup is a store of its own", backup);
	g_test_add_func("/store/a read changes nothing", read_only);
	return g_test_run();
}
