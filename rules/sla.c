/* sla.c - service levels: the chain of escalations, and when its steps come. */
/* SPDX-License-Identifier: MIT */
#include "rules/sla.h"
#include "mail/error.h"
#include "rules/duration.h"

/* A chain is read by people; and each step is mail to someone. */
#define STEPS_MAX   32
#define PERCENT_MAX 1000

static const char *const target_names[SLA_TARGETS] = {
	[SLA_FIRST_RESPONSE] = "first_response",
	[SLA_NEXT_RESPONSE] = "next_response",
	[SLA_UPDATE] = "update",
	[SLA_RESOLUTION] = "resolution",
};

static void sla_step_free(SlaStep *step)
{
	g_free(step->text);
	g_free(step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SlaStep, sla_step_free)

static void step_free(gpointer step)
{
	sla_step_free(step);
}

Sla *sla_new(const char *name)
{
	Sla *sla = g_new0(Sla, 1);
	sla->name = g_strdup(name);
	sla->calendar = calendar_always();
	sla->steps = g_ptr_array_new_with_free_func(step_free);
	return sla;
}

void sla_free(Sla *sla)
{
	if (!sla)
		return;
	g_ptr_array_unref(sla->steps);
	g_free(sla->calendar_name);
	g_free(sla->name);
	g_free(sla->file);
	g_free(sla);
}

const char *sla_target_name(SlaTarget target)
{
	return target_names[target];
}

static unsigned find_role(const char *word)
{
	if (g_str_equal(word, "agent"))
		return SLA_TO_AGENT;
	if (g_str_equal(word, "lead"))
		return SLA_TO_LEAD;
	return g_str_equal(word, "head") ? SLA_TO_HEAD : 0;
}

/* "75%" or "+1d". */
static bool parse_when(SlaStep *step, const char *word, gint64 day_s, GError **error)
{
	if (*word == '+')
		return duration_parse(word + 1, day_s, &step->after_s, error);
	char *end;
	guint64 percent = g_ascii_strtoull(word, &end, 10);
	if (!g_ascii_isdigit(*word) || !g_str_equal(end, "%") || percent == 0 ||
	    percent > PERCENT_MAX) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "\"%s\" is no step; write 75%% (1 to %d) or +1d", word,
			    PERCENT_MAX);
		return false;
	}
	step->percent = (int)percent;
	return true;
}

static bool add_role(SlaStep *step, const char *word, GError **error)
{
	unsigned role = find_role(word);
	if (!role || step->roles & role) {
		g_set_error(
			error, POSTDESK_ERROR, POSTDESK_INVALID,
			role ? "%s is named twice in the step; once is enough"
			     : "\"%s\" is nobody to escalate to; write agent, lead or "
			       "head",
			word);
		return false;
	}
	step->roles |= role;
	return true;
}

/* One comma-separated part of a chain: a moment and one or more roles. */
static SlaStep *parse_step(const char *part, gint64 day_s, GError **error)
{
	g_autoptr(SlaStep) step = g_new0(SlaStep, 1);
	g_auto(GStrv) words = g_strsplit_set(part, " \t", -1);
	for (char **word = words; *word; word++) {
		if (!**word)
			continue;
		if (!step->text) {
			step->text = g_strdup(*word);
			if (!parse_when(step, *word, day_s, error))
				return NULL;
		} else if (!add_role(step, *word, error)) {
			return NULL;
		}
	}
	if (!step->roles) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "the step \"%s\" tells nobody; write \"%s lead\"", part,
			    step->text ? step->text : "100%");
		return NULL;
	}
	return g_steal_pointer(&step);
}

/* Percents come before what is counted after the due moment, but those past 100 compare
 * only once the target is known: sla_step_at decides, the written order breaks ties. */
static bool step_is_later(const SlaStep *a, const SlaStep *b)
{
	if (a->percent && b->percent)
		return a->percent > b->percent;
	if (!a->percent && !b->percent)
		return a->after_s > b->after_s;
	return !a->percent && b->percent <= 100;
}

static bool has_step(const Sla *sla, const SlaStep *step)
{
	for (guint i = 0; i < sla->steps->len; i++) {
		const SlaStep *other = g_ptr_array_index(sla->steps, i);
		if (other->percent == step->percent && other->after_s == step->after_s)
			return true;
	}
	return false;
}

bool sla_parse_steps(Sla *sla, const char *text, gint64 day_s, GError **error)
{
	g_auto(GStrv) parts = g_strsplit(text, ",", -1);
	for (char **part = parts; *part; part++) {
		g_strstrip(*part);
		if (!**part)
			continue;
		g_autoptr(SlaStep) step = parse_step(*part, day_s, error);
		if (!step)
			return false;
		if (has_step(sla, step)) {
			g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
				    "the step %s is there twice; name everybody in one: "
				    "%s agent lead",
				    step->text, step->text);
			return false;
		}
		if (sla->steps->len == STEPS_MAX) {
			g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
				    "more than %d steps", STEPS_MAX);
			return false;
		}
		guint at = sla->steps->len;
		while (at > 0 &&
		       step_is_later(g_ptr_array_index(sla->steps, at - 1), step))
			at--;
		g_ptr_array_insert(sla->steps, (int)at, g_steal_pointer(&step));
	}
	return true;
}

gint64 sla_step_at(const Sla *sla, const SlaStep *step, gint64 target_s, gint64 used_s,
		   gint64 since)
{
	gint64 work_s = step->percent ? target_s / 100 * step->percent +
						target_s % 100 * step->percent / 100
				      : target_s + step->after_s;
	return calendar_add(sla->calendar, since, work_s - used_s);
}
