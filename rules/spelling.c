/* spelling.c - which known name a mistyped one was meant to be. */
/* SPDX-License-Identifier: MIT */
#include "rules/spelling.h"

#include <string.h>

#define NAME_MAX_BYTES 63
#define NAMES_LISTED   8

static guint smallest(guint a, guint b, guint c)
{
	return MIN(a, MIN(b, c));
}

/* Edit distance in bytes with neighbours swapped counted once (optimal string alignment).
 */
static guint edit_distance(const char *a, const char *b)
{
	gsize rows = strlen(a), columns = strlen(b);
	guint cost[3][NAME_MAX_BYTES + 1];

	for (gsize j = 0; j <= columns; j++)
		cost[0][j] = j;
	for (gsize i = 1; i <= rows; i++) {
		guint *now = cost[i % 3], *last = cost[(i + 2) % 3],
		      *older = cost[(i + 1) % 3];
		now[0] = i;
		for (gsize j = 1; j <= columns; j++) {
			guint differs =
				g_ascii_tolower(a[i - 1]) != g_ascii_tolower(b[j - 1]);
			now[j] = smallest(last[j] + 1, now[j - 1] + 1,
					  last[j - 1] + differs);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				now[j] = MIN(now[j], older[j - 2] + 1);
		}
	}
	return cost[rows % 3][columns];
}

const char *spelling_nearest(const char *wrong, const GPtrArray *names)
{
	gsize length = strlen(wrong);
	guint best = MIN(3, length / 3 + 1) + 1;
	const char *nearest = NULL;

	if (length > NAME_MAX_BYTES)
		return NULL;
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		if (strlen(name) > NAME_MAX_BYTES)
			continue;
		guint distance = edit_distance(wrong, name);
		if (distance < best) {
			best = distance;
			nearest = name;
		}
	}
	return nearest;
}

char *spelling_advice(const char *wrong, const GPtrArray *names)
{
	const char *nearest = spelling_nearest(wrong, names);

	if (nearest)
		return g_strdup_printf("; did you mean %s?", nearest);
	if (!names->len || names->len > NAMES_LISTED)
		return g_strdup("");
	g_autoptr(GString) list = g_string_new("; known: ");
	for (guint i = 0; i < names->len; i++)
		g_string_append_printf(list, "%s%s", i ? ", " : "",
				       (char *)names->pdata[i]);
	return g_string_free(g_steal_pointer(&list), FALSE);
}
