/* learn.c - what the desk's people have said, as lessons. */
/* SPDX-License-Identifier: MIT */
#include "desk/learn.h"
#include "rules/feature.h"
#include "store/label.h"

#define TICKETS_MAX 10000 /* newest; what one night may cost depends on it */

static bool read_labels(Db *db, void *data, GError **error)
{
	return label_list(db, TICKETS_MAX, FEATURE_BYTES_MAX / 2, data, error);
}

/* What the desk itself says of a category: its title and those of its articles. */
static void category_name(const Setup *setup, const Category *category, Lessons *lessons)
{
	GHashTableIter iter;
	gpointer language, title;

	g_hash_table_iter_init(&iter, category->titles);
	while (g_hash_table_iter_next(&iter, &language, &title)) {
		lessons_name(lessons, category->path, title);
		for (guint i = 0; i < category->articles->len; i++)
			lessons_name(lessons, category->path,
				     catalogue_article_title(setup->catalogue,
							     category->articles->pdata[i],
							     language));
	}
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
	const GPtrArray *categories = taxonomy_categories(setup->taxonomy);
	for (guint i = 0; i < categories->len; i++)
		category_name(setup, categories->pdata[i], lessons);
	return true;
}

/* A damaged old model is no reason to keep it. */
static bool old_is_better(const char *path, const Model *fresh, const Lessons *lessons,
			  Comparison *both)
{
	g_autoptr(Model) old =
		g_file_test(path, G_FILE_TEST_EXISTS) ? model_load(path, NULL) : NULL;

	return old && models_compare(old, fresh, lessons, both) &&
	       both->new_f1 < both->old_f1 - both->error;
}

bool desk_learn(Desk *desk, const LearnOptions *options, char **said, GError **error)
{
	g_autoptr(Setup) setup = desk_setup(desk);
	g_autoptr(Lessons) lessons = lessons_new();
	const char *path = setup->config->model;
	Comparison both;

	if (!desk_lessons(desk, lessons, error))
		return false;
	g_autoptr(Model) model = model_learn(lessons, options, NULL, error);
	if (!model)
		return false;
	if (old_is_better(path, model, lessons, &both)) {
		*said = g_strdup_printf("learning: the old model stays, it is better on "
					"the same %u texts (macro-F1 %.3f, new %.3f)",
					both.lessons, both.old_f1, both.new_f1);
		return true;
	}
	if (!model_save(model, path, error))
		return false;
	const ModelRecord record = model_record(model);
	*said = g_strdup_printf("learning: %s is learned from %u texts, accuracy %.1f %%",
				path, record.texts, 100 * record.accuracy);
	return true;
}
