/* direct_edits.c - what is changed in an agent's own mail before it leaves. */
/* SPDX-License-Identifier: MIT */
#include "desk/answer.h"
#include "desk/direct.h"
#include "desk/leak.h"
#include "mail/draft.h"

/*
 * What a reader needs stays; all other headers go, since every client has some of its own
 * that tell of the agent's machine, programs and addresses.
 */
static bool is_readers(const char *name)
{
	static const char *const names[] = {"from",
					    "to",
					    "cc",
					    "subject",
					    "date",
					    "message-id",
					    "in-reply-to",
					    "references",
					    "reply-to",
					    "mime-version",
					    "auto-submitted",
					    "importance",
					    "priority",
					    "x-priority",
					    "sensitivity",
					    "keywords",
					    "comments",
					    NULL};
	g_autofree char *lower = g_ascii_strdown(name, -1);

	return g_strv_contains(names, lower) || g_str_has_prefix(lower, "content-");
}

/* How often a name stands among the first headers. */
static guint count_of(const Message *message, const char *name, guint first)
{
	guint count = 0;

	for (guint i = 0; i < first; i++) {
		const Header *header = message->headers->pdata[i];
		count += g_ascii_strcasecmp(header->name, name) == 0;
	}
	return count;
}

/* The first one gets value, all others go. */
static void put(Verdict *verdict, const Message *message, const char *name,
		const char *value)
{
	guint count = count_of(message, name, message->headers->len);

	for (guint i = count; i > 1; i--)
		verdict_edit_header(verdict, name, i, NULL);
	if (count || value)
		verdict_edit_header(verdict, name, count ? 1 : 0, value);
}

static void remove_others(Verdict *verdict, const Message *message)
{
	for (guint i = message->headers->len; i > 0; i--) {
		const Header *header = message->headers->pdata[i - 1];
		if (!is_readers(header->name))
			verdict_edit_header(verdict, header->name,
					    count_of(message, header->name, i), NULL);
	}
}

/* "<a@b> <c@d>", folded; NULL for none. */
static char *written(const GPtrArray *ids, const GHashTable *without)
{
	g_autoptr(GString) line = g_string_new(NULL);

	for (guint i = 0; i < ids->len; i++)
		if (!without ||
		    !g_hash_table_contains((GHashTable *)without, ids->pdata[i]))
			g_string_append_printf(line, "%s<%s>", line->len ? "\n\t" : "",
					       (char *)ids->pdata[i]);
	return line->len ? g_strdup(line->str) : NULL;
}

/* Ids of notices go; without others the customer's client would not find the thread. */
static void thread_anew(const Direct *direct, const Message *message, Verdict *verdict)
{
	g_autofree char *parent = written(message->in_reply_to, direct->not_told);
	g_autofree char *references = written(message->references, direct->not_told);

	if (g_hash_table_size(direct->not_told) == 0)
		return;
	if (!parent && direct->parent)
		parent = g_strdup_printf("<%s>", direct->parent);
	if (!references)
		references = written(direct->thread, NULL);
	put(verdict, message, "References", references);
	put(verdict, message, "In-Reply-To", parent);
}

void direct_edits(const Work *work, const Direct *direct, const Mail *mail,
		  Verdict *verdict)
{
	const Message *message = mail->message;
	const char *sender = mail->envelope->sender;
	const Queue *queue = work_queue(work, direct->ticket);
	const char *address = queue->addresses->pdata[0];
	g_autofree char *name = answer_from_name(work, direct->ticket, direct->agent);
	g_autofree char *from = draft_mailbox(name, address);
	g_autofree char *reply_to = draft_mailbox(NULL, address);

	if (message->crypto != MESSAGE_CLEAR)
		return;
	remove_others(verdict, message);
	thread_anew(direct, message, verdict);
	put(verdict, message, "Reply-To", reply_to);
	put(verdict, message, "From", from);
	/* Other programs must know, and a mail that cannot return stays so (RFC 3834). */
	if (direct->is_absence)
		put(verdict, message, "Auto-Submitted", "auto-replied");
	if (!sender || *sender)
		verdict->sender = g_strdup(direct->bounces_to);
}

static bool in_headers(const Work *work, const Message *message)
{
	for (guint i = 0; i < message->headers->len; i++) {
		const Header *header = message->headers->pdata[i];
		bool is_made_anew =
			g_ascii_strcasecmp(header->name, "References") == 0 ||
			g_ascii_strcasecmp(header->name, "In-Reply-To") == 0 ||
			g_ascii_strcasecmp(header->name, "Reply-To") == 0;
		if (is_readers(header->name) && !is_made_anew &&
		    leak_in_text(work, header->value))
			return true;
	}
	return false;
}

bool direct_leaks(const Work *work, const Message *message)
{
	return in_headers(work, message) || leak_in_text(work, message->text) ||
	       leak_in_html(work, message->html) || leak_of_block(work, message->text) ||
	       leak_in_attachments(work, message);
}
