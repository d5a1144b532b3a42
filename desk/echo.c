/* echo.c - compares an agent's commands with the customer's mail that is answered. */
/* SPDX-License-Identifier: MIT */
/*
 * Some mail clients quote without any mark. Who answers a customer's own mail with one of
 * them, above whose first line nothing stands, would say that line as an own command.
 * Only what was answered is compared: all that stands on the ticket would let anybody
 * forbid an agent's words by writing them first.
 */
#include "desk/echo.h"

#include <string.h>

#include "store/record.h"

struct Echo {
	GPtrArray *lines; /* char*: the filled ones, as words_of */
	char *name;	  /* of who wrote them, as words_of */
	bool has_marks;	  /* one of them begins with '#' */
};

void echo_free(Echo *echo)
{
	if (!echo)
		return;
	g_ptr_array_unref(echo->lines);
	g_free(echo->name);
	g_free(echo);
}

/* --- what is compared
 * ---------------------------------------------------------------- */

/* The words of a line behind quote marks, one space before each and one at the end; ""
 * when there are none. */
static char *words_of(const char *line)
{
	GString *words = g_string_new(NULL);

	for (; *line; line = g_utf8_next_char(line)) {
		gunichar c = g_utf8_get_char(line);
		bool is_space = g_unichar_isspace(c);
		bool is_quote = words->len == 0 && (c == '>' || c == '|');
		if (is_quote || g_unichar_type(c) == G_UNICODE_FORMAT ||
		    (is_space && words->len == 0))
			continue;
		if (words->len == 0)
			g_string_append_c(words, ' ');
		if (!is_space)
			g_string_append_unichar(words, c);
		else if (words->str[words->len - 1] != ' ')
			g_string_append_c(words, ' ');
	}
	if (words->len && words->str[words->len - 1] != ' ')
		g_string_append_c(words, ' ');
	return g_string_free(words, FALSE);
}

/* The filled lines of text from a line on (from 1), as words_of. */
static GPtrArray *lines_of(const char *text, int from)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) split = g_strsplit(text ? text : "", "\n", -1);

	for (int i = 0; split[i]; i++) {
		g_autofree char *words = i + 1 >= from ? words_of(split[i]) : NULL;
		if (words && *words)
			g_ptr_array_add(lines, g_steal_pointer(&words));
	}
	return lines;
}

static bool is_marked(const char *words)
{
	return words[0] && words[1] == '#';
}

/* --- what was answered
 * --------------------------------------------------------------- */

static const char *last_of(const GPtrArray *ids)
{
	return ids->len ? ids->pdata[ids->len - 1] : NULL;
}

static Echo *echo_of(const Record *record)
{
	Echo *echo = g_new0(Echo, 1);

	echo->lines = lines_of(record->text, 1);
	echo->name = words_of(record->from_name ? record->from_name : "");
	for (guint i = 0; i < echo->lines->len; i++)
		echo->has_marks |= is_marked(echo->lines->pdata[i]);
	return echo;
}

static bool newest_of_others(Work *work, const Ticket *ticket, const Agent *agent,
			     Record **newest, GError **error)
{
	g_autoptr(GPtrArray) records = NULL;

	if (!record_list(work->db, ticket->id, &records, error))
		return false;
	for (guint i = records->len; i > 0; i--) {
		const Record *one = records->pdata[i - 1];
		const char *from = one->from_address ? one->from_address : "";
		if (one->kind == RECORD_IN &&
		    config_agent_by_address(work->setup->config, from) != agent)
			return record_load(work->db, one->id, newest, error);
	}
	return true;
}

/* *record: the customer's own mail that is answered. */
static bool find_record(Work *work, const Message *message, const Agent *agent,
			const Ticket *ticket, bool by_token, Record **record,
			GError **error)
{
	const char *parent = last_of(message->in_reply_to);
	gint64 id = 0;
	Token token;

	if (!parent)
		parent = last_of(message->references);
	if (parent && token_read_message_id(work->keyring, parent, &token))
		return true;
	if (parent && !record_find(work->db, parent, 0, &id, NULL, error))
		return false;
	if (id)
		return record_load(work->db, id, record, error);
	return by_token || !ticket ||
	       newest_of_others(work, ticket, agent, record, error);
}

bool echo_find(Work *work, const Message *message, const Agent *agent,
	       const Ticket *ticket, bool by_token, Echo **echo, GError **error)
{
	g_autoptr(Record) record = NULL;

	if (!find_record(work, message, agent, ticket, by_token, &record, error))
		return false;
	*echo = record && record->kind == RECORD_IN ? echo_of(record) : NULL;
	return true;
}

/* --- what is the same
 * ---------------------------------------------------------------- */

/* As one line: clients wrap anew. */
static char *joined(const GPtrArray *lines)
{
	GString *all = g_string_new(" ");

	for (guint i = 0; i < lines->len; i++)
		g_string_append(all, (const char *)lines->pdata[i] + 1);
	return g_string_free(all, FALSE);
}

/* own: from the command on. */
static bool follows_there(const char *own, const GPtrArray *lines, guint at)
{
	const char *line = lines->pdata[at];

	if (!g_str_has_prefix(own, line))
		return false;
	if (at + 1 == lines->len)
		return at == 0;
	const char *below = own + strlen(line) - 1;
	const char *next = lines->pdata[at + 1];
	return at == 0 ? strstr(below, next) != NULL : g_str_has_prefix(below, next);
}

/* "#NAME wrote:" is what a client says, and the customer chose the name. */
static bool begins_with_name(const char *line, const char *name)
{
	return is_marked(name) && g_str_has_prefix(line, name) && strcmp(line, name) != 0;
}

bool echo_is(const Echo *echo, const char *text, int line)
{
	if (!echo || !(echo->has_marks || is_marked(echo->name)))
		return false;
	g_autoptr(GPtrArray) own_lines = lines_of(text, line);
	g_autofree char *own = joined(own_lines);

	for (guint i = 0; i < echo->lines->len; i++)
		if (is_marked(echo->lines->pdata[i]) &&
		    follows_there(own, echo->lines, i))
			return true;
	return own_lines->len > 0 && begins_with_name(own_lines->pdata[0], echo->name);
}
