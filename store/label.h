/* label.h - tickets whose category a person said: what there is to learn from. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

/* The customer's first words and what a person called them. Strings owned. */
typedef struct {
	gint64 ticket;
	gint64 event; /* that said it */
	char *category, *subject, *text;
} Label;
void label_free(Label *label);

/*
 * *labels: Label*, newest first, at most limit: of each ticket the last category that an
 * agent or the administrator said. text is cut to text_max letters.
 */
bool label_list(Db *db, gint64 limit, gint64 text_max, GPtrArray **labels,
		GError **error);
/* How many there are whose event is newer than after; *newest (0: none) is the newest. */
bool label_count(Db *db, gint64 after, gint64 *count, gint64 *newest, GError **error);
