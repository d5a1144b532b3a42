/* machine.c - tells an agent's answers from those of a machine by how often they come. */
/* SPDX-License-Identifier: MIT */
#include "desk/machine.h"
#include "mail/likeness.h"
#include "store/record.h"

#include <string.h>

#define LOOKED_BACK_S	86400
#define ANSWERS_PER_DAY 20 /* of one agent on one ticket, without a command */
#define COMPARED	10 /* of these, so many have their words read */
#define ALIKE		0.8
#define ALIKE_MAX	2 /* so many answers that are nearly the same */

static char *key_of(const Ticket *ticket, const Agent *agent)
{
	return g_strdup_printf("machine.%" G_GINT64_FORMAT ".%s", ticket->id,
			       agent->name);
}

/* White space may be folded on the way. */
static bool same_words(const char *one, const char *other)
{
	g_auto(GStrv) a = g_strsplit_set(one, " \t\n", -1);
	g_auto(GStrv) b = g_strsplit_set(other, " \t\n", -1);
	char **x = a, **y = b;

	for (;;) {
		while (*x && !**x)
			x++;
		while (*y && !**y)
			y++;
		if (!*x || !*y)
			return !*x && !*y;
		if (strcmp(*x++, *y++) != 0)
			return false;
	}
}

/* *alike counts answers that differ in little but their numbers. */
static bool said_before(Work *work, const Record *record, const char *text, bool *same,
			guint *alike, GError **error)
{
	g_autoptr(Record) whole = NULL;

	if (!record_load(work->db, record->id, &whole, error))
		return false;
	if (!whole || !whole->reply_text)
		return true;
	*alike += text_likeness(whole->reply_text, text) >= ALIKE;
	*same = same_words(whole->reply_text, text) || *alike >= ALIKE_MAX;
	return true;
}

static bool look_back(Work *work, const Ticket *ticket, const Agent *agent,
		      const char *text, MachineSign *sign, GError **error)
{
	g_autoptr(GPtrArray) records = NULL;
	guint answers = 0, alike = 0;
	bool same = false;

	if (!record_list(work->db, ticket->id, &records, error))
		return false;
	for (guint i = records->len; i-- > 0 && !same;) {
		const Record *record = records->pdata[i];
		if (record->received_at <= work->now - LOOKED_BACK_S)
			break;
		if (record->kind != RECORD_OUT ||
		    g_strcmp0(record->agent, agent->name) != 0)
			continue;
		if (answers++ < COMPARED && *text &&
		    !said_before(work, record, text, &same, &alike, error))
			return false;
	}
	*sign = same			     ? MACHINE_SAME
		: answers >= ANSWERS_PER_DAY ? MACHINE_MANY
					     : MACHINE_NO;
	return true;
}

bool machine_judge(Work *work, const Ticket *ticket, const Agent *agent, const char *text,
		   MachineSign *sign, GError **error)
{
	g_autofree char *key = key_of(ticket, agent);
	g_autofree char *known = NULL;

	*sign = MACHINE_STILL;
	if (!setting_load(work->db, key, &known, error))
		return false;
	if (known && *known)
		return true;
	return look_back(work, ticket, agent, text, sign, error) &&
	       (*sign == MACHINE_NO || setting_save(work->db, key, "1", error));
}

bool machine_forget(Work *work, const Ticket *ticket, const Agent *agent, GError **error)
{
	g_autofree char *key = key_of(ticket, agent);
	g_autofree char *known = NULL;

	if (!setting_load(work->db, key, &known, error))
		return false;
	return !known || !*known || setting_save(work->db, key, "", error);
}
