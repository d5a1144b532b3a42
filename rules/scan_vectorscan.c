/* scan_vectorscan.c - many literals looked for in one pass, by vectorscan. */
/* SPDX-License-Identifier: MIT */
/*
 * Literals only. Given the expressions themselves, as filters with Unicode, 10,000 of
 * them took three minutes to compile, against 0.15 s.
 */
#include "rules/scan.h"

#include <hs/hs.h>
#include <string.h>

typedef struct {
	hs_database_t *database;
	hs_scratch_t *scratch; /* only ever copied */
} Vectorscan;

typedef struct {
	ScanFound found;
	void *data;
} Listener;

static void vectorscan_destroy(void *engine)
{
	Vectorscan *vectorscan = engine;

	hs_free_scratch(vectorscan->scratch);
	hs_free_database(vectorscan->database);
	g_free(vectorscan);
}

static hs_database_t *compile(const GPtrArray *literals)
{
	g_autofree unsigned *flags = g_new(unsigned, literals->len);
	g_autofree unsigned *numbers = g_new(unsigned, literals->len);
	g_autofree size_t *lengths = g_new(size_t, literals->len);
	hs_database_t *database = NULL;
	hs_compile_error_t *error = NULL;

	for (guint i = 0; i < literals->len; i++) {
		flags[i] = HS_FLAG_SINGLEMATCH;
		numbers[i] = i;
		lengths[i] = strlen(literals->pdata[i]);
	}
	if (hs_compile_lit_multi((const char *const *)literals->pdata, flags, numbers,
				 lengths, literals->len, HS_MODE_BLOCK, NULL, &database,
				 &error) != HS_SUCCESS) {
		hs_free_compile_error(error);
		return NULL;
	}
	return database;
}

static void *vectorscan_create(const GPtrArray *literals)
{
	Vectorscan *vectorscan = g_new0(Vectorscan, 1);

	vectorscan->database = compile(literals);
	if (vectorscan->database &&
	    hs_alloc_scratch(vectorscan->database, &vectorscan->scratch) == HS_SUCCESS)
		return vectorscan;
	vectorscan_destroy(vectorscan);
	return NULL;
}

static void *vectorscan_scratch(const void *engine)
{
	const Vectorscan *vectorscan = engine;
	hs_scratch_t *copy = NULL;
	hs_error_t result = hs_clone_scratch(vectorscan->scratch, &copy);

	g_assert(result == HS_SUCCESS); /* else out of memory, where GLib aborts too */
	return copy;
}

static void vectorscan_scratch_free(void *scratch)
{
	hs_free_scratch(scratch);
}

static int tell(unsigned literal, unsigned long long from, unsigned long long to,
		unsigned flags, void *data)
{
	const Listener *listener = data;

	listener->found(literal, listener->data);
	return 0;
}

static void vectorscan_run(const void *engine, void *scratch, const char *text,
			   gsize length, ScanFound found, void *data)
{
	const Vectorscan *vectorscan = engine;
	Listener listener = {found, data};
	hs_error_t result = hs_scan(vectorscan->database, text, (unsigned)length, 0,
				    scratch, tell, &listener);

	g_assert(result == HS_SUCCESS);
}

const ScanDriver *scan_vectorscan(void)
{
	static const ScanDriver driver = {
		"vectorscan",	    vectorscan_create,	     vectorscan_destroy,
		vectorscan_scratch, vectorscan_scratch_free, vectorscan_run,
	};

	return hs_valid_platform() == HS_SUCCESS ? &driver : NULL;
}
