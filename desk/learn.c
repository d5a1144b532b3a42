/* learn.c - what the desk's people have said, as lessons. */
/* SPDX-License-Identifier: MIT */
#include "desk/learn.h"

#include "rules/feature.h"
#include "store/label.h"

#define TICKETS_MAX 50000 /* newest; what one night may cost depends on it */

static bool read_labels(Db *db, void *data, GError **error)
{
	return label_list(db, TICKETS_MAX, FEATURE_BYTES_MAX, data, error);
}

bool desk_lessons(Desk *desk, Lessons *lessons, GError **error)
{
	g_autoptr(Setup) setup = desk_setup(desk);
	GPtrArray *labels = NULL;

	if (!store_read(desk_store(desk), read_labels, &labels, error))
		return false;
	for (guint i = 0; i < labels->len; i++) {
		const Label *label = labels->pdata[i];
		if (taxonomy_category(setup->taxonomy, label->category))
			lessons_add(lessons, label->subject, label->text, label->category,
				    label->ticket);
	}
	g_ptr_array_unref(labels);
	return true;
}
