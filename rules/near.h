/* near.h - the lessons that a text resembles most, found by the features they share. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Which lessons hold a feature, and how much of each it is: for feature f those from
 * starts[f] to starts[f + 1]. */
typedef struct {
	guint lessons;
	guint32 *labels; /* of each lesson */
	guint features;
	guint32 *starts; /* features + 1 */
	guint32 *places; /* lesson */
	float *values;	 /* the lesson's vector has length 1 */
} Near;

typedef struct {
	guint feature;
	float value;
} NearTerm;

/* lessons: GArray* of NearTerm, each of length 1; labels: of each. */
Near *near_new(guint features, const GPtrArray *lessons, const guint32 *labels);
void near_free(Near *near);

/*
 * scores (as many as labels) gets for each label how near its nearest lessons are: their
 * cosines, the second for a half and the third for a quarter. Returns the highest cosine.
 */
double near_score(const Near *near, const GArray *terms, float *scores, guint labels);
