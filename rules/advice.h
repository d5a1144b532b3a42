/* advice.h - what the model says of a mail, as points beside those of the rules. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/model.h"
#include "rules/rules.h"

typedef struct {
	const Category *category;
	double points; /* that alone would make its likelihood the confidence */
} Advised;

typedef struct {
	GArray *advised; /* Advised, likeliest first; only categories of the taxonomy */
	const Category *sure; /* what the model alone may decide: its best, else the best
			       * parent; NULL: it is not sure */
	double likelihood;    /* of sure, else of the best */
	bool is_parent;	      /* sure holds several that are likely */
	GPtrArray *because;   /* char* */
	ModelWord *word;      /* may be stolen */
} Advice;

void model_word_free(ModelWord *word);

/* Never NULL. */
Advice *advice_ask(const Model *model, const Taxonomy *taxonomy, const char *subject,
		   const char *text);
void advice_free(Advice *advice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Advice, advice_free)
/* The points of which rules would make this confidence. */
double advice_points_for(double likelihood);
