/* model_learn.c - learning: fits the lessons, and asks about those that it left out. */
/* SPDX-License-Identifier: MIT */
/*
 * Cross-validation gives every lesson an answer from a fit that had not seen it. All that
 * must not be fooled by memory is taken from these answers: how much the nearest lessons
 * count, how likely an answer is right, the threshold, the accuracy.
 */
#include <linear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mail/error.h"
#include "rules/model_fit.h"
#include "rules/model_part.h"

#define FOLDS	      5
#define NEVER	      1.01
#define THRESHOLD_MIN 0.5 /* mail differs from lessons: what is unlikelier is not known  \
			   */
#define OUTSIDE_COST 0.0025 /* of the right answers may be given up for it */

/* Where nothing is measured: what was fitted on sets of short questions. */
static const Calibration usual = {
	.near_share = 0.5, .sharpness = 6, .trust = {-2.5, 2, 5, 1.5, -1, -1}};

typedef struct {
	const Lessons *lessons;
	const LearnOptions *options;
	GPtrArray *features; /* GArray* of each lesson */
	const char *latin;
	bool *outside;
	Scores *scores; /* of each lesson while it was unseen */
	guint done;
} Learning;

static guint count_of(const Learning *learning)
{
	return learning->lessons->lessons->len;
}

static guint label_of(const Learning *learning, guint lesson)
{
	return ((const Lesson *)learning->lessons->lessons->pdata[lesson])->label;
}

static bool step(Learning *learning, GError **error)
{
	const LearnOptions *options = learning->options;

	if (!options->step || options->step(options->data, learning->done++,
					    options->unmeasured ? 1 : FOLDS + 1))
		return true;
	g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY, "learning was stopped");
	return false;
}

static GArray *lessons_where(const Learning *learning, const guint *folds, guint fold,
			     bool in)
{
	GArray *which = g_array_new(FALSE, FALSE, sizeof(guint));

	for (guint i = 0; i < count_of(learning); i++)
		if (!folds || (folds[i] == fold) == in)
			g_array_append_val(which, i);
	return which;
}

static Model *fit(const Learning *learning, const guint *folds, guint fold)
{
	g_autoptr(GArray) which = lessons_where(learning, folds, fold, false);

	return model_fit(learning->lessons, learning->features, which, learning->latin);
}

static bool ask_unseen(Learning *learning, GError **error)
{
	g_autofree guint *folds = lessons_folds(learning->lessons, FOLDS);

	for (guint fold = 0; fold < FOLDS; fold++) {
		g_autoptr(GArray) left = lessons_where(learning, folds, fold, true);
		if (!step(learning, error))
			return false;
		g_autoptr(Model) model = fit(learning, folds, fold);
		for (guint i = 0; i < left->len; i++) {
			guint lesson = g_array_index(left, guint, i);
			Scores *scores = &learning->scores[lesson];
			scores_init(scores, learning->lessons->labels->len);
			model_score(model, learning->features->pdata[lesson], scores);
		}
	}
	return true;
}

/* --- what the answers teach
 * -------------------------------------------------------------- */

typedef struct {
	guint right;
	double surprise; /* minus the logarithm of the right label's share */
} Outcome;

static Outcome outcome_of(const Learning *learning, const Calibration *calibration)
{
	guint labels = learning->lessons->labels->len;
	g_autofree float *sums = g_new(float, labels + 1);
	Outcome outcome = {0};

	for (guint i = 0; i < count_of(learning); i++) {
		guint label = label_of(learning, i);
		double all = 0;
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

/* A share that is not clearly better than the usual one is chance. */
static void choose_share(const Learning *learning, Calibration *calibration)
{
	static const double shares[] = {0, 0.25, 1, 2};
	double best =
		outcome_of(learning, calibration).right + sqrt(count_of(learning)) / 4;

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

	for (double sharpness = 1; sharpness < 40; sharpness *= 1.25) {
		Calibration other = *calibration;
		other.sharpness = sharpness;
		double surprise = outcome_of(learning, &other).surprise;
		if (surprise < least) {
			least = surprise;
			calibration->sharpness = sharpness;
		}
	}
}

/* Logistic regression: which signals say that the best label is right. */
static void fit_trust(const Learning *learning, Calibration *calibration)
{
	guint count = count_of(learning), labels = learning->lessons->labels->len;
	g_autofree float *sums = g_new(float, labels + 1);
	g_autofree struct feature_node *nodes =
		g_new0(struct feature_node, (gsize)count * (MODEL_SIGNALS + 1));
	g_autofree struct feature_node **rows = g_new(struct feature_node *, count + 1);
	g_autofree double *right = g_new(double, count + 1);
	double signals[MODEL_SIGNALS];
	guint rights = 0;

	for (guint i = 0; i < count; i++) {
		const Scores *scores = &learning->scores[i];
		model_sums(calibration, scores, labels, sums);
		model_signals(scores, sums, learning->outside, labels, signals);
		guint best = model_best(sums, learning->outside, labels);
		right[i] = best == label_of(learning, i) ? 1 : 0;
		rights += right[i] > 0;
		rows[i] = nodes + (gsize)i * (MODEL_SIGNALS + 1);
		for (guint j = 0; j < MODEL_SIGNALS; j++)
			rows[i][j] = (struct feature_node){(int)j + 1, signals[j]};
		rows[i][MODEL_SIGNALS].index = -1;
	}
	if (!rights || rights == count)
		return;
	struct problem problem = {
		.l = (int)count, .n = MODEL_SIGNALS, .y = right, .x = rows, .bias = -1};
	struct parameter parameter = {.solver_type = L2R_LR, .eps = 1e-4, .C = 10};
	struct model *fitted = train(&problem, &parameter);
	for (guint j = 0; j < MODEL_SIGNALS; j++)
		calibration->trust[j] = fitted->label[0] ? fitted->w[j] : -fitted->w[j];
	free_and_destroy_model(&fitted);
}

static int by_likelihood(const void *a, const void *b, void *likelihoods)
{
	float one = ((const float *)likelihoods)[*(const guint *)a];
	float two = ((const float *)likelihoods)[*(const guint *)b];

	return one != two ? (one < two ? 1 : -1) : 0;
}

/* The lowest likelihood from which on answers are as precise as stated; above 1: none. */
static void choose_threshold(const Learning *learning, const LearnReport *report,
			     ModelRecord *record)
{
	guint count = count_of(learning), right = 0;
	g_autofree guint *order = g_new(guint, count + 1);

	for (guint i = 0; i < count; i++)
		order[i] = i;
	g_qsort_with_data(order, (gint)count, sizeof(*order), by_likelihood,
			  report->likelihoods);
	record->threshold = NEVER;
	for (guint i = 0; i < count; i++) {
		guint lesson = order[i];
		right += report->answers[lesson] == label_of(learning, lesson);
		if (right < record->precision * (i + 1))
			continue;
		if (report->likelihoods[lesson] < THRESHOLD_MIN)
			break;
		record->threshold = report->likelihoods[lesson];
		record->coverage = (i + 1.0) / count;
	}
}

/* The highest likelihood below which nearly nothing is right that belongs to a category.
 */
static void choose_outside(const Learning *learning, const LearnReport *report,
			   ModelRecord *record)
{
	guint count = count_of(learning), outside = 0, lost = 0;
	g_autofree guint *order = g_new(guint, count + 1);

	for (guint i = 0; i < count; i++) {
		order[i] = i;
		outside += learning->outside[label_of(learning, i)];
	}
	if (!outside)
		return;
	g_qsort_with_data(order, (gint)count, sizeof(*order), by_likelihood,
			  report->likelihoods);
	for (guint i = count; i-- > 0;) {
		guint lesson = order[i];
		lost += report->answers[lesson] == label_of(learning, lesson);
		if (lost > OUTSIDE_COST * (count - outside))
			return;
		record->outside_below = report->likelihoods[lesson];
	}
}

static double macro_f1(const LearnReport *report, const bool *outside, guint labels)
{
	double sum = 0;
	guint used = 0;

	for (guint i = 0; i < labels; i++) {
		const LabelRecord *label = &report->labels[i];
		if (!label->lessons || outside[i])
			continue;
		used++;
		sum += 2.0 * label->right / (label->lessons + label->answered);
	}
	return used ? sum / used : 0;
}

static LearnReport *report_make(const Learning *learning, const Calibration *calibration)
{
	guint count = count_of(learning), labels = learning->lessons->labels->len;
	LearnReport *report = g_new0(LearnReport, 1);
	g_autofree float *sums = g_new(float, labels + 1);
	g_autofree float *likelihoods = g_new(float, labels + 1);

	report->folds = FOLDS;
	report->answers = g_new0(guint32, count + 1);
	report->likelihoods = g_new0(float, count + 1);
	report->labels = g_new0(LabelRecord, labels + 1);
	for (guint i = 0; i < count; i++) {
		guint label = label_of(learning, i);
		model_sums(calibration, &learning->scores[i], labels, sums);
		guint best = model_best(sums, learning->outside, labels);
		model_likelihoods(calibration, &learning->scores[i], learning->outside,
				  labels, likelihoods);
		report->answers[i] = best;
		report->likelihoods[i] = likelihoods[best];
		report->labels[label].lessons++;
		report->labels[best].answered++;
		report->labels[best].right += best == label;
	}
	return report;
}

void learn_report_free(LearnReport *report)
{
	if (!report)
		return;
	g_free(report->answers);
	g_free(report->likelihoods);
	g_free(report->labels);
	g_free(report);
}

/* --- what is kept
 * ------------------------------------------------------------------------ */

typedef struct {
	guint64 mark;
	guint32 answer;
} Marked;

static int by_mark(const void *a, const void *b)
{
	const Marked *one = a, *two = b;

	if (one->mark != two->mark)
		return one->mark < two->mark ? -1 : 1;
	return one->answer < two->answer ? -1 : one->answer > two->answer;
}

static Unseen *unseen_make(const Learning *learning, const LearnReport *report)
{
	guint count = count_of(learning);
	g_autofree Marked *marked = g_new(Marked, count + 1);
	Unseen *unseen = unseen_new(count);

	for (guint i = 0; i < count; i++) {
		const Lesson *lesson = learning->lessons->lessons->pdata[i];
		marked[i] = (Marked){lesson->mark, report->answers[i]};
	}
	qsort(marked, count, sizeof(*marked), by_mark);
	for (guint i = 0; i < count; i++) {
		unseen->marks[i] = marked[i].mark;
		unseen->answers[i] = marked[i].answer;
	}
	return unseen;
}

static void measure(const Learning *learning, Calibration *calibration,
		    ModelRecord *record, LearnReport **report)
{
	guint labels = learning->lessons->labels->len, right = 0, inside = 0;

	choose_share(learning, calibration);
	choose_sharpness(learning, calibration);
	fit_trust(learning, calibration);
	*report = report_make(learning, calibration);
	choose_threshold(learning, *report, record);
	choose_outside(learning, *report, record);
	record->macro_f1 = macro_f1(*report, learning->outside, labels);
	for (guint i = 0; i < labels; i++) {
		right += (*report)->labels[i].right;
		inside += learning->outside[i] ? 0 : (*report)->labels[i].lessons;
	}
	record->accuracy = inside ? (double)right / inside : 0;
}

static void learning_clear(Learning *learning)
{
	for (guint i = 0; i < count_of(learning); i++)
		scores_clear(&learning->scores[i]);
	g_free(learning->scores);
	g_free(learning->outside);
	g_ptr_array_unref(learning->features);
}

static void free_array(gpointer array)
{
	g_array_unref(array);
}

static Learning learning_begin(const Lessons *lessons, const LearnOptions *options)
{
	Learning learning = {.lessons = lessons,
			     .options = options,
			     .features = g_ptr_array_new_with_free_func(free_array),
			     .latin = lessons_latin(lessons),
			     .outside = model_outside(lessons->labels),
			     .scores = g_new0(Scores, lessons->lessons->len + 1)};

	if (!*learning.latin)
		learning.latin = "en";
	for (guint i = 0; i < lessons->lessons->len; i++) {
		const Lesson *lesson = lessons->lessons->pdata[i];
		g_ptr_array_add(
			learning.features,
			features_of(lesson->subject, lesson->text, learning.latin));
	}
	return learning;
}

static Model *learn(Learning *learning, LearnReport **report, GError **error)
{
	ModelRecord record = {.learned_at = learning->options->now,
			      .texts = count_of(learning),
			      .precision = learning->options->precision,
			      .threshold = 0.8};
	Calibration calibration = usual;

	if (!learning->options->unmeasured) {
		if (!ask_unseen(learning, error))
			return NULL;
		measure(learning, &calibration, &record, report);
	}
	if (!step(learning, error))
		return NULL;
	Model *model = fit(learning, NULL, 0);
	model->record = record;
	model->calibration = calibration;
	model->unseen = *report ? unseen_make(learning, *report) : unseen_new(0);
	return model;
}

Model *model_learn(const Lessons *lessons, const LearnOptions *options,
		   LearnReport **report, GError **error)
{
	g_autoptr(LearnReport) found = NULL;

	if (lessons->labels->len < 2) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "to learn takes texts of at least two categories");
		return NULL;
	}
	Learning learning = learning_begin(lessons, options);
	Model *model = learn(&learning, &found, error);
	learning_clear(&learning);
	if (report)
		*report = model ? g_steal_pointer(&found) : NULL;
	return model;
}
