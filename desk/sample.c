/* sample.c - holds the decision on a test mail against what the mail itself expects. */
/* SPDX-License-Identifier: MIT */
#include "desk/sample.h"
#include "desk/outcome.h"
#include "mail/address.h"
#include "rules/known.h"
#include "rules/problem.h"

#include <glob.h>
#include <string.h>

#define HEADER	       "X-Postdesk-Expect:"
#define FILE_BYTES_MAX (32 * 1024 * 1024)
#define REASONS_MAX    12 /* of a decision, in a problem */

typedef struct {
	const Setup *setup;
	const char *path;
	int line; /* of the header that is held against */
	Message *message;
	const Outcome *outcome;
	GPtrArray *problems;
} Sample;

/* --- what came --- */

/* The value of an action that may repeat, when one is as wanted; else the last one's. */
static const char *action_value(const Classification *found, const char *key,
				const char *wanted)
{
	for (guint i = 0; i < found->actions->len; i++) {
		const Action *action = found->actions->pdata[i];
		if (g_str_equal(action->key, key) && g_str_equal(action->value, wanted))
			return action->value;
	}
	return classification_action(found, key);
}

static const char *part_value(const Sample *sample, const char *key)
{
	for (int part = 0; part < OUTCOME_LABELS; part++)
		if (g_str_equal(key, outcome_part_name((OutcomePart)part)))
			return sample->outcome->parts[part];
	return NULL;
}

/* What became of the thing that key names. NULL: there is no such key. */
static const char *came(const Sample *sample, const char *key, const char *wanted)
{
	static const char *const actions[] = {"tag",	"notify", "reply", "no-reply",
					      "reject", "spam",	  NULL};
	const Classification *found = sample->outcome->file->classification;

	if (g_str_equal(key, "category"))
		return found->category;
	if (g_str_equal(key, "language"))
		return sample->message->language;
	if (g_strv_contains(actions, key) || g_str_has_prefix(key, "field.")) {
		const char *value = action_value(found, key, wanted);
		return value ? value : "";
	}
	return part_value(sample, key);
}

/* --- what was expected --- */

static void refuse_key(const Sample *sample, const char *key)
{
	static const char *const keys[] = {
		"category", "queue", "priority", "agent",    "sla",    "state",
		"answer",   "tag",   "field.",	 "language", "ticket", "notify",
		"reply",    "spam",  "reject",	 "no-reply", NULL};
	g_autofree char *suggestion = problem_suggestion(key, keys);

	problem_add(sample->problems, sample->path, sample->line,
		    "nothing that can be expected is called %s%s", key,
		    *suggestion ? suggestion
				: "; write category, queue, priority, agent, sla, state, "
				  "answer, tag, field.NAME, language or another action");
}

/* A name that nothing has would never come. */
static bool is_known(const Sample *sample, const char *key, const char *wanted)
{
	g_autoptr(GError) error = NULL;
	const Config *config = sample->setup->config;

	if (g_str_equal(key, "category") && !g_str_equal(wanted, "unclassified"))
		known_check(key, wanted, known_categories(sample->setup->taxonomy),
			    &error);
	else if (g_str_equal(key, "queue"))
		known_check(key, wanted, known_queues(config), &error);
	else if (g_str_equal(key, "agent") && *wanted)
		known_check(key, wanted, known_agents(config), &error);
	if (error)
		problem_add(sample->problems, sample->path, sample->line, "%s",
			    error->message);
	return !error;
}

static char *reasons(const Classification *found)
{
	GString *text = g_string_new(NULL);
	guint count = MIN(found->because->len, REASONS_MAX);

	for (guint i = 0; i < count; i++)
		g_string_append_printf(text, "%s%s", i ? "; " : "",
				       (char *)found->because->pdata[i]);
	if (!count)
		g_string_append(text, "no rule fits it");
	else if (count < found->because->len)
		g_string_append_printf(text, "; and %u more",
				       found->because->len - count);
	return g_string_free(text, FALSE);
}

static void check_one(const Sample *sample, const char *key, const char *wanted)
{
	const char *got = came(sample, key, wanted);

	if (!got) {
		refuse_key(sample, key);
		return;
	}
	if (!is_known(sample, key, wanted) || g_str_equal(got, wanted))
		return;
	g_autofree char *why = reasons(sample->outcome->file->classification);
	problem_add(sample->problems, sample->path, sample->line, "%s is %s, not %s: %s",
		    key, *got ? got : "(nothing)", *wanted ? wanted : "(nothing)", why);
}

/* "category=billing.refund; queue=billing" */
static void check_line(const Sample *sample, const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, ";", -1);

	for (guint i = 0; parts[i]; i++) {
		g_auto(GStrv) pair = g_strsplit(parts[i], "=", 2);
		if (!*g_strstrip(parts[i]))
			continue;
		if (g_strv_length(pair) < 2)
			problem_add(sample->problems, sample->path, sample->line,
				    "%s expects nothing; write category=billing.refund",
				    parts[i]);
		else
			check_one(sample, g_strstrip(pair[0]), g_strstrip(pair[1]));
	}
}

/* --- the files --- */

/* Every header of ours in the raw mail, at its own line; folded lines belong to it. */
static bool check_headers(Sample *sample, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	bool has_any = false;

	for (guint i = 0; lines[i] && *g_strchomp(lines[i]); i++) {
		if (g_ascii_strncasecmp(lines[i], HEADER, strlen(HEADER)))
			continue;
		g_autoptr(GString) value = g_string_new(lines[i] + strlen(HEADER));
		sample->line = (int)i + 1;
		while (lines[i + 1] && (*lines[i + 1] == ' ' || *lines[i + 1] == '\t') &&
		       *g_strchomp(lines[i + 1]))
			g_string_append(value, lines[++i]);
		check_line(sample, value->str);
		has_any = true;
	}
	return has_any;
}

static void check_mail(Sample *sample, GBytes *raw, gint64 now)
{
	const Setup *setup = sample->setup;
	const char *text = g_bytes_get_data(raw, NULL);
	g_autoptr(Message) message = message_parse(raw);
	const char *path = message_header(message, "Return-Path");
	g_autofree char *sender =
		address_normalise(path ? path : message_from_address(message));
	g_autoptr(GPtrArray) recipients =
		outcome_recipients(setup, message, setup->config->queues->pdata[0]);
	const Envelope envelope = {
		.door = DOOR_MILTER, .sender = sender, .recipients = recipients};
	const Mail mail = {.envelope = &envelope,
			   .message = message,
			   .size_bytes = g_bytes_get_size(raw)};
	g_autoptr(Outcome) outcome = outcome_foresee(
		setup, &mail, NULL, message->date > 0 ? message->date : now);

	sample->message = message;
	sample->outcome = outcome;
	if (!check_headers(sample, text))
		problem_add(
			sample->problems, sample->path, 1,
			"the mail does not say what is expected; add the header " HEADER
			" category=billing.refund");
}

static void check_file(const Setup *setup, const RulesTests *line, const char *path,
		       gint64 now, GPtrArray *problems)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;
	gsize length;
	Sample sample = {.setup = setup, .path = path, .problems = problems};

	/* A pipe would never end, a device neither. */
	if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
		problem_add(problems, line->file, line->line,
			    "tests: %s is no file; write the pattern of mails, such as "
			    "samples/*.eml",
			    path);
		return;
	}
	if (!g_file_get_contents(path, &text, &length, &error)) {
		problem_add(problems, path, 0, "%s", error->message);
		return;
	}
	if (length > FILE_BYTES_MAX) {
		problem_add(problems, path, 0, "too large for a test; shorten it");
		return;
	}
	g_autoptr(GBytes) raw = g_bytes_new(text, length + 1);
	g_autoptr(GBytes) mail = g_bytes_new_from_bytes(raw, 0, length);
	check_mail(&sample, mail, now);
}

void sample_check(const Setup *setup, gint64 now, GPtrArray *problems)
{
	const GPtrArray *tests = rules_tests(setup->rules);

	/* What is expected is the rules' doing, today and after the next night. */
	learned_close(setup->learned);
	for (guint i = 0; i < tests->len; i++) {
		const RulesTests *line = tests->pdata[i];
		glob_t found = {0};
		if (glob(line->pattern, 0, NULL, &found) != 0)
			problem_add(problems, line->file, line->line,
				    "tests: no file fits %s; write the pattern of mails "
				    "that are there",
				    line->pattern);
		for (gsize k = 0; k < found.gl_pathc; k++)
			check_file(setup, line, found.gl_pathv[k], now, problems);
		globfree(&found);
	}
}
