/* model_fit.c - one fit: which features count how much for which label. */
/* SPDX-License-Identifier: MIT */
/*
 * LIBLINEAR's Crammer-Singer machine learns all labels at once; on short texts it was
 * measured half a point better than one machine per label. The name of a label is a
 * lesson too: where there are few others it says most. Weights are kept in a byte with a
 * scale per feature: a text has hundreds of features, their rounding errors cancel.
 */
#include "rules/model_part.h"

#include <linear.h>
#include <math.h>

#define COST	   1.0
#define TOLERANCE  0.1
#define NAME_SHARE 0.5 /* of a label's name beside a lesson */
#define CELLS_MAX                                                                        \
	(40 * 1000 * 1000) /* weights; eight octets each while they are fitted */
#define MANY_LESSONS 2000  /* from which a pair of words must stand in two of them */

typedef struct {
	guint32 hash;
	guint lessons;
	guint16 view;
} Term;

/* What is learned from: a lesson, or the name of a label. */
typedef struct {
	GArray *features;
	guint label;
	double share;
} Row;

static void row_clear(gpointer data)
{
	g_array_unref(((Row *)data)->features);
}

/* "card_arrival" and "billing.refund" are words. */
static void row_add_name(GArray *rows, const char *name, guint label, const char *latin)
{
	g_autofree char *words = g_strdelimit(g_strdup(name), "_", ' ');
	Row row = {features_of(NULL, words, latin), label, NAME_SHARE};

	g_array_append_val(rows, row);
}

static void rows_add_names(GArray *rows, const Lessons *lessons, const char *latin)
{
	for (guint i = 0; i < lessons->labels->len; i++) {
		const char *label = lessons->labels->pdata[i];
		if (!label_is_outside(label))
			row_add_name(rows, label, i, latin);
	}
	for (guint i = 0; i < lessons->names->len; i++) {
		const LessonName *name = lessons->names->pdata[i];
		guint number = GPOINTER_TO_UINT(
			g_hash_table_lookup(lessons->numbers, name->label));
		if (number)
			row_add_name(rows, name->words, number - 1, latin);
	}
}

static GArray *rows_take(const Lessons *lessons, const GPtrArray *features,
			 const GArray *which, const char *latin)
{
	GArray *rows = g_array_new(FALSE, FALSE, sizeof(Row));

	g_array_set_clear_func(rows, row_clear);
	rows_add_names(rows, lessons, latin);
	for (guint i = 0; i < which->len; i++) {
		guint number = g_array_index(which, guint, i);
		const Lesson *lesson = lessons->lessons->pdata[number];
		Row row = {g_array_ref(features->pdata[number]), lesson->label, 1};
		g_array_append_val(rows, row);
	}
	return rows;
}

static int by_hash(const void *a, const void *b)
{
	const Term *one = a, *two = b;

	return one->hash < two->hash ? -1 : one->hash > two->hash;
}

/* In how many of the rows each feature stands, by hash. */
static GArray *terms_count(const GArray *rows)
{
	g_autoptr(GHashTable) places = g_hash_table_new(g_direct_hash, g_direct_equal);
	GArray *terms = g_array_new(FALSE, FALSE, sizeof(Term));

	for (guint i = 0; i < rows->len; i++) {
		const GArray *of = g_array_index(rows, Row, i).features;
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

static struct feature_node *nodes_of(const GArray *known, double share)
{
	struct feature_node *nodes = g_new(struct feature_node, known->len + 1);

	for (guint i = 0; i < known->len; i++) {
		const Known *one = &g_array_index(known, Known, i);
		nodes[i].index = (int)one->feature + 1;
		nodes[i].value = share * one->value;
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

/* Of a label with few rows each counts more, or they would be given up for others. */
static void costs_set(struct parameter *parameter, const double *labels, guint rows,
		      guint count)
{
	parameter->nr_weight = (int)count;
	parameter->weight_label = g_new(int, count + 1);
	parameter->weight = g_new0(double, count + 1);
	for (guint i = 0; i < rows; i++)
		parameter->weight[(guint)labels[i]]++;
	for (guint i = 0; i < count; i++) {
		parameter->weight_label[i] = (int)i;
		parameter->weight[i] =
			sqrt(rows / (count * MAX(parameter->weight[i], 1)));
	}
}

/* srand: the solver shuffles with rand(), and equal lessons shall give equal models. */
static void linear_fit(Model *model, struct problem *problem)
{
	struct parameter parameter = {
		.solver_type = MCSVM_CS, .eps = TOLERANCE, .C = COST};

	set_print_string_function(no_print);
	srand(1);
	costs_set(&parameter, problem->y, (guint)problem->l, model->labels->len);
	struct model *fitted = train(problem, &parameter);
	weights_set(model, fitted);
	free_and_destroy_model(&fitted);
	g_free(parameter.weight_label);
	g_free(parameter.weight);
}

Model *model_fit(const Lessons *lessons, const GPtrArray *features, const GArray *which,
		 const char *latin)
{
	Model *model = model_new();
	g_autoptr(GArray) rows = rows_take(lessons, features, which, latin);
	g_autoptr(GArray) terms = terms_count(rows);
	g_autoptr(GPtrArray) near =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	g_autofree guint32 *numbers = g_new(guint32, rows->len + 1);
	g_autofree double *labels = g_new(double, rows->len + 1);
	g_autoptr(GPtrArray) nodes = g_ptr_array_new_with_free_func(g_free);

	g_strlcpy(model->latin, latin, sizeof(model->latin));
	for (guint i = 0; i < lessons->labels->len; i++)
		g_ptr_array_add(model->labels, g_strdup(lessons->labels->pdata[i]));
	vocabulary_set(model, terms, rows->len);
	for (guint i = 0; i < rows->len; i++) {
		const Row *row = &g_array_index(rows, Row, i);
		double strange;
		g_autoptr(GArray) known = model_known(model, row->features, &strange);
		g_ptr_array_add(nodes, nodes_of(known, row->share));
		g_ptr_array_add(near, model_near_terms(known));
		numbers[i] = row->label;
		labels[i] = row->label;
	}
	struct problem problem = {.l = (int)rows->len,
				  .n = (int)model->features,
				  .y = labels,
				  .x = (struct feature_node **)nodes->pdata,
				  .bias = -1};
	linear_fit(model, &problem);
	model->near = near_new(model->features, near, numbers);
	return model;
}
