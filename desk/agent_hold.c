/* agent_hold.c - holds answers that nobody may have meant. */
/* SPDX-License-Identifier: MIT */
#include "desk/agent_hold.h"
#include "desk/agent_note.h"
#include "desk/collision.h"
#include "desk/held.h"
#include "desk/machine.h"

/* With the article that #faq named, as text. */
static char *words_to_send(const Waiting *waiting)
{
	const Rendered *article = waiting->work->article;
	const char *words = waiting->words;

	if (!article)
		return g_strdup(words);
	return g_strconcat(words, *words ? "\n\n" : "", article->subject, "\n\n",
			   article->text, NULL);
}

/* The words stand on the ticket as a note until their author says #send or #drop. news
 * NULL: the author is not told. */
static bool hold(const Waiting *waiting, const HeldNews *news, GError **error)
{
	Work *work = waiting->work;
	const Ticket *ticket = waiting->ticket;
	g_autofree char *words = words_to_send(waiting);

	if (!agent_note_keep(work, waiting->mail, waiting->kept, waiting->file,
			     ticket->id, words, NULL, error))
		return false;
	g_autoptr(Held) held = held_new(ticket->id, waiting->file->sender->agent->name,
					work->record, waiting->end, words);
	held->remind_at = news && news->other ? work->now + HELD_REMIND_S : 0;
	if (!held_put(work, held, error) ||
	    (news && !held_post(work, ticket, held, news, error)))
		return false;
	work->left_work = true;
	return true;
}

static bool hold_because(const Waiting *waiting, const char *why, GError **error)
{
	g_autofree char *reason = work_words(waiting->work, why, NO_PAIRS);
	HeldNews news = {.reason = reason};

	return hold(waiting, &news, error);
}

/* Mail clients complete old addresses: the words may be for somebody else. */
bool agent_hold_stale(const Waiting *waiting, GError **error)
{
	return hold_because(waiting, "held.stale", error);
}

/* It is told once: a machine would answer that too. */
static bool hold_machine(const Waiting *waiting, bool *held, GError **error)
{
	MachineSign sign;

	if (waiting->has_commands)
		return true;
	if (!machine_judge(waiting->work, waiting->ticket, waiting->file->sender->agent,
			   waiting->words, &sign, error))
		return false;
	*held = sign != MACHINE_NO;
	if (sign == MACHINE_STILL)
		return hold(waiting, NULL, error);
	return !*held ||
	       hold_because(waiting, sign == MACHINE_SAME ? "held.same" : "held.many",
			    error);
}

static bool hold_collision(const Waiting *waiting, bool *held, GError **error)
{
	Work *work = waiting->work;
	g_autoptr(Record) other = NULL;

	if (!collision_find(work, waiting->ticket, waiting->file->sender->agent, &other,
			    error))
		return false;
	*held = other != NULL;
	if (!other)
		return true;
	const Agent *who = config_agent(work->setup->config, other->agent);
	HeldNews news = {.other = who ? who->display : other->agent,
			 .other_at = other->received_at,
			 .other_text =
				 other->reply_text ? other->reply_text : other->text};
	return hold(waiting, &news, error);
}

bool agent_hold(const Waiting *waiting, bool *held, GError **error)
{
	*held = false;
	return hold_machine(waiting, held, error) &&
	       (*held || hold_collision(waiting, held, error));
}
