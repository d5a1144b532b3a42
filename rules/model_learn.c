/* model_learn.c - learning: fits the lessons, and asks about those that it left out. */
/* SPDX-License-Identifier: MIT */
/*
 * Cross-validation gives every lesson an answer from a fit that had not seen it. All that
 * must not be fooled by memory is taken from these answers: how much the nearest lessons
 * count, how likely an answer is right, the threshold, the accuracy.
 */
#include "mail/error.h"
#include "rules/learning.h"

#include <stdlib.h>

/* Where nothing is measured: what was fitted on sets of short questions. */
static const Calibration usual = {
	.near_share = 0.5, .sharpness = 6, .trust = {-2.5, 2, 5, 1.5, -1, -1}};

static bool step(Learning *learning, GError **error)
{
	const LearnOptions *options = learning->options;

	if (!options->step || options->step(options->data, learning->done++,
					    options->unmeasured ? 1 : LEARNING_FOLDS + 1))
		return true;
	g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY, "learning was stopped");
	return false;
}

static GArray *lessons_where(const Learning *learning, const guint *folds, guint fold,
			     bool in)
{
	GArray *which = g_array_new(FALSE, FALSE, sizeof(guint));

	for (guint i = 0; i < learning_count(learning); i++)
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
	g_autofree guint *folds = lessons_folds(learning->lessons, LEARNING_FOLDS);

	for (guint fold = 0; fold < LEARNING_FOLDS; fold++) {
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

/* --- what is kept --- */

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
	guint count = learning_count(learning);
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

static void learning_clear(Learning *learning)
{
	for (guint i = 0; i < learning_count(learning); i++)
		scores_clear(&learning->scores[i]);
	g_free(learning->scores);
	g_free(learning->outside);
	g_ptr_array_unref(learning->features);
}

static Learning learning_begin(const Lessons *lessons, const LearnOptions *options)
{
	Learning learning = {
		.lessons = lessons,
		.options = options,
		.features = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref),
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
			      .texts = learning_count(learning),
			      .precision = learning->options->precision,
			      .threshold = 0.8};
	Calibration calibration = usual;

	/* The rule of succession: all were right, and the next may be wrong. */
	calibration.most =
		(learning_count(learning) + 1.0) / (learning_count(learning) + 2.0);

	if (!learning->options->unmeasured) {
		if (!ask_unseen(learning, error))
			return NULL;
		learning_calibrate(learning, &calibration);
		*report = learning_report(learning, &calibration, &record);
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
			    "learning needs texts of at least two categories");
		return NULL;
	}
	Learning learning = learning_begin(lessons, options);
	Model *model = learn(&learning, &found, error);
	learning_clear(&learning);
	if (report)
		*report = model ? g_steal_pointer(&found) : NULL;
	return model;
}
