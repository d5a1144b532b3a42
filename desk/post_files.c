/* post_files.c - chooses the files that go along, and the pictures that stand in HTML. */
/* SPDX-License-Identifier: MIT */
#include "desk/post_files.h"

#include <string.h>

static bool is_signature(const Attachment *file)
{
	static const char *const types[] = {
		"application/pkcs7-signature", "application/x-pkcs7-signature",
		"application/pgp-signature", "application/pgp-keys", NULL};

	return g_strv_contains(types, file->type);
}

static bool names_agent(const Config *config, const Attachment *file)
{
	gsize length;
	const char *bytes = g_bytes_get_data(file->content, &length);
	g_autofree char *text = g_strndup(bytes ? bytes : "", length);
	g_autofree char *lower = g_ascii_strdown(text, -1);

	for (guint i = 0; i < config->agents->len; i++) {
		const Agent *agent = config->agents->pdata[i];
		for (guint j = 0; j < agent->addresses->len; j++)
			if (strstr(lower, agent->addresses->pdata[j]))
				return true;
	}
	return false;
}

/* Clients add signatures and visiting cards by themselves:
 * they tell the agent's address. */
static bool tells_agent(const Config *config, const Attachment *file)
{
	if (is_signature(file))
		return true;
	bool is_card = strcmp(file->type, "text/vcard") == 0 ||
		       strcmp(file->type, "text/x-vcard") == 0;
	return is_card && file->content && names_agent(config, file);
}

/* The Content-ID under which the draft's HTML shows the picture, NULL: it does not. */
static char *shown_as(const Attachment *file, const char *html)
{
	if (!*file->id || !html)
		return NULL;
	g_autofree char *id = draft_picture_id(file->id);
	g_autofree char *address = g_strconcat("cid:", id, NULL);
	return strstr(html, address) ? g_steal_pointer(&id) : NULL;
}

void post_files_attach(const Work *work, const Post *post, Draft *draft)
{
	const GPtrArray *files =
		post->attachments ? post->attachments->attachments : NULL;

	for (guint i = 0; files && i < files->len; i++) {
		const Attachment *file = files->pdata[i];
		g_autofree char *id =
			post->shows_pictures ? shown_as(file, draft->html) : NULL;
		/* Pictures of the quote and of the signature stay behind with them. */
		bool is_left = post->shows_pictures && file->is_inline && !id;
		if (is_left || (post->manner == POST_ANSWER &&
				tells_agent(work->setup->config, file)))
			continue;
		draft_attach(draft, file->name, file->type, id, file->content);
	}
}

bool post_files_any(const Work *work, const Message *message)
{
	for (guint i = 0; i < message->attachments->len; i++) {
		const Attachment *file = message->attachments->pdata[i];
		if (!file->is_inline && !tells_agent(work->setup->config, file))
			return true;
	}
	return false;
}
