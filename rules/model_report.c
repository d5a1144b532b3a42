/* model_report.c - how lessons fared while they were unseen: accuracy and thresholds. */
/* SPDX-License-Identifier: MIT */

#include "rules/learning.h"

#define NEVER 1.01
#define THRESHOLD_MIN                                                                    \
	0.5 /* mail differs from lessons: what is unlikelier is not known                \
	     */
#define OUTSIDE_COST                                                                     \
	0.01 /* of the right answers may be given up to catch what is outside */

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
	guint count = learning_count(learning), right = 0;
	g_autofree guint *order = g_new(guint, count + 1);

	for (guint i = 0; i < count; i++)
		order[i] = i;
	g_qsort_with_data(order, (gint)count, sizeof(*order), by_likelihood,
			  report->likelihoods);
	/* So many that one of them may be wrong: fewer prove nothing. */
	double least = 1 / MAX(1 - record->precision, 0.005);

	record->threshold = NEVER;
	for (guint i = 0; i < count; i++) {
		guint lesson = order[i];
		right += report->answers[lesson] == learning_label(learning, lesson);
		if (i + 1 < least || right < record->precision * (i + 1))
			continue;
		if (report->likelihoods[lesson] < THRESHOLD_MIN)
			break;
		record->threshold = report->likelihoods[lesson];
		record->coverage = (i + 1.0) / count;
	}
}

/* The highest likelihood below which nearly nothing is right that belongs
 * to a category. */
static void choose_outside(const Learning *learning, const LearnReport *report,
			   ModelRecord *record)
{
	guint count = learning_count(learning), outside = 0, lost = 0;
	g_autofree guint *order = g_new(guint, count + 1);

	for (guint i = 0; i < count; i++) {
		order[i] = i;
		outside += learning->outside[learning_label(learning, i)];
	}
	if (!outside)
		return;
	g_qsort_with_data(order, (gint)count, sizeof(*order), by_likelihood,
			  report->likelihoods);
	for (guint i = count; i-- > 0;) {
		guint lesson = order[i];
		lost += report->answers[lesson] == learning_label(learning, lesson);
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

static LearnReport *answers_count(const Learning *learning,
				  const Calibration *calibration)
{
	guint count = learning_count(learning), labels = learning->lessons->labels->len;
	LearnReport *report = g_new0(LearnReport, 1);
	g_autofree float *sums = g_new(float, labels + 1);
	g_autofree float *likelihoods = g_new(float, labels + 1);

	report->folds = LEARNING_FOLDS;
	report->answers = g_new0(guint32, count + 1);
	report->likelihoods = g_new0(float, count + 1);
	report->labels = g_new0(LabelRecord, labels + 1);
	for (guint i = 0; i < count; i++) {
		guint label = learning_label(learning, i);
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

LearnReport *learning_report(const Learning *learning, const Calibration *calibration,
			     ModelRecord *record)
{
	guint labels = learning->lessons->labels->len, right = 0, inside = 0;
	LearnReport *report = answers_count(learning, calibration);

	choose_threshold(learning, report, record);
	choose_outside(learning, report, record);
	record->macro_f1 = macro_f1(report, learning->outside, labels);
	for (guint i = 0; i < labels; i++) {
		right += report->labels[i].right;
		inside += learning->outside[i] ? 0 : report->labels[i].lessons;
	}
	record->accuracy = inside ? (double)right / inside : 0;
	return report;
}
