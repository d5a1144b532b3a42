/* model.h - what was learned from labelled texts says what a new one is about. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Immutable and shared by reference; any thread may ask it. */
typedef struct Model Model;

Model *model_ref(Model *model);
void model_unref(Model *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Model, model_unref)

/* Of the file that model_save wrote: one version, one checksum. POSTDESK_INVALID names
 * what is wrong with it; a file that is not there is INVALID too. */
Model *model_load(const char *path, GError **error);
/* The same for what the file holds. */
Model *model_parse(GBytes *bytes, GError **error);
/* Writes beside path and renames: a reader sees the old file or the new one. */
bool model_save(const Model *model, const char *path, GError **error);

/* A label and how likely it is; the likelihoods of one text sum up to at most 1. */
typedef struct {
	const char *label; /* borrowed from the model */
	double likelihood; /* 0 … 1 */
} Guess;

/* Every label of the model, likeliest first: Guess; g_array_unref. Costs at most so much
 * as a text of FEATURE_BYTES_MAX. */
GArray *model_guess(const Model *model, const char *subject, const char *text);

/* What spoke for a label, and for its rival instead. */
typedef struct {
	char *feature; /* "refund", "money back", "refun…" */
	double weight; /* above 0: for label */
} Reason;
/* The strongest reasons, at most count for and count against, by weight: Reason*, with
 * free function. rival NULL: against all others. Unknown labels give none. */
GPtrArray *model_reasons(const Model *model, const char *subject, const char *text,
			 const char *label, const char *rival, guint count);

/* Label of a number. Borrowed. */
const char *model_label(const Model *model, guint number);

/* What is known of the model beside what it says. Measured on texts that it had not seen;
 * 0: never measured. */
typedef struct {
	gint64 learned_at;	   /* seconds UTC */
	guint texts;		   /* learned from */
	double accuracy, macro_f1; /* 0 … 1 */
	double precision;	   /* stated: auto_answer_precision */
	double threshold;	   /* likelihood from which that precision holds */
	double coverage;	   /* share of texts above the threshold */
	double outside_below; /* likelihood below which a text belongs to no category, as
			       * far as lessons that belong to none have shown; 0: there
			       * were none */
} ModelRecord;
ModelRecord model_record(const Model *model);
