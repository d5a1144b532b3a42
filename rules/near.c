/* near.c - the lessons that a text resembles most, found by the features they share. */
/* SPDX-License-Identifier: MIT */
#include "rules/near.h"

#define NEAREST 3

static void count_places(Near *near, const GPtrArray *lessons)
{
	for (guint i = 0; i < lessons->len; i++) {
		const GArray *terms = lessons->pdata[i];
		for (guint j = 0; j < terms->len; j++)
			near->starts[g_array_index(terms, NearTerm, j).feature + 1]++;
	}
	for (guint i = 0; i < near->features; i++)
		near->starts[i + 1] += near->starts[i];
}

Near *near_new(guint features, const GPtrArray *lessons, const guint32 *labels)
{
	Near *near = g_new0(Near, 1);

	near->lessons = lessons->len;
	near->labels = g_memdup2(labels, lessons->len * sizeof(*labels));
	near->features = features;
	near->starts = g_new0(guint32, features + 1);
	count_places(near, lessons);
	guint places = near->starts[features];
	near->places = g_new(guint32, places + 1);
	near->values = g_new(float, places + 1);
	g_autofree guint32 *next =
		g_memdup2(near->starts, (features + 1) * sizeof(*near->starts));
	for (guint i = 0; i < lessons->len; i++) {
		const GArray *terms = lessons->pdata[i];
		for (guint j = 0; j < terms->len; j++) {
			const NearTerm *term = &g_array_index(terms, NearTerm, j);
			guint place = next[term->feature]++;
			near->places[place] = i;
			near->values[place] = term->value;
		}
	}
	return near;
}

void near_free(Near *near)
{
	if (!near)
		return;
	g_free(near->labels);
	g_free(near->starts);
	g_free(near->places);
	g_free(near->values);
	g_free(near);
}

static void insert(float best[NEAREST], float cosine)
{
	for (int i = 0; i < NEAREST; i++)
		if (cosine > best[i]) {
			float less = best[i];
			best[i] = cosine;
			cosine = less;
		}
}

double near_score(const Near *near, const GArray *terms, float *scores, guint labels)
{
	g_autofree float *cosines = g_new0(float, near->lessons + 1);
	g_autofree float *best = g_new0(float, NEAREST *labels + 1);
	double highest = 0;

	for (guint i = 0; i < terms->len; i++) {
		const NearTerm *term = &g_array_index(terms, NearTerm, i);
		guint end = near->starts[term->feature + 1];
		for (guint place = near->starts[term->feature]; place < end; place++)
			cosines[near->places[place]] += term->value * near->values[place];
	}
	for (guint i = 0; i < near->lessons; i++)
		if (cosines[i] > best[NEAREST * near->labels[i] + NEAREST - 1])
			insert(best + (gsize)NEAREST * near->labels[i], cosines[i]);
	for (guint i = 0; i < labels; i++) {
		const float *three = best + (gsize)NEAREST * i;
		scores[i] = three[0] + three[1] / 2 + three[2] / 4;
		highest = MAX(highest, three[0]);
	}
	return highest;
}
