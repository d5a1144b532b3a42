/* model_reason.c - which features of a text spoke for a label, and which against it. */
/* SPDX-License-Identifier: MIT */

#include "rules/model_part.h"

typedef struct {
	guint32 hash;
	double weight;
} Weighed;

static int label_find(const Model *model, const char *label)
{
	for (guint i = 0; label && i < model->labels->len; i++)
		if (g_str_equal(model->labels->pdata[i], label))
			return (int)i;
	return -1;
}

/* How much more a feature speaks for label than for its rival, or for all on average. */
static double difference(const Model *model, guint feature, int label, int rival)
{
	guint labels = model->labels->len;
	const gint8 *row = model->weights + (gsize)feature * labels;
	double other = 0;

	if (rival >= 0)
		other = row[rival];
	for (guint i = 0; rival < 0 && i < labels; i++)
		other += (double)row[i] / labels;
	return model->scales[feature] * (row[label] - other);
}

static int strongest_first(const void *a, const void *b)
{
	const Weighed *one = a, *two = b;

	if (one->weight != two->weight)
		return one->weight < two->weight ? 1 : -1;
	return one->hash < two->hash ? -1 : 1;
}

/* Not the shortest pieces: nobody reads them. */
static GArray *weigh(const Model *model, const GArray *features, int label, int rival)
{
	GArray *weighed = g_array_new(FALSE, FALSE, sizeof(Weighed));
	double strange;
	g_autoptr(GArray) known = model_known(model, features, &strange);

	for (guint i = 0; i < known->len; i++) {
		const Known *one = &g_array_index(known, Known, i);
		if (one->view == FEATURE_PIECE)
			continue;
		Weighed each = {model->hashes[one->feature],
				one->value *
					difference(model, one->feature, label, rival)};
		g_array_append_val(weighed, each);
	}
	g_array_sort(weighed, strongest_first);
	return weighed;
}

static void reason_free(gpointer data)
{
	Reason *reason = data;

	g_free(reason->feature);
	g_free(reason);
}

static GHashTable *names_of(const Model *model, const char *subject, const char *text,
			    const GArray *weighed)
{
	GHashTable *names =
		g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
	g_autoptr(GHashTable) wanted = g_hash_table_new(g_direct_hash, g_direct_equal);

	for (guint i = 0; i < weighed->len; i++)
		g_hash_table_add(
			wanted,
			GUINT_TO_POINTER(g_array_index(weighed, Weighed, i).hash));
	features_name(subject, text, model->latin, wanted, names);
	return names;
}

static void reason_add(GPtrArray *reasons, const char *name, double weight)
{
	Reason *reason = g_new(Reason, 1);

	reason->feature = g_strdup(name);
	reason->weight = weight;
	g_ptr_array_add(reasons, reason);
}

/* At most count for and count against, out of those in order. */
static void keep_strongest(GArray *weighed, guint count)
{
	guint for_it = 0, against = 0;

	for (guint i = 0; i < weighed->len; i++) {
		double weight = g_array_index(weighed, Weighed, i).weight;
		for_it += weight > 0;
		against += weight < 0;
	}
	guint first = MIN(for_it, count), last = MIN(against, count);
	g_array_remove_range(weighed, first, weighed->len - first - last);
}

GPtrArray *model_reasons(const Model *model, const char *subject, const char *text,
			 const char *label, const char *rival, guint count)
{
	GPtrArray *reasons = g_ptr_array_new_with_free_func(reason_free);
	int number = label_find(model, label);

	if (number < 0)
		return reasons;
	g_autoptr(GArray) features = features_of(subject, text, model->latin);
	g_autoptr(GArray) weighed =
		weigh(model, features, number, label_find(model, rival));
	keep_strongest(weighed, count);
	g_autoptr(GHashTable) names = names_of(model, subject, text, weighed);
	for (guint i = 0; i < weighed->len; i++) {
		const Weighed *one = &g_array_index(weighed, Weighed, i);
		reason_add(reasons,
			   g_hash_table_lookup(names, GUINT_TO_POINTER(one->hash)),
			   one->weight);
	}
	return reasons;
}
