/* model_fit.c - one fit: which features count how much for which label. */
/* SPDX-License-Identifier: MIT */
/*
 * LIBLINEAR's Crammer-Singer machine learns all labels at once; on short texts it was
 * measured half a point better than one machine per label. Weights are kept in a byte
 * with a scale per feature: a text has hundreds of features, their rounding errors
 * cancel.
 */
#include <linear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rules/model_part.h"

#define COST	  0.5
#define TOLERANCE 0.1
#define CELLS_MAX                                                                        \
	(40 * 1000 * 1000) /* weights; eight octets each while they are fitted */
#define MANY_LESSONS 2000  /* from which a pair of words must stand in two of them */

typedef struct {
	guint32 hash;
	guint lessons;
	guint16 view;
} Term;

static int by_hash(const void *a, const void *b)
{
	const Term *one = a, *two = b;

	return one->hash < two->hash ? -1 : one->hash > two->hash;
}

/* In how many of the lessons each feature stands, by hash. */
static GArray *terms_count(const GPtrArray *features, const GArray *which)
{
	g_autoptr(GHashTable) places = g_hash_table_new(g_direct_hash, g_direct_equal);
	GArray *terms = g_array_new(FALSE, FALSE, sizeof(Term));

	for (guint i = 0; i < which->len; i++) {
		const GArray *of = features->pdata[g_array_index(which, guint, i)];
		for (guint j = 0; j < of->len; j++) {
			const Feature *feature = &g_array_index(of, Feature, j);
			gpointer key = GUINT_TO_POINTER(feature->hash);
			guint place = GPOINTER_TO_UINT(g_hash_table_lookup(places, key));
			if (place) {
				g_array_index(terms, Term, place - 1).lessons++;
				continue;
			}
			Term term = {feature->hash, 1, feature->view};
			g_array_append_val(terms, term);
			g_hash_table_insert(places, key, GUINT_TO_POINTER(terms->len));
		}
	}
	g_array_sort(terms, by_hash);
	return terms;
}

static bool term_counts(const Term *term, guint lessons, guint least)
{
	bool is_pair = term->view == FEATURE_PAIR || term->view == FEATURE_NEXT;

	return term->lessons >= least &&
	       (!is_pair || term->lessons > 1 || lessons < MANY_LESSONS);
}

/* In how many lessons a feature must stand, so that the weights have room. */
static guint least_lessons(const GArray *terms, guint lessons, guint labels)
{
	for (guint least = 1;; least++) {
		gsize count = 0;
		for (guint i = 0; i < terms->len; i++)
			count += term_counts(&g_array_index(terms, Term, i), lessons,
					     least);
		if (count * labels <= CELLS_MAX)
			return least;
	}
}

static void vocabulary_set(Model *model, const GArray *terms, guint lessons)
{
	guint least = least_lessons(terms, lessons, model->labels->len);

	model->hashes = g_new(guint32, terms->len + 1);
	model->rarity = g_new(float, terms->len + 1);
	for (guint i = 0; i < terms->len; i++) {
		const Term *term = &g_array_index(terms, Term, i);
		if (!term_counts(term, lessons, least))
			continue;
		model->hashes[model->features] = term->hash;
		model->rarity[model->features++] =
			(float)(1 + log((1.0 + lessons) / (1.0 + term->lessons)));
	}
	model_index(model);
}

static struct feature_node *nodes_of(const GArray *known)
{
	struct feature_node *nodes = g_new(struct feature_node, known->len + 1);

	for (guint i = 0; i < known->len; i++) {
		const Known *one = &g_array_index(known, Known, i);
		nodes[i].index = (int)one->feature + 1;
		nodes[i].value = one->value;
	}
	nodes[known->len].index = -1;
	return nodes;
}

/* A row per feature, a column per label; labels that no lesson has stay far behind. */
static void weights_set(Model *model, const struct model *fitted)
{
	guint labels = model->labels->len;
	guint columns = (guint)fitted->nr_class;

	model->scales = g_new0(float, model->features + 1);
	model->weights = g_new0(gint8, (gsize)model->features * labels + 1);
	for (guint i = 0; i < model->features; i++) {
		const double *row = fitted->w + (gsize)i * columns;
		double most = 0;
		for (guint j = 0; j < columns; j++)
			most = MAX(most, fabs(row[j]));
		if (most <= 0)
			continue;
		model->scales[i] = (float)(most / 127);
		for (guint j = 0; j < columns; j++)
			model->weights[(gsize)i * labels + (guint)fitted->label[j]] =
				(gint8)lround(row[j] / most * 127);
	}
}

static void no_print(const char *text)
{
}

/* srand: the solver shuffles with rand(), and equal lessons shall give equal models. */
static void linear_fit(Model *model, struct problem *problem)
{
	struct parameter parameter = {
		.solver_type = MCSVM_CS, .eps = TOLERANCE, .C = COST};

	set_print_string_function(no_print);
	srand(1);
	struct model *fitted = train(problem, &parameter);
	weights_set(model, fitted);
	free_and_destroy_model(&fitted);
}

static void free_array(gpointer array)
{
	g_array_unref(array);
}

Model *model_fit(const Lessons *lessons, const GPtrArray *features, const GArray *which,
		 const char *latin)
{
	Model *model = model_new();
	g_autoptr(GArray) terms = terms_count(features, which);
	g_autoptr(GPtrArray) near = g_ptr_array_new_with_free_func(free_array);
	g_autofree guint32 *numbers = g_new(guint32, which->len + 1);
	g_autofree double *labels = g_new(double, which->len + 1);
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);

	g_strlcpy(model->latin, latin, sizeof(model->latin));
	for (guint i = 0; i < lessons->labels->len; i++)
		g_ptr_array_add(model->labels, g_strdup(lessons->labels->pdata[i]));
	vocabulary_set(model, terms, which->len);
	for (guint i = 0; i < which->len; i++) {
		guint number = g_array_index(which, guint, i);
		double strange;
		g_autoptr(GArray) known =
			model_known(model, features->pdata[number], &strange);
		g_ptr_array_add(rows, nodes_of(known));
		g_ptr_array_add(near, model_near_terms(known));
		numbers[i] = ((const Lesson *)lessons->lessons->pdata[number])->label;
		labels[i] = numbers[i];
	}
	struct problem problem = {.l = (int)which->len,
				  .n = (int)model->features,
				  .y = labels,
				  .x = (struct feature_node **)rows->pdata,
				  .bias = -1};
	linear_fit(model, &problem);
	model->near = near_new(model->features, near, numbers);
	return model;
}
