/* model_compare.c - whether a new model is no worse, and which lessons look wrong. */
/* SPDX-License-Identifier: MIT */
#include "rules/model_fit.h"
#include "rules/model_part.h"

#include <math.h>

#define TENTH	  10
#define FEW	  200 /* lessons of which a tenth says nothing */
#define RESAMPLES 200

/* What both answered for one lesson, as numbers of the lessons' labels; -1: another
 * label. */
typedef struct {
	int label, old, fresh;
} Pair;

static int number_of(const Lessons *lessons, const char *label)
{
	return (int)GPOINTER_TO_UINT(g_hash_table_lookup(lessons->numbers, label)) - 1;
}

/* An answer from before the model learned from this lesson; -2: there is none. */
static int answer_of(const Model *model, const Lessons *lessons, const Lesson *lesson)
{
	gint64 unseen = unseen_answer(model->unseen, lesson->mark);

	if (unseen >= 0)
		return number_of(lessons, model_label(model, (guint)unseen));
	if (!model->unseen->count)
		return -2;
	g_autoptr(GArray) guesses = model_guess(model, lesson->subject, lesson->text);
	for (guint i = 0; i < guesses->len; i++) {
		const Guess *guess = &g_array_index(guesses, Guess, i);
		if (!label_is_outside(guess->label))
			return number_of(lessons, guess->label);
	}
	return -1;
}

static GArray *pairs_ask(const Model *old, const Model *fresh, const Lessons *lessons)
{
	GArray *pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
	bool all = lessons->lessons->len < FEW;

	for (guint i = 0; i < lessons->lessons->len; i++) {
		const Lesson *lesson = lessons->lessons->pdata[i];
		if (!all && lesson->mark % TENTH)
			continue;
		Pair pair = {(int)lesson->label, answer_of(old, lessons, lesson),
			     answer_of(fresh, lessons, lesson)};
		if (pair.old != -2 && pair.fresh != -2)
			g_array_append_val(pairs, pair);
	}
	return pairs;
}

/* Macro-F1 of the old (which = 0) or new answers of the pairs that drawn names. */
static double macro_f1(const GArray *pairs, const guint *drawn, guint labels, int which)
{
	g_autofree LabelRecord *records = g_new0(LabelRecord, labels + 1);
	double sum = 0;
	guint used = 0;

	for (guint i = 0; i < pairs->len; i++) {
		const Pair *pair = &g_array_index(pairs, Pair, drawn[i]);
		int answer = which ? pair->fresh : pair->old;
		records[pair->label].lessons++;
		if (answer >= 0)
			records[answer].answered++;
		if (answer == pair->label)
			records[answer].right++;
	}
	for (guint i = 0; i < labels; i++) {
		if (!records[i].lessons)
			continue;
		used++;
		sum += 2.0 * records[i].right /
		       (records[i].lessons + records[i].answered);
	}
	return used ? sum / used : 0;
}

/* The bootstrap: how much the difference varies when other lessons had been drawn. */
static double error_of(const GArray *pairs, guint labels)
{
	g_autoptr(GRand) chance = g_rand_new_with_seed(1);
	g_autofree guint *drawn = g_new(guint, pairs->len);
	double sum = 0, squares = 0;

	for (guint i = 0; i < RESAMPLES; i++) {
		for (guint j = 0; j < pairs->len; j++)
			drawn[j] = (guint)g_rand_int_range(chance, 0, (gint)pairs->len);
		double difference = macro_f1(pairs, drawn, labels, 0) -
				    macro_f1(pairs, drawn, labels, 1);
		sum += difference;
		squares += difference * difference;
	}
	double mean = sum / RESAMPLES;
	return sqrt(MAX(squares / RESAMPLES - mean * mean, 0));
}

bool models_compare(const Model *old, const Model *fresh, const Lessons *lessons,
		    Comparison *comparison)
{
	g_autoptr(GArray) pairs = pairs_ask(old, fresh, lessons);
	g_autofree guint *each = g_new(guint, pairs->len + 1);
	guint labels = lessons->labels->len;

	if (!pairs->len)
		return false;
	for (guint i = 0; i < pairs->len; i++)
		each[i] = i;
	comparison->lessons = pairs->len;
	comparison->old_f1 = macro_f1(pairs, each, labels, 0);
	comparison->new_f1 = macro_f1(pairs, each, labels, 1);
	comparison->error = error_of(pairs, labels);
	return true;
}

static int surest_first(const void *a, const void *b, void *likelihoods)
{
	const float *of = likelihoods;
	guint one = *(const guint *)a, two = *(const guint *)b;

	if (of[one] != of[two])
		return of[one] < of[two] ? 1 : -1;
	return one < two ? -1 : 1;
}

GArray *lessons_suspicious(const Lessons *lessons, const LearnReport *report,
			   double above)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(guint));

	for (guint i = 0; i < lessons->lessons->len; i++) {
		const Lesson *lesson = lessons->lessons->pdata[i];
		if (report->answers[i] != lesson->label &&
		    report->likelihoods[i] >= above)
			g_array_append_val(found, i);
	}
	g_qsort_with_data(found->data, (gint)found->len, sizeof(guint), surest_first,
			  report->likelihoods);
	return found;
}
