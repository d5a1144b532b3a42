/* compose.c - writes mail as mail clients and mail servers do. */
/* SPDX-License-Identifier: MIT */
#include "tests/talk/compose.h"
#include "tests/talk/talk.h"

#include <string.h>

void sending_free(Sending *sending)
{
	if (!sending)
		return;
	g_free(sending->from);
	g_free(sending->sender);
	g_ptr_array_unref(sending->recipients);
	if (sending->raw)
		g_bytes_unref(sending->raw);
	g_free(sending->auth);
	g_free(sending->cert);
	g_free(sending->client);
	g_free(sending);
}

/* What ">>> WHO, WORDS: Subject" says. */
typedef struct {
	World *world;
	const Step *step;
	char *who, *subject;  /* subject NULL: not said */
	const Mail *answered; /* NULL: a new mail */
	bool to_all;
	GString *head; /* header lines so far */
	GPtrArray *to; /* char*: recipients in To and Cc */
} Letter;

static void letter_clear(Letter *letter)
{
	g_free(letter->who);
	g_free(letter->subject);
	g_string_free(letter->head, TRUE);
	g_ptr_array_unref(letter->to);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Letter, letter_clear)

/* "reply to #1 (notice)", "reply all to newest" */
static bool answered_find(Letter *letter, const char *words)
{
	words += strspn(words, " ");
	const char *target = strstr(words, " to ");
	if (!target)
		return false;
	letter->to_all = g_str_has_prefix(words, "reply all");
	target += strlen(" to ");
	g_autofree char *kind = NULL;
	const char *open = strchr(target, '(');
	if (open)
		kind = g_strndup(open + 1, strcspn(open + 1, ")"));
	else if (world_is_agent(letter->world, letter->who) && *target == '#')
		kind = g_strdup("notice");
	gint64 ticket = *target == '#' ? g_ascii_strtoll(target + 1, NULL, 10) : 0;
	letter->answered = mailbox_newest(letter->world, letter->who, ticket, kind);
	if (!letter->answered && !open)
		letter->answered =
			mailbox_newest(letter->world, letter->who, ticket, NULL);
	return letter->answered != NULL;
}

static bool letter_read(Letter *letter, const Step *step)
{
	const char *text = step->text;
	const char *colon = strchr(text, ':');
	g_autofree char *whole =
		colon ? g_strndup(text, (gsize)(colon - text)) : g_strdup(text);
	char *comma = strchr(whole, ',');
	if (colon)
		letter->subject = g_strstrip(g_strdup(colon + 1));
	if (comma)
		*comma = '\0';
	g_autofree char *filled = world_fill(letter->world, step->line, whole);
	letter->who = world_address(letter->world, filled);
	g_autofree char *words =
		comma ? world_fill(letter->world, step->line, comma + 1) : NULL;
	if (!comma || answered_find(letter, words))
		return true;
	world_fail(letter->world, step->line, "%s has no mail to reply to", letter->who);
	return false;
}

/* "Ann <ann@example.org>, bob@example.org": into the header, and into the envelope. */
static void recipients_append(Letter *letter, const char *name, const char *list)
{
	g_auto(GStrv) items = g_strsplit(list, ",", -1);
	for (char **item = items; *item; item++) {
		g_autofree char *address = address_normalise(g_strstrip(*item));
		const char *open = strchr(*item, '<');
		if (open)
			g_ptr_array_add(letter->to,
					g_strndup(open + 1, strcspn(open + 1, ">")));
		else if (*address)
			g_ptr_array_add(letter->to, g_strdup(*item));
	}
	g_string_append_printf(letter->head, "%s: ", name);
	for (char **item = items; *item; item++) {
		g_string_append(letter->head, item == items ? "" : ",\r\n ");
		mime_person(letter->head, *item);
	}
	g_string_append(letter->head, "\r\n");
}

static char *reply_address(const Mail *mail)
{
	const Message *message = mail->message;
	if (message->reply_to->len)
		return g_strdup(((const Address *)message->reply_to->pdata[0])->address);
	return g_strdup(message_from_address(message));
}

static void others_append(GString *list, const Letter *letter, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *address = addresses->pdata[i];
		if (*address->address &&
		    g_ascii_strcasecmp(address->address, letter->who))
			g_string_append_printf(list, "%s%s", list->len ? ", " : "",
					       address->address);
	}
}

static char *option_filled(Letter *letter, const char *key)
{
	const char *value = step_option(letter->step, key);
	return value ? world_fill(letter->world, letter->step->line, value) : NULL;
}

static void letter_address(Letter *letter)
{
	const Config *config = letter->world->setup->config;
	const Queue *queue = config->queues->pdata[0];
	g_autofree char *to = option_filled(letter, "to");
	g_autofree char *copies = option_filled(letter, "cc");
	GString *cc = g_string_new(copies);
	if (!to)
		to = letter->answered ? reply_address(letter->answered)
				      : g_strdup(queue->addresses->pdata[0]);
	if (letter->answered && letter->to_all) {
		others_append(cc, letter, letter->answered->message->to);
		others_append(cc, letter, letter->answered->message->cc);
	}
	recipients_append(letter, "To", to);
	if (cc->len)
		recipients_append(letter, "Cc", cc->str);
	g_string_free(cc, TRUE);
}

static void letter_subject(Letter *letter)
{
	g_autofree char *subject = NULL;
	if (letter->subject)
		subject = world_fill(letter->world, letter->step->line, letter->subject);
	else if (letter->answered &&
		 g_ascii_strncasecmp(letter->answered->message->subject, "re:", 3) == 0)
		subject = g_strdup(letter->answered->message->subject);
	else if (letter->answered)
		subject = g_strconcat("Re: ", letter->answered->message->subject, NULL);
	mime_header(letter->head, "Subject", subject ? subject : "");
}

/* The thread's headers; "in-reply-to: none" and "references: none" leave them out. */
static void letter_thread(Letter *letter)
{
	g_autofree char *parent = option_filled(letter, "in-reply-to");
	g_autofree char *chain = option_filled(letter, "references");
	const Mail *answered = letter->answered;
	if (!parent && answered)
		parent = g_strdup_printf("<%s>", answered->message->message_id);
	if (!chain && answered) {
		GString *all = g_string_new(NULL);
		for (guint i = 0; i < answered->message->references->len; i++)
			g_string_append_printf(
				all, "<%s>\r\n ",
				(char *)answered->message->references->pdata[i]);
		g_string_append_printf(all, "<%s>", answered->message->message_id);
		chain = g_string_free(all, FALSE);
	}
	if (parent && !g_str_equal(parent, "none"))
		g_string_append_printf(letter->head, "In-Reply-To: %s\r\n", parent);
	if (chain && !g_str_equal(chain, "none"))
		g_string_append_printf(letter->head, "References: %s\r\n", chain);
}

static void letter_date(Letter *letter)
{
	g_autofree char *said = option_filled(letter, "date");
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(letter->world->now);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, letter->world->zone);
	g_autofree char *date = g_date_time_format(local, "%a, %d %b %Y %H:%M:%S %z");
	if (!said || !g_str_equal(said, "none"))
		g_string_append_printf(letter->head, "Date: %s\r\n", said ? said : date);
}

static void letter_identity(Letter *letter)
{
	World *world = letter->world;
	g_autofree char *from = option_filled(letter, "from");
	g_autofree char *said = option_filled(letter, "message-id");
	if (!from || !g_str_equal(from, "none")) {
		g_string_append(letter->head, "From: ");
		mime_person(letter->head, from ? from : letter->who);
		g_string_append(letter->head, "\r\n");
	}
	world->mail_count++;
	g_autofree char *id = g_strdup_printf("<talk-%u@%s>", world->mail_count,
					      address_domain(letter->who));
	if (!said || !g_str_equal(said, "none"))
		g_string_append_printf(letter->head, "Message-ID: %s\r\n",
				       said ? said : id);
}

/* "  X-Shop: blue": capitals mark a header as it stands. */
static void letter_headers(Letter *letter)
{
	for (guint i = 0; i < letter->step->options->len; i++) {
		const Line *line = letter->step->options->pdata[i];
		if (!g_ascii_isupper(*line->text))
			continue;
		g_autofree char *filled =
			world_fill(letter->world, line->line, line->text);
		char *colon = strchr(filled, ':');
		if (!colon)
			continue;
		*colon = '\0';
		mime_header(letter->head, filled, g_strstrip(colon + 1));
	}
}

static char *letter_text(Letter *letter)
{
	GString *text = g_string_new(NULL);
	g_autofree char *body =
		world_fill(letter->world, letter->step->line, letter->step->body->str);
	const char *quote = step_option(letter->step, "quote");
	g_string_append(text, body);
	if (letter->answered && g_strcmp0(quote, "no")) {
		const Message *original = letter->answered->message;
		g_autofree char *quoted = text_quote(original->text, 0);
		g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(original->date);
		g_autofree char *day = g_date_time_format(date, "%a, %d %b %Y at %H:%M");
		g_string_append_printf(text, "\nOn %s, %s <%s> wrote:\n%s\n", day,
				       message_from_name(original),
				       message_from_address(original), quoted);
	}
	return g_string_free(text, FALSE);
}

/* The body as one text, or with the named attachment beside it ("attach: name type"). */
static void body_append(Letter *letter, GString *out, const char *text)
{
	const char *attach = step_option(letter->step, "attach");
	const char *as = step_option(letter->step, "as");
	const char *type = step_option(letter->step, "type");
	const char *plain = type		    ? type
			    : g_strcmp0(as, "html") ? "text/plain; charset=utf-8"
						    : "text/html; charset=utf-8";
	g_string_append(out, "MIME-Version: 1.0\r\n");
	/* The body brings its own parts. */
	if (type && g_str_has_prefix(type, "multipart/")) {
		g_string_append_printf(out, "Content-Type: %s\r\n\r\n%s", type, text);
		return;
	}
	if (!attach) {
		mime_part(out, plain, NULL, text, strlen(text));
		return;
	}
	g_auto(GStrv) words = g_strsplit(attach, " ", 2);
	g_autofree char *content = g_strdup_printf("content of %s\n", words[0]);
	g_string_append(
		out,
		"Content-Type: multipart/mixed; boundary=\"talk\"\r\n\r\n--talk\r\n");
	mime_part(out, plain, NULL, text, strlen(text));
	g_string_append(out, "--talk\r\n");
	mime_part(out, words[1] ? words[1] : "application/octet-stream", words[0],
		  content, strlen(content));
	g_string_append(out, "--talk--\r\n");
}

static GBytes *letter_raw(Letter *letter)
{
	g_autofree char *file = option_filled(letter, "raw");
	g_autofree char *text = letter_text(letter);
	if (file) {
		g_autofree char *folder =
			g_path_get_dirname(letter->world->transcript->path);
		g_autofree char *path = g_build_filename(folder, file, NULL);
		char *content;
		gsize length;
		if (g_file_get_contents(path, &content, &length, NULL))
			return g_bytes_new_take(content, length);
		world_fail(letter->world, letter->step->line, "cannot read %s", path);
		return NULL;
	}
	letter_date(letter);
	letter_thread(letter);
	letter_headers(letter);
	body_append(letter, letter->head, text);
	gsize length = letter->head->len;
	return g_bytes_new(letter->head->str, length);
}

static void envelope_fill(Letter *letter, Sending *sending)
{
	g_autofree char *envelope = option_filled(letter, "envelope");
	g_autofree char *recipients = option_filled(letter, "rcpt");
	g_autofree char *from = option_filled(letter, "from");
	g_autofree char *address = address_normalise(from ? from : letter->who);
	const char *door = step_option(letter->step, "door");
	const char *size = step_option(letter->step, "size");
	const char *client = step_option(letter->step, "client");
	sending->from = g_strdup(address);
	sending->sender = address_normalise(envelope ? envelope : letter->who);
	sending->auth = option_filled(letter, "auth");
	sending->cert = option_filled(letter, "cert");
	sending->client = g_strdup(client ? client : "192.0.2.1");
	sending->size_bytes = size ? g_ascii_strtoll(size, NULL, 10) : 0;
	sending->door = !g_strcmp0(door, "inject")  ? DOOR_INJECT
			: !g_strcmp0(door, "local") ? DOOR_MILTER_LOCAL
						    : DOOR_MILTER;
	sending->recipients = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) items = g_strsplit(recipients ? recipients : "", ",", -1);
	for (char **item = items; *item; item++)
		g_ptr_array_add(sending->recipients, g_strdup(g_strstrip(*item)));
	for (guint i = 0; !recipients && i < letter->to->len; i++)
		g_ptr_array_add(sending->recipients, g_strdup(letter->to->pdata[i]));
}

static Sending *letter_compose(World *world, const Step *step)
{
	g_auto(Letter) letter = {.world = world,
				 .step = step,
				 .head = g_string_new(NULL),
				 .to = g_ptr_array_new_with_free_func(g_free)};
	if (!letter_read(&letter, step))
		return NULL;
	g_autoptr(Sending) sending = g_new0(Sending, 1);
	letter_identity(&letter);
	letter_address(&letter);
	letter_subject(&letter);
	envelope_fill(&letter, sending);
	sending->raw = letter_raw(&letter);
	return sending->raw && !world_failed(world) ? g_steal_pointer(&sending) : NULL;
}

Sending *sending_compose(World *world, const Step *step)
{
	const char *text = step->text;
	if (g_str_equal(text, "again"))
		return again_compose(world, step);
	if (g_str_has_prefix(text, "bounce of "))
		return bounce_compose(world, step, text + strlen("bounce of "));
	return letter_compose(world, step);
}
