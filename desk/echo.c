/* echo.c - compares an agent's commands with the mail that is answered. */
/* SPDX-License-Identifier: MIT */
/*
 * Some mail clients quote without any mark, others wrap long lines out of their quotes.
 * Who answers with one of them above whose first own words nothing stands would say a
 * customer's words as a command. A command is one if its line, and the words that follow
 * it in the answer, stand together in what was answered as well. Only that is compared:
 * all that stands on the ticket would let anybody forbid an agent's words by writing them
 * first.
 */
#include "desk/echo.h"
#include "mail/html_plain.h"
#include "mail/message.h"
#include "mail/text.h"
#include "store/outbox.h"
#include "store/record.h"

#include <string.h>

#define NOTICE_BYTES_MAX (256 * 1024) /* the text comes before the files */
#define NEIGHBOURS	 2 /* so many words around a line tell where it stands */
#define PLACES_MAX	 8 /* looked at of the same command in an answer */

/* A line without marks. */
typedef struct {
	guint at, count; /* of its words in the text's */
} Line;

/* A form of the answer. */
typedef struct {
	GPtrArray *words; /* interned */
	GArray *lines;	  /* Line */
} Form;

struct Echo {
	GPtrArray *words; /* interned: what was answered, one after the other */
	guint first;	  /* so many of them stand in its first line */
	char *second;	  /* its second line, as text_of; NULL: it has one */
	char *name;	  /* of who wrote it, as text_of; NULL: the desk */
	Echo *other; /* another form of the same, which may say something else; NULL */
	GPtrArray *answers; /* Form */
};

static void form_free(gpointer data)
{
	Form *form = data;

	g_ptr_array_unref(form->words);
	g_array_unref(form->lines);
	g_free(form);
}

void echo_free(Echo *echo)
{
	if (!echo)
		return;
	g_clear_pointer(&echo->answers, g_ptr_array_unref);
	g_ptr_array_unref(echo->words);
	g_free(echo->second);
	g_free(echo->name);
	echo_free(echo->other);
	g_free(echo);
}

/* --- words --- */

/* The words of a line behind these marks; nobody sees format characters. */
static void add_words(GPtrArray *words, const char *line, const char *marks)
{
	g_autoptr(GString) word = g_string_new(NULL);

	while (*line &&
	       (strchr(marks, *line) || g_unichar_isspace(g_utf8_get_char(line))))
		line = g_utf8_next_char(line);
	for (;; line = g_utf8_next_char(line)) {
		gunichar c = g_utf8_get_char(line);
		if (c && !g_unichar_isspace(c)) {
			if (g_unichar_type(c) != G_UNICODE_FORMAT)
				g_string_append_unichar(word, c);
			continue;
		}
		if (word->len)
			g_ptr_array_add(words, g_ref_string_new_intern(word->str));
		g_string_truncate(word, 0);
		if (!c)
			return;
	}
}

static GPtrArray *words_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)g_ref_string_release);
}

static GPtrArray *words_of(const char *line, const char *marks)
{
	GPtrArray *words = words_new();

	add_words(words, line, marks);
	return words;
}

/* " one two " of the words from a place on. */
static char *text_of(const GPtrArray *words, guint from)
{
	GString *text = g_string_new(" ");

	for (guint i = from; i < words->len; i++)
		g_string_append_printf(text, "%s ", (char *)words->pdata[i]);
	return g_string_free(text, FALSE);
}

/* True when count words from both places on are there, and the same. */
static bool same(const GPtrArray *a, guint at, const GPtrArray *b, guint bt, guint count)
{
	if (at + count > a->len || bt + count > b->len)
		return false;
	for (guint i = 0; i < count; i++)
		if (a->pdata[at + i] != b->pdata[bt + i])
			return false;
	return true;
}

/* --- what was answered --- */

/* marks: what quotes begin with; in the desk's own mails "|" is no such mark. */
static Echo *echo_of(const char *text, const char *name, const char *marks)
{
	Echo *echo = g_new0(Echo, 1);
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);

	echo->words = words_new();
	for (char **line = lines; *line; line++) {
		guint before = echo->words->len;
		add_words(echo->words, *line, marks);
		if (before == 0)
			echo->first = echo->words->len;
		else if (!echo->second && echo->words->len > before)
			echo->second = text_of(echo->words, before);
	}
	if (name) {
		g_autoptr(GPtrArray) words = words_of(name, marks);
		echo->name = text_of(words, 0);
	}
	return echo;
}

static const char *last_of(const GPtrArray *ids)
{
	return ids->len ? ids->pdata[ids->len - 1] : NULL;
}

/* The customer's part: the block below it names commands, too. g_free. */
static char *above_block(const Work *work, const char *text)
{
	g_autoptr(GPtrArray) markers =
		catalogue_phrases(work->setup->catalogue, "marker");
	const char *end = text + strlen(text);

	for (guint i = 0; markers->pdata[i]; i++) {
		const char *found = strstr(text, markers->pdata[i]);
		if (found && found < end)
			end = found;
	}
	return g_strndup(text, (gsize)(end - text));
}

/* Of the desk's mails only notices hold words of customers above its own; *echo stays
 * NULL for others. */
static bool find_notice(Work *work, const char *id, const Agent *agent,
			const Ticket *ticket, Echo **echo, GError **error)
{
	g_autoptr(Outgoing) found = NULL;
	g_autoptr(Outgoing) whole = NULL;
	bool ok = id ? outbox_find(work->db, id, &found, error)
		     : outbox_newest_to(work->db, ticket ? ticket->id : 0,
					agent->addresses->pdata[0], &found, error);

	if (!ok)
		return false;
	if (!found || strcmp(found->kind, "notice") != 0)
		return true;
	if (!outbox_load(work->db, found->id, &whole, error))
		return false;
	if (!whole || !whole->raw)
		return true;
	gsize size = MIN(g_bytes_get_size(whole->raw), NOTICE_BYTES_MAX);
	g_autoptr(GBytes) head = g_bytes_new_from_bytes(whole->raw, 0, size);
	g_autoptr(Message) message = message_parse(head);
	g_autofree char *text = above_block(work, message->text);
	*echo = echo_of(text, NULL, ">");
	return true;
}

/* Nobody knows which form of a mail the agent's program shows, what of its HTML a sheet
 * of styles hides, nor which comments are none to Outlook. */
static bool find_record(Work *work, gint64 id, Echo **echo, GError **error)
{
	g_autoptr(Record) record = NULL;
	g_autoptr(GBytes) raw = NULL;

	if (!record_load(work->db, id, &record, error))
		return false;
	if (!record || record->kind != RECORD_IN)
		return true;
	if (!record_raw(work->db, id, &raw, error))
		return false;
	g_autoptr(Message) message = raw ? message_parse(raw) : NULL;
	const char *html = message ? message->html : "";
	g_autofree char *shown = html_to_text(html, strlen(html));
	*echo = echo_of(record->text, record->from_name ? record->from_name : "", ">|");
	(*echo)->other = echo_of(shown, NULL, ">|");
	g_auto(GStrv) pieces = g_strsplit(html, "<!--", -1);
	g_autofree char *bare = g_strjoinv(" ", pieces);
	g_autofree char *whole = html_strip(bare, strlen(bare));
	(*echo)->other->other = echo_of(whole, NULL, ">|");
	return true;
}

static bool newest_of_others(Work *work, const Ticket *ticket, const Agent *agent,
			     gint64 *newest, GError **error)
{
	g_autoptr(GPtrArray) records = NULL;

	if (!record_list(work->db, ticket->id, &records, error))
		return false;
	for (guint i = records->len; i > 0 && !*newest; i--) {
		const Record *one = records->pdata[i - 1];
		const char *from = one->from_address ? one->from_address : "";
		if (one->kind == RECORD_IN &&
		    config_agent_by_address(work->setup->config, from) != agent)
			*newest = one->id;
	}
	return true;
}

bool echo_find(Work *work, const Message *message, const Agent *agent,
	       const Ticket *ticket, bool by_token, Echo **echo, GError **error)
{
	const char *parent = last_of(message->in_reply_to);
	gint64 id = 0;
	Token token;

	*echo = NULL;
	if (!parent)
		parent = last_of(message->references);
	if (parent && token_read_message_id(work->keyring, parent, &token))
		return find_notice(work, parent, agent, ticket, echo, error);
	if (parent && !record_find(work->db, parent, 0, &id, NULL, error))
		return false;
	if (!id && by_token)
		return find_notice(work, NULL, agent, ticket, echo, error);
	if (!id && ticket && !newest_of_others(work, ticket, agent, &id, error))
		return false;
	return !id || find_record(work, id, echo, error);
}

/* --- what is the same --- */

/* How many words up to the wanted number agree on both sides of what agrees. */
static guint neighbours(const GPtrArray *a, guint at, const GPtrArray *b, guint bt,
			guint count)
{
	guint behind = 0, before = 0;

	while (behind < NEIGHBOURS &&
	       same(a, at + count + behind, b, bt + count + behind, 1))
		behind++;
	while (before < NEIGHBOURS && before < at && before < bt &&
	       same(a, at - before - 1, b, bt - before - 1, 1))
		before++;
	return before + behind;
}

/* A line of count words at a place of the answer,
 * found at another of what is answered. */
static bool is_quoted_from(const Echo *echo, guint there, const GPtrArray *own, guint at,
			   guint count)
{
	const GPtrArray *words = echo->words;

	/* The desk has marked it, where it begins a line. */
	if (there > 0 && strcmp(words->pdata[there - 1], "|") == 0)
		return false;
	if (neighbours(own, at, words, there, count) >=
	    MIN(NEIGHBOURS, words->len - count))
		return true;
	if (there > 0 || count != echo->first || !echo->second)
		return false;
	g_autofree char *rest = text_of(own, at + count);
	return strstr(rest, echo->second) != NULL;
}

/* "#NAME wrote:" is what a client says, and the customer chose the name. */
static bool begins_with_name(const Echo *echo, const GPtrArray *line)
{
	g_autofree char *text = text_of(line, 0);

	return echo->name && echo->name[1] == '#' && g_str_has_prefix(text, echo->name) &&
	       strcmp(text, echo->name) != 0;
}

static bool is_quoted(const Echo *echo, const GPtrArray *own, guint at, guint count)
{
	for (guint i = 0; i + count <= echo->words->len; i++)
		if (same(own, at, echo->words, i, count) &&
		    is_quoted_from(echo, i, own, at, count))
			return true;
	return echo->other && is_quoted(echo->other, own, at, count);
}

static bool is_marked(const char *line)
{
	while (g_unichar_isspace(g_utf8_get_char(line)))
		line = g_utf8_next_char(line);
	return *line == '>' || *line == '|';
}

void echo_add_answer(Echo *echo, const char *text)
{
	Form *form = g_new0(Form, 1);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	form->words = words_new();
	form->lines = g_array_new(FALSE, FALSE, sizeof(Line));
	for (char **line = lines; *line; line++) {
		Line one = {.at = form->words->len};
		add_words(form->words, *line, ">|");
		one.count = form->words->len - one.at;
		if (!is_marked(*line))
			g_array_append_val(form->lines, one);
	}
	if (!echo->answers)
		echo->answers = g_ptr_array_new_with_free_func(form_free);
	g_ptr_array_add(echo->answers, form);
}

/* Said by the agent once, it may be quoted besides. */
static bool is_always_quoted(const Echo *echo, const Form *form, const GPtrArray *wanted)
{
	guint places = 0;

	for (guint i = 0; i < form->lines->len && places < PLACES_MAX; i++) {
		const Line *line = &g_array_index(form->lines, Line, i);
		if (line->count != wanted->len ||
		    !same(form->words, line->at, wanted, 0, wanted->len))
			continue;
		if (!is_quoted(echo, form->words, line->at, wanted->len))
			return false;
		places++;
	}
	return places > 0;
}

bool echo_is(const Echo *echo, const char *line)
{
	if (!echo)
		return false;
	g_autoptr(GPtrArray) wanted = words_of(line, "");
	for (guint i = 0; echo->answers && i < echo->answers->len; i++)
		if (is_always_quoted(echo, echo->answers->pdata[i], wanted))
			return true;
	return begins_with_name(echo, wanted);
}
