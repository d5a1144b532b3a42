/* scan.c - many literals looked for in one pass over a text. */
/* SPDX-License-Identifier: MIT */
#include "rules/scan.h"

struct Scan {
	const ScanDriver *driver;
	void *engine; /* NULL: no literals */
};

struct ScanRun {
	const Scan *scan;
	void *scratch;
};

const ScanDriver *scan_driver(void)
{
	const ScanDriver *vectorscan = scan_vectorscan();

	return vectorscan ? vectorscan : &scan_plain;
}

Scan *scan_new(const GPtrArray *literals, const ScanDriver *driver)
{
	Scan *scan = g_new0(Scan, 1);

	scan->driver = driver;
	if (literals->len)
		scan->engine = driver->create(literals);
	if (literals->len && !scan->engine) {
		scan->driver = &scan_plain;
		scan->engine = scan->driver->create(literals);
	}
	return scan;
}

void scan_free(Scan *scan)
{
	if (!scan)
		return;
	if (scan->engine)
		scan->driver->destroy(scan->engine);
	g_free(scan);
}

ScanRun *scan_run_new(const Scan *scan)
{
	ScanRun *run = g_new0(ScanRun, 1);

	run->scan = scan;
	if (scan->engine && scan->driver->scratch)
		run->scratch = scan->driver->scratch(scan->engine);
	return run;
}

void scan_run_free(ScanRun *run)
{
	if (!run)
		return;
	if (run->scratch)
		run->scan->driver->scratch_free(run->scratch);
	g_free(run);
}

void scan_text(ScanRun *run, const char *text, gsize length, ScanFound found, void *data)
{
	const Scan *scan = run->scan;

	if (scan->engine)
		scan->driver->run(scan->engine, run->scratch, text, length, found, data);
}
