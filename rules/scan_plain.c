/* scan_plain.c - many literals looked for in one pass, with nothing but a table. */
/* SPDX-License-Identifier: MIT */
/*
 * Each literal is filed under its first 8, 4 or 2 bytes. At each place of the text the
 * 8, 4 and 2 bytes there are looked up: a bit says whether any literal begins so, and
 * those few that do are compared.
 */
#include "rules/scan.h"

#include <string.h>

#define BITS  16
#define SLOTS (1u << BITS)

typedef struct {
	const char *text;
	gsize length;
	guint number;
} Literal;

/* The literals that are filed under so many bytes. */
typedef struct {
	gsize bytes;
	GArray *literals; /* Literal, in order of their slots */
	guint32 *first;	  /* SLOTS + 1: where those of a slot begin */
	guint8 *any;	  /* SLOTS bits */
} Shelf;

typedef struct {
	GStringChunk *strings;
	Shelf shelves[3]; /* of literals NULL: none */
} Plain;

static guint slot_of(const char *at, gsize bytes)
{
	guint64 key = 0;

	memcpy(&key, at, bytes);
	return (guint)(key * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15) >> (64 - BITS));
}

static Shelf *shelf_of(Plain *plain, gsize length)
{
	return &plain->shelves[length >= 8 ? 0 : length >= 4 ? 1 : 2];
}

static gint compare_slots(gconstpointer a, gconstpointer b, gpointer bytes)
{
	guint one = slot_of(((const Literal *)a)->text, GPOINTER_TO_SIZE(bytes));
	guint two = slot_of(((const Literal *)b)->text, GPOINTER_TO_SIZE(bytes));

	return (one > two) - (one < two);
}

static void shelf_sort(Shelf *shelf)
{
	g_array_sort_with_data(shelf->literals, compare_slots,
			       GSIZE_TO_POINTER(shelf->bytes));
	shelf->first = g_new0(guint32, SLOTS + 1);
	shelf->any = g_new0(guint8, SLOTS / 8);
	for (guint i = 0; i < shelf->literals->len; i++) {
		const Literal *literal = &g_array_index(shelf->literals, Literal, i);
		guint slot = slot_of(literal->text, shelf->bytes);
		shelf->any[slot / 8] |= 1u << slot % 8;
		shelf->first[slot + 1] = i + 1;
	}
	for (guint slot = 0; slot < SLOTS; slot++)
		shelf->first[slot + 1] = MAX(shelf->first[slot + 1], shelf->first[slot]);
}

static void *plain_create(const GPtrArray *literals)
{
	static const gsize bytes[] = {8, 4, 2};
	Plain *plain = g_new0(Plain, 1);

	plain->strings = g_string_chunk_new(4096);
	for (gsize i = 0; i < G_N_ELEMENTS(bytes); i++)
		plain->shelves[i].bytes = bytes[i];
	for (guint i = 0; i < literals->len; i++) {
		gsize length = strlen(literals->pdata[i]);
		Literal literal = {
			g_string_chunk_insert(plain->strings, literals->pdata[i]), length,
			i};
		Shelf *shelf = shelf_of(plain, length);
		if (!shelf->literals)
			shelf->literals = g_array_new(FALSE, FALSE, sizeof(Literal));
		g_array_append_val(shelf->literals, literal);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(bytes); i++)
		if (plain->shelves[i].literals)
			shelf_sort(&plain->shelves[i]);
	return plain;
}

static void plain_destroy(void *engine)
{
	Plain *plain = engine;

	for (gsize i = 0; i < G_N_ELEMENTS(plain->shelves); i++) {
		if (plain->shelves[i].literals)
			g_array_unref(plain->shelves[i].literals);
		g_free(plain->shelves[i].first);
		g_free(plain->shelves[i].any);
	}
	g_string_chunk_free(plain->strings);
	g_free(plain);
}

static void compare_at(const Shelf *shelf, guint slot, const char *at, gsize left,
		       ScanFound found, void *data)
{
	for (guint i = shelf->first[slot]; i < shelf->first[slot + 1]; i++) {
		const Literal *literal = &g_array_index(shelf->literals, Literal, i);
		if (literal->length <= left &&
		    !memcmp(literal->text, at, literal->length))
			found(literal->number, data);
	}
}

static void shelf_run(const Shelf *shelf, const char *text, gsize length, ScanFound found,
		      void *data)
{
	for (gsize at = 0; at + shelf->bytes <= length; at++) {
		guint slot = slot_of(text + at, shelf->bytes);
		if (shelf->any[slot / 8] & 1u << slot % 8)
			compare_at(shelf, slot, text + at, length - at, found, data);
	}
}

static void plain_run(const void *engine, void *scratch, const char *text, gsize length,
		      ScanFound found, void *data)
{
	const Plain *plain = engine;

	for (gsize i = 0; i < G_N_ELEMENTS(plain->shelves); i++)
		if (plain->shelves[i].literals)
			shelf_run(&plain->shelves[i], text, length, found, data);
}

const ScanDriver scan_plain = {
	"plain", plain_create, plain_destroy, NULL, NULL, plain_run,
};
