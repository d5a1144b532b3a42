/* mailbox.c - where mail arrives, and what a reader can pick out of it. */
/* SPDX-License-Identifier: MIT */
#include "store/outbox.h"
#include "tests/talk/talk.h"

#include <string.h>

static Mail *mailbox_twin(World *world, const Mail *mail)
{
	for (guint i = 0; i < world->mails->len; i++) {
		Mail *other = world->mails->pdata[i];
		if (*mail->message->message_id && g_strcmp0(other->kind, "carried") &&
		    g_str_equal(other->recipient, mail->recipient) &&
		    g_str_equal(other->message->message_id, mail->message->message_id))
			return other;
	}
	return NULL;
}

/* A mail that came a second time: forgiven when it was in flight at the kill, byte for
 * byte. */
static bool twin_allowed(World *world, const Mail *mail, const Mail *twin)
{
	const char *id = mail->message->message_id;
	g_autofree char *key = g_strdup_printf("%s %s", id, mail->recipient);
	if (!g_bytes_equal(mail->raw, twin->raw))
		world_fail(world, 0, "<%s> went twice and was not the same", id);
	else if (!g_hash_table_remove(world->twice, key))
		world_fail(world, 0, "<%s> to %s went twice: %s", id, mail->recipient,
			   mail->message->subject);
	else
		world->repeats++;
	return !world_failed(world);
}

Mail *mailbox_put(World *world, const char *sender, const char *recipient, GBytes *raw)
{
	Mail *mail = g_new0(Mail, 1);
	mail->sender = address_normalise(sender);
	mail->recipient = address_normalise(recipient);
	mail->raw = g_bytes_ref(raw);
	mail->message = message_parse(raw);
	Mail *twin = mailbox_twin(world, mail);
	g_ptr_array_add(world->mails, mail);
	if (twin) {
		mail->expected = twin_allowed(world, mail, twin);
		mail->kind = g_strdup("repeat");
		mail->announced = true;
	}
	return mail;
}

typedef struct {
	Mail *mail;
	bool found;
} Announce;

static bool announce_work(Db *db, void *data, GError **error)
{
	Announce *announce = data;
	g_autoptr(Outgoing) row = NULL;
	Mail *mail = announce->mail;
	if (!outbox_find(db, mail->message->message_id, &row, error))
		return false;
	announce->found = row != NULL;
	if (row) {
		mail->kind = g_strdup(row->kind);
		mail->ticket = row->ticket;
	}
	return true;
}

static void mail_announce(World *world, Mail *mail)
{
	g_autoptr(GError) error = NULL;
	Announce announce = {.mail = mail};
	if (mail->announced || !world->desk)
		return;
	if (!store_read(desk_store(world->desk), announce_work, &announce, &error))
		world_fail(world, 0, "outbox: %s", error->message);
	mail->announced = announce.found;
}

void mailbox_announce(World *world)
{
	for (guint i = world->seen; i < world->mails->len; i++)
		mail_announce(world, world->mails->pdata[i]);
}

Mail *mailbox_newest(World *world, const char *who, gint64 ticket, const char *kind)
{
	g_autofree char *plain = world_address(world, who);
	g_autofree char *address = address_normalise(plain);
	for (guint i = world->mails->len; i-- > 0;) {
		Mail *mail = world->mails->pdata[i];
		if (!g_str_equal(mail->recipient, address))
			continue;
		if (ticket && mail->ticket != ticket)
			continue;
		if (!kind || !g_strcmp0(mail->kind, kind))
			return mail;
	}
	return NULL;
}

/* The address of the mailto: link whose text holds words. */
static char *link_address(const Mail *mail, const char *words)
{
	g_autofree char *quoted = g_regex_escape_string(words, -1);
	g_autofree char *pattern = g_strdup_printf(
		"<a [^>]*href=\"mailto:([^\"?]+)[^\"]*\"[^>]*>(?:(?!</a>).)*%s", quoted);
	g_autoptr(GRegex) regex =
		g_regex_new(pattern, G_REGEX_CASELESS | G_REGEX_DOTALL, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	if (!g_regex_match(regex, mail->message->html, 0, &match))
		return NULL;
	g_autofree char *address = g_match_info_fetch(match, 1);
	return g_uri_unescape_string(address, NULL);
}

/* The address after a word of the text ("Commands: <support+…@example.com>"). */
static char *text_address(const Mail *mail, const char *words)
{
	const char *found = strstr(mail->message->text, words);
	g_autoptr(GRegex) regex =
		g_regex_new("[^\\s<>:;,()]+@[A-Za-z0-9.-]+", 0, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	if (!found || !g_regex_match(regex, found, 0, &match))
		return NULL;
	return g_match_info_fetch(match, 0);
}

static char *mail_part(const Mail *mail, const char *part, const char *words)
{
	const Message *message = mail->message;
	if (g_str_equal(part, "reply-to") && message->reply_to->len)
		return g_strdup(((const Address *)message->reply_to->pdata[0])->address);
	if (g_str_equal(part, "reply-to") || g_str_equal(part, "from"))
		return g_strdup(message_from_address(message));
	if (g_str_equal(part, "upper-reply-to") && message->reply_to->len)
		return g_ascii_strup(
			((const Address *)message->reply_to->pdata[0])->address, -1);
	if (g_str_equal(part, "envelope"))
		return g_strdup(mail->sender);
	if (g_str_equal(part, "message-id"))
		return g_strdup_printf("<%s>", message->message_id);
	if (g_str_equal(part, "text"))
		return g_strdup(message->text);
	if (g_str_equal(part, "html"))
		return g_strdup(message->html);
	if (g_str_equal(part, "subject"))
		return g_strdup(message->subject);
	if (g_str_equal(part, "link"))
		return link_address(mail, words);
	if (g_str_equal(part, "address"))
		return text_address(mail, words);
	return NULL;
}

/* A word in brackets or after '#' at the start of rest, which moves behind it; NULL:
 * none. */
static char *mark_take(const char **rest, const char *open, const char *close)
{
	if (!g_str_has_prefix(*rest, open))
		return NULL;
	gsize length = strcspn(*rest + 1, close);
	char *mark = g_strndup(*rest + 1, length);
	*rest += 1 + length;
	*rest += strspn(*rest, ") ");
	return mark;
}

/* "reply-to ann@example.org", "message-id anna #2 (notice)", "link ann@example.org This
 * …" */
static char *reference_value(World *world, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", 3);
	if (g_strv_length(words) < 2)
		return NULL;
	const char *rest = words[2] ? words[2] : "";
	g_autofree char *number = mark_take(&rest, "#", " ");
	g_autofree char *kind = mark_take(&rest, "(", ")");
	gint64 ticket = number ? g_ascii_strtoll(number, NULL, 10) : 0;
	const Mail *mail = mailbox_newest(world, words[1], ticket, kind);
	return mail ? mail_part(mail, words[0], rest) : NULL;
}

char *world_fill(World *world, int line, const char *text)
{
	GString *filled = g_string_new(NULL);
	g_autofree char *turn = g_strdup_printf("%u", world->turn);
	const char *open;
	while ((open = strchr(text, '{'))) {
		const char *end = strchr(open, '}');
		g_string_append_len(filled, text, open - text);
		if (!end || !g_ascii_islower(open[1])) {
			gsize braces = strspn(open, "{");
			g_string_append_len(filled, open, (gssize)braces);
			text = open + braces;
			continue;
		}
		g_autofree char *inner = g_strndup(open + 1, (gsize)(end - open - 1));
		g_autofree char *value = reference_value(world, inner);
		if (!value)
			world_fail(world, line, "{%s}: there is no such thing", inner);
		g_string_append(filled, value ? value : "");
		text = end + 1;
	}
	g_string_append(filled, text);
	g_string_replace(filled, "%d", turn, 0);
	return g_string_free(filled, FALSE);
}
