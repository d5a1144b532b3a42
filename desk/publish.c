/* publish.c - keeps drafts of articles as settings, and writes them as files. */
/* SPDX-License-Identifier: MIT */
#include "desk/publish.h"
#include "store/setting.h"

#include <string.h>

/* Few drafts wait at a time: "article.LANGUAGE.SLUG" =
 * "ticket at author\ntitle\ntext". */
#define PREFIX	 "article."
#define SLUG_MAX 64

ArticleDraft *article_draft_new(void)
{
	return g_new0(ArticleDraft, 1);
}

void article_draft_free(ArticleDraft *draft)
{
	if (!draft)
		return;
	g_free(draft->slug);
	g_free(draft->language);
	g_free(draft->title);
	g_free(draft->text);
	g_free(draft->author);
	g_free(draft);
}

bool article_is_slug(const char *word)
{
	gsize length = strlen(word);

	return length > 0 && length <= SLUG_MAX && *word != '-' &&
	       strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

static char *key_of(const char *slug, const char *language)
{
	return g_strconcat(PREFIX, language, ".", slug, NULL);
}

bool article_draft_save(Db *db, const ArticleDraft *draft, GError **error)
{
	g_autofree char *key = key_of(draft->slug, draft->language);
	g_autofree char *title =
		g_strdelimit(g_strdup(draft->title ? draft->title : ""), "\r\n", ' ');
	g_autofree char *value = g_strdup_printf(
		"%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s\n%s\n%s", draft->ticket,
		draft->at, draft->author ? draft->author : "", title, draft->text);

	return setting_save(db, key, value, error);
}

static ArticleDraft *read_value(const char *slug, const char *language, const char *value)
{
	g_autoptr(ArticleDraft) draft = article_draft_new();
	g_auto(GStrv) lines = g_strsplit(value, "\n", 3);

	if (g_strv_length(lines) != 3)
		return NULL;
	g_auto(GStrv) words = g_strsplit(lines[0], " ", 3);
	if (g_strv_length(words) != 3)
		return NULL;
	draft->slug = g_strdup(slug);
	draft->language = g_strdup(language);
	draft->ticket = g_ascii_strtoll(words[0], NULL, 10);
	draft->at = g_ascii_strtoll(words[1], NULL, 10);
	draft->author = g_strdup(words[2]);
	draft->title = g_strdup(lines[1]);
	draft->text = g_strdup(lines[2]);
	return g_steal_pointer(&draft);
}

/* *draft NULL when there is none. */
static bool draft_load(Db *db, const char *slug, const char *language,
		       ArticleDraft **draft, GError **error)
{
	g_autofree char *key = key_of(slug, language);
	g_autofree char *value = NULL;

	*draft = NULL;
	if (!setting_load(db, key, &value, error))
		return false;
	if (value)
		*draft = read_value(slug, language, value);
	return true;
}

bool article_draft_list(Db *db, GPtrArray **drafts, GError **error)
{
	g_autoptr(GPtrArray) names = NULL;

	*drafts = NULL;
	if (!setting_names(db, PREFIX, &names, error))
		return false;
	*drafts = g_ptr_array_new_with_free_func((GDestroyNotify)article_draft_free);
	for (guint i = 0; i < names->len; i++) {
		g_auto(GStrv) parts = g_strsplit(names->pdata[i], ".", 3);
		ArticleDraft *draft = NULL;
		if (g_strv_length(parts) == 3 &&
		    !draft_load(db, parts[2], parts[1], &draft, error))
			return false;
		if (draft)
			g_ptr_array_add(*drafts, draft);
	}
	return true;
}

bool article_draft_drop(Db *db, const char *slug, const char *language, GError **error)
{
	g_autofree char *key = key_of(slug, language);

	return setting_save(db, key, NULL, error);
}

/* What a customer or an agent wrote is no template. */
static char *plain(const char *text)
{
	GString *plain = g_string_new(NULL);

	for (; *text; text++) {
		g_string_append_c(plain, *text);
		if (text[0] == '{' && text[1] == '{')
			g_string_append_c(plain, ' ');
	}
	return g_string_free(plain, FALSE);
}

char *article_draft_file(const ArticleDraft *draft)
{
	g_autofree char *title = plain(draft->title);
	g_autofree char *text = plain(draft->text);

	return g_strdup_printf("Title: %s\n\n%s\n", title, g_strstrip(text));
}
