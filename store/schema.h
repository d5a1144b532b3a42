/* schema.h - numbered schema files: which are applied, and applying the others. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/connection.h"

/*
 * Applies the files that the store lacks, in one transaction. INVALID when the store has
 * a higher number than the last file. Waits wait_ms for other processes.
 */
bool schema_apply(Db *db, const SchemaFile *files, gsize count, gint64 wait_ms,
		  GError **error);
