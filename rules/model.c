/* model.c - what was learned from labelled texts: says what a new one is about. */
/* SPDX-License-Identifier: MIT */
/*
 * Two scores of every label are added: a linear classifier's over all features, and how
 * near its nearest lessons are. Signals of both (the lead, the nearness, unknown words)
 * give the likelihood that the best label is right, fitted on answers to unseen texts;
 * the others share what is left, by their scores. A label that stands for "none of them"
 * is never the best: it takes a part of that rest.
 */
#include "rules/model_part.h"

#include <math.h>
#include <string.h>

typedef enum { GROUP_WORDS, GROUP_PIECES, GROUP_PAIRS, GROUPS } Group;

static const double group_shares[GROUPS] = {1, 1, 0.5};

static Group group_of(guint view)
{
	return view == FEATURE_PAIR			       ? GROUP_PAIRS
	       : view == FEATURE_PIECE || view == FEATURE_FOUR ? GROUP_PIECES
							       : GROUP_WORDS;
}

Model *model_new(void)
{
	Model *model = g_new0(Model, 1);

	model->references = 1;
	model->labels = g_ptr_array_new_with_free_func(g_free);
	return model;
}

Model *model_ref(Model *model)
{
	g_atomic_int_inc(&model->references);
	return model;
}

void model_unref(Model *model)
{
	if (!model || !g_atomic_int_dec_and_test(&model->references))
		return;
	g_ptr_array_unref(model->labels);
	g_free(model->hashes);
	g_free(model->rarity);
	g_free(model->scales);
	g_free(model->weights);
	g_free(model->slots);
	near_free(model->near);
	unseen_free(model->unseen);
	g_free(model);
}

const char *model_label(const Model *model, guint number)
{
	return model->labels->pdata[number];
}

ModelRecord model_record(const Model *model)
{
	return model->record;
}

void model_index(Model *model)
{
	guint size = 16;

	while (size < model->features * 2)
		size *= 2;
	g_free(model->slots);
	model->slots = g_new0(guint, size);
	model->slot_mask = size - 1;
	for (guint i = 0; i < model->features; i++) {
		guint slot = model->hashes[i] & model->slot_mask;
		while (model->slots[slot])
			slot = (slot + 1) & model->slot_mask;
		model->slots[slot] = i + 1;
	}
}

/* Feature + 1 of a hash, 0: unknown. */
static guint feature_find(const Model *model, guint32 hash)
{
	for (guint slot = hash & model->slot_mask; model->slots[slot];
	     slot = (slot + 1) & model->slot_mask)
		if (model->hashes[model->slots[slot] - 1] == hash)
			return model->slots[slot];
	return 0;
}

GArray *model_known(const Model *model, const GArray *features, double *strange)
{
	GArray *known = g_array_sized_new(FALSE, FALSE, sizeof(Known), features->len);
	double squares[GROUPS] = {0};
	guint words = 0, unknown = 0;

	for (guint i = 0; i < features->len; i++) {
		const Feature *feature = &g_array_index(features, Feature, i);
		guint found = feature_find(model, feature->hash);
		words += feature->view == FEATURE_WORD;
		unknown += feature->view == FEATURE_WORD && !found;
		if (!found)
			continue;
		double value = (feature->count > 1 ? 1 + log(feature->count) : 1) *
			       model->rarity[found - 1];
		Known one = {found - 1, feature->view, (float)value};
		g_array_append_val(known, one);
		squares[group_of(feature->view)] += value * value;
	}
	for (guint i = 0; i < known->len; i++) {
		Known *one = &g_array_index(known, Known, i);
		Group group = group_of(one->view);
		one->value *= (float)(group_shares[group] / sqrt(squares[group]));
	}
	*strange = words ? (double)unknown / words : 1;
	return known;
}

GArray *model_near_terms(const GArray *known)
{
	GArray *terms = g_array_sized_new(FALSE, FALSE, sizeof(NearTerm), known->len / 4);
	double words = 0, pieces = 0;

	for (guint i = 0; i < known->len; i++) {
		const Known *one = &g_array_index(known, Known, i);
		double square = (double)one->value * one->value;
		words += one->view == FEATURE_WORD ? square : 0;
		pieces += one->view == FEATURE_FOUR ? square : 0;
	}
	for (guint i = 0; i < known->len; i++) {
		const Known *one = &g_array_index(known, Known, i);
		if (one->view != FEATURE_WORD && one->view != FEATURE_FOUR)
			continue;
		double square = 2 * (one->view == FEATURE_WORD ? words : pieces);
		NearTerm term = {one->feature, (float)(one->value / sqrt(square))};
		g_array_append_val(terms, term);
	}
	return terms;
}

void scores_init(Scores *scores, guint labels)
{
	scores->linear = g_new0(float, labels + 1);
	scores->near = g_new0(float, labels + 1);
}

void scores_clear(Scores *scores)
{
	g_free(scores->linear);
	g_free(scores->near);
}

static void row_add(float *restrict sums, const gint8 *restrict weights, float value,
		    guint labels)
{
	for (guint i = 0; i < labels; i++)
		sums[i] += value * weights[i];
}

void model_score(const Model *model, const GArray *features, Scores *scores)
{
	guint labels = model->labels->len;
	g_autoptr(GArray) known = model_known(model, features, &scores->strange);

	memset(scores->linear, 0, labels * sizeof(float));
	for (guint i = 0; i < known->len; i++) {
		const Known *one = &g_array_index(known, Known, i);
		row_add(scores->linear, model->weights + (gsize)one->feature * labels,
			one->value * model->scales[one->feature], labels);
	}
	g_autoptr(GArray) terms = model_near_terms(known);
	scores->nearness = near_score(model->near, terms, scores->near, labels);
}

/* The two best that are categories; second may be the first when there is only one. */
static void two_best(const float *sums, const bool *outside, guint labels, guint *first,
		     guint *second)
{
	guint best = labels, next = labels;

	for (guint i = 0; i < labels; i++) {
		if (outside[i])
			continue;
		if (best == labels || sums[i] > sums[best]) {
			next = best;
			best = i;
		} else if (next == labels || sums[i] > sums[next]) {
			next = i;
		}
	}
	*first = best == labels ? 0 : best;
	*second = next == labels ? *first : next;
}

guint model_best(const float *sums, const bool *outside, guint labels)
{
	guint first, second;

	two_best(sums, outside, labels, &first, &second);
	return first;
}

void model_sums(const Calibration *calibration, const Scores *scores, guint labels,
		float *sums)
{
	for (guint i = 0; i < labels; i++)
		sums[i] = scores->linear[i] +
			  (float)calibration->near_share * scores->near[i];
}

void model_signals(const Scores *scores, const float *sums, const bool *outside,
		   guint labels, double signals[MODEL_SIGNALS])
{
	guint first, second;
	float none = -1;

	two_best(sums, outside, labels, &first, &second);
	for (guint i = 0; i < labels; i++)
		if (outside[i])
			none = MAX(none, sums[i]);
	signals[0] = 1;
	signals[1] = sums[first];
	signals[2] = sums[first] - sums[second];
	signals[3] = scores->nearness;
	signals[4] = scores->strange;
	signals[5] = none;
}

static double trust_of(const Calibration *calibration, const double *signals)
{
	double sum = 0;

	for (guint i = 0; i < MODEL_SIGNALS; i++)
		sum += calibration->trust[i] * signals[i];
	return calibration->most / (1 + exp(-CLAMP(sum, -20, 20)));
}

void model_likelihoods(const Calibration *calibration, const Scores *scores,
		       const bool *outside, guint labels, float *likelihoods)
{
	g_autofree float *sums = g_new0(float, labels + 1);
	double signals[MODEL_SIGNALS], rest = 0;

	model_sums(calibration, scores, labels, sums);
	model_signals(scores, sums, outside, labels, signals);
	guint first = model_best(sums, outside, labels);
	double trust = trust_of(calibration, signals);
	for (guint i = 0; i < labels; i++) {
		likelihoods[i] = (float)exp(
			CLAMP(calibration->sharpness * (sums[i] - sums[first]), -50, 50));
		rest += i == first ? 0 : likelihoods[i];
	}
	/* No other category gets more than its score is worth beside the best. */
	for (guint i = 0; i < labels; i++) {
		float worth = outside[i] ? 1 : (float)trust * likelihoods[i];
		likelihoods[i] *= (float)(rest > 0 ? (1 - trust) / rest : 0);
		likelihoods[i] = MIN(likelihoods[i], worth);
	}
	likelihoods[first] = (float)trust;
}

bool *model_outside(const GPtrArray *labels)
{
	bool *outside = g_new0(bool, labels->len + 1);

	for (guint i = 0; i < labels->len; i++)
		outside[i] = label_is_outside(labels->pdata[i]);
	return outside;
}

static int by_likelihood(const void *a, const void *b)
{
	const Guess *one = a, *two = b;

	if (one->likelihood != two->likelihood)
		return one->likelihood < two->likelihood ? 1 : -1;
	return strcmp(one->label, two->label);
}

GArray *model_guess(const Model *model, const char *subject, const char *text)
{
	guint labels = model->labels->len;
	g_autoptr(GArray) features = features_of(subject, text, model->latin);
	g_autofree float *likelihoods = g_new0(float, labels + 1);
	g_autofree bool *outside = model_outside(model->labels);
	GArray *guesses = g_array_sized_new(FALSE, FALSE, sizeof(Guess), labels);
	Scores scores;

	scores_init(&scores, labels);
	model_score(model, features, &scores);
	model_likelihoods(&model->calibration, &scores, outside, labels, likelihoods);
	for (guint i = 0; i < labels; i++) {
		Guess guess = {model->labels->pdata[i], likelihoods[i]};
		g_array_append_val(guesses, guess);
	}
	scores_clear(&scores);
	g_array_sort(guesses, by_likelihood);
	return guesses;
}
