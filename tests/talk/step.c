/* step.c - plays the steps of a transcript, one after the other. */
/* SPDX-License-Identifier: MIT */
#include "rules/problem.h"
#include "tests/talk/talk.h"

static void clock_step(World *world, const Step *step, bool awake)
{
	if (world->stage != STAGE_FRESH)
		return;
	gint64 target;
	if (!clock_parse(world, step->text, &target)) {
		world_fail(world, step->line, "«%s» is no time to come", step->text);
		return;
	}
	world->target = target;
	world->stage = STAGE_BEGUN;
	if (awake)
		return;
	world_close(world);
	world->now = target;
	world_open(world);
}

static void mail_turn(World *world, const Step *step)
{
	if (world->stage == STAGE_FRESH) {
		Sending *sending = sending_compose(world, step);
		if (!sending)
			return;
		g_clear_pointer(&world->sending, sending_free);
		world->sending = sending;
		world->stage = STAGE_BEGUN;
	}
	if (world->stage == STAGE_BEGUN)
		sending_deliver(world);
	world->stage = STAGE_SAID;
}

/* "times: 200": the same step so often, with %d its turn. */
static void mail_step(World *world, const Step *step)
{
	const char *times = step_option(step, "times");
	world->turns = times ? (guint)g_ascii_strtoull(times, NULL, 10) : 1;
	world->turn = MAX(world->turn, 1);
	mail_turn(world, step);
	while (world->turn < world->turns && !world_failed(world)) {
		world->turn++;
		world->stage = STAGE_FRESH;
		mail_turn(world, step);
	}
}

static void command_step(World *world, const Step *step)
{
	if (world->stage != STAGE_SAID) {
		if (world->killer)
			killer_command(world->killer);
		command_run(world, step);
	}
	world->stage = STAGE_SAID;
}

static void restart_step(World *world)
{
	if (world->stage != STAGE_FRESH)
		return;
	world->stage = STAGE_BEGUN;
	world_close(world);
	world_open(world);
}

static void refusal_step(World *world, const Step *step)
{
	g_auto(GStrv) words = g_strsplit(step->text, " ", 2);
	g_autofree char *address = address_normalise(words[0]);
	if (step->kind == STEP_ACCEPT)
		g_hash_table_remove(world->refusals, address);
	else
		g_hash_table_insert(
			world->refusals, g_steal_pointer(&address),
			g_strdup(words[1] ? words[1] : "550 5.1.1 no such user"));
}

static void reload_step(World *world, const Step *step)
{
	g_autoptr(GPtrArray) problems = problems_new();
	if (world->stage == STAGE_SAID)
		return;
	g_autofree char *before = g_steal_pointer(&world->config);
	world->config = g_strdup(step->body->str);
	world_write_config(world);
	/* A desk in a place of its own (killed before) was not opened by that path. */
	g_autofree char *path = g_build_filename(world->place, "postdesk.ini", NULL);
	Setup *setup = setup_load(path, problems);
	bool ok = setup && (!g_str_equal(world->place, world->base) ||
			    desk_reload(world->desk, problems));
	g_autofree char *said =
		g_strdup_printf("%s", ok	      ? "reloaded"
				      : problems->len ? (char *)problems->pdata[0]
						      : "refused");
	g_ptr_array_add(world->verdicts, g_steal_pointer(&said));
	if (ok) {
		setup_unref(world->setup);
		world->setup = setup;
		if (!g_str_equal(world->place, world->base))
			restart_step(world);
	} else {
		if (setup)
			setup_unref(setup);
		g_free(world->config);
		world->config = g_steal_pointer(&before);
		world_write_config(world);
	}
	world->stage = STAGE_SAID;
}

static void step_act(World *world, const Step *step)
{
	switch (step->kind) {
	case STEP_AT:
	case STEP_DOWN:
		clock_step(world, step, step->kind == STEP_AT);
		break;
	case STEP_MAIL:
		mail_step(world, step);
		break;
	case STEP_COMMAND:
		command_step(world, step);
		break;
	case STEP_RESTART:
		restart_step(world);
		break;
	case STEP_REFUSE:
	case STEP_ACCEPT:
		refusal_step(world, step);
		break;
	case STEP_RELOAD:
		reload_step(world, step);
		break;
	}
}

bool world_play(World *world)
{
	const GPtrArray *steps = world->transcript->steps;
	while (world->step < steps->len && !world_failed(world)) {
		const Step *step = steps->pdata[world->step];
		step_act(world, step);
		world_settle(world);
		step_check(world, step);
		world->step++;
		world->stage = STAGE_FRESH;
		world->turn = 0;
		world->unheard = false;
		world->seen = world->mails->len;
		g_ptr_array_set_size(world->verdicts, 0);
		g_string_truncate(world->output, 0);
	}
	return !world_failed(world);
}
