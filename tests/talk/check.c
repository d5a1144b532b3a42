/* check.c - holds what has happened against what the transcript demands. */
/* SPDX-License-Identifier: MIT */
#include "tests/talk/talk.h"

static bool subject_fits(World *world, const Expect *expect, const Mail *mail)
{
	g_autofree char *want = text_fold(expect->subject ? expect->subject : "*");
	g_autofree char *got = text_fold(mail->message->subject);
	return wild_match(want, got);
}

static bool kind_fits(const Expect *expect, const Mail *mail)
{
	if (!expect->kind)
		return true;
	if (g_str_equal(expect->kind, "acknowledged"))
		return !g_strcmp0(mail->kind, "ack");
	g_auto(GStrv) kinds = g_strsplit(expect->kind, "|", -1);
	return mail->kind && g_strv_contains((const char *const *)kinds, mail->kind);
}

static Mail *expect_find(World *world, const Expect *expect, const char *address)
{
	for (guint i = world->seen; i < world->mails->len; i++) {
		Mail *mail = world->mails->pdata[i];
		if (!mail->expected && g_str_equal(mail->recipient, address) &&
		    subject_fits(world, expect, mail) && kind_fits(expect, mail))
			return mail;
	}
	return NULL;
}

static char *arrived_text(World *world, const char *address)
{
	GString *text = g_string_new(NULL);
	for (guint i = world->seen; i < world->mails->len; i++) {
		const Mail *mail = world->mails->pdata[i];
		if (!address || g_str_equal(mail->recipient, address))
			g_string_append_printf(text, "%s%s: %s (%s)",
					       text->len ? "; " : "", mail->recipient,
					       mail->message->subject,
					       mail->kind ? mail->kind : "?");
	}
	return g_string_free(text, FALSE);
}

static char *header_value(const Mail *mail, const char *name)
{
	if (g_str_equal(name, "envelope"))
		return g_strdup_printf("<%s>", mail->sender);
	const char *value = message_header(mail->message, name);
	return value ? text_fold(value) : NULL;
}

/* "Name: pattern" must fit, "!Name: pattern" must not, "!Name" must not be there. */
static void header_check(World *world, const Mail *mail, const Line *line)
{
	bool absent = *line->text == '!';
	g_auto(GStrv) parts = g_strsplit(line->text + absent, ":", 2);
	g_autofree char *filled =
		parts[1] ? world_fill(world, line->line, g_strstrip(parts[1])) : NULL;
	g_autofree char *got = header_value(mail, g_strstrip(parts[0]));
	bool fits = got && (!filled || wild_match(filled, got));
	if (fits == absent)
		world_fail(world, line->line, "want %s, got %s: %s", line->text, parts[0],
			   got ? got : "no such header");
}

/* All that a reader can see: for "must not appear". */
static char *everything_text(const Mail *mail)
{
	GString *all = g_string_new(mail->message->text);
	g_string_append_printf(all, "\n%s\n", mail->message->html);
	for (guint i = 0; i < mail->message->headers->len; i++) {
		const Header *header = mail->message->headers->pdata[i];
		g_string_append_printf(all, "%s: %s\n", header->name, header->value);
	}
	gsize length;
	const char *raw = g_bytes_get_data(mail->raw, &length);
	g_string_append_len(all, raw, (gssize)length);
	return g_string_free(all, FALSE);
}

static void body_check(World *world, const Expect *expect, const Mail *mail)
{
	g_autofree char *folded = text_fold(mail->message->text);
	g_autofree char *all = everything_text(mail);
	g_autofree char *html = text_fold(mail->message->html);
	const char *at = folded, *end;
	for (guint i = 0; i < expect->body->len && !world_failed(world); i++) {
		const Line *line = expect->body->pdata[i];
		g_autofree char *filled = world_fill(world, line->line, line->text + 1);
		g_autofree char *pattern = text_fold(filled);
		if (*line->text == '+') {
			if (!wild_find(html, pattern, &end))
				world_fail(world, line->line, "want «%s» in the HTML: %s",
					   pattern, html);
		} else if (*line->text == '!') {
			if (wild_find(all, pattern, &end))
				world_fail(world, line->line,
					   "«%s» must not appear in: %s", pattern,
					   mail->message->text);
		} else if (wild_find(at, pattern, &end)) {
			at = end;
		} else {
			world_fail(world, line->line, "want «%s» in: %s", pattern,
				   mail->message->text);
		}
	}
}

static void expect_check(World *world, const Expect *expect)
{
	g_autofree char *who = world_address(world, expect->who);
	g_autofree char *address = address_normalise(who);
	Mail *mail = expect_find(world, expect, address);
	if (expect->none) {
		if (mail)
			world_fail(world, expect->line, "want nothing to %s, got %s",
				   address, mail->message->subject);
		return;
	}
	if (!mail) {
		g_autofree char *arrived = arrived_text(world, NULL);
		world_fail(world, expect->line, "want %s: %s%s%s%s, got %s", address,
			   expect->subject ? expect->subject : "*",
			   expect->kind ? " (" : "", expect->kind ? expect->kind : "",
			   expect->kind ? ")" : "", *arrived ? arrived : "nothing");
		return;
	}
	mail->expected = true;
	for (guint i = 0; i < expect->headers->len; i++)
		header_check(world, mail, expect->headers->pdata[i]);
	body_check(world, expect, mail);
}

/* "keep or pass": any of them. */
static bool verdict_fits(const char *wanted, const char *got)
{
	g_auto(GStrv) patterns = g_strsplit(wanted, " or ", -1);
	for (char **pattern = patterns; *pattern; pattern++)
		if (wild_match(*pattern, got))
			return true;
	return false;
}

static bool is_trouble(const char *verdict)
{
	return *verdict == '4' || *verdict == '5' || g_str_equal(verdict, "pass") ||
	       (g_str_has_prefix(verdict, "exit ") && !g_str_equal(verdict, "exit 0"));
}

static char *verdicts_text(const GPtrArray *verdicts)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < verdicts->len; i++)
		g_string_append_printf(text, "%s%s", i ? ", " : "",
				       (char *)verdicts->pdata[i]);
	return g_string_free(text, FALSE);
}

static void verdict_check(World *world, const Step *step)
{
	g_autofree char *all = verdicts_text(world->verdicts);
	g_autoptr(GPtrArray) left = g_ptr_array_new();
	for (guint i = 0; i < world->verdicts->len; i++)
		g_ptr_array_add(left, world->verdicts->pdata[i]);
	for (guint i = 0; i < step->verdicts->len; i++) {
		const Line *line = step->verdicts->pdata[i];
		guint found = 0;
		while (found < left->len && !verdict_fits(line->text, left->pdata[found]))
			found++;
		if (found < left->len)
			g_ptr_array_remove_index(left, found);
		else
			world_fail(world, line->line, "want --> %s, got %s", line->text,
				   *all ? all : "nothing");
	}
	for (guint i = 0; i < left->len; i++)
		if (is_trouble(left->pdata[i]))
			world_fail(world, step->line, "got --> %s", all);
}

static void output_check(World *world, const Step *step)
{
	g_auto(GStrv) lines = g_strsplit(world->output->str, "\n", -1);
	guint at = 0, count = g_strv_length(lines);
	bool skip = false;
	if (count && !*lines[count - 1])
		count--;
	for (guint i = 0; i < step->output->len && !world_failed(world); i++) {
		const Line *line = step->output->pdata[i];
		g_autofree char *filled = world_fill(world, line->line, line->text);
		g_autofree char *want = text_fold(filled);
		if (g_str_equal(want, "(nothing)"))
			break;
		if (g_str_equal(want, "...")) {
			skip = true;
			continue;
		}
		bool found = false;
		do {
			g_autofree char *got = text_fold(at < count ? lines[at] : "");
			found = at < count && wild_match(want, got);
		} while (at++ < count && !found && skip);
		if (!found)
			world_fail(world, line->line, "want | %s, got:\n%s", want,
				   world->output->str);
		skip = false;
	}
	if (step->output->len && !skip && at < count)
		world_fail(world, step->line, "more came than wanted:\n%s",
			   world->output->str);
}

void step_check(World *world, const Step *step)
{
	mailbox_announce(world);
	if (world_failed(world))
		return;
	if (!world->unheard)
		verdict_check(world, step);
	if (step->kind == STEP_COMMAND && !world->unheard)
		output_check(world, step);
	for (guint i = world->seen; i < world->mails->len && !world_failed(world); i++)
		mail_check(world, step, world->mails->pdata[i]);
	for (guint i = 0; i < step->expects->len && !world_failed(world); i++)
		expect_check(world, step->expects->pdata[i]);
	for (guint i = world->seen; i < world->mails->len && !step->more_allowed; i++) {
		Mail *mail = world->mails->pdata[i];
		if (mail->expected)
			continue;
		world_fail(world, step->line, "nobody expected %s: %s (%s)\n%s",
			   mail->recipient, mail->message->subject,
			   mail->kind ? mail->kind : "?", mail->message->text);
	}
}
