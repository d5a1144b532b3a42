/* explain_rules.c - rules that matched, their scores and actions, as text and JSON. */
/* SPDX-License-Identifier: MIT */
#include "desk/explain_rules.h"
#include "rules/model.h"

void explain_say(GString *text, const char *name, const char *value)
{
	if (value && *value)
		g_string_append_printf(text, "%-12s %s\n", name, value);
}

void explain_say_list(GString *text, const char *name, const GPtrArray *values)
{
	for (guint i = 0; i < values->len; i++)
		explain_say(text, i ? "" : name, values->pdata[i]);
}

json_t *explain_strings(const GPtrArray *strings)
{
	json_t *list = json_array();

	for (guint i = 0; i < strings->len; i++)
		json_array_append_new(list, json_string(strings->pdata[i]));
	return list;
}

/* --- the table of scores --- */

static void say_scores(GString *text, const Classification *found)
{
	for (guint i = 0; i < found->scores->len; i++) {
		const Score *score = found->scores->pdata[i];
		g_autofree char *line =
			g_strdup_printf("%+8.4g  %s", score->points, score->category);
		explain_say(text, i ? "" : "scores", line);
	}
}

static json_t *scores_json(const Classification *found)
{
	json_t *list = json_array();

	for (guint i = 0; i < found->scores->len; i++) {
		const Score *score = found->scores->pdata[i];
		json_array_append_new(list,
				      json_pack("{s:s, s:f}", "category", score->category,
						"points", score->points));
	}
	return list;
}

/* --- all of it --- */

static void say_actions(GString *text, const Classification *found)
{
	for (guint i = 0; i < found->actions->len; i++) {
		const Action *action = found->actions->pdata[i];
		g_autofree char *line = g_strdup_printf("%s = %s (rule %s)", action->key,
							action->value, action->rule);
		explain_say(text, i ? "" : "actions", line);
	}
}

void explain_say_rules(GString *text, const Classification *found)
{
	bool has_rival = found->runner_up && *found->runner_up;
	g_autofree char *category = g_strdup_printf(
		"%s (%.0f %%)%s%s", found->category, found->confidence * 100,
		has_rival ? ", runner-up " : "", has_rival ? found->runner_up : "");

	if (found->because->len)
		explain_say_list(text, "rules", found->because);
	else
		explain_say(text, "rules", "none matched");
	say_scores(text, found);
	explain_say(text, "category", category);
	say_actions(text, found);
}

static json_t *actions_json(const Classification *found)
{
	json_t *list = json_array();

	for (guint i = 0; i < found->actions->len; i++) {
		const Action *action = found->actions->pdata[i];
		json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "key",
						      action->key, "value", action->value,
						      "rule", action->rule));
	}
	return list;
}

static json_t *reasons_json(const GPtrArray *reasons, bool is_for)
{
	json_t *list = json_array();

	for (guint i = 0; i < reasons->len; i++) {
		const Reason *reason = reasons->pdata[is_for ? i : reasons->len - 1 - i];
		if ((reason->weight > 0) == is_for)
			json_array_append_new(list, json_pack("{s:s, s:f}", "feature",
							      reason->feature, "weight",
							      reason->weight));
	}
	return list;
}

static json_t *model_json(const ModelWord *model)
{
	return json_pack("{s:s, s:f, s:f, s:o, s:o}", "label", model->label, "likelihood",
			 model->likelihood, "threshold", model->threshold, "for",
			 reasons_json(model->reasons, true), "against",
			 reasons_json(model->reasons, false));
}

void explain_set_rules(json_t *object, const Classification *found)
{
	json_object_set_new(object, "category", json_string(found->category));
	json_object_set_new(object, "confidence", json_real(found->confidence));
	json_object_set_new(object, "runner_up",
			    json_string(found->runner_up ? found->runner_up : ""));
	json_object_set_new(object, "because", explain_strings(found->because));
	json_object_set_new(object, "scores", scores_json(found));
	json_object_set_new(object, "actions", actions_json(found));
	if (found->model)
		json_object_set_new(object, "model", model_json(found->model));
}
