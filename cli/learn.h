/* learn.h - what was learned, printed. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/model_fit.h"

/* report NULL: nothing was measured. above: likelihood from which a
 * label is suspicious. */
void learn_print(const Lessons *lessons, const Model *model, const LearnReport *report,
		 double above);
/* One line for each: ticket, label, what it looks like, how likely,
 * the text's beginning. */
void learn_print_suspicious(const Lessons *lessons, const LearnReport *report,
			    double above);
