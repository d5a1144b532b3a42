/* model_part.h - what a model is made of; private to rules/model*.c. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/feature.h"
#include "rules/lesson.h"
#include "rules/model.h"
#include "rules/near.h"

#define MODEL_SIGNALS 6

/* Numbers that were fitted on answers to unseen texts. */
typedef struct {
	double near_share; /* weight of the nearest lessons beside the classifier */
	double sharpness;  /* of the scores, before they become likelihoods */
	double most;	   /* likelihood that so many lessons can give at most */
	double trust[MODEL_SIGNALS]; /* of the signals, for the best label to be right */
} Calibration;

struct Model {
	gint references; /* atomic */
	ModelRecord record;
	Calibration calibration;
	char latin[4];	   /* language of words in Latin letters */
	GPtrArray *labels; /* char* */
	guint features;
	guint32 *hashes; /* of each feature */
	float *rarity;	 /* of each feature */
	float *scales;	 /* of each feature's weights */
	gint8 *weights;	 /* features x labels */
	Near *near;
	Unseen *unseen; /* answers given while learning */
	/* built when loaded */
	guint *slots; /* feature + 1 by hash; 0: free */
	guint slot_mask;
};

Model *model_new(void);
/* After hashes are set. */
void model_index(Model *model);

/* A known feature of a text and its value. */
typedef struct {
	guint feature;
	guint16 view;
	float value;
} Known;

/* The known features, weighed, each group of views of its length: Known; g_array_unref.
 * strange: share of the words that are not known. */
GArray *model_known(const Model *model, const GArray *features, double *strange);

/* What the two parts of the model say of a text;
 * arrays of as many as there are labels. */
typedef struct {
	float *linear, *near;
	double strange;	 /* share of unknown words */
	double nearness; /* of the nearest lesson, 0 … 1 */
} Scores;
void model_score(const Model *model, const GArray *features, Scores *scores);
void scores_init(Scores *scores, guint labels);
void scores_clear(Scores *scores);

/* sums[i]: what both parts say together of label i. */
void model_sums(const Calibration *calibration, const Scores *scores, guint labels,
		float *sums);
/* What trust looks at. outside: labels that are no categories. */
void model_signals(const Scores *scores, const float *sums, const bool *outside,
		   guint labels, double signals[MODEL_SIGNALS]);
/* The label with the highest sum that is a category. */
guint model_best(const float *sums, const bool *outside, guint labels);
/* likelihoods gets as many numbers as there are labels. */
void model_likelihoods(const Calibration *calibration, const Scores *scores,
		       const bool *outside, guint labels, float *likelihoods);
/* For each label whether it is no category; g_free. */
bool *model_outside(const GPtrArray *labels);
/* The part of known that nearness looks at, of length 1: NearTerm. */
GArray *model_near_terms(const GArray *known);

/* One fit of the lessons with these numbers. features: of every lesson.
 * Not calibrated. */
Model *model_fit(const Lessons *lessons, const GPtrArray *features, const GArray *which,
		 const char *latin);
