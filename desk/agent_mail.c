/* agent_mail.c - turns an agent's mail into verbs, an answer or a note, all or none. */
/* SPDX-License-Identifier: MIT */
#include "desk/agent_mail.h"
#include "desk/agent_hold.h"
#include "desk/agent_note.h"
#include "desk/agent_transcript.h"
#include "desk/answer_words.h"
#include "desk/echo.h"
#include "desk/machine.h"
#include "desk/notice.h"
#include "desk/post_files.h"
#include "desk/reply_path.h"
#include "desk/served.h"
#include "desk/subscription.h"
#include "desk/verb.h"
#include "mail/error.h"

#include <string.h>

/* An agent's mail being carried out. */
typedef struct {
	Work *work;
	const Mail *mail;
	const FactFile *file;
	const Agent *agent;
	Ticket *ticket; /* NULL for personal commands */
	AnswerWords *words;
	const CommandMail *commands; /* of words */
	Letter letter;
	Echo *echo;    /* of the customer's mail that is answered, NULL */
	Value *lines;  /* of the transcript */
	GString *done; /* the same, to stay on the ticket */
	bool is_note, solves, keeps_open, has_article, text_is_used;
	bool is_expert; /* the words are a note, whatever is said */
	Value *sent_to; /* a list, NULL: nothing went to the customer */
} AgentMail;

static void agent_mail_clear(AgentMail *letter)
{
	g_clear_pointer(&letter->work->article, rendered_free);
	ticket_free(letter->ticket);
	answer_words_free(letter->words);
	echo_free(letter->echo);
	value_free(letter->lines);
	if (letter->done)
		g_string_free(letter->done, TRUE);
	value_free(letter->sent_to);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(AgentMail, agent_mail_clear)

/* --- carrying out --- */

static bool refuse(const AgentMail *letter, const char *key, const char *word,
		   GError **error)
{
	return work_refuse(letter->work, error, key, PAIRS("word", word));
}

static bool check(const AgentMail *letter, GError **error)
{
	const Message *message = letter->mail->message;
	if (message->crypto == MESSAGE_ENCRYPTED)
		return refuse(letter, "wrong.encrypted", NULL, error);
	return !letter->file->thread->is_stale || !letter->commands->commands->len ||
	       refuse(letter, "wrong.stale", letter->ticket->subject, error);
}

/* Who took the ticket, or was given it, is no mere expert any more. */
static bool read_expert(AgentMail *letter, GError **error)
{
	letter->is_expert = false;
	return !letter->ticket ||
	       subscription_is_note(letter->work, letter->ticket, letter->agent,
				    &letter->is_expert, error);
}

static bool find_echo(AgentMail *letter, GError **error)
{
	const Recipient *token = letter->file->route->first_token;
	bool by_token = token && token->token.purpose == TOKEN_AGENT;

	if (!letter->commands->commands->len)
		return true;
	if (!echo_find(letter->work, letter->mail->message, letter->agent, letter->ticket,
		       by_token, &letter->echo, error))
		return false;
	if (!letter->echo)
		return true;
	/* Of HTML the words may stand in other lines than in the text beside it. */
	echo_add_answer(letter->echo, letter->mail->message->text);
	echo_add_answer(letter->echo, letter->words->text);
	return true;
}

static bool say_one(AgentMail *letter, const Command *command, GError **error)
{
	const VerbRow *row = verb_find(command->verb);
	bool is_note = letter->is_note || letter->is_expert;
	g_autoptr(GString) said = g_string_new(NULL);

	if (echo_is(letter->echo, command->line))
		return refuse(letter, "wrong.quoted", command->line, error);
	if (!row)
		return refuse(letter, "wrong.unknown", command->line, error);
	Verb verb = {.work = letter->work,
		     .ticket = letter->ticket,
		     .agent = letter->agent,
		     .letter = &letter->letter,
		     .text_is_used = letter->text_is_used,
		     .arguments = (const char *const *)command->arguments,
		     .line = command->line,
		     .rest = command->rest,
		     .text = letter->commands->body,
		     .said = said,
		     .has_article = letter->has_article,
		     .keeps_open = letter->keeps_open,
		     .is_note = is_note,
		     .solves = letter->solves};
	bool ok = verb_say(row, &verb, error);
	if (verb.opened) {
		ticket_free(letter->ticket);
		letter->ticket = verb.opened;
	}
	if (!ok)
		return false;
	letter->text_is_used = verb.text_is_used;
	if (!read_expert(letter, error))
		return false;
	letter->keeps_open = verb.keeps_open;
	/* What an expert writes is a note of itself;
	 * only a word makes it one for good. */
	if (verb.is_note && (!is_note || strcmp(row->name, "note") == 0))
		letter->is_note = true;
	letter->solves = verb.solves;
	transcript_add(letter->lines, command->line, said->str, false);
	/* What was only looked at need not stay. */
	g_string_append_printf(letter->done, "%s%s%s%s", letter->done->len ? "\n" : "",
			       command->line, strchr(said->str, '\n') ? "" : " — ",
			       strchr(said->str, '\n') ? "" : said->str);
	return true;
}

static void add_line(GString *lines, const char *between, const char *line)
{
	g_string_append_printf(lines, "%s%s", lines->len ? between : "", line);
}

/* All that is wrong is told at once: what follows a wrong line is tried too, and undone
 * with the rest by the caller. */
static bool say_all(AgentMail *letter, GError **error)
{
	const GPtrArray *commands = letter->commands->commands;
	GString *wrong = letter->work->wrong;
	g_autoptr(GString) english = g_string_new(NULL);
	g_autoptr(GString) told = g_string_new(NULL);

	for (guint i = 0; i < commands->len; i++) {
		g_autoptr(GError) problem = NULL;
		if (say_one(letter, commands->pdata[i], &problem))
			continue;
		if (!g_error_matches(problem, POSTDESK_ERROR, POSTDESK_INVALID)) {
			g_propagate_error(error, g_steal_pointer(&problem));
			return false;
		}
		add_line(english, "; ", problem->message);
		add_line(told, "\n", wrong ? wrong->str : problem->message);
	}
	if (english->len == 0)
		return true;
	if (wrong)
		g_string_assign(wrong, told->str);
	g_set_error_literal(error, POSTDESK_ERROR, POSTDESK_INVALID, english->str);
	return false;
}

static bool keep_note(AgentMail *letter, const Kept *kept, const char *text,
		      const char *mark, GError **error)
{
	return agent_note_keep(letter->work, letter->mail, kept, letter->file,
			       letter->ticket->id, text, mark, error);
}

static Waiting waiting_of(const AgentMail *letter, const Kept *kept, AnswerEnd end)
{
	return (Waiting){.work = letter->work,
			 .mail = letter->mail,
			 .kept = kept,
			 .file = letter->file,
			 .ticket = letter->ticket,
			 .words = letter->commands->body,
			 .end = end,
			 .has_commands = letter->commands->commands->len > 0};
}

/* Everybody who reads the answer: the customer, and whoever is in Cc. */
static Value *readers_of(const AgentMail *letter, GError **error)
{
	g_autoptr(ReplyPath) path = reply_path_load(letter->work, letter->ticket, error);

	if (!path)
		return NULL;
	Value *readers = value_list();
	value_append_take(readers, value_string(path->address));
	for (guint i = 0; i < path->cc->len; i++) {
		const Participant *person = path->cc->pdata[i];
		value_append_take(readers, value_string(person->address));
	}
	return readers;
}

static bool say_text(AgentMail *letter, const Kept *kept, GError **error)
{
	const char *body = letter->commands->body;
	AnswerEnd end = letter->solves	     ? ANSWER_SOLVES
			: letter->keeps_open ? ANSWER_KEEPS_OPEN
					     : ANSWER_WAITS;
	bool is_held;

	if (!letter->ticket)
		return !*body || letter->commands->commands->len ||
		       refuse(letter, "wrong.commands-only", NULL, error);
	if (letter->text_is_used)
		return true;
	if (!*body && letter->commands->commands->len && !letter->work->article)
		return keep_note(letter, kept, letter->done->str, NULL, error);
	if (!*body && letter->commands->commands->len == 0 && !letter->words->html &&
	    !post_files_any(letter->work, letter->mail->message))
		return refuse(letter, "wrong.nothing", NULL, error);
	if (letter->is_note || letter->is_expert)
		return keep_note(letter, kept, body, NULL, error) &&
		       agent_note_pass_on(letter->work, letter->ticket, letter->agent,
					  letter->is_expert, body, error);
	Waiting waiting = waiting_of(letter, kept, end);
	if (!served_take_part(letter->work, letter->mail, letter->file->route,
			      letter->ticket->id, error) ||
	    !agent_hold(&waiting, &is_held, error))
		return false;
	if (is_held)
		return true;
	letter->work->raw = kept->raw;
	letter->work->compressed = kept->compressed;
	letter->sent_to = readers_of(letter, error);
	if (!letter->sent_to)
		return false;
	Answer answer = {.agent = letter->agent,
			 .text = body,
			 .html = letter->words->html,
			 .attachments = letter->mail->message,
			 .end = end};
	return answer_send(letter->work, letter->ticket, &answer, error);
}

static bool post_result(AgentMail *letter, GError **error)
{
	g_autoptr(Value) value = transcript_value(letter->work, letter->mail,
						  letter->agent, letter->ticket, error);

	if (!value)
		return false;
	value_set_take(value, "sent_to",
		       letter->sent_to ? g_steal_pointer(&letter->sent_to)
				       : value_list());
	value_set_take(value, "lines", g_steal_pointer(&letter->lines));
	return transcript_post(letter->work, letter->mail, letter->agent, letter->ticket,
			       value, error);
}

static bool open_letter(AgentMail *letter, const Decision *decision, GError **error)
{
	letter->words = answer_words_read(letter->work, letter->mail->message);
	letter->commands = letter->words->commands;
	letter->lines = value_list();
	letter->done = g_string_new(NULL);
	for (guint i = 0; i < letter->commands->commands->len; i++)
		letter->has_article |=
			g_strcmp0(((Command *)letter->commands->commands->pdata[i])->verb,
				  "faq") == 0;
	if (decision->ticket &&
	    !ticket_load(letter->work->db, decision->ticket, &letter->ticket, error))
		return false;
	letter->work->language = post_language_of(
		letter->work,
		transcript_queue(letter->work, letter->ticket, letter->agent),
		letter->agent->addresses->pdata[0]);
	return true;
}

bool agent_mail_apply(Work *work, const Mail *mail, const Kept *kept,
		      const FactFile *file, const Decision *decision, GError **error)
{
	g_auto(AgentMail) letter = {.work = work,
				    .mail = mail,
				    .file = file,
				    .agent = file->sender->agent,
				    .letter = {mail, kept, file}};

	if (!open_letter(&letter, decision, error) || !check(&letter, error))
		return false;
	Waiting waiting = waiting_of(&letter, kept, ANSWER_WAITS);
	if (file->thread->is_stale && letter.ticket)
		return agent_hold_stale(&waiting, error);
	if (!read_expert(&letter, error))
		return false;
	if (letter.ticket && letter.commands->commands->len &&
	    !machine_forget(work, letter.ticket, letter.agent, error))
		return false;
	if (!find_echo(&letter, error) || !say_all(&letter, error) ||
	    !say_text(&letter, kept, error))
		return false;
	return letter.commands->commands->len == 0 || post_result(&letter, error);
}

bool agent_mail_fail(Work *work, const Mail *mail, const Kept *kept, const FactFile *file,
		     const Decision *decision, const char *what_is_wrong, GError **error)
{
	g_auto(AgentMail) letter = {
		.work = work, .mail = mail, .file = file, .agent = file->sender->agent};

	if (!open_letter(&letter, decision, error))
		return false;
	if (letter.ticket &&
	    !keep_note(&letter, kept, letter.words->text, "not carried out", error))
		return false;
	if (letter.ticket &&
	    !work_event(work, letter.ticket->id, "agent mail not carried out", NULL,
			what_is_wrong, error))
		return false;
	g_autoptr(Value) value = transcript_value(letter.work, letter.mail, letter.agent,
						  letter.ticket, error);
	if (!value)
		return false;
	const char *wrong =
		work->wrong && work->wrong->len ? work->wrong->str : what_is_wrong;
	g_auto(GStrv) each = g_strsplit(wrong, "\n", -1);
	for (char **line = each; *line; line++)
		transcript_add(letter.lines, NULL, *line, true);
	value_set_take(value, "failed", value_bool(true));
	value_set_take(value, "lines", g_steal_pointer(&letter.lines));
	value_set_take(value, "original", value_lines(letter.words->text));
	return transcript_post(work, mail, letter.agent, letter.ticket, value, error);
}
