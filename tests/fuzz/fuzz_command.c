/* fuzz_command.c - any text is an agent's mail: commands, moments, spans, the block. */
/* SPDX-License-Identifier: MIT */
#include "desk/command.h"
#include "desk/token.h"
#include "desk/verb.h"
#include "mail/answer_cut.h"
#include "rules/duration.h"
#include "rules/problem.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const Catalogue *words(void)
{
	static gsize loaded;
	if (g_once_init_enter(&loaded)) {
		g_autoptr(GPtrArray) problems = problems_new();
		Catalogue *catalogue =
			catalogue_load(POSTDESK_SHARE "/templates", NULL, problems);
		g_assert_cmpuint(problems->len, ==, 0);
		g_once_init_leave(&loaded, (gsize)catalogue);
	}
	return (const Catalogue *)loaded;
}

static void read_moments(const char *text)
{
	const gint64 now = 1795428000, century_s = G_GINT64_CONSTANT(8000) * 31557600;
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	gint64 at = 0, seconds = 0;

	if (verb_parse_moment(text, zone, now, &at))
		g_assert_true(at > -century_s && at < century_s);
	if (time_parse(text, zone, &at))
		g_assert_true(at > -century_s && at < century_s);
	if (duration_parse(text, 28800, &seconds, NULL)) {
		g_autofree char *again = duration_text(seconds);
		g_assert_cmpint(seconds, >=, 0);
		g_assert_true(*again != '\0');
	}
}

static void read_commands(const char *text)
{
	g_autoptr(CommandMail) mail = command_read(text, words());

	g_assert_cmpuint(mail->body_at, <=, strlen(text));
	g_assert_true(g_utf8_validate(mail->body, -1, NULL));
	for (guint i = 0; i < mail->commands->len; i++) {
		const Command *command = mail->commands->pdata[i];
		g_assert_true(g_utf8_validate(command->rest, -1, NULL));
		read_moments(command->rest);
	}
}

/* What others wrote is shown to agents without commands. */
static void read_disarmed(const char *text)
{
	g_autofree char *safe = command_disarm(text);
	g_auto(GStrv) lines = g_strsplit(safe, "\n", -1);

	for (char **line = lines; *line; line++)
		g_assert_false(command_begins(*line, words()));
}

static void cut_block(const char *text)
{
	static const char *const begins[] = {"---- below this line: for agents ----",
					     NULL};
	static const char *const ends[] = {"---- end of the part for agents ----", NULL};
	const BlockMarks marks = {begins, ends};
	g_autoptr(GArray) spans = answer_spans(text, &marks);
	gsize last = 0;

	for (guint i = 0; i < spans->len; i++) {
		const TextSpan *span = &g_array_index(spans, TextSpan, i);
		g_assert_true(last <= span->start && span->start <= span->end);
		last = span->end;
	}
	g_assert_cmpuint(last, <=, strlen(text));
	g_autofree char *safe = answer_disarm(text, &marks);
	g_autofree char *again = answer_disarm(safe, &marks);
	g_assert_cmpstr(again, ==, safe);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 64 * 1024)
		return 0;
	g_autofree char *copy = g_strndup((const char *)data, size);
	g_autofree char *text = g_utf8_make_valid(copy, -1);

	read_commands(text);
	read_disarmed(text);
	read_moments(text);
	cut_block(text);
	g_assert_false(token_has_shape(text) && token_is_bent(text));
	return 0;
}
