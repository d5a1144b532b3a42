/* advice.c - what the model says of a mail, as points beside those of the rules. */
/* SPDX-License-Identifier: MIT */
#include "rules/advice.h"

#include <math.h>
#include <string.h>

#define LIKELY_MIN    0.1  /* less is no advice */
#define LIKELY_MAX    0.99 /* a rule can always outweigh it */
#define REASONS_SHOWN 4

double advice_points_for(double likelihood)
{
	return -2 * log2(1 - MIN(likelihood, LIKELY_MAX));
}

static void advice_take(Advice *advice, const Taxonomy *taxonomy, const GArray *guesses)
{
	for (guint i = 0; i < guesses->len; i++) {
		const Guess *guess = &g_array_index(guesses, Guess, i);
		const Category *category = taxonomy_category(taxonomy, guess->label);
		if (guess->likelihood < LIKELY_MIN)
			break;
		if (!category)
			continue;
		Advised one = {category, advice_points_for(guess->likelihood)};
		g_array_append_val(advice->advised, one);
	}
}

static bool is_below(const char *path, const char *parent)
{
	gsize length = strlen(parent);

	return g_str_has_prefix(path, parent) && (!path[length] || path[length] == '.');
}

static double mass_of(const GArray *guesses, const char *parent)
{
	double sum = 0;

	for (guint i = 0; i < guesses->len; i++) {
		const Guess *guess = &g_array_index(guesses, Guess, i);
		sum += is_below(guess->label, parent) ? guess->likelihood : 0;
	}
	return sum;
}

/* Up from the best guess until a parent holds enough of the likelihood. */
static void seek_parent(Advice *advice, const Taxonomy *taxonomy, const GArray *guesses,
			const char *best, double threshold)
{
	g_autofree char *path = g_strdup(best);

	for (char *dot; !advice->sure && (dot = strrchr(path, '.'));) {
		*dot = '\0';
		double mass = mass_of(guesses, path);
		const Category *parent = taxonomy_category(taxonomy, path);
		if (!parent || mass < threshold)
			continue;
		advice->sure = parent;
		advice->likelihood = mass;
		advice->is_parent = true;
	}
}

static void say_outcome(Advice *advice, const Guess *best, const Guess *next,
			double threshold)
{
	GString *line = g_string_new(NULL);

	g_string_append_printf(line, "model: %s %.2f", best->label, best->likelihood);
	if (advice->sure && !advice->is_parent)
		g_string_append_printf(line, ", above its threshold of %.2f", threshold);
	else if (threshold > 1)
		g_string_append(line, ", not precise enough to decide alone");
	else
		g_string_append_printf(line, ", below its threshold of %.2f", threshold);
	if (advice->is_parent)
		g_string_append_printf(line, "; %s holds %.2f", advice->sure->path,
				       advice->likelihood);
	if (next)
		g_string_append_printf(line, "; then %s %.2f", next->label,
				       next->likelihood);
	g_ptr_array_add(advice->because, g_string_free(line, FALSE));
}

static void say_reasons(Advice *advice, const GPtrArray *reasons, bool is_for,
			const char *label)
{
	g_autoptr(GString) line = g_string_new(NULL);

	for (guint i = 0; i < reasons->len; i++) {
		const Reason *reason = reasons->pdata[is_for ? i : reasons->len - 1 - i];
		if ((reason->weight > 0) == is_for)
			g_string_append_printf(line, "%s«%s» %+.2f",
					       line->len ? ", " : "", reason->feature,
					       reason->weight);
	}
	if (line->len)
		g_ptr_array_add(advice->because,
				g_strdup_printf("model %s %s: %s",
						is_for ? "for" : "against", label,
						line->str));
}

Advice *advice_ask(const Model *model, const Taxonomy *taxonomy, const char *subject,
		   const char *text)
{
	Advice *advice = g_new0(Advice, 1);
	double threshold = model_record(model).threshold;
	g_autoptr(GArray) guesses = model_guess(model, subject, text);
	const Guess *best = &g_array_index(guesses, Guess, 0);
	const Guess *next = guesses->len > 1 ? best + 1 : NULL;

	advice->advised = g_array_new(FALSE, FALSE, sizeof(Advised));
	advice->because = g_ptr_array_new_with_free_func(g_free);
	advice->likelihood = best->likelihood;
	advice_take(advice, taxonomy, guesses);
	if (best->likelihood >= threshold)
		advice->sure = taxonomy_category(taxonomy, best->label);
	else
		seek_parent(advice, taxonomy, guesses, best->label, threshold);
	say_outcome(advice, best, next, threshold);
	g_autoptr(GPtrArray) reasons =
		model_reasons(model, subject, text, best->label,
			      next ? next->label : NULL, REASONS_SHOWN);
	say_reasons(advice, reasons, true, best->label);
	say_reasons(advice, reasons, false, best->label);
	advice->word = g_new(ModelWord, 1);
	*advice->word = (ModelWord){g_strdup(best->label), best->likelihood, threshold,
				    g_steal_pointer(&reasons)};
	return advice;
}

void model_word_free(ModelWord *word)
{
	if (!word)
		return;
	g_free(word->label);
	g_ptr_array_unref(word->reasons);
	g_free(word);
}

void advice_free(Advice *advice)
{
	if (!advice)
		return;
	g_array_unref(advice->advised);
	g_ptr_array_unref(advice->because);
	model_word_free(advice->word);
	g_free(advice);
}
