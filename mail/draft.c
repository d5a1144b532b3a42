/* draft.c - a mail to be written: the value and its parts. */
/* SPDX-License-Identifier: MIT */
#include "mail/draft.h"
#include "mail/address.h"

#include <string.h>

static void address_free(gpointer data)
{
	DraftAddress *address = data;
	g_free(address->name);
	g_free(address->address);
	g_free(address);
}

static void attachment_free(gpointer data)
{
	DraftAttachment *attachment = data;
	g_free(attachment->name);
	g_free(attachment->type);
	g_free(attachment->id);
	g_bytes_unref(attachment->content);
	g_free(attachment);
}

Draft *draft_new(void)
{
	Draft *draft = g_new0(Draft, 1);
	draft->to = g_ptr_array_new_with_free_func(address_free);
	draft->cc = g_ptr_array_new_with_free_func(address_free);
	draft->references = g_ptr_array_new_with_free_func(g_free);
	draft->headers = g_ptr_array_new_with_free_func(g_free);
	draft->attachments = g_ptr_array_new_with_free_func(attachment_free);
	return draft;
}

void draft_free(Draft *draft)
{
	if (!draft)
		return;
	g_free(draft->from_name);
	g_free(draft->from_address);
	g_ptr_array_unref(draft->to);
	g_ptr_array_unref(draft->cc);
	g_free(draft->reply_to);
	g_free(draft->subject);
	g_free(draft->message_id);
	g_free(draft->in_reply_to);
	g_ptr_array_unref(draft->references);
	g_free(draft->text);
	g_free(draft->html);
	g_free(draft->auto_submitted);
	g_ptr_array_unref(draft->headers);
	g_ptr_array_unref(draft->attachments);
	g_free(draft);
}

static bool holds_address(const GPtrArray *list, const char *normal)
{
	for (guint i = 0; i < list->len; i++) {
		const DraftAddress *known = list->pdata[i];
		g_autofree char *other = address_normalise(known->address);
		if (strcmp(normal, other) == 0)
			return true;
	}
	return false;
}

static void add_address(Draft *draft, GPtrArray *list, const char *name,
			const char *address)
{
	g_autofree char *normal = address_normalise(address ? address : "");
	if (!*normal || holds_address(draft->to, normal) ||
	    holds_address(draft->cc, normal))
		return;
	DraftAddress *entry = g_new0(DraftAddress, 1);
	entry->name = g_strdup(name ? name : "");
	entry->address = g_strdup(address);
	g_ptr_array_add(list, entry);
}

void draft_add_to(Draft *draft, const char *name, const char *address)
{
	add_address(draft, draft->to, name, address);
}

void draft_add_cc(Draft *draft, const char *name, const char *address)
{
	add_address(draft, draft->cc, name, address);
}

void draft_add_reference(Draft *draft, const char *message_id)
{
	if (message_id && *message_id)
		g_ptr_array_add(draft->references, g_strdup(message_id));
}

void draft_add_header(Draft *draft, const char *name, const char *value)
{
	g_ptr_array_add(draft->headers, g_strdup(name));
	g_ptr_array_add(draft->headers, g_strdup(value ? value : ""));
}

void draft_attach(Draft *draft, const char *name, const char *type, const char *id,
		  GBytes *content)
{
	DraftAttachment *attachment = g_new0(DraftAttachment, 1);
	attachment->name = g_strdup(name ? name : "");
	attachment->type = g_strdup(type ? type : "");
	attachment->id = g_strdup(id);
	attachment->content = g_bytes_ref(content);
	g_ptr_array_add(draft->attachments, attachment);
}

char *draft_picture_id(const char *content_id)
{
	g_autofree char *plain = g_uri_unescape_string(content_id, NULL);
	g_autofree char *hash = g_compute_checksum_for_string(
		G_CHECKSUM_SHA256, plain ? plain : content_id, -1);

	hash[20] = '\0';
	return g_strdup_printf("picture.%s@inline", hash);
}
