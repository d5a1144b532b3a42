/* model_fit.h - learning: from lessons to a model, and how good it is. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/lesson.h"
#include "rules/model.h"

/* Called between steps of at most a fit each; false: give up. */
typedef bool (*LearnStep)(void *data, guint done, guint all);

typedef struct {
	double precision; /* that answers above the threshold shall have, 0 … 1 */
	gint64 now;
	bool unmeasured; /* one fit, nothing is cross-validated */
	LearnStep step;	 /* NULL: none */
	void *data;
} LearnOptions;

/* How one label fared. */
typedef struct {
	guint lessons, answered, right; /* of this label; answered so; both */
} LabelRecord;

/* What cross-validation found. */
typedef struct {
	guint folds;
	guint32 *answers;   /* label of each lesson while it was unseen */
	float *likelihoods; /* of that answer */
	LabelRecord *labels;
} LearnReport;
void learn_report_free(LearnReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LearnReport, learn_report_free)

/*
 * Learns. report (may be NULL) is NULL when nothing was measured. POSTDESK_INVALID: fewer
 * than two labels; POSTDESK_BUSY: step gave up. The same lessons give the same model.
 */
Model *model_learn(const Lessons *lessons, const LearnOptions *options,
		   LearnReport **report, GError **error);

/* Two models on the same held-out lessons. */
typedef struct {
	guint lessons;
	double old_f1, new_f1; /* macro-F1, 0 … 1 */
	double error;	       /* standard error of the difference */
} Comparison;
/*
 * On every tenth lesson (on all when they are few): each model is asked what it answered
 * before it learned from it. False when there is nothing that both can be asked.
 */
bool models_compare(const Model *old, const Model *fresh, const Lessons *lessons,
		    Comparison *comparison);

/* Lessons of which the model, before it learned from them, was sure of another label:
 * guint; g_array_unref. Surest first. */
GArray *lessons_suspicious(const Lessons *lessons, const LearnReport *report,
			   double above);
