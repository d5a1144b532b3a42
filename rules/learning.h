/* learning.h - what a lesson was called while unseen, and what that teaches. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/model_fit.h"
#include "rules/model_part.h"

#define LEARNING_FOLDS 5

typedef struct {
	const Lessons *lessons;
	const LearnOptions *options;
	GPtrArray *features; /* GArray* of each lesson */
	const char *latin;
	bool *outside;
	Scores *scores; /* of each lesson while it was unseen */
	guint done;
} Learning;

static inline guint learning_count(const Learning *learning)
{
	return learning->lessons->lessons->len;
}

static inline guint learning_label(const Learning *learning, guint lesson)
{
	return ((const Lesson *)learning->lessons->lessons->pdata[lesson])->label;
}

/* Fits everything but most. */
void learning_calibrate(const Learning *learning, Calibration *calibration);
/* How the lessons fared; record gets what is measured. */
LearnReport *learning_report(const Learning *learning, const Calibration *calibration,
			     ModelRecord *record);
