/* scan.h - many literals looked for in one pass over a text. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Called once or more for each literal (its number) that is in the text. */
typedef void (*ScanFound)(guint literal, void *data);

/* A way to look for them. NULL from create: not on this machine. */
typedef struct {
	const char *name;
	void *(*create)(const GPtrArray *literals);
	void (*destroy)(void *engine);
	/* What one thread needs; NULL: the engine needs nothing. */
	void *(*scratch)(const void *engine);
	void (*scratch_free)(void *scratch);
	void (*run)(const void *engine, void *scratch, const char *text, gsize length,
		    ScanFound found, void *data);
} ScanDriver;

extern const ScanDriver scan_plain;
/* vectorscan, NULL where postdesk was built without. */
const ScanDriver *scan_vectorscan(void);

/* Immutable; any number of threads may scan at once, each with its own ScanRun. */
typedef struct Scan Scan;
typedef struct ScanRun ScanRun;

/* literals: char*, borrowed; each of two bytes or more. */
Scan *scan_new(const GPtrArray *literals, const ScanDriver *driver);
/* The driver that is best here. */
const ScanDriver *scan_driver(void);
void scan_free(Scan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scan, scan_free)

ScanRun *scan_run_new(const Scan *scan);
void scan_run_free(ScanRun *run);
void scan_text(ScanRun *run, const char *text, gsize length, ScanFound found, void *data);
