/* model_calibrate.c - how far a score can be trusted, from answers to unseen lessons. */
/* SPDX-License-Identifier: MIT */
#include "rules/learning.h"

#include <linear.h>
#include <math.h>

/* Of so many lessons one is asked as if its category were unknown;
 * and rows of silence. */
#define STRANGERS	10
#define SILENT		50
#define SILENT_MIN	5
#define SHARPNESS_STEPS 17    /* from 1 to 36 */
#define NEAR_SUM	1.75f /* of three equal cosines */
#define SHARE_GAIN	0.005 /* of the lessons: less is chance */

typedef struct {
	guint right;
	double surprise; /* minus the logarithm of the right label's share */
} Outcome;

static Outcome outcome_of(const Learning *learning, const Calibration *calibration)
{
	guint labels = learning->lessons->labels->len;
	g_autofree float *sums = g_new0(float, labels + 1);
	Outcome outcome = {0};

	for (guint i = 0; i < learning_count(learning); i++) {
		guint label = learning_label(learning, i);
		double all = G_MINDOUBLE;
		model_sums(calibration, &learning->scores[i], labels, sums);
		guint best = model_best(sums, learning->outside, labels);
		for (guint j = 0; j < labels; j++)
			all += exp(calibration->sharpness * (sums[j] - sums[best]));
		outcome.right += best == label;
		outcome.surprise +=
			log(all) - calibration->sharpness * (sums[label] - sums[best]);
	}
	return outcome;
}

/* How much the nearest lessons count: the usual share, unless another does clearly
 * better. */
static void choose_share(const Learning *learning, Calibration *calibration)
{
	static const double shares[] = {0, 0.25, 1, 2};
	double best = outcome_of(learning, calibration).right +
		      SHARE_GAIN * learning_count(learning);

	for (gsize i = 0; i < G_N_ELEMENTS(shares); i++) {
		Calibration other = *calibration;
		other.near_share = shares[i];
		double right = outcome_of(learning, &other).right;
		if (right > best) {
			best = right;
			calibration->near_share = shares[i];
		}
	}
}

static void choose_sharpness(const Learning *learning, Calibration *calibration)
{
	double least = G_MAXDOUBLE;

	for (int i = 0; i < SHARPNESS_STEPS; i++) {
		Calibration other = *calibration;
		double sharpness = pow(1.25, i);
		other.sharpness = sharpness;
		double surprise = outcome_of(learning, &other).surprise;
		if (surprise < least) {
			least = surprise;
			calibration->sharpness = sharpness;
		}
	}
}
/* Rows of a logistic regression: the signals, and whether the best label was right. */
typedef struct {
	GArray *nodes; /* struct feature_node, MODEL_SIGNALS + 1 of each row */
	GArray *right; /* double */
	guint rights;
} Table;

static void row_add(Table *table, const double *signals, bool is_right)
{
	double right = is_right ? 1 : 0;
	struct feature_node last = {-1, 0};

	for (guint i = 0; i < MODEL_SIGNALS; i++) {
		struct feature_node node = {(int)i + 1, signals[i]};
		g_array_append_val(table->nodes, node);
	}
	g_array_append_val(table->nodes, last);
	g_array_append_val(table->right, right);
	table->rights += is_right;
}

static void lesson_row(const Learning *learning, const Calibration *calibration,
		       guint lesson, float *sums, Table *table)
{
	guint labels = learning->lessons->labels->len;
	const Scores *scores = &learning->scores[lesson];
	double signals[MODEL_SIGNALS];

	model_sums(calibration, scores, labels, sums);
	model_signals(scores, sums, learning->outside, labels, signals);
	row_add(table, signals,
		model_best(sums, learning->outside, labels) ==
			learning_label(learning, lesson));
}

/* As if nobody had ever spoken of the lesson's category:
 * whatever is best then is wrong. */
static void stranger_row(const Learning *learning, const Calibration *calibration,
			 guint lesson, float *sums, Table *table)
{
	guint labels = learning->lessons->labels->len;
	guint own = learning_label(learning, lesson);
	Scores scores = learning->scores[lesson];
	double signals[MODEL_SIGNALS];
	float nearest = 0;

	model_sums(calibration, &scores, labels, sums);
	sums[own] = -G_MAXFLOAT;
	for (guint i = 0; i < labels; i++)
		nearest = i == own ? nearest : MAX(nearest, scores.near[i]);
	scores.nearness = nearest / NEAR_SUM;
	model_signals(&scores, sums, learning->outside, labels, signals);
	if (labels > 2)
		row_add(table, signals, false);
}

/* A text of which not a word is known. */
static void silent_row(Table *table)
{
	const double signals[MODEL_SIGNALS] = {1, 0, 0, 0, 1, -1};

	row_add(table, signals, false);
}

static void trust_fit(const Table *table, Calibration *calibration)
{
	guint count = table->right->len;
	g_autofree struct feature_node **rows = g_new(struct feature_node *, count);

	for (guint i = 0; i < count; i++)
		rows[i] = &g_array_index(table->nodes, struct feature_node,
					 (gsize)i * (MODEL_SIGNALS + 1));
	const struct problem problem = {.l = (int)count,
					.n = MODEL_SIGNALS,
					.y = (double *)table->right->data,
					.x = rows,
					.bias = -1};
	const struct parameter parameter = {.solver_type = L2R_LR, .eps = 1e-4, .C = 10};
	struct model *fitted = train(&problem, &parameter);
	for (guint i = 0; i < MODEL_SIGNALS; i++)
		calibration->trust[i] = fitted->label[0] ? fitted->w[i] : -fitted->w[i];
	free_and_destroy_model(&fitted);
}

/* Real texts of no category teach better than made-up ones. */
static bool has_outside(const Learning *learning)
{
	for (guint i = 0; i < learning->lessons->labels->len; i++)
		if (learning->outside[i])
			return true;
	return false;
}

/* Which signals say that the best label is right. */
static void fit_trust(const Learning *learning, Calibration *calibration)
{
	g_autofree float *sums = g_new0(float, learning->lessons->labels->len + 1);
	Table table = {g_array_new(FALSE, FALSE, sizeof(struct feature_node)),
		       g_array_new(FALSE, FALSE, sizeof(double)), 0};

	guint count = learning_count(learning);
	for (guint i = 0; i < count; i++) {
		lesson_row(learning, calibration, i, sums, &table);
		if (i % STRANGERS == 0 && !has_outside(learning))
			stranger_row(learning, calibration, i, sums, &table);
	}
	for (guint i = 0; i < SILENT_MIN + count / SILENT; i++)
		silent_row(&table);
	if (table.rights)
		trust_fit(&table, calibration);
	g_array_unref(table.nodes);
	g_array_unref(table.right);
}

void learning_calibrate(const Learning *learning, Calibration *calibration)
{
	choose_share(learning, calibration);
	choose_sharpness(learning, calibration);
	fit_trust(learning, calibration);
}
