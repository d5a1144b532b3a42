/* answer.c - what the desk decided, in the words of the milter protocol. */
/* SPDX-License-Identifier: MIT */
#include "milter/answer.h"
#include "milter/log.h"

#define TICKET_HEADER	"X-Postdesk-Ticket"
#define REPLY_BYTES_MAX 500 /* libmilter refuses more than 980 */

/* libmilter takes no line ends, and a single '%' voids the whole reply. Non-ASCII is only
 * allowed to clients that asked for SMTPUTF8, so it is left out. */
static char *reply_text(const char *text)
{
	GString *safe = g_string_new(NULL);

	for (const char *at = text; *at != '\0' && safe->len < REPLY_BYTES_MAX; at++) {
		if (*at == '%')
			g_string_append(safe, "%%");
		else
			g_string_append_c(safe, g_ascii_isprint(*at) ? *at : '?');
	}
	return g_string_free(safe, FALSE);
}

void answer_say(SMFICTX *ctx, const char *reply)
{
	g_auto(GStrv) words = g_strsplit(reply != NULL ? reply : "", " ", 3);

	if (g_strv_length(words) < 3)
		return;
	g_autofree char *text = reply_text(words[2]);
	if (smfi_setreply(ctx, words[0], words[1], text) != MI_SUCCESS)
		log_line(LOG_WARNING, "the mail server took no reply: %s", reply);
}

static void edit_result(int result, const char *queue_id, const char *what)
{
	if (result != MI_SUCCESS)
		log_mail(LOG_WARNING, queue_id, "edit refused by the mail server: %s",
			 what);
}

/* From the last to the first: each removal renumbers those behind it. */
static void remove_claims(SMFICTX *ctx, const char *queue_id, guint count)
{
	for (guint i = count; i > 0; i--)
		edit_result(smfi_chgheader(ctx, (char *)TICKET_HEADER, (int)i, NULL),
			    queue_id, "remove " TICKET_HEADER);
}

static void add_ticket(SMFICTX *ctx, const char *queue_id, gint64 ticket,
		       const char *space)
{
	if (ticket == 0)
		return;
	g_autofree char *value = g_strdup_printf("%s%" G_GINT64_FORMAT, space, ticket);
	edit_result(smfi_addheader(ctx, (char *)TICKET_HEADER, value), queue_id,
		    "add " TICKET_HEADER);
}

static void change_subject(SMFICTX *ctx, const char *queue_id, const char *subject,
			   const char *space)
{
	if (subject == NULL)
		return;
	g_autofree char *value = g_strconcat(space, subject, NULL);
	edit_result(smfi_chgheader(ctx, (char *)"Subject", 1, value), queue_id,
		    "change Subject");
}

static void remove_recipients(SMFICTX *ctx, const char *queue_id,
			      const GPtrArray *recipients)
{
	if (recipients == NULL)
		return;
	for (guint i = 0; i < recipients->len; i++) {
		char *recipient = g_ptr_array_index(recipients, i);
		edit_result(smfi_delrcpt(ctx, recipient), queue_id,
			    "take out a recipient");
	}
}

static void apply_edits(SMFICTX *ctx, const char *queue_id, const Verdict *verdict,
			const AnswerEdits *edits)
{
	const char *space = edits->leading_space ? " " : "";

	remove_claims(ctx, queue_id, edits->tickets_claimed);
	add_ticket(ctx, queue_id, verdict->ticket, space);
	change_subject(ctx, queue_id, verdict->subject, space);
	remove_recipients(ctx, queue_id, verdict->remove_recipients);
}

static bool edit_header(SMFICTX *ctx, const HeaderEdit *edit, const char *space)
{
	g_autofree char *value =
		edit->value ? g_strconcat(space, edit->value, NULL) : NULL;

	if (edit->index == 0)
		return !value || smfi_addheader(ctx, edit->name, value) == MI_SUCCESS;
	return smfi_chgheader(ctx, edit->name, (int)edit->index, value) == MI_SUCCESS;
}

static bool edit_all(SMFICTX *ctx, const Verdict *verdict, const char *space)
{
	for (guint i = 0; verdict->header_edits && i < verdict->header_edits->len; i++)
		if (!edit_header(ctx, verdict->header_edits->pdata[i], space))
			return false;
	for (guint i = 0; i < verdict->remove_recipients->len; i++)
		if (smfi_delrcpt(ctx, verdict->remove_recipients->pdata[i]) != MI_SUCCESS)
			return false;
	if (!verdict->sender)
		return true;
	g_autofree char *path = g_strdup_printf("<%s>", verdict->sender);
	return smfi_chgfrom(ctx, path, NULL) == MI_SUCCESS;
}

bool answer_edit(SMFICTX *ctx, const char *queue_id, const Verdict *verdict,
		 const AnswerEdits *edits)
{
	bool ok = edit_all(ctx, verdict, edits->leading_space ? " " : "");

	edit_result(ok ? MI_SUCCESS : MI_FAILURE, queue_id, "direct answer");
	return ok;
}

sfsistat answer_verdict(SMFICTX *ctx, const char *queue_id, const Verdict *verdict,
			const AnswerEdits *edits)
{
	switch (verdict->kind) {
	case VERDICT_KEEP:
		if (!edits->are_made)
			apply_edits(ctx, queue_id, verdict, edits);
		return SMFIS_ACCEPT;
	case VERDICT_CONSUME:
		return SMFIS_DISCARD;
	case VERDICT_REFUSED:
		answer_say(ctx, verdict->reply);
		return SMFIS_REJECT;
	case VERDICT_PASS:
		return SMFIS_ACCEPT;
	case VERDICT_LATER:
		break;
	}
	answer_say(ctx, verdict->reply);
	return SMFIS_TEMPFAIL;
}
